"""PDF, Word, Excel and picture files for the fuzz run, each made from its number alone."""

from __future__ import annotations

import random
import re
import struct
import warnings
import zlib
from collections.abc import Callable
from functools import cache

from seeds import packed, seed_files, stream_of, unpacked

# Numbers that readers trip over.
EXTREMES = (0, 1, -1, 2, 127, 128, 255, 256, 32767, 65535, 65536, 999_999, 2**31 - 1, -(2**31), 2**32 - 1, 10**12)
LONGEST = 4_000_000
# More than the fuzz run lets a file expand to.
_BOMB = 12_000_000

Change = Callable[[random.Random, bytes], bytes]


def mutated_file(seed: int) -> tuple[str, bytes]:
    """Suffix and bytes of the input of that number."""
    chance = random.Random(seed)
    suffix, content = chance.choice(seed_files())
    own = _CHANGES.get(suffix, ())
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        changes = own if own and chance.random() < 0.6 else _BYTE_CHANGES
        try:
            content = chance.choice(changes)(chance, content)[:LONGEST]
        except Exception:  # noqa: BLE001  # an earlier change has broken what this one takes apart
            continue
    if chance.random() < 0.02:
        suffix = chance.choice((".pdf", ".docx", ".doc", ".xls", ".xlsx", ".csv", ".png", ".txt"))
    return suffix, content


# Any bytes.


def _flip(chance: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 4, 30))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _overwrite(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content))
    number = chance.choice(EXTREMES)
    width = chance.choice((1, 2, 4))
    piece = (number % 2 ** (8 * width)).to_bytes(width, chance.choice(("little", "big")))
    piece = chance.choice((piece, bytes(chance.choice((1, 9, 400))), chance.randbytes(8)))
    return content[:at] + piece + content[at + len(piece) :]


def _truncate(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content))] if chance.random() < 0.8 else content[chance.randrange(40) :]


def _delete(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + content[at + chance.choice((1, 2, 16, 500)) :]


def _repeat(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content))
    piece = content[at : at + chance.choice((1, 8, 100, 3_000))]
    return content[:at] + piece * chance.choice((2, 3, 100)) + content[at:]


def _splice(chance: random.Random, content: bytes) -> bytes:
    _, other = chance.choice(seed_files())
    at, start = chance.randrange(len(content)), chance.randrange(len(other))
    piece = other[start:] if chance.random() < 0.5 else other[start : start + chance.choice((20, 2_000))]
    return content[:at] + piece + (content[at:] if chance.random() < 0.5 else b"")


# PDF.


def _pdf_number(chance: random.Random, content: bytes) -> bytes:
    found = list(re.finditer(rb"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])", content[:200_000]))
    one = chance.choice(found)
    return content[: one.start()] + b"%d" % chance.choice(EXTREMES) + content[one.end() :]


def _pdf_reference(chance: random.Random, content: bytes) -> bytes:
    """Objects that refer to others than they did: loops in the page tree, forms that hold themselves, missing parts."""
    found = list(re.finditer(rb"\b(\d+) 0 R\b", content))
    one, other = chance.choice(found), chance.choice(found)
    return content[: one.start(1)] + other[1] + content[one.end(1) :]


def _pdf_name(chance: random.Random, content: bytes) -> bytes:
    found = list(re.finditer(rb"/[A-Z]\w+", content))
    one, other = chance.choice(found), chance.choice(found)
    return content[: one.start()] + other[0] + content[one.end() :]


def _pdf_key(chance: random.Random, content: bytes) -> bytes:
    added = chance.choice((
        b"/Count 1000000", b"/MediaBox [0 0 1e9 1e9]", b"/MediaBox [0 0 0 0]", b"/MediaBox [nan 1]", b"/Rotate 37",
        b"/UserUnit 1e30", b"/Encrypt 1 0 R", b"/Encrypt << /Filter /Standard /V 4 /R 4 /O () /U () /P -1 >>",
        b"/Filter [/FlateDecode /FlateDecode /ASCIIHexDecode]", b"/Predictor 15 /Columns 1000000000", b"/W [1 1 1]",
        b"/Width 100000 /Height 100000", b"/Parent 2 0 R /Kids [2 0 R 2 0 R]", b"/Next 9 0 R /First 9 0 R",
        b"/Contents [6 0 R 6 0 R 6 0 R 6 0 R]", b"[" * 3000, b"<<" * 3000, b"(" * 3000, b"/A" * 3000,
    ))  # fmt: skip
    places = [found.end() for found in re.finditer(rb"<<", content)]
    at = chance.choice(places)
    return content[:at] + added + b" " + content[at:]


