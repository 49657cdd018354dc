"""Which files to read: paths and folders as a user names them, and the list (清单) that tells what files don't say.

gather(paths)            files in order, each once, with what was set aside
read_manifest(path)      a CSV: file → unit, code, kind, year, url
"""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gongkai.errors import GongkaiError
from gongkai.report.batch import Task

READ = (".txt", ".md", ".htm", ".html", ".shtml", ".xhtml", ".docx", ".doc", ".wps", ".pdf")
"""What a folder is searched for."""
REPORTED = (".ofd", ".rtf")
"""What is likely a report though it cannot be read yet: handed to the reader, whose sentence says what to do."""

HEADS = {
    "file": ("file", "path", "文件", "文件名", "文件路径"),
    "unit": ("unit", "单位", "单位名称", "机关", "机关名称"),
    "code": ("code", "region_code", "区划代码", "行政区划代码"),
    "kind": ("kind", "unit_kind", "单位类别", "机关类别", "类别"),
    "year": ("year", "年度", "年份", "报告年度"),
    "url": ("url", "address", "网址", "地址", "发布地址"),
}
"""The columns of a manifest and the heads they go by."""


@dataclass(slots=True)
class Gathered:
    """What was found: `files` in order; `problems` = (path, sentence) are bad input, `notices` are for information."""

    files: list[str] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def gather(paths: Iterable[str | os.PathLike[str]]) -> Gathered:
    """Files and the readable files below folders, each once.

    A folder is walked in the order of names; hidden files and folders and its README are left out, links are followed
    but no folder is entered twice. A path that does not exist or a folder without a report is a problem, a file that comes up
    again a notice.
    """
    found = Gathered()
    seen: dict[tuple[int, int], str] = {}
    for path in (os.fspath(path) for path in paths):
        try:
            status = os.stat(path)
        except (OSError, ValueError) as error:
            found.problems.append((path, _missing(path, error)))
            continue
        if os.path.isdir(path):
            _folder(path, found, seen)
        elif not os.path.isfile(path):
            found.problems.append((path, f"“{path}”不是普通文件，无法读取，请先存为文件再指定。"))
        else:
            _add(path, (status.st_dev, status.st_ino), found, seen)
    return found


def _missing(path: str, error: OSError | ValueError) -> str:
    if isinstance(error, PermissionError):
        return f"没有读取“{path}”的权限，请检查文件权限。"
    return f"找不到文件或文件夹“{path}”，请核对路径。"


def _add(path: str, identity: tuple[int, int], found: Gathered, seen: dict[tuple[int, int], str]) -> None:
    first = seen.get(identity)
    if first is not None:
        again = "重复指定" if os.path.normpath(first) == os.path.normpath(path) else f"与“{first}”是同一文件"
        found.notices.append(f"文件“{path}”{again}，只处理一次。")
        return
    seen[identity] = path
    found.files.append(path)


