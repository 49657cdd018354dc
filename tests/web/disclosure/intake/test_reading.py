"""Feeds and saved pages, good and hostile."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from intakefiles import RSS, TEXT, archive, page

from gongkai.errors import GongkaiError
from gongkai.web.common.archives import name_of
from gongkai.web.disclosure.intake import reading
from gongkai.web.disclosure.intake.archive import PAGE, read_archive
from gongkai.web.disclosure.intake.feeds import read_feed
from gongkai.web.disclosure.intake.pages import number_in, read_page


def test_a_page_with_the_meta_elements_of_government_sites_is_read_whole():
    head = '<meta name="ArticleTitle" content="关于做好防汛工作的通知"><meta name="PubDate" content="2023-05-09 10:00">'
    above = "<table><tr><td>索 引 号：</td><td>11340000/2023-00012</td><td>成文日期：</td><td>2023年5月8日</td><td>文 号：清政办〔2023〕12号</td></tr></table>"
    found = read_page(page(head=head, above=above, body=f'<p>{TEXT}</p><p><a href="/f/附件1.doc">附件：责任名单</a></p>'), "1.html")
    assert (found.title, found.made_on, found.published_on) == ("关于做好防汛工作的通知", date(2023, 5, 8), date(2023, 5, 9))
    assert (found.index_number, found.document_number) == ("11340000/2023-00012", "清政办〔2023〕12号")
    assert found.url == "http://www.old.gov.cn/art/2023/5/9/1.html"
    assert TEXT in found.body and "政务公开" not in found.body and found.files == ["附件：责任名单"]
    assert "1个附件未随之导入" in found.notes[-1]


@pytest.mark.parametrize("charset", ["utf-8", "gbk", "gb18030"])
def test_a_page_is_read_in_the_encoding_that_it_has_whatever_it_says(charset):
    data = page("关于镕矿区㙍工程的通知" if charset == "gb18030" else "关于防汛的通知", charset=charset)
    assert read_page(data.replace(f'charset="{charset}"'.encode(), b'charset="utf-8"'), "1.html").title.startswith("关于")


def test_scripts_and_handlers_do_not_come_in():
    found = read_page(page(body=f'<p onclick="x()">{TEXT}</p><script>alert(1)</script><img src=x onerror=y><a href="javascript:z()">点</a>'), "1.html")
    assert TEXT in found.body
    assert not any(word in found.body for word in ("script", "onclick", "onerror", "javascript", "<img"))


def test_what_a_page_does_not_say_is_told_not_guessed():
    found = read_page(b"<html><body><p>x</p></body></html>", "leer.html")
    assert (found.title, found.made_on, found.body) == ("", None, "")
    assert "没有识别出名称、生成日期、发布日期、正文" in found.notes[0]


def test_the_text_is_found_without_a_known_container():
    data = f"<html><body><div><ul>{'<li><a href=/>导航栏目链接文字</a></li>' * 40}</ul></div><div class=q><p>{TEXT}</p><p>{TEXT}</p></div></body></html>"
    found = read_page(data.encode(), "1.html")
    assert TEXT in found.body and "导航" not in found.body


@pytest.mark.parametrize(("text", "number"), [
    ("文号：清政办发〔2023〕12号", "清政办发〔2023〕12号"), ("清教[2021]07号", "清教〔2021〕7号"), ("清水（2020）第3号 通知", "清水〔2020〕3号"),
    ("根据清政发〔2019〕1号", "清政发〔2019〕1号"), ("第12号", "")])
def test_document_numbers_are_found_in_their_spellings(text, number):
    assert number_in(text) == number


def test_names_in_gbk_are_read_and_steps_out_of_the_archive_are_dropped():
    data = archive(("公开/通知.html".encode("gbk"), page()), ("../../etc/passwd.html", page("第二页的标题在这里")), ("a/图片.png", b"x"))
    read = read_archive(data)
    assert sorted(found.place for found in read.found) == ["etc/passwd.html", "公开/通知.html"]
    assert read.aside == ["压缩包里还有 1 个不是网页的文件，没有读取。"]
    assert name_of(zipfile.ZipInfo("..\\..\\x.html")) == "x.html"


def test_a_page_too_large_is_left_aside_and_a_bomb_costs_no_more_than_its_bound():
    data = archive(("big.html", b"<p>" + b"0" * (PAGE + 10)), ("good.html", page()))
    read = reading.read("pages", data)
    assert [found.place for found in read.found] == ["good.html"]
    assert "big.html" in read.aside[0]


def test_many_bombs_are_refused(monkeypatch):
    monkeypatch.setattr("gongkai.web.disclosure.intake.archive.UNPACKED", 3 << 20)
    with pytest.raises(GongkaiError, match="解压后超过"):
        read_archive(archive(*((f"{number}.html", b"0" * (1 << 20)) for number in range(5))))


@pytest.mark.parametrize("data", [b"", b"PK\3\4 broken", b"<html>", b"MZ" * 400])
def test_what_is_no_archive_is_refused_in_a_sentence(data):
    with pytest.raises(GongkaiError, match=r"压缩包.*。$"):
        reading.read("pages", data)


def test_an_archive_without_pages_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("a.txt", "x")
    with pytest.raises(GongkaiError, match="没有网页"):
        read_archive(file.getvalue())


def test_a_feed_in_another_encoding_is_read_with_days_as_china_counts_them():
    read = reading.read("feed", RSS)
    first, second = read.found
    assert (first.title, first.external_id, first.url) == ("清川县教育局关于义务教育招生的通知", "old-1", "http://www.old.gov.cn/1.html")
    assert first.published_on == date(2023, 5, 10)
    assert first.document_number == "清教〔2023〕7号"
    assert "alert" not in first.body and "onclick" not in first.body and "现将招生事项" in first.body
    assert second.url == "" and second.body == "<p>只有一行文字</p>"
    assert "没有识别出生成日期、发布日期" in second.notes[0]


def test_atom_is_read():
    data = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>urn:1</id><title>公告</title><link href="https://a.gov.cn/1"/>
    <updated>2024-01-02T03:04:05+08:00</updated><content type="html">&lt;p&gt;全文&lt;/p&gt;</content></entry></feed>""".encode()
    (found,) = read_feed(data).found
    assert (found.external_id, found.published_on, found.body) == ("urn:1", date(2024, 1, 2), "<p>全文</p>")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("declared", ['<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>', '<!doctype r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'])
def test_entities_are_refused(declared, encoding):
    data = f'<?xml version="1.0"?>{declared}<rss><channel><item><title>&x;</title></item></channel></rss>'.encode(encoding)
    with pytest.raises(GongkaiError, match="为安全起见不予读取"):
        read_feed(data)


def test_an_address_or_the_name_of_a_file_is_not_followed(tmp_path):
    secret = tmp_path / "feed.xml"
    secret.write_bytes(RSS)
    for data in (str(secret).encode(), b"http://127.0.0.1:9/feed.xml", b"file:///etc/passwd"):
        with pytest.raises(GongkaiError, match="没有读到条目"):
            read_feed(data)
