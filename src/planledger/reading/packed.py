"""Zipped office files (DOCX, XLSX): parts unpacked and parsed under the limits, nothing outside them followed."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from planledger.errors import BinaryDocument, DamagedDocument, EncryptedDocument, LimitExceeded
from planledger.reading.limits import MB, Limits

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_CHUNK = 1 << 18
# Deflate packs runs of one byte a thousandfold; repetitive real tables stay below a hundred.
_MOST_EXPANDED, _RATIO_FROM = 400, 32 * MB
# The strict form of the format has names of its own for the same elements.
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part says of another: the last word of the relation's type and the other part."""

    kind: str
    part: str


class Packed:
    """A zipped office file whose parts are read one by one, within the limits."""

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        """Open the file.

        Raises:
            DamagedDocument: It is no whole ZIP file.
            EncryptedDocument: Its parts need a password.
            LimitExceeded: Its parts would be too large together.
        """
        self._name, self._limits, self._unpacked = name, limits, 0
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise DamagedDocument(name, str(error)) from error
        entries = self._archive.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            raise EncryptedDocument(name)
        self._refuse_size(sum(entry.file_size for entry in entries))
        for entry in entries:
            if entry.file_size > _RATIO_FROM and entry.file_size > _MOST_EXPANDED * max(1, entry.compress_size):
                raise LimitExceeded(name, f"expanded: {entry.file_size // max(1, entry.compress_size)} times its size")
        self._parts = {entry.filename.lstrip("/"): entry for entry in entries}

    def __contains__(self, part: str) -> bool:
        return part in self._parts

    def _refuse_size(self, size: int) -> None:
        if size > self._limits.expanded:
            raise LimitExceeded(self._name, f"expanded: {size / MB:.0f} MB > {self._limits.expanded / MB:.0f} MB")

    def read(self, part: str) -> bytes:
        """The bytes of a part, counted while they are unpacked: what a ZIP file says of its sizes may be false."""
        pieces = []
        try:
            with self._archive.open(self._parts[part]) as stream:
                while piece := stream.read(_CHUNK):
                    self._unpacked += len(piece)
                    self._refuse_size(self._unpacked)
                    pieces.append(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, NotImplementedError) as error:
            raise DamagedDocument(self._name, f"{part}: {error}") from error
        except RuntimeError as error:  # zipfile knows no other way to ask for a password
            raise EncryptedDocument(self._name) from error
        data = b"".join(pieces)
        if _STRICT in data[:8192]:
            for strict, usual in _TRANSITIONAL.items():
                data = data.replace(strict, usual)
        return data

    def tree(self, part: str) -> Any:
        """Root element of a part; no entity is resolved, and a part that declares any is refused."""
        from lxml import etree

        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
            remove_pis=True,
        )  # fmt: skip
        try:
            root = etree.fromstring(self.read(part), parser)
        except etree.XMLSyntaxError as error:
            raise self._broken(part, error) from error
        self._refuse_types(part, root)
        return root

    def elements(self, part: str, tags: Iterable[str]) -> Iterator[Any]:
        """Elements of the names ``tags``, each when it has been read whole and emptied after use, in little memory."""
        from lxml import etree

        stream = etree.iterparse(
            io.BytesIO(self.read(part)), events=("end",), tag=tuple(tags), resolve_entities=False, no_network=True,
            load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        checked = False
        try:
            for _, element in stream:
                if not checked:
                    self._refuse_types(part, element)
                    checked = True
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise self._broken(part, error) from error

    def _refuse_types(self, part: str, element: Any) -> None:
        if element.getroottree().docinfo.doctype:
            raise DamagedDocument(self._name, f"{part}: declares a document type")

    def _broken(self, part: str, error: Exception) -> DamagedDocument | LimitExceeded:
        words = str(error)
        if "depth" in words:
            return LimitExceeded(self._name, f"depth: {part}")
        if "huge" in words.lower():
            return LimitExceeded(self._name, f"expanded: {part}")
        return DamagedDocument(self._name, f"{part}: {words}")

    def relations(self, part: str) -> Mapping[str, Relation]:
        """What ``part`` refers to inside the file, by identifier; links to elsewhere are left out."""
        folder, _, file = part.rpartition("/")
        listed = posixpath.join(folder, "_rels", f"{file}.rels")
        if listed not in self._parts:
            return {}
        found = {}
        for element in self.tree(listed).iter(_RELATION):
            if element.get("TargetMode", "").lower() != "external":
                target = unquote(element.get("Target", ""))
                path = posixpath.normpath(
                    target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                )
                found[element.get("Id", "")] = Relation(element.get("Type", "").rpartition("/")[2], path)
        return found

    @cached_property
    def main(self) -> str:
        """The part that holds the document or workbook itself."""
        found = next((one.part for one in self.relations("").values() if one.kind == "officeDocument"), "")
        for part in (found, "word/document.xml", "xl/workbook.xml"):
            if part in self._parts:
                if part.endswith(".bin"):
                    raise BinaryDocument(self._name, "XLSB")
                return part
        raise DamagedDocument(self._name, "no main part")
