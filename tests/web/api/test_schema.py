"""The interface is as it is described: requests made from its own description are answered as it says, and never with a fault."""

from __future__ import annotations

import pytest
import schemathesis
from county import build
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks

from gongkai.web.api import api
from gongkai.web.disclosure.domain import catalogue
from gongkai.web.disclosure.models import Item
from gongkai.web.organs.domain.tokens import make_token
from gongkai.web.organs.enums import Role
from gongkai.web.wsgi import application

SCHEMA = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/v1/"))
SCHEMA.app = application
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]
PUSHED = [operation for operation in OPERATIONS if operation.path.startswith("/api/v1/pushed/")]
CHECKS = [checks.not_a_server_error, checks.CHECKS.get_one("status_code_conformance"), checks.CHECKS.get_one("content_type_conformance"),
          checks.CHECKS.get_one("response_schema_conformance")]


@pytest.fixture
def key(db, settings):
    settings.API_PER_MINUTE = 100_000
    settings.ALLOWED_HOSTS = ["*"]
    county = build()
    catalogue.lay_law(county.root)
    # A server closes the database at the end of a request; here that would be the test's own connection.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield make_token(county.staff("education", Role.MANAGER), county.education, "办公系统")[1]
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("operation", PUSHED, ids=lambda operation: f"{operation.method} {operation.path}")
def test_an_operation_answers_as_it_is_described(operation, key):
    @settings(max_examples=25, deadline=None, database=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
              suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def ask(case):
        response = case.call(headers={"Authorization": f"Bearer {key}"})
        case.validate_response(response, checks=CHECKS)

    ask()
    assert not Item.objects.filter(publications__isnull=False).exists()


def test_the_description_names_every_code_of_a_problem_and_has_examples():
    described = api.get_openapi_schema(path_prefix="/api/v1/")
    put = described["paths"]["/api/v1/pushed/items/{external_id}"]["put"]
    assert {"200", "201", "400", "401", "403", "409", "413", "422", "429"} <= {str(code) for code in put["responses"]}
    assert described["components"]["schemas"]["NewItem"]["example"]["external_id"]
    assert described["components"]["securitySchemes"]["Key"] == {"type": "http", "scheme": "bearer"}
