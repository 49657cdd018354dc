"""A PDF of somebody else's as plain pages: nothing in it acts, asks or hangs below the surface any more.

pdfium draws notes, form fields and seals into the pages as they are seen; qpdf then puts each page, upright, on a new sheet of
its visible size. Scripts, links, attachments, outlines and properties stay behind. The file itself is untouched in the archive.
"""

from __future__ import annotations

import io

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from gongkai.errors import GongkaiError

MOST_PAGES = 3_000
_SMALLEST, _LARGEST = 20.0, 14_400.0
"""Points of a side; beyond them a page is a fault of its file."""


class Unreadable(GongkaiError):
    """A file that cannot be shown; the words go behind “未能显示：”."""


def plain_pages(data: bytes) -> tuple[bytes, int]:
    """The pages of a PDF on new sheets, and how many.

    Raises:
        Unreadable: locked, damaged, without pages, or with too many.
    """
    try:
        return _sheets(_flattened(data))
    except pdfium.PdfiumError as error:
        raise Unreadable("文件设有打开密码" if "password" in str(error).lower() else "文件已损坏，无法打开") from error
    except pikepdf.PasswordError as error:
        raise Unreadable("文件设有打开密码") from error
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable("文件已损坏，无法打开") from error


def _flattened(data: bytes) -> bytes:
    document = pdfium.PdfDocument(data)
    try:
        if not 0 < len(document) <= MOST_PAGES:
            raise Unreadable("文件没有页面" if len(document) == 0 else f"文件超过{MOST_PAGES}页")
        document.init_forms()
        for number in range(len(document)):
            page = document[number]
            if raw.FPDFPage_Flatten(page, raw.FLAT_PRINT) == raw.FLATTEN_FAIL:  # what a printer would show
                raise Unreadable("文件里的批注、印章或者表单无法显示")
            page.close()
        made = io.BytesIO()
        document.save(made, version=17, flags=raw.FPDF_REMOVE_SECURITY)
        return made.getvalue()
    finally:
        document.close()


def _sheets(data: bytes) -> tuple[bytes, int]:
    with pikepdf.open(io.BytesIO(data)) as old, pikepdf.new() as new:
        for page in old.pages:
            shown = [float(side) for side in page.cropbox]
            page.trimbox = page.cropbox
            wide, high = abs(shown[2] - shown[0]), abs(shown[3] - shown[1])
            unit = float(page.obj.get("/UserUnit", 1))
            wide, high = wide * unit, high * unit
            if int(page.obj.get("/Rotate", 0)) % 180:
                wide, high = high, wide
            if not (_SMALLEST <= wide <= _LARGEST and _SMALLEST <= high <= _LARGEST):
                raise Unreadable("页面尺寸异常")
            lay(new, new.add_blank_page(page_size=(wide, high)), page, "Page")
        new.remove_unreferenced_resources()
        made = io.BytesIO()
        new.save(made, deterministic_id=True)
        return made.getvalue(), len(new.pages)


def lay(made: pikepdf.Pdf, sheet: pikepdf.Page, page: pikepdf.Page, name: str) -> None:
    """Put another file's page over a whole sheet, under a name that the sheet does not use yet.

    pikepdf's own overlays bear random names, with which equal files would differ.
    """
    form = made.copy_foreign(page.as_form_xobject())
    box = [float(side) for side in sheet.mediabox]
    placed = sheet.calc_form_xobject_placement(form, pikepdf.Name(f"/{name}"), pikepdf.Rectangle(*box), allow_shrink=True, allow_expand=True)
    resources = sheet.obj.get("/Resources")
    if resources is None:
        resources = sheet.obj.Resources = pikepdf.Dictionary()
    if "/XObject" not in resources:
        resources.XObject = pikepdf.Dictionary()
    resources.XObject[f"/{name}"] = form
    sheet.contents_add(placed, prepend=False)
