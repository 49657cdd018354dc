"""``rebuild_search``: make the index of full text anew from what is published."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from gongkai.web.common import search


class Command(BaseCommand):
    help = "重建全文检索索引。"

    def handle(self, *args: Any, **options: Any) -> None:
        """All in one transaction: the public finds the old until the new is whole."""
        self.stdout.write(f"已重建全文检索索引，共{search.rebuild()}条。")
