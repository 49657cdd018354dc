"""Old Office files: the text of .doc by its table of pieces, of .ppt by its text records, of .xls by xlrd.

Tracked changes and hidden text of a .doc are not told from the rest: its text holds them all.
Source: [MS-DOC] 2.4.1, 2.9.38 (Clx), [MS-PPT] 2.9.42 (TextCharsAtom), [MS-XLS] 2.4.117 (FilePass), 2.4.28 (BoundSheet8).
"""

from __future__ import annotations

import os
import re
import struct

import xlrd

from gongkai.web.disclosure.screening import plain
from gongkai.web.disclosure.screening.attachments.compound import opened, stream
from gongkai.web.disclosure.screening.attachments.reading import Reading
from gongkai.web.disclosure.screening.attachments.rules import Refused, rules
from gongkai.web.disclosure.screening.attachments.sheet import whole_number

_ENCRYPTED_FIB, _TABLE_ONE = 0x0100, 0x0200
_CLX = 0x01A2
_PIECE_TABLE = 2
_COMPRESSED = 1 << 30
_FIELD = re.compile("\x13[^\x13\x14\x15]{0,2000}\x14|\x13[^\x13\x14\x15]{0,2000}\x15")
_DDE = re.compile(r"\x13[ ]{0,4}DDE(?:AUTO)?\b", re.IGNORECASE)
_BREAKS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x07": "\t", "\x01": "", "\x08": "", "\x13": "", "\x14": "",
                         "\x15": "", "\x05": "", "\x02": "", "\0": ""})
_PPT_LOCKED = 0xF3D1C4DF
_TEXT_CHARS, _TEXT_BYTES, _VBA = 0x0FA0, 0x0FA8, 0x03FF
_XLS_BOUNDSHEET, _XLS_FILEPASS, _XLS_NAMES_END = 0x0085, 0x002F, 0x000A


def read_word(data: bytes, reading: Reading) -> None:
    """Read a .doc.

    Raises:
        Refused: macros, a password, damaged.
    """
    with opened(data, reading) as container:
        main = stream(container, "WordDocument")
        if len(main) < _CLX + 8:
            raise Refused("damaged")
        flags = struct.unpack_from("<H", main, 0x0A)[0]
        if flags & _ENCRYPTED_FIB:
            raise Refused("encrypted")
        table = stream(container, "1Table" if flags & _TABLE_ONE else "0Table")
        text = _pieces(main, table)
    if _DDE.search(text):
        raise Refused("dde")
    shown = _FIELD.sub("", text).translate(_BREAKS)
    reading.show("正文", shown)
    if not shown.strip():
        reading.unread = True
        reading.say("file.no_text")


def _pieces(main: bytes, table: bytes) -> str:
    """The text in the order of its pieces; empty where there is no table of pieces."""
    start, size = struct.unpack_from("<II", main, _CLX)
    clx = table[start:start + size]
    place = 0
    while place + 5 <= len(clx) and clx[place] == 1:  # properties that pieces refer to
        place += 3 + struct.unpack_from("<H", clx, place + 1)[0]
    if place + 5 > len(clx) or clx[place] != _PIECE_TABLE:
        return ""
    plc = clx[place + 5:place + 5 + struct.unpack_from("<I", clx, place + 1)[0]]
    count = (len(plc) - 4) // 12
    if count < 1:
        return ""
    bounds = struct.unpack_from(f"<{count + 1}I", plc, 0)
    made, left = [], rules().characters
    for index in range(count):
        length = min(max(bounds[index + 1] - bounds[index], 0), left)
        where = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * index + 2)[0]
        if where & _COMPRESSED:
            where = (where & ~_COMPRESSED) // 2
            made.append(main[where:where + length].decode("cp1252", "replace"))
        else:
            made.append(main[where:where + 2 * length].decode("utf-16-le", "replace"))
        left -= length
    return "".join(made)


