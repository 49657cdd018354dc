"""A site and its restored copy hold the same rows and files, on either database; what is damaged is refused."""

from __future__ import annotations

import json
import sqlite3
import zipfile

import pytest

from gongkai.errors import GongkaiError
from gongkai.web.applications.domain import opening
from gongkai.web.common import days, eventlog, files, sealing
from gongkai.web.operations import backup, guard, keys


@pytest.fixture
def filled(county):
    """A county with a file and a row of the log."""
    clerk = county.staff("education", "clerk")
    files.keep("招生计划".encode(), "招生计划.txt", unit=county.education, kind="txt", media_type="text/plain", by=clerk)
    eventlog.record("person.signed_in", county.education, actor=clerk, after={"序": [1, 2.5, None, "甲"]})
    return county


def tables(archive):
    with zipfile.ZipFile(archive) as opened:
        return json.loads(opened.read("manifest.json"))["tables"]


def test_a_restored_site_backs_up_to_the_same_rows(filled, tmp_path, command, empty_postgres):
    archive = tmp_path / "one.zip"
    backup.back_up(archive)
    assert tables(archive)["organs.person"]["rows"] == len(filled.people)
    assert {label: told["sha256"] for label, told in tables(archive).items()} == backup.digests()
    targets = [{}] + ([{"DATABASE_URL": empty_postgres}] if empty_postgres else [])
    for number, target in enumerate(targets):
        data = f"copy{number}"
        said = command("restore", str(archive), data=data, **target)
        assert said.returncode == 0, said.stderr
        again = tmp_path / f"again{number}.zip"
        assert command("backup", str(again), data=data, **target).returncode == 0
        assert tables(again) == tables(archive)
        with zipfile.ZipFile(again) as opened:
            assert [opened.read(name).decode() for name in opened.namelist() if name.startswith("files/")] == ["招生计划"]
        assert command("setup", "--unit", "甲县", "--username", "a", "--name", "甲", data=data, GONGKAI_PASSWORD="qing-chuan-9",
                       **target).returncode == 2  # the restored site is in use, and takes new rows after the old ones


def test_a_restored_site_finds_what_it_published(filled, publish, tmp_path, command):
    publish("关于义务教育招生的通知", unit=filled.education)
    backup.back_up(tmp_path / "one.zip")
    assert "common.searchdocument" not in tables(tmp_path / "one.zip")
    assert command("restore", str(tmp_path / "one.zip"), data="copy").returncode == 0
    with sqlite3.connect(tmp_path / "copy" / "gongkai.sqlite3") as copy:
        assert copy.execute("SELECT COUNT(*) FROM common_searchall WHERE common_searchall MATCH '\"招生\"'").fetchone() == (1,)


def test_a_site_with_data_is_not_restored_over(filled, tmp_path):
    backup.back_up(tmp_path / "one.zip")
    with pytest.raises(GongkaiError, match="当前站点已有数据"):
        backup.restore(tmp_path / "one.zip")


def test_a_backup_does_not_take_the_place_of_another(filled, tmp_path):
    (tmp_path / "one.zip").write_text("旧")
    with pytest.raises(GongkaiError, match="已经存在"):
        backup.back_up(tmp_path / "one.zip")
    assert (tmp_path / "one.zip").read_text() == "旧"


def test_a_lost_attachment_is_told_and_leaves_no_half_backup(filled, tmp_path):
    from gongkai.web.common.models import StoredFile

    path = files.path_of(StoredFile.objects.get().sha256)
    kept = path.read_bytes()
    path.unlink()
    try:
        with pytest.raises(GongkaiError, match=r"附件“招生计划\.txt”在数据目录中已不存在"):
            backup.back_up(tmp_path / "one.zip")
    finally:
        path.write_bytes(kept)
    assert list(tmp_path.iterdir()) == []


def rewritten(source, target, change):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
    return target


