"""PDF: what it may do (pikepdf looks at every object), what it says (pdfium), what it hides.

Refused are scripts, actions that start or fetch something, and files inside. Remarked are annotations, layers that are not
shown, properties, and text under black boxes (pdf_covers.py).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

from gongkai.report.reading.pdf.pdfium import Broken, Encrypted
from gongkai.report.reading.pdf.pdfium import opened as pages_of
from gongkai.web.disclosure.screening.attachments.pdf_covers import covered
from gongkai.web.disclosure.screening.attachments.reading import Reading
from gongkai.web.disclosure.screening.attachments.rules import Refused, rules

_ACTIONS = {"/JavaScript": "脚本（JavaScript）", "/Launch": "启动其他程序的动作", "/SubmitForm": "提交数据的动作",
            "/ImportData": "导入数据的动作", "/GoToE": "打开夹带文件的动作", "/Rendition": "多媒体脚本"}
_SILENT = frozenset(("/Link", "/Widget", "/Popup", "/PrinterMark", "/TrapNet", "/Watermark"))
_PROPERTIES = {"/Author": "author", "/Title": "title", "/Subject": "subject", "/Keywords": "keywords", "/Creator": "software",
               "/Company": "company", "/Manager": "manager"}
_MOST_OBJECTS = 500_000
_MOST_ANNOTATIONS = 2_000


def read(data: bytes, reading: Reading) -> None:
    """Read a PDF.

    Raises:
        Refused: scripts, actions or files in it, a password, damaged.
    """
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True, attempt_recovery=True) as document:
            _objects(document)
            _properties(document, reading)
            _layers(document, reading)
            _annotations(document, reading)
    except pikepdf.PasswordError:
        raise Refused("encrypted") from None
    except (pikepdf.PdfError, pikepdf.ForeignObjectError, ValueError, TypeError, AttributeError, KeyError, IndexError):
        raise Refused("damaged") from None
    try:
        _pages(data, reading)
    except Encrypted:
        raise Refused("encrypted") from None
    except Broken:
        raise Refused("damaged") from None


def _objects(document: pikepdf.Pdf) -> None:
    if len(document.objects) > _MOST_OBJECTS:
        raise Refused("bomb")
    for thing in document.objects:
        for each in _dictionaries(thing):
            kind = str(each.get("/S", "")) if isinstance(each.get("/S"), pikepdf.Name) else ""
            if kind in _ACTIONS and _is_action(each, kind):
                raise Refused("active_pdf", what=_ACTIONS[kind])
            if "/RichMedia" in (str(each.get("/Subtype", "")), str(each.get("/Type", ""))):
                raise Refused("active_pdf", what="多媒体对象")
            if "/XFA" in each:
                raise Refused("active_pdf", what="动态表单（XFA）")
            if "/EF" in each and str(each.get("/Type", "/Filespec")) in ("/Filespec", "/F"):
                name = each.get("/UF", each.get("/F", ""))
                raise Refused("embedded_pdf", what=str(name)[:60] if isinstance(name, pikepdf.String) else "附件")


def _is_action(thing: Any, kind: str) -> bool:
    """Whether a dictionary whose /S is such a name is an action: it has what that action works with."""
    needed = {"/JavaScript": ("/JS",), "/Rendition": ("/JS",), "/Launch": ("/F", "/Win", "/Mac", "/Unix"), "/SubmitForm": ("/F",),
              "/ImportData": ("/F",), "/GoToE": ("/T", "/F", "/D")}[kind]
    return any(key in thing for key in needed)


def _dictionaries(thing: Any, depth: int = 0) -> Iterator[Any]:
    """The dictionaries in an object, direct ones inside it too; what it refers to comes as an object of its own."""
    if depth > 20 or (depth and thing.is_indirect):
        return
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        yield thing
        for value in thing.values() if isinstance(thing, pikepdf.Dictionary) else thing.stream_dict.values():
            if isinstance(value, pikepdf.Dictionary | pikepdf.Array):
                yield from _dictionaries(value, depth + 1)
    elif isinstance(thing, pikepdf.Array):
        for value in thing:
            if isinstance(value, pikepdf.Dictionary | pikepdf.Array):
                yield from _dictionaries(value, depth + 1)


def _properties(document: pikepdf.Pdf, reading: Reading) -> None:
    found: dict[str, str | None] = {}
    information = document.trailer.get("/Info")
    for key, name in _PROPERTIES.items():
        if isinstance(information, pikepdf.Dictionary) and isinstance(information.get(key), pikepdf.String):
            found[name] = str(information[key])
    reading.metadata(found)


def _layers(document: pikepdf.Pdf, reading: Reading) -> None:
    layers = document.Root.get("/OCProperties")
    if not isinstance(layers, pikepdf.Dictionary) or not isinstance(layers.get("/D"), pikepdf.Dictionary):
        return
    off: Any = layers.D.get("/OFF")
    if layers.D.get("/BaseState") == pikepdf.Name("/OFF"):
        shown = {each.objgen for each in layers.D.get("/ON", [])}
        off = [each for each in layers.get("/OCGs", []) if each.objgen not in shown]
    names = [str(each.get("/Name", "")) for each in off or [] if isinstance(each, pikepdf.Dictionary)]
    if names:
        reading.say("file.layers", names[0], count=len(names))


def _annotations(document: pikepdf.Pdf, reading: Reading) -> None:
    notes: list[str] = []
    for page in document.pages:
        for note in page.obj.get("/Annots") or []:
            if isinstance(note, pikepdf.Dictionary) and str(note.get("/Subtype", "")) not in _SILENT:
                contents = note.get("/Contents")
                notes.append(str(contents) if isinstance(contents, pikepdf.String) else "")
        if len(notes) > _MOST_ANNOTATIONS:
            break
    if notes:
        reading.say("file.annotations", next(filter(None, notes), "标记"), count=len(notes))
        reading.hide("注释", "\n".join(filter(None, notes)))


def _pages(data: bytes, reading: Reading) -> None:
    known = rules()
    left = known.characters
    under: dict[int, int] = {}
    with pages_of(data) as document:
        for index in range(min(len(document), known.pages)):
            page = document[index]
            try:
                text = page.get_textpage()
                try:
                    shown = text.get_text_range(0, -1).replace("\r\n", "\n").replace("\r", "\n")[:left]
                    boxes = covered(page, text)
                finally:
                    text.close()
            finally:
                page.close()
            reading.show(f"第{index + 1}页", shown)
            left -= len(shown)
            if boxes:
                under[index + 1] = boxes
            if left <= 0:
                break
        unread = len(document) > known.pages
    if unread:
        reading.say("file.part_unread")
    for number, count in under.items():
        reading.say("file.covered", place=f"第{number}页", count=count)
    if not any(page.text.strip() for _, page in reading.visible):
        reading.unread = True
        reading.say("file.no_text")
