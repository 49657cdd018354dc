"""What a site that others reach must not be."""

from __future__ import annotations

from collections.abc import Iterator

SHORTEST_KEY = 32
_INSIDE = ("localhost", "127.", "0.0.0.0", "[::1]")
"""How an address begins that nobody outside can open."""


def hints() -> Iterator[str]:
    """What keeps a site from being opened as it should, without being a fault, each in one Chinese sentence with what to do."""
    from django.conf import settings

    from gongkai.web.operations import keys

    if sentence := keys.missing():
        yield sentence
    if settings.SITE_ADDRESS.partition("://")[2].startswith(_INSIDE):
        yield (f"站点对外的网址（GONGKAI_SITE_ADDRESS）现为 {settings.SITE_ADDRESS}，只有本机打得开：提醒邮件、订阅、导出网页和回执中的链接都指向它，"
               "对外提供服务的请设为公众访问的网址。")


def faults() -> Iterator[str]:
    """Why this site must not be opened, each in one Chinese sentence with what to do. None where it may be."""
    from django.conf import settings
    from django.db import connection

    from gongkai.web.organs.models import Person

    if settings.DEBUG:
        yield "当前为调试模式（GONGKAI_DEBUG），会向访问者显示程序内部信息，请去掉该环境变量后再启动。"
    key = settings.SECRET_KEY
    if len(key) < SHORTEST_KEY or len(set(key)) < 8 or key.startswith("django-insecure-"):
        yield "密钥（GONGKAI_SECRET_KEY）过短或者为默认值，请换用不少于 32 个字符的随机字符串，或者去掉该环境变量由系统自行生成。"
    if "*" in settings.ALLOWED_HOSTS:
        yield "允许的域名（GONGKAI_HOSTS）写成了“*”，请改为本站实际使用的域名。"
    if Person._meta.db_table in connection.introspection.table_names():
        names = list(Person.objects.filter(demonstration=True, is_active=True).values_list("username", flat=True)[:3])
        if names:
            yield f"数据库中有使用公开密码的演示账号（{'、'.join(names)} 等），请另设数据目录（GONGKAI_DATA），不要在演示数据上正式使用。"