@pytest.mark.parametrize(("change", "told"), [
    (lambda name, data: data + b"{}\n" if name == "rows/organs.unit.jsonl" else data, "数据表“organs.unit”与清单不符"),
    (lambda name, data: None if name == "rows/organs.unit.jsonl" else data, "数据表“organs.unit”与清单不符"),
    (lambda name, data: None if name.startswith("files/") else data, "附件数量与清单不符"),
    (lambda name, data: data + b"." if name.startswith("files/") else data, "附件 [0-9a-f]{12} 与其校验值不符"),
    (lambda name, data: b"[]" if name == "manifest.json" else data, "没有清单"),
    (lambda name, data: None if name == "manifest.json" else data, "没有清单"),
    (lambda name, data: data.replace(b'"0001_initial"', b'"9999_later"') if name == "manifest.json" else data, "较新的版本"),
])
def test_a_damaged_backup_is_refused_in_one_sentence(filled, tmp_path, change, told):
    backup.back_up(tmp_path / "one.zip")
    with pytest.raises(GongkaiError, match=told):
        backup.restore(rewritten(tmp_path / "one.zip", tmp_path / "two.zip", change))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_backup_in_which_bits_have_turned_is_refused_in_one_sentence(filled, tmp_path, share):
    backup.back_up(tmp_path / "one.zip")
    with zipfile.ZipFile(tmp_path / "one.zip") as opened:
        told = opened.getinfo("rows/organs.person.jsonl")
    data = bytearray((tmp_path / "one.zip").read_bytes())
    at = told.header_offset + 60 + int(share * told.compress_size)
    data[at:at + 8] = bytes(255 - byte for byte in data[at:at + 8])
    (tmp_path / "two.zip").write_bytes(data)
    with pytest.raises(GongkaiError, match=r"不是完整的备份文件|与清单不符"):
        backup.restore(tmp_path / "two.zip")


def test_what_only_reads_says_that_there_is_no_site_yet(command):
    for words in (("backup", "x.zip"), ("export", "out"), ("keys",)):
        said = command(*words)
        assert said.returncode == 2 and said.stderr == "站点还没有建立，数据库是空的，请核对 GONGKAI_DATA 和 DATABASE_URL 是否指向要用的站点。\n"


def test_a_backup_with_a_newer_program_waits_for_the_upgrade(command, tmp_path):
    founded = {"GONGKAI_PASSWORD": "qing-chuan-9"}
    assert command("setup", "--unit", "甲县", "--username", "admin", "--name", "甲", **founded).returncode == 0
    with sqlite3.connect(tmp_path / "site" / "gongkai.sqlite3") as site:  # as it stood before the release's last migration
        site.execute("DELETE FROM django_migrations WHERE id = (SELECT MAX(id) FROM django_migrations)")
    said = command("backup", "x.zip")
    assert said.returncode == 2 and said.stderr.startswith("数据库还是升级前的版本") and len(said.stderr.splitlines()) == 1


def test_a_restore_without_the_keys_says_which_are_wanted(county, settings, tmp_path, command, empty_postgres):
    settings.SEALING_FILE = tmp_path / "sealing.keys"
    opening.open_case(county.staff("education", "clerk"), county.education, channel="in_person", submitted_on=days.today(),
                      applicant_kind="person", applicant={"name": "王小满"}, application={"content": "招标文件"})
    assert keys.missing() == ""
    backup.back_up(tmp_path / "one.zip")
    said = command("restore", str(tmp_path / "one.zip"), data="copy")
    assert said.returncode == 0 and "请注意：申请人信息等加密的内容用“" in said.stderr and "sealing.keys" in said.stderr
    settings.SEALING_FILE = tmp_path / "other.keys"
    sealing.current()  # a site that made itself a key of the same name
    assert "打不开" in keys.missing() and keys.missing() in list(guard.hints())


def test_a_file_that_is_no_backup_is_refused(db, tmp_path):
    (tmp_path / "one.zip").write_text("不是备份")
    with pytest.raises(GongkaiError, match="不是完整的备份文件"):
        backup.restore(tmp_path / "one.zip")
    with pytest.raises(GongkaiError, match="没有备份文件"):
        backup.restore(tmp_path / "none.zip")
    with pytest.raises(GongkaiError, match="是文件夹，请写明其中的备份文件"):
        backup.restore(tmp_path)
    with pytest.raises(GongkaiError, match=r"文件夹“.*none”不存在"):
        backup.back_up(tmp_path / "none" / "one.zip")


@pytest.mark.parametrize("words", [("backup", "x.zip"), ("export", "out"), ("serve",)])
def test_a_database_that_cannot_be_reached_is_said_in_one_sentence(command, words):
    said = command(*words, DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert said.returncode == 2 and said.stderr.startswith("无法连接数据库，请检查 DATABASE_URL") and len(said.stderr.splitlines()) == 1
