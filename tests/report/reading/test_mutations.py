"""Broken files raise nothing but the declared error, and nothing hangs.

``GONGKAI_MUTATIONS=10000`` tries all; a smaller, deterministic share runs by default.
"""

from __future__ import annotations

import json
import os
import re
import signal
from contextlib import contextmanager
from functools import cache
from random import Random

import pytest
from layouts import LAYOUTS, make

from gongkai import read
from gongkai.errors import UnreadableReport
from gongkai.report.reading.document import Limits

COUNT = int(os.environ.get("GONGKAI_MUTATIONS", "1000"))
CHUNKS = 15
BASES = ("bars", "bars-leading", "markdown", "one-a-line-blank", "one-a-line-closed", "tabs-shifted", "spaces",
         "run-together", "wrapped", "bars-gb18030", "html-plain", "html-word", "html-in-frame", "html-split",
         "html-unclosed", "html-nested", "html-gb18030-says-utf8", "bars-s2t")


@cache
def _base(name: str, kind: str, form: str) -> tuple[bytes, str]:
    sheet = LAYOUTS[name](make(kind, Random(name), form=form), Random(1))
    return sheet.data, sheet.extension


def _flips(data: bytes, rng: Random) -> bytes:
    made = bytearray(data)
    for _ in range(rng.choice((1, 3, 20, 300))):
        made[rng.randrange(len(made))] ^= 1 << rng.randrange(8)
    return bytes(made)


def _truncated(data: bytes, rng: Random) -> bytes:
    a, b = sorted((rng.randrange(len(data)), rng.randrange(len(data))))
    return rng.choice((data[:a], data[b:], data[a:b], data[:a] + data[b:]))


def _lines_shuffled(data: bytes, rng: Random) -> bytes:
    lines = data.split(b"\n")
    a, b = sorted((rng.randrange(len(lines)), rng.randrange(len(lines))))
    some = lines[a:b]
    rng.shuffle(some)
    return b"\n".join(lines[:a] + some + lines[b:])


def _pieces_lost(data: bytes, rng: Random) -> bytes:
    """Cells, rows or tags deleted here and there."""
    pattern = rng.choice((rb"<td[^>]*>.*?</td>", rb"</?t[dr][^>]*>", rb"<[^>]{1,80}>", rb"\|", rb"\t", rb"\n", rb"\d+",
                          rb" ", rb"[^\x00-\x7f]{3}"))
    share = rng.choice((0.02, 0.2, 0.7))
    return re.sub(pattern, lambda match: b"" if rng.random() < share else match.group(), data)


def _tags_shuffled(data: bytes, rng: Random) -> bytes:
    tags = re.findall(rb"<[^>]{1,80}>", data) or [b"|", b"\n", b"\t", b"0"]
    return re.sub(rb"<[^>]{1,80}>|\|", lambda match: rng.choice(tags) if rng.random() < 0.2 else match.group(), data)


def _doubled(data: bytes, rng: Random) -> bytes:
    a, b = sorted((rng.randrange(len(data)), rng.randrange(len(data))))
    at = rng.randrange(len(data))
    return data[:at] + data[a:b] * rng.choice((1, 2, 5)) + data[at:]


def _spliced(data: bytes, rng: Random) -> bytes:
    other, _ = _base(rng.choice(BASES), "busy", "2019")
    return data[: rng.randrange(len(data))] + other[rng.randrange(len(other)):]


def _strewn(data: bytes, rng: Random) -> bytes:
    """Bytes and characters that break parsers, strewn in."""
    poison = (b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", "\u202e".encode(), b"\x1a", b"\r", b"\x0b\x0c",
              "\U000e0001".encode(), b"&#xD800;", b"&#0;", b"&#99999999;", b"<!--", b"<![CDATA[", b"<table>", b"</table>",
              b"<script>", b"<plaintext>", b"<svg><td>", b"<select>", "一、".encode(), "（七）总计 | ".encode(), b" 0 | " * 40,
              b"9" * 400, "９".encode() * 30, b"-", b"1e999", b"0x1F", b"1/0", "亿".encode() * 50, "第二十条".encode())
    for _ in range(rng.choice((1, 5, 40))):
        at = rng.randrange(len(data))
        data = data[:at] + rng.choice(poison) + data[at:]
    return data


def _spans_blown_up(data: bytes, rng: Random) -> bytes:
    size = rng.choice((b"1000000", b"65535", b"-1", b"0", b"9" * 30, b"1e9", b"", b"\xef\xbc\x91", b"2.5"))
    if b"<td" not in data:
        return data.replace(b" | ", b" " * 2000 + b"| ", 30)
    return re.sub(rb"<td", lambda match: b"<td " + rng.choice((b"row", b"col")) + b'span="' + size + b'" '
                  if rng.random() < 0.05 else match.group(), data)


MUTATIONS = (_flips, _truncated, _lines_shuffled, _pieces_lost, _tags_shuffled, _doubled, _spliced, _strewn, _spans_blown_up)


@contextmanager
def _watched():
    """Turns a hang into a failure. The bound lies far above the reader's own, for machines under load."""
    def late(number, frame):
        raise TimeoutError(f"hangs in {frame.f_code.co_filename}:{frame.f_lineno}")

    old = signal.signal(signal.SIGALRM, late)
    signal.alarm(int(Limits().seconds) * 3)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, old)


