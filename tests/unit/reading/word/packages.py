"""DOCX files written out by hand, for what python-docx cannot write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_ROOTS = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes"}
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def part(root: str, inside: str, head: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}<w:{root} {_SPACES}>{inside}</w:{root}>'.encode()


def docx(body: str, *, head: str = "", others: Mapping[str, bytes] | None = None, **parts: str) -> bytes:
    """A DOCX with ``body``, and with what goes inside its other parts by their names (``styles``, ``header1``)."""
    out = io.BytesIO()
    relations = ""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>", head))
        for number, (name, inside) in enumerate(parts.items()):
            kind = name.rstrip("0123456789")
            root = _ROOTS.get(kind, {"header": "hdr", "footer": "ftr"}.get(kind, ""))
            archive.writestr(f"word/{name}.xml", part(root, inside))
            relations += f'<Relationship Id="r{number}" Type="{_KINDS}/{kind}" Target="{name}.xml"/>'
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}'
            f'<Relationship Id="x" Type="{_KINDS}/image" Target="http://invalid/a.png" TargetMode="External"/>'
            "</Relationships>",
        )
        for name, data in (others or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def run(text: str, properties: str = "") -> str:
    about = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{about}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inside: str, properties: str = "") -> str:
    """A paragraph of runs; what is no element is the text of one."""
    runs = "".join(one if one.startswith("<") else run(one) for one in inside)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def cell(*paragraphs: str, properties: str = "") -> str:
    inside = "".join(one if one.startswith("<") else paragraph(one) for one in paragraphs) or paragraph()
    return f"<w:tc>{f'<w:tcPr>{properties}</w:tcPr>' if properties else ''}{inside}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
