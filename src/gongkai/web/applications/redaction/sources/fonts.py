"""Fonts lent to a PDF that does not bring its own.

pdfium looks for them on the machine, and a bare server has no Chinese ones: the text would be missing from the pages, and nobody
would be told. So pdfium is started anew, in the process that reads files and before it has read any, with the fonts of the
wheel pylopdf-fonts-zh-cn beside the machine's.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Sequence
from pathlib import Path

import pylopdf_fonts_zh_cn as wheel
import pypdfium2.raw as raw

_OF_THE_MACHINE = ("/usr/share/fonts", "/usr/share/X11/fonts/Type1", "/usr/share/X11/fonts/TTF", "/usr/local/share/fonts")
"""Where pdfium looks by itself; folders that are named take their place."""
_kept: list[object] = []
"""What pdfium was given; it must live as long as pdfium does."""


def lend(folders: Sequence[str] | None = None) -> None:
    """Start pdfium anew with these folders of fonts: the machine's and ours, unless told. Once in a process.

    Does nothing in a process that is not a reader of files (report/workers.py), where something may be open in pdfium.
    """
    main = getattr(sys.modules["__main__"], "__spec__", None)
    if _kept or (folders is None and (main is None or main.name != "gongkai.report._worker")):
        return
    names = [*_OF_THE_MACHINE, str(Path(wheel.serif_path()).parent)] if folders is None else list(folders)
    paths = (ctypes.c_char_p * (len(names) + 1))(*(name.encode() for name in names), None)
    fields = dict(raw.FPDF_LIBRARY_CONFIG._fields_)
    config = raw.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=ctypes.cast(paths, fields["m_pUserFontPaths"]))
    _kept.extend((paths, config))
    raw.FPDF_DestroyLibrary()
    raw.FPDF_InitLibraryWithConfig(config)
