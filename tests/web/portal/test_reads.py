from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.web.common import days
from gongkai.web.disclosure.models import ItemReads
from gongkai.web.portal import reads

BROWSER = "Mozilla/5.0 (Windows NT 10.0) Chrome/120"


@pytest.fixture
def at_once(monkeypatch, settings, tmp_path):
    settings.DATA = tmp_path
    monkeypatch.setattr(reads, "SETTLED", 0)

    def count():
        reads.count_waiting()
        return reads.count_waiting()

    return count


def test_readings_are_added_up_later_and_robots_are_not_counted(client, publish, at_once):
    row = publish()
    for agent in (BROWSER, BROWSER, "Baiduspider/2.0", "curl/8", ""):
        client.get(f"/items/{row.pk}/", headers={"User-Agent": agent})
    client.get(f"/items/{row.pk}/", headers={"User-Agent": BROWSER, "Sec-Purpose": "prefetch"})
    client.head(f"/items/{row.pk}/", headers={"User-Agent": BROWSER})
    assert ItemReads.objects.count() == 0
    assert at_once() == 2
    client.get(f"/items/{row.pk}/", headers={"User-Agent": BROWSER})
    assert at_once() == 1
    assert ItemReads.objects.get(item_id=row.pk, day=days.today()).count == 3
    assert "阅读 <span class=\"number\">3</span> 次" in client.get(f"/items/{row.pk}/").content.decode()


def test_reading_writes_nothing_to_the_database_and_sets_no_cookie(client, publish, at_once):
    row = publish()
    with CaptureQueriesContext(connection) as taken:
        response = client.get(f"/items/{row.pk}/", headers={"User-Agent": BROWSER})
    assert not [query for query in taken.captured_queries if not query["sql"].lstrip().upper().startswith("SELECT")]
    assert not response.cookies


def test_what_a_crash_left_behind_and_lines_of_nonsense_do_no_harm(publish, at_once, settings):
    row = publish()
    folder = reads._folder()
    (folder / "aside-1").write_bytes(f"{days.today() - timedelta(days=1)} {row.pk}\n9999 x\n\xff\n2024-99-99 {row.pk}\n2024-01-01 99999".encode("latin-1"))
    assert at_once() in (0, 1)
    assert ItemReads.objects.get().count == 1
    assert not list(folder.glob("aside-1"))
