"""Bytes that no row names go after a day; what is named, or young, or somebody else's database's, stays."""

from __future__ import annotations

import os
import time

import pytest

from gongkai.web.applications.domain import complaints, disputing, strongbox, vault
from gongkai.web.applications.enums import FileRole
from gongkai.web.common import days, files, sweeping
from gongkai.web.common.models import Event

DAY = 24 * 3600


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def aged(digest, seconds=2 * DAY):
    path = files.path_of(digest)
    os.utime(path, (time.time() - seconds,) * 2)
    return path


@pytest.fixture
def named(county):
    """A file of every kind of row that names bytes, all of them old."""
    education, clerk = county.education, county.staff("education", "clerk")
    from gongkai.web.applications.domain import opening

    case, _ = opening.open_case(clerk, education, channel="in_person", submitted_on=days.today(), applicant_kind="person", applicant={"name": "王小满"},
                                application={"content": "招标文件"})
    dispute = disputing.open_dispute(clerk, education, kind="review", notified_on=days.today(), tribunal="清川县人民政府", about="答复", words={})
    complaint, _ = complaints.take(clerk, education, ground="duty", words={"text": "没有答复"})
    found = [files.keep(b"stored", "a.txt", unit=education, kind="txt", media_type="text/plain").sha256,
             vault.keep_file(case, b"case", "b.txt", FileRole.ATTACHMENT, kind="txt", media_type="text/plain").cipher,
             *(strongbox.keep_file(row, b"file", "c.txt", "txt", "text/plain", None).cipher for row in (dispute, complaint))]
    return [aged(digest) for digest in found]


def test_what_no_row_names_goes_after_a_day_and_the_log_says_how_many(named):
    orphan, young = aged(files.put(b"left behind")), files.path_of(files.put(b"just written"))
    draft = orphan.with_name(f".{orphan.name}.77.140")
    draft.write_bytes(b"half")
    os.utime(draft, (time.time() - 2 * DAY,) * 2)
    other = orphan.with_name("readme.txt")
    other.write_text("not ours")
    os.utime(other, (0, 0))
    assert sweeping.sweep() == 2
    assert not orphan.exists() and not draft.exists() and young.exists() and other.exists() and all(path.exists() for path in named)
    assert Event.objects.get(action="files.swept").after == {"files": 2, "bytes": len(b"left behind") + len(b"half")}
    assert sweeping.sweep() == 0 and Event.objects.filter(action="files.swept").count() == 1


def test_every_model_that_keeps_bytes_is_asked(named):
    from django.apps import apps

    assert {model.__name__ for model in apps.get_models() if hasattr(model, "bytes_under")} == {"StoredFile", "CaseFile", "DisputeFile", "ComplaintFile"}
    assert len(named) == 4


def test_bytes_that_are_given_again_are_young_again(named):
    orphan = aged(files.put(b"left behind"))
    files.put(b"left behind")
    assert sweeping.sweep() == 0 and orphan.exists()


def test_what_is_named_or_touched_while_it_is_swept_is_put_back(named, monkeypatch, county):
    touched, adopted = aged(files.put(b"touched")), aged(files.put(b"adopted"))
    real = sweeping._named

    def meanwhile(digests):
        found = real(digests)
        if len(digests) > 1:  # the first look: afterwards others go on
            files.put(b"touched")
            files.keep(b"adopted", "x.txt", unit=county.education, kind="txt", media_type="text/plain")
            aged(adopted.name)
        return found

    monkeypatch.setattr(sweeping, "_named", meanwhile)
    assert sweeping.sweep() == 0 and touched.read_bytes() == b"touched" and adopted.read_bytes() == b"adopted"


def test_the_files_of_another_database_are_left_alone(db, caplog):
    orphan = aged(files.put(b"another site's"))
    assert sweeping.sweep() == 0 and orphan.exists() and "Nothing was removed" in caplog.text


def test_more_than_an_accident_leaves_is_not_removed(named, monkeypatch, caplog):
    monkeypatch.setattr(sweeping, "FEW", 2)
    orphans = [aged(files.put(f"left {n}".encode())) for n in range(3)]
    assert sweeping.sweep() == 0 and all(path.exists() for path in orphans) and "Nothing was removed" in caplog.text


def test_an_empty_site_has_nothing_to_sweep(db):
    assert sweeping.sweep() == 0


def test_a_sweep_that_was_killed_in_between_is_made_good(named):
    path = named[0]
    path.replace(path.with_name(f".{path.name}.swept"))
    assert sweeping.sweep() == 0 and path.exists()