def _pdf_stream(chance: random.Random, content: bytes) -> bytes:
    """A stream taken out, changed, and put back: what lies under the compression is mutated, too."""
    found = list(re.finditer(rb"stream\r?\n(.*?)endstream", content, re.DOTALL))
    one = chance.choice(found)
    inner = zlib.decompressobj().decompress(one[1], _BOMB)
    if chance.random() < 0.1:
        inner = chance.choice((bytes(_BOMB), b"q " * 200_000, b"BT (1) Tj ET " * 50_000, b"/X1 Do " * 2_000))
    else:
        inner = chance.choice((_flip, _delete, _repeat, _pdf_number, _overwrite))(chance, inner)
    return content[: one.start(1)] + zlib.compress(inner, 1) + b"\n" + content[one.end(1) :]


def _pdf_pages(chance: random.Random, content: bytes) -> bytes:
    """Very many pages, or a very deep tree of them."""
    kids = chance.choice((b"3 0 R " * 20_000, b"2 0 R " * 50, b"3 0 R [[3 0 R]] null 1 "))
    return re.sub(rb"/Kids\s*\[", b"/Kids [" + kids, content, count=1)


def _pdf_object(chance: random.Random, content: bytes) -> bytes:
    """An object defined once more, as something else."""
    number = chance.choice(re.findall(rb"\b(\d+) 0 obj\b", content))
    what = chance.choice((b"null", b"[]", b"%s 0 R" % number, b"<< /Type /Pages >>", stream_of(b"(", packed=False)))
    at = content.rfind(b"xref")
    return content[:at] + b"%s 0 obj\n%s\nendobj\n" % (number, what) + content[at:]


# Packed files of XML.


def _members(chance: random.Random, content: bytes) -> bytes:
    """Members lost, doubled, exchanged, renamed, or of enormous size."""
    members = unpacked(content)
    one, other = chance.randrange(len(members)), chance.randrange(len(members))
    way = chance.randrange(6)
    if way == 0:
        del members[one]
    elif way == 1:
        members.append((members[one][0], members[other][1]))
    elif way == 2:
        members[one], members[other] = (
            (members[one][0], members[other][1]),
            (members[other][0], members[one][1]),
        )
    elif way == 3:
        name = chance.choice(("../../../tmp/out", "/etc/out", "a" * 3000, members[one][0].upper(), "", "\x00"))
        members[one] = (name, members[one][1])
    elif way == 4:
        members[one] = (members[one][0], chance.choice((b"", bytes(_BOMB), b"<a>" * 300_000, chance.randbytes(99))))
    else:
        members += [(f"word/extra{number}.xml", b"<a/>") for number in range(chance.choice((10, 3_000)))]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # two members of one name are meant
        return packed(members)


def _member(chance: random.Random, content: bytes) -> bytes:
    """One member changed as XML or as bytes, and packed again."""
    members = unpacked(content)
    likely = [at for at, (name, _) in enumerate(members) if name.startswith(("word/document", "xl/", "word/"))]
    at = chance.choice(likely) if likely and chance.random() < 0.8 else chance.randrange(len(members))
    name, data = members[at]
    for _ in range(chance.choice((1, 1, 3))):
        data = chance.choice((*_XML_CHANGES, *_XML_CHANGES, *_BYTE_CHANGES))(chance, data)
    members[at] = (name, data[: 3 * LONGEST])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return packed(members)


def _xml_entities(_: random.Random, data: bytes) -> bytes:
    """The billion laughs, and a file of this machine."""
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))
    head = b'<!DOCTYPE x [<!ENTITY l0 "lol">%s<!ENTITY f SYSTEM "file:///etc/hostname">]>' % laughs
    body = re.sub(rb"^\s*<\?xml.*?\?>", b"", data, count=1, flags=re.DOTALL)
    return head + re.sub(rb">([^<]+)<", b">&l11;&f;<", body, count=3)


def _xml_nested(chance: random.Random, data: bytes) -> bytes:
    tag = chance.choice(re.findall(rb"<([\w:]+)[ >]", data))
    at = chance.choice([found.start() for found in re.finditer(rb"<%s[ >]" % re.escape(tag), data)])
    depth = chance.choice((50, 300, 20_000))
    return data[:at] + b"<%s>" % tag * depth + b"</%s>" % tag * depth + data[at:]


def _xml_attribute(chance: random.Random, data: bytes) -> bytes:
    found = list(re.finditer(rb'="([^"]*)"', data))
    one = chance.choice(found)
    value = chance.choice((
        b"%d" % chance.choice(EXTREMES), b"", b"nan", b"1e400", b"A1:XFD1048576", b"ZZZZ99999999", b"A0", b"s", b"e",
        b"continue", b"restart", chance.choice(found)[1], "一".encode(), b"rId999", b"file:///etc/passwd",
    ))  # fmt: skip
    return data[: one.start(1)] + value + data[one.end(1) :]