def _folder(top: str, found: Gathered, seen: dict[tuple[int, int], str]) -> None:
    entered: set[tuple[int, int]] = set()
    skipped: Counter[str] = Counter()
    before = len(found.files), len(found.notices)

    def refused(error: OSError) -> None:
        found.problems.append((error.filename, f"打不开文件夹“{error.filename}”，请检查权限。"))

    for folder, folders, names in os.walk(top, followlinks=True, onerror=refused):
        status = os.stat(folder)
        if (status.st_dev, status.st_ino) in entered:
            folders.clear()
            continue
        entered.add((status.st_dev, status.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.startswith((".", "~$")) or name.lower().startswith("readme."):
                continue
            path = os.path.join(folder, name)
            suffix = os.path.splitext(name)[1].lower()
            if suffix not in READ + REPORTED:
                skipped[suffix or "无扩展名"] += 1
            elif os.path.isfile(path):
                status = os.stat(path)
                _add(path, (status.st_dev, status.st_ino), found, seen)
            elif os.path.islink(path):
                found.problems.append((path, f"链接“{path}”所指的文件不存在，请核对。"))
    if skipped:
        kinds = "、".join(f"{suffix} {count} 个" for suffix, count in sorted(skipped.items()))
        found.notices.append(f"文件夹“{top}”中其他类型的文件未处理：{kinds}。")
    if (len(found.files), len(found.notices) - bool(skipped)) == before:
        kinds = "、".join(suffix[1:] for suffix in READ)
        found.problems.append((top, f"文件夹“{top}”中没有可读取的年度报告，请核对路径（可读 {kinds}）。"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a manifest: the file as written, what it says of it, and its line for messages."""

    file: str
    known: dict[str, Any]
    line: int


@dataclass(slots=True)
class Manifest:
    """A list of files with what is known of them; `path` is the list itself."""

    path: str
    entries: list[Entry]

    def paths(self) -> list[str]:
        """The listed files, relative ones taken from the folder of the list, else from where we are.

        Raises:
            GongkaiError: a line names a folder.
        """
        folder = os.path.dirname(self.path)
        made = []
        for entry in self.entries:
            beside = os.path.join(folder, entry.file)
            made.append(beside if os.path.exists(beside) or not os.path.exists(entry.file) else entry.file)
            if os.path.isdir(made[-1]):
                raise GongkaiError(f"清单“{self.path}”第{entry.line}行的“{entry.file}”是文件夹，请逐个列出其中的文件。")
        return made

    def tasks(self, files: Sequence[str]) -> tuple[list[Task], list[str]]:
        """A task for each file with what the list says of it, and a sentence for each line without a file.

        A line names a file by its path (from the list's folder or from where we are) or, where that is no file here,
        by the end of its path.

        Raises:
            GongkaiError: a line fits several files, or two lines fit one.
        """
        by_real = {os.path.realpath(file): file for file in files}
        by_name: dict[str, list[str]] = {}
        for file in files:
            by_name.setdefault(os.path.basename(file), []).append(file)
        known: dict[str, Entry] = {}
        unused = []
        for entry in self.entries:
            exact = {by_real[real] for path in (os.path.join(os.path.dirname(self.path), entry.file), entry.file)
                     if (real := os.path.realpath(path)) in by_real}
            end = Path(entry.file).parts
            fitting = sorted(exact) or [file for file in by_name.get(os.path.basename(entry.file), ())
                                        if Path(file).parts[-len(end):] == end]
            if len(fitting) > 1:
                raise GongkaiError(f"清单“{self.path}”第{entry.line}行的“{entry.file}”对应多个文件"
                                   f"（{'、'.join(fitting[:3])}），请写明路径。")
            if not fitting:
                unused.append(f"清单“{self.path}”第{entry.line}行的“{entry.file}”不在本次处理的文件之中。")
            elif fitting[0] in known:
                raise GongkaiError(f"清单“{self.path}”第{known[fitting[0]].line}行和第{entry.line}行是同一文件"
                                   f"“{entry.file}”，请删去一行。")
            else:
                known[fitting[0]] = entry
        return [Task(file, dict(known[file].known) if file in known else {}) for file in files], unused


def read_manifest(path: str | os.PathLike[str]) -> Manifest:
    """A manifest: CSV with a head, in UTF-8 or GB18030, separated by commas, semicolons or tabs.

    Raises:
        GongkaiError: no such file, no text, a head nobody knows or that is missing or repeated, a line without a
            file, a file listed twice, no file at all, a year that is none.
    """
    path = os.fspath(path)
    rows = _rows(path)
    if not rows:
        raise GongkaiError(f"清单“{path}”是空的，请写入表头（file,unit,code,kind,year,url）和各文件。")
    head = [_column(path, name) for name in rows[0][1]]
    for column in head:
        if column and head.count(column) > 1:
            raise GongkaiError(f"清单“{path}”的表头重复出现“{column}”列，请删去一列。")
    if "file" not in head:
        raise GongkaiError(f"清单“{path}”的表头没有“file”（文件）列，请补上。")
    entries: list[Entry] = []
    first: dict[str, int] = {}
    for line, values in rows[1:]:
        if not any(value.strip() for value in values):
            continue
        if len(values) > len(head) and any(value.strip() for value in values[len(head):]):
            raise GongkaiError(f"清单“{path}”第{line}行比表头多出一格，请检查逗号和引号。")
        named = {column: value.strip() for column, value in zip(head, values, strict=False) if column and value.strip()}
        file = named.pop("file", "")
        if not file:
            raise GongkaiError(f"清单“{path}”第{line}行没有写文件，请补上。")
        if file in first:
            raise GongkaiError(f"清单“{path}”第{first[file]}行和第{line}行重复列出“{file}”，请删去一行。")
        first[file] = line
        known: dict[str, Any] = dict(named)
        if "year" in named:
            known["year"] = _year(path, line, named["year"])
        entries.append(Entry(file, known, line))
    if not entries:
        raise GongkaiError(f"清单“{path}”只有表头，没有列出文件，请每行写一个文件。")
    return Manifest(path, entries)


def _column(path: str, name: str) -> str | None:
    plain = name.strip().lower()
    if not plain:
        return None
    for column, heads in HEADS.items():
        if plain in heads:
            return column
    raise GongkaiError(f"清单“{path}”的表头有不认识的列“{name.strip()}”，可用的列为 {'、'.join(HEADS)}。")


def _year(path: str, line: int, text: str) -> int:
    year = text.removesuffix("年度").removesuffix("年")
    if not (year.isascii() and year.isdigit() and 2000 <= int(year) <= 2099):
        raise GongkaiError(f"清单“{path}”第{line}行的年度“{text}”不是四位年份，请改为如 2023。")
    return int(year)


def _rows(path: str) -> list[tuple[int, list[str]]]:
    text = read_text(path, "清单")
    sample = text.split("\n", 1)[0]
    separator = max(",;\t", key=sample.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows = []
    try:
        for row in reader:
            rows.append((reader.line_num, row))
    except csv.Error as error:
        raise GongkaiError(f"清单“{path}”第{reader.line_num}行不是规范的 CSV（引号未配对等），请检查。") from error
    while rows and not any(value.strip() for value in rows[0][1]):
        rows.pop(0)
    return rows


def read_text(path: str, what: str) -> str:
    """The text of a small file of ours in UTF-8 or GB18030; `what` names it in the sentence.

    Raises:
        GongkaiError: it is not there, is no text, or is larger than 50 MB.
    """
    try:
        if os.path.isdir(path):
            raise GongkaiError(f"{what}“{path}”是文件夹，请指定文件。")
        if os.path.exists(path) and not os.path.isfile(path):
            raise GongkaiError(f"{what}“{path}”不是普通文件，请先存为文件再指定。")
        if os.path.getsize(path) > 50_000_000:
            raise GongkaiError(f"{what}“{path}”超过 50 MB，请检查是否指定错了文件。")
        data = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise GongkaiError(f"打不开{what}“{path}”，请核对路径和权限。") from error
    if b"\0" not in data:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise GongkaiError(f"{what}“{path}”不是文本文件（UTF-8 或 GBK 编码），请另存为 CSV 或文本后再试。")