def read_slides(data: bytes, reading: Reading) -> None:
    """Read a .ppt.

    Raises:
        Refused: macros, a password, damaged.
    """
    with opened(data, reading) as container:
        user = stream(container, "Current User")
        if len(user) >= 16 and struct.unpack_from("<I", user, 12)[0] == _PPT_LOCKED:
            raise Refused("encrypted")
        document = stream(container, "PowerPoint Document")
    lines: list[str] = []
    place = 0
    while place + 8 <= len(document):
        version, kind, size = struct.unpack_from("<HHI", document, place)
        place += 8
        if version & 0xF == 0xF:  # a container: its records follow
            if kind == _VBA:
                raise Refused("macro", what="VBA")
            continue
        if kind == _TEXT_CHARS:
            lines.append(document[place:place + size].decode("utf-16-le", "replace"))
        elif kind == _TEXT_BYTES:
            lines.append(document[place:place + size].decode("latin-1"))
        place += size
    reading.show("幻灯片", "\n".join(lines).translate(_BREAKS))


def read_sheet(data: bytes, reading: Reading) -> None:
    """Read a .xls.

    Raises:
        Refused: macros (of either kind), a password, damaged.
    """
    with opened(data, reading) as container:
        _records(stream(container, "Workbook", "Book"))
    with open(os.devnull, "w", encoding="utf-8") as silence:
        try:
            book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=silence, on_demand=False)
        except Exception:  # xlrd raises what it likes on a damaged file
            reading.unread = True
            reading.say("file.part_unread")
            return
    hidden, left = [], rules().cells
    for sheet in book.sheets():
        place = f"工作表“{sheet.name}”"
        left -= sheet.nrows * max(sheet.ncols, 1)
        if left < 0:
            reading.say("file.part_unread", place=place)
            break
        rows = [[_value(sheet.cell(row, column)) for column in range(sheet.row_len(row))] for row in range(sheet.nrows)]
        page = plain.of_rows(rows)
        columns, closed = _hidden(sheet, rows, place, reading)
        if sheet.visibility:
            hidden.append(sheet.name)
            reading.hide(place, page)
        else:
            reading.show(place, page, plain.of_rows(
                [] if number in closed else ["" if column in columns else value for column, value in enumerate(row)]
                for number, row in enumerate(rows)))
        notes = [note.text for note in sheet.cell_note_map.values()]
        if notes:
            reading.say("file.comments", notes[0], place=place, count=len(notes))
            reading.hide("批注", "\n".join(notes))
    if hidden:
        reading.say("file.hidden_sheet", "、".join(f"“{name}”" for name in hidden[:3]) + ("等" if len(hidden) > 3 else ""))


def _value(cell: xlrd.sheet.Cell) -> str:
    return whole_number(repr(cell.value)) if cell.ctype == xlrd.XL_CELL_NUMBER else str(cell.value)


def _hidden(sheet: xlrd.sheet.Sheet, rows: list[list[str]], place: str, reading: Reading) -> tuple[list[int], list[int]]:
    """The columns and rows that are hidden and hold something, from 0; says so."""
    columns = [column for column, info in sorted(sheet.colinfo_map.items())
               if info.hidden and any(column < len(row) and row[column] for row in rows)]
    closed = [row for row, info in sorted(sheet.rowinfo_map.items()) if info.hidden and row < len(rows) and any(rows[row])]
    if columns:
        reading.say("file.hidden_rows", "、".join(xlrd.colname(column) for column in columns[:5]), place=place, what="列")
    if closed:
        reading.say("file.hidden_rows", "、".join(str(row + 1) for row in closed[:5]) + ("等" if len(closed) > 5 else ""), place=place, what="行")
    return columns, closed


def _records(book: bytes) -> None:
    """The first records of a workbook: a password, and sheets of old macros."""
    place = 0
    while place + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, place)
        body = book[place + 4:place + 4 + size]
        if kind == _XLS_FILEPASS:
            raise Refused("encrypted")
        if kind == _XLS_BOUNDSHEET and len(body) > 5 and body[5] == 1:
            raise Refused("macro", what="Excel 4.0 宏表")
        if kind == _XLS_NAMES_END:
            break
        place += 4 + size
