"""``remove_second_factor USERNAME``: for the last 管理员 whose telephone, or the site's key, is lost; others ask a 管理员."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gongkai.web.organs.domain import people
from gongkai.web.organs.models import Person


class Command(BaseCommand):
    help = "解除一个账号的两步验证。只在没有其他管理员可以办理时，由运行站点的人执行。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose."""
        parser.add_argument("username", help="用户名")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        person = Person.objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError(f"没有用户名为“{options['username']}”的账号，请核对。")
        try:
            people.remove_second_factor(None, person)
        except ValidationError as error:
            raise CommandError("".join(error.messages)) from None
        self.stdout.write(f"已解除 {person} 的两步验证，凭密码登录后请重新启用。")