def _xml_element(chance: random.Random, data: bytes) -> bytes:
    """An element lost, moved or repeated."""
    found = list(re.finditer(rb"<([\w:]+)(?: [^<>]*)?(?:/>|>[^<]*</\1>)", data))
    one, other = chance.choice(found), chance.choice(found)
    times = chance.choice((0, 2, 2, 3_000))
    data = data[: one.start()] + one[0] * times + data[one.end() :]
    return data[: other.start()] + one[0] + data[other.start() :] if chance.random() < 0.3 else data


def _xml_text(chance: random.Random, data: bytes) -> bytes:
    found = list(re.finditer(rb">([^<>]+)<", data))
    one = chance.choice(found)
    text = chance.choice((
        b"%d" % chance.choice(EXTREMES), b"1e999", b"-0", b"#REF!", b"&#0;", b"&#x1F;", b"\xff\xfe", b"&unknown;",
        b"=" * 9000, "一".encode() * 30_000, b"", "2025年 5.5%".encode(),
    ))  # fmt: skip
    return data[: one.start(1)] + text + data[one.end(1) :]


# Pictures.


def _png_header(chance: random.Random, content: bytes) -> bytes:
    """Another size or kind of pixel, with a right checksum."""
    head = bytearray(content[12:29])
    if chance.random() < 0.7:
        struct.pack_into(">II", head, 4, chance.choice((0, 1, 120, 50_000, 2**31 - 1)), chance.choice((1, 32, 50_000)))
    else:
        head[12 + chance.randrange(5)] = chance.choice((0, 1, 2, 3, 4, 6, 8, 16, 255))
    return content[:12] + bytes(head) + struct.pack(">I", zlib.crc32(bytes(head))) + content[33:]


@cache
def _packed_bomb() -> bytes:
    return zlib.compress(bytes(_BOMB), 1)


def _png_chunk(chance: random.Random, content: bytes) -> bytes:
    kind = chance.choice((b"tEXt", b"iCCP", b"zTXt", b"eXIf", b"PLTE", b"tRNS", b"acTL", b"IDAT"))
    data = chance.choice((b"a\0\0" + _packed_bomb(), chance.randbytes(60), b""))
    chunk = struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return content[:33] + chunk + content[33:]


def _jpeg_header(chance: random.Random, content: bytes) -> bytes:
    at = next(found.start() for found in re.finditer(rb"\xff[\xc0-\xc2]\0", content))
    sizes = (0, 1, 16, 500, 65_500, 65_535)
    head = struct.pack(">HH", chance.choice(sizes), chance.choice(sizes))
    return content[: at + 5] + head + content[at + 9 :]


def _tiff_entry(chance: random.Random, content: bytes) -> bytes:
    """A field of the first directory, or the place of the next one, which may be its own."""
    order = "<" if content[:2] == b"II" else ">"
    (at,) = struct.unpack_from(f"{order}I", content, 4)
    (count,) = struct.unpack_from(f"{order}H", content, at)
    changed = bytearray(content)
    if chance.random() < 0.3:
        struct.pack_into(f"{order}I", changed, at + 2 + 12 * count, chance.choice((at, 8, 0, 2**31)))
    else:
        entry = at + 2 + 12 * chance.randrange(count)
        struct.pack_into(f"{order}I", changed, entry + chance.choice((4, 8)), chance.choice(EXTREMES) % 2**32)
    return bytes(changed)


_BYTE_CHANGES: tuple[Change, ...] = (_flip, _flip, _overwrite, _overwrite, _truncate, _delete, _repeat, _splice)
_XML_CHANGES: tuple[Change, ...] = (
    _xml_entities, _xml_nested, _xml_attribute, _xml_attribute, _xml_element, _xml_element, _xml_text,
)  # fmt: skip
_PDF: tuple[Change, ...] = (
    _pdf_number, _pdf_number, _pdf_reference, _pdf_reference, _pdf_name, _pdf_key, _pdf_key, _pdf_stream, _pdf_stream,
    _pdf_pages, _pdf_object,
)  # fmt: skip
_PACKED: tuple[Change, ...] = (_members, _member, _member, _member)
_CHANGES: dict[str, tuple[Change, ...]] = {
    ".pdf": _PDF, ".docx": _PACKED, ".xlsx": _PACKED, ".png": (_png_header, _png_chunk), ".jpg": (_jpeg_header,),
    ".tif": (_tiff_entry,),
}  # fmt: skip
