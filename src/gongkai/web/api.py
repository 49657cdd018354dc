"""The interface for other systems, under ``/api/v1/``: each app adds its router; described at ``/api/v1/openapi.json``.

Endpoints work outside a transaction: what changes something does so in a function of `domain/`, which has its own.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from gongkai.web.annualreport.api import router as decisions
from gongkai.web.disclosure.api.items import router as pushing
from gongkai.web.disclosure.api.problems import REFUSALS, Problem, of
from gongkai.web.portal.api import router as reading
from gongkai.web.portal.api_figures import router as figures

api = NinjaAPI(title="政府信息公开平台接口", version="1", docs_url=None, openapi_url="/openapi.json", urls_namespace="api",
               description="读取已经公开的政府信息，不需要密钥；报送本单位的事项（/pushed）须有密钥。日期写作 2026-11-24；列表按公开时间从新到旧，用 next 取下一页。")
api.add_router("", reading)
api.add_router("/annual-figures", figures)
api.add_router("/pushed", pushing)
api.add_router("/pushed/decisions", decisions)


@api.exception_handler(Problem)
def problem(request: HttpRequest, error: Problem) -> HttpResponse:
    """What an operation refused, in its own words."""
    response = api.create_response(request, error.body, status=error.status)
    for name, value in error.headers.items():
        response[name] = value
    return response


def refused(request: HttpRequest, error: Any) -> HttpResponse:
    """What `domain/` refused."""
    return problem(request, of(error))


for refusal in REFUSALS:
    api.add_exception_handler(refusal, refused)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """400 for a body that cannot be read at all."""
    sentence = "请求内容无法读取，应为 UTF-8 编码的 JSON，附件接口应为 multipart/form-data。"
    return api.create_response(request, {"code": "invalid", "message": sentence, "field": "", "detail": sentence}, status=error.status_code)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """422, naming the parameters that cannot be read."""
    places = "、".join(dict.fromkeys(".".join(map(str, fault["loc"][1:])) for fault in error.errors))
    sentence = f"参数 {places} 的值不符合要求，请对照接口说明改正。"
    # `detail` and `errors` are what readers of the public part know; `code`, `message`, `field` are those of every problem.
    return api.create_response(request, {"code": "invalid", "message": sentence, "field": _field(error.errors[0]["loc"]), "detail": sentence, "errors": [
        {"loc": [str(part) for part in fault["loc"]], "type": fault["type"]} for fault in error.errors]}, status=422)


def _field(place: tuple[str | int, ...]) -> str:
    """A place as ninja tells it, without where it was read and which parameter it was read into."""
    parts = [str(part) for part in place[1:]]
    return ".".join(parts[1:] if place[0] in ("body", "form", "file") and len(parts) > 1 else parts)


def urls() -> Any:
    """The addresses, for ``path("api/v1/", urls())``."""
    patterns, app, namespace = api.urls
    for pattern in patterns:
        transaction.non_atomic_requests(pattern.callback)
    return patterns, app, namespace
