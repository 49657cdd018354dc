"""The interface for other systems, under ``/api/v1/``: each app adds its router; described at ``/api/v1/openapi.json``.

Endpoints work outside a transaction: what changes something does so in a function of `domain/`, which has its own.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from gongkai.web.portal.api import router as reading

api = NinjaAPI(title="政府信息公开平台接口", version="1", docs_url=None, openapi_url="/openapi.json", urls_namespace="api",
               description="读取已经公开的政府信息，不需要密钥。日期写作 2026-11-24；列表按公开时间从新到旧，用 next 取下一页。")
api.add_router("", reading)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """422, naming the parameters that cannot be read."""
    places = "、".join(dict.fromkeys(".".join(map(str, fault["loc"][1:])) for fault in error.errors))
    return api.create_response(request, {"detail": f"参数 {places} 的值不符合要求，请对照接口说明改正。", "errors": [
        {"loc": list(fault["loc"]), "type": fault["type"]} for fault in error.errors]}, status=422)


def urls() -> Any:
    """The addresses, for ``path("api/v1/", urls())``."""
    patterns, app, namespace = api.urls
    for pattern in patterns:
        transaction.non_atomic_requests(pattern.callback)
    return patterns, app, namespace
