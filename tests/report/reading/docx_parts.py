"""Word documents from raw XML, for tests: parts zipped together, nothing added that a test did not ask for."""

import io
import zipfile
from xml.sax.saxutils import escape

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(parts, compression=zipfile.ZIP_DEFLATED):
    """An archive of parts by name; contents are text or bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


def document(body, main="word/document.xml", **parts):
    """A .docx whose body holds `body`; `parts` are inner XML of styles, numbering, footnotes, header1, core …"""
    relations = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{name.rstrip("0123456789")}" Target="{name}.xml"/>'
        for name in parts
        if name != "core"
    )
    made = {
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "_rels/.rels": relationships(f'<Relationship Id="m" Type="{OFFICE}/officeDocument" Target="{main}"/>'),
        "word/_rels/document.xml.rels": relationships(relations),
        main: f"<w:document {NS}><w:body>{body}</w:body></w:document>",
    }
    roots = {"header": "hdr", "footer": "ftr"}
    for name, inner in parts.items():
        if name == "core":
            made["docProps/core.xml"] = inner
        else:
            root = roots.get(name.rstrip("0123456789"), name)
            made[f"word/{name}.xml"] = f"<w:{root} {NS}>{inner}</w:{root}>"
    return zipped(made)


def relationships(inner):
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def t(text):
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def r(text, properties=""):
    return f"<w:r>{'<w:rPr>' + properties + '</w:rPr>' if properties else ''}{t(text)}</w:r>"


def p(*runs, properties=""):
    """A paragraph of runs; plain strings become runs of their own."""
    inner = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p>{'<w:pPr>' + properties + '</w:pPr>' if properties else ''}{inner}</w:p>"


def ins(inner):
    return f'<w:ins w:id="1" w:author="a">{inner}</w:ins>'


def deleted(text):
    return f'<w:del w:id="2" w:author="a"><w:r><w:delText>{escape(text)}</w:delText></w:r></w:del>'


def tc(*blocks, properties=""):
    inner = "".join(block if block.startswith("<") else p(block) for block in blocks) or "<w:p/>"
    return f"<w:tc>{'<w:tcPr>' + properties + '</w:tcPr>' if properties else ''}{inner}</w:tc>"


def tr(*cells, properties=""):
    inner = "".join(cell if cell.startswith("<") else tc(cell) for cell in cells)
    return f"<w:tr>{'<w:trPr>' + properties + '</w:trPr>' if properties else ''}{inner}</w:tr>"


def tbl(*rows):
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def sdt(inner, properties=""):
    return f"<w:sdt><w:sdtPr>{properties}<w:alias w:val='x'/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def numbered(level=0, number=1):
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def lvl(index, style, text, start=1, extra=""):
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(levels, *, overrides="", more=""):
    """Abstract list 7 with `levels`, instance 1 of it with `overrides`, and whatever `more` holds."""
    return (
        f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="7"/>{overrides}</w:num>{more}'
    )
