"""Who asks: the system that a key names. Looked at before anything of the body is read."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from gongkai.web.disclosure.api.problems import Problem
from gongkai.web.disclosure.domain.push_limits import seconds_to_wait
from gongkai.web.organs.domain.tokens import token_of
from gongkai.web.organs.models import ApiToken


class Key(HttpBearer):
    """``Authorization: Bearer gk_…``, made by a unit's 管理员 under 接口密钥."""

    def __call__(self, request: HttpRequest) -> ApiToken:
        """The key's row.

        Raises:
            Problem: 401 an unknown or stopped key, 413 too much at once, 429 too often.
        """
        token = token_of(request.headers.get("Authorization", ""))
        if token is None:
            raise Problem(401, "unauthorized", "没有密钥，或者密钥不正确、已停用，请向本单位管理员索取。", headers={"WWW-Authenticate": "Bearer"})
        if wait := seconds_to_wait(token):
            raise Problem(429, "too_many", f"请求过于频繁（每分钟最多{settings.API_PER_MINUTE}次），请在{wait}秒后再试。",
                          headers={"Retry-After": str(wait)})
        files = (request.content_type or "").startswith("multipart/")
        most = settings.UPLOAD_MOST + (1 << 20) if files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if int(request.META.get("CONTENT_LENGTH") or 0) > most:
            raise Problem(413, "too_large", f"一次最多报送{most >> 20}MB，较大的附件请用附件接口逐个上传。")
        return token

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """Not used: `__call__` looks at the whole header."""
        return token_of(f"Bearer {token}")
