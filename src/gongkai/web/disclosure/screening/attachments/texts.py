"""Plain text and CSV. A cell that a spreadsheet program would run as a formula is remarked."""

from __future__ import annotations

import csv
import io
import re

from gongkai.report.reading.decoding import decode
from gongkai.web.disclosure.screening import plain
from gongkai.web.disclosure.screening.attachments.reading import Reading
from gongkai.web.disclosure.screening.attachments.rules import rules

_FORMULA = re.compile(r"\s*(?:[=@]|[+\-](?=[A-Za-z(]))")
_LONGEST_CELL = 131_072


def read_text(data: bytes, reading: Reading) -> None:
    """Read plain text, whatever its encoding."""
    decoded = decode(data)
    if decoded.replaced:
        reading.say("file.part_unread")
    reading.show("", decoded.text.replace("\r\n", "\n").replace("\r", "\n"))


def read_csv(data: bytes, reading: Reading) -> None:
    """Read a table of text."""
    decoded = decode(data)
    if decoded.replaced:
        reading.say("file.part_unread")
    text = decoded.text.replace("\0", "")
    head = text[:4096].split("\n", 1)[0]
    mark = max((",", "\t", ";", "，"), key=head.count)
    rows: list[list[str]] = []
    cells = 0
    csv.field_size_limit(_LONGEST_CELL)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            cells += len(row)
            if cells > rules().cells:
                reading.say("file.part_unread")
                break
            rows.append(row)
    except csv.Error:  # no table after all
        reading.show("", text)
        return
    formulas = [cell for row in rows for cell in row if _FORMULA.match(cell)]
    if formulas:
        reading.say("file.formula", formulas[0], count=len(formulas))
    reading.show("", plain.of_rows(rows))