def _try(path) -> None:
    """Reads a file; the declared error, in one sentence, is the only one that may come."""
    with _watched():
        try:
            report = read(path)
        except UnreadableReport as error:
            assert re.search(r"[\u4e00-\u9fff]", str(error))
            assert "\n" not in str(error)
        else:
            json.dumps(report.to_json(), ensure_ascii=False).encode()


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_mutated_files_raise_nothing_but_the_declared_error(chunk: int, tmp_path) -> None:
    for number in range(chunk, COUNT, CHUNKS):
        rng = Random(number)
        data, extension = _base(rng.choice(BASES), rng.choice(("quiet", "busy", "sparse")), rng.choice(("2019", "2021")))
        used = rng.choices(MUTATIONS, k=rng.choice((1, 1, 2, 3)))
        for mutate in used:
            data = mutate(data or b"0", rng)[:400_000]
        path = tmp_path / f"mutated.{rng.choice((extension, extension, 'html', 'txt', 'md'))}"
        path.write_bytes(data)
        try:
            _try(path)
        except Exception as error:
            names = ", ".join(mutate.__name__ for mutate in used)
            raise AssertionError(f"mutation {number} ({names}) raised {error!r}") from error


def _page(inner: str) -> bytes:
    """A readable page with something monstrous in its midst."""
    data, _ = _base("html-plain", "busy", "2021")
    return data.replace(b"</h1>", b"</h1>" + inner.encode())


def _text(inner: str) -> bytes:
    data, _ = _base("bars", "busy", "2021")
    return data.replace("二、主动公开".encode(), inner.encode() + "\n二、主动公开".encode())


def _cell(inner: str) -> bytes:
    """A readable text with a monstrous cell in a row of table 2."""
    data, _ = _base("bars", "quiet", "2021")
    return data.replace("规章 | 0 |".encode(), f"规章 | {inner} |".encode())


MONSTERS = {
    "empty.txt": b"",
    "nul.txt": b"\x00" * 100_000,
    "blank.html": b" \n" * 50_000,
    "cells.html": _page("<table><tr>" + "<td>0</td>" * 100_000 + "</tr></table>"),
    "rows.html": _page("<table>" + "<tr><td>规章<td>0</tr>" * 20_000 + "</table>"),
    "tables.html": _page("<table><tr><td>规章<td>0</table>" * 10_000),
    "lines.txt": _text("规章 | 0 | 0 | 0 |\n" * 10_000),
    "sections.txt": _text("三、收到和处理政府信息公开申请情况\n" * 10_000),
    "bars.txt": _text("|" * 40_000),
    "bar-lines.txt": _text("|\n" * 40_000),
    "tabs.txt": _text("规章" + "\t" * 40_000 + "0"),
    "deep-tables.html": _page("<table><tr><td>" * 1_000 + "0"),
    "deep-divs.html": _page("<div>" * 20_000 + "0"),
    "deep-spans.html": _page("<table><tr><td>" + "<span>" * 20_000 + "0"),
    "rowspan.html": _page("<table>" + '<tr><td rowspan="1000000" colspan="1000000">规章<td>0</tr>' * 300 + "</table>"),
    "long-line.txt": _text("政府信息公开" * 300_000),
    "long-sentence.txt": _text("2023年收到申请3件，" * 30_000),
    "numbers.txt": _text("0 " * 100_000),
    "long-number.txt": _cell("7" * 20_000),
    "long-numeral.txt": _cell("一" * 20_000),
    "long-full-width.txt": _cell("７" * 20_000),
    "blanks-in-cell.txt": _cell(" " * 5_000 + "0" + " " * 5_000 + "x"),
    "separators-in-cell.txt": _cell("1,203," * 3_000),
    "units-in-cell.txt": _cell("3" + "万元" * 3_000 + "x"),
    "digits-in-cell.txt": _cell("0" * 5_000),
    "together.txt": _text("第二十条第（一）项\n规章\n" + "1" * 60 + "\n一、本年新收政府信息公开申请数量\n" + "12" * 200),
    "parentheses.txt": _text("（" * 50_000 + "一" + "）" * 50_000),
    "numerals.txt": _text("一二三四五六七八九十百千万亿" * 20_000),
    "spaces.txt": _text("规章" + " " * 200_000 + "0"),
    "surrogates.txt": _text("") + b"\xed\xa0\x80\xed\xb0\x80" * 1_000,
    "utf16-cut.txt": _text("").decode().encode("utf-16")[:-1],
    "comment.html": _page("<!--" + "<td>0</td>" * 10_000),
    "entities.html": _page("<table><tr><td>规章<td>" + "&amp;#48;&nbsp;" * 30_000),
    "not-a-report.txt": "今日天气晴，最高气温12度。\n".encode() * 50,
    "not-a-report.html": b"<html><body><table><tr><td>a</td><td>1</td></tr></table></body></html>",
    "picture.html": bytes(range(256)) * 200,
    "zip.txt": b"PK\x03\x04" + bytes(range(256)) * 20,
    "pdf.html": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\ntrailer<</Root 1 0 R>>",
    "docx-cut.docx": b"PK\x03\x04\x14\x00\x06\x00" + b"\x00" * 60,
    "pdf-cut.pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>",
}


@pytest.mark.parametrize("name", MONSTERS)
def test_monsters_are_read_or_refused_in_one_sentence(name: str, tmp_path) -> None:
    path = tmp_path / name
    path.write_bytes(MONSTERS[name])
    _try(path)


@pytest.mark.parametrize("name", ["empty.txt", "nul.txt", "cells.html", "not-a-report.txt", "not-a-report.html", "zip.txt",
                                  "docx-cut.docx", "pdf-cut.pdf"])
def test_what_is_no_report_is_refused(name: str, tmp_path) -> None:
    path = tmp_path / name
    path.write_bytes(MONSTERS[name])
    with pytest.raises(UnreadableReport):
        read(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path) -> None:
    for path in (tmp_path / "无此文件.txt", tmp_path):
        with pytest.raises(UnreadableReport):
            read(path)
