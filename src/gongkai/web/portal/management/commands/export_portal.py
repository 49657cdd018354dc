"""``export_portal FOLDER``: the portal as files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gongkai.web.portal.export import Export, Failed


class Command(BaseCommand):
    help = "把门户导出为静态网页和 JSON，供上级网站或者其他系统使用。"

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder."""
        parser.add_argument("folder", type=Path, help="导出到哪个文件夹；没有的会新建，以前导出而现在没有的文件会删除")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        folder: Path = options["folder"]
        if folder.exists() and not folder.is_dir():
            raise CommandError(f"{folder} 不是文件夹，请另选一个。")
        folder.mkdir(parents=True, exist_ok=True)
        try:
            count = Export(folder).run()
        except Failed as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"已导出 {count} 个文件到 {folder}。")
