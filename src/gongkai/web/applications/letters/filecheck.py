"""The file of an uploaded template: what in it would act, change by itself, lead elsewhere, or not be printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from gongkai.report.reading.docx_styles import OFF, W
from gongkai.web.applications.letters.wordfile import WordFile

_STEADY_FIELDS = {"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES"}
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_CHANGES = (W + "ins", W + "del", W + "moveFrom", W + "moveTo")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a template. An error keeps it from use, a notice does not. `place` is where, "" for the whole."""

    level: Literal["error", "notice"]
    message: str
    place: str = ""


def file_problems(opened: WordFile) -> Iterator[Problem]:
    """What is wrong with the file of a template, its tags apart.

    Raises:
        WordFault: a part of it is damaged.
    """
    package = opened.package
    for name in package.names():
        if "/embeddings/" in name or "/activex/" in name:
            yield Problem("error", f"模板里嵌入了其他文件或者控件（{name.rsplit('/', 1)[-1]}），请删除，或者改为图片、文字。")
        if name.endswith(".rels"):
            root = opened.xml(name)
            for node in root.iter(_RELATIONSHIP) if root is not None else ():
                kind, target = node.get("Type", "").rsplit("/", 1)[-1], node.get("Target", "")
                if kind == "aFChunk":
                    yield Problem("error", "模板里夹带了另一个文档，请把它的内容复制成普通文字后删除。")
                elif node.get("TargetMode") == "External" and kind != "attachedTemplate":
                    what = "超链接" if kind == "hyperlink" else "外部内容"
                    yield Problem("error", f"模板里有指向“{target[:60]}”的{what}，请取消链接，只留文字或者嵌入的图片。")
    comments = opened.xml("word/comments.xml")
    if comments is not None and next(comments.iter(W + "comment"), None) is not None:
        yield Problem("error", "模板里有批注，请删除全部批注后再上传。")
    styles = opened.xml("word/styles.xml")
    hidden = {style.get(W + "styleId") for style in (styles.iterchildren(W + "style") if styles is not None else ()) if _vanishes(style)}
    for _, label, root in opened.stories():
        if next(root.iter(*_CHANGES), None) is not None:
            yield Problem("error", f"模板{label}里有修订痕迹，请接受或者拒绝全部修订后再上传。", label)
        for run in root.iter(W + "r", W + "pPr"):
            mark = run.find(W + "rPr")
            style = run.find(f"{W}rPr/{W}rStyle") if run.tag == W + "r" else run.find(W + "pStyle")
            if (mark is not None and _vanishes(run)) or (style is not None and style.get(W + "val") in hidden):
                yield Problem("error", f"模板{label}里有隐藏文字，请取消隐藏或者删除。", label)
                break
        for instruction in _instructions(root):
            word = (instruction.split() or [""])[0].upper()
            if word not in _STEADY_FIELDS:
                yield Problem("error", f"模板{label}里有会自动变化的域“{word or '空'}”，发出的文书不能再变，请改为文字或者字段。", label)
        for name in ("footnote", "endnote"):
            if any(node.get(W + "type", "normal") == "normal" for node in root.iterchildren(W + name)):
                yield Problem("error", f"模板里有{label}，请把它的内容写进正文。", label)


def _vanishes(node: etree._Element) -> bool:
    return any(found.get(W + "val") not in OFF for properties in node.iterchildren(W + "rPr") for found in properties.iterchildren(W + "vanish"))


def _instructions(root: etree._Element) -> Iterator[str]:
    """The instruction of every field, also where Word cut it."""
    for field in root.iter(W + "fldSimple"):
        yield field.get(W + "instr", "")
    opened: list[list[str]] = []
    for node in root.iter(W + "fldChar", W + "instrText"):
        if node.tag == W + "instrText":
            if opened:
                opened[-1].append(node.text or "")
        elif node.get(W + "fldCharType") == "begin":
            opened.append([])
        elif node.get(W + "fldCharType") == "end" and opened:
            yield "".join(opened.pop())
    for left in opened:
        yield "".join(left)
