"""Word documents of before 2007 (.doc, and WPS Writer's .wps, which is the same format): turned into .docx, and that read.

The binary format is msdoc2docx's field (text pieces, table geometry, fields, revisions, after Microsoft's [MS-DOC]); what it could
not carry over whole is told. Why not our own reader: docs/decisions/0015.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from gongkai.errors import UnreadableReport
from gongkai.report.reading import docx
from gongkai.report.reading.document import Document, Limits

_LIMITS = Limits()
_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AGAIN = "请用 Word 或 WPS 打开后另存为 .docx 再试。"
_LOCKED = "文件设有打开密码，无法读取，请输入密码打开，取消密码后另存为 .docx 再试。"
_DAMAGED = f"旧版 Word 文档（.doc、.wps）不完整或者版本过旧，无法读取，{_AGAIN}"

_LOST_TABLES = frozenset((
    "MALFORMED_TABLE_FLATTENED", "TABLE_GRID_MISMATCH", "TABLE_CELL_DEFINITION_MISMATCH", "TABLE_DEPTH_LIMITED", "TABLE_MARKER_DEFERRED",
    "MAIN_TEXTBOX_TABLE_MALFORMED"))
_LOST_PIECES = frozenset((
    "OLE_OBJECT_OMITTED", "OLE_OBJECT_STORAGE_MISSING", "OLE_OBJECTS_UNANCHORED", "OBJECT_ANCHOR_DEFERRED",
    "GROUPED_MAIN_TEXTBOXES_DEFERRED", "NUMBERING_TABLE_MALFORMED"))
"""What the converter says of content that did not come over as it was; all else that it says is of looks."""


def read(data: bytes, limits: Limits = _LIMITS) -> Document:
    """An old Word document as paragraphs and grids; see `docx.read`, whose places these are.

    Raises:
        UnreadableReport: no Word document, damaged, older than Word 97, locked with a password, or past the limits.
    """
    made, codes = _converted(data, limits)
    document = docx.read(made, limits)
    document.format = "doc"
    if codes & _LOST_TABLES:
        document.remarks.append((f"旧版 Word 文档中有表格的结构不完整，已按能够辨认的部分读取，请逐格核对，或者{_AGAIN}", None))
    if codes & _LOST_PIECES:
        document.remarks.append((f"旧版 Word 文档中有嵌入的对象、文本框或者自动编号没有读入，请核对，或者{_AGAIN}", None))
    return document


def _converted(data: bytes, limits: Limits) -> tuple[bytes, set[str]]:
    """The document as .docx, and what the converter says of it."""
    if not data.startswith(_MARK):
        raise UnreadableReport(_DAMAGED)
    from doc2docx import convert  # late: it takes a while to load, and few files are old
    from doc2docx.cfb import CompoundFileLimits
    from doc2docx.errors import EncryptedDocumentError

    bounds: Any = CompoundFileLimits(max_input_bytes=limits.bytes, max_stream_bytes=limits.bytes, max_directory_entries=100_000)
    with tempfile.TemporaryDirectory(prefix="gongkai-doc-") as folder:
        source, target = Path(folder, "source.doc"), Path(folder, "made.docx")
        source.write_bytes(data)
        try:
            told = convert(source, target, limits=bounds)
            return target.read_bytes(), {found.code for found in told.report.diagnostics}
        except EncryptedDocumentError as error:
            raise UnreadableReport(_LOCKED) from error
        except (MemoryError, RecursionError):
            raise
        except Exception as error:  # a damaged file makes it raise what it likes
            raise UnreadableReport(_DAMAGED) from error
