"""Bytes to text, with the encoding and how sure it is."""

from __future__ import annotations

import codecs
import re
from functools import cache

from planledger.catalogue import read_data
from planledger.errors import BinaryDocument, EmptyDocument, NoChineseText, UnknownEncoding, WrongEncoding
from planledger.model.document import Guess

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 1 << 16
_CONTROLS = tuple(bytes([code]) for code in (*range(9), *range(14, 32)))
_MOST_CONTROLS = 0.02
_LEAST_LIKELY = 0.08
_WIDE = re.compile("[^\0-\x7f]+")
_CONTROL = re.compile("[\0-\x08\x0e-\x1f]")
_STRANGE = re.compile("[\0-\x08\x0e-\x1a\ufffd]")
_BLANK = "\ufeff\0 \t\r\n\u3000"
_CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")


def decode(data: bytes, *, encoding: str = "", name: str = "", chinese: bool = True) -> tuple[str, Guess[str], bool]:
    """Text of ``data`` without its byte order mark, the encoding, and whether bytes had to be replaced.

    Args:
        data: The file as it is.
        encoding: What the user says it is; empty to find out.
        name: For the error messages.
        chinese: Whether text in other languages is refused.

    Raises:
        EmptyDocument: Nothing in it but white space.
        BinaryDocument: Another kind of file, or not text at all.
        UnknownEncoding: Python knows no such encoding.
        WrongEncoding: Not text in the encoding that the user says.
        NoChineseText: Text, but not Chinese.
    """
    if not data.strip():
        raise EmptyDocument(name)
    if kind := _container(data):
        raise BinaryDocument(name, kind)
    guess, text = _guess(data, encoding, name)
    if _is_no_text(text):
        raise WrongEncoding(name, guess.value) if encoding else BinaryDocument(name, "")
    if chinese:
        refuse_silence(text, name)
    return text, guess, "\ufffd" in text and not _is_valid(data, guess.value)


def _guess(data: bytes, encoding: str, name: str) -> tuple[Guess[str], str]:
    if encoding:
        value = _canonical(encoding, name)
        mark = next((mark for mark, of in _BOMS if of == value and data.startswith(mark)), b"")
        return Guess(value, 1.0, "user"), _decoded(data, value, mark)
    for mark, value in _BOMS:
        if data.startswith(mark):
            return Guess(value, 1.0, "bom"), _decoded(data, value, mark)
    if b"\0" not in data[:_SAMPLE]:
        try:
            return Guess("utf-8", 0.99, "valid"), data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    guess = _best(data, name)
    return guess, _decoded(data, guess.value, b"")


def _decoded(data: bytes, encoding: str, mark: bytes) -> str:
    return data[len(mark) :].decode(encoding, errors="replace")


def _is_valid(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _canonical(encoding: str, name: str) -> str:
    try:
        value = codecs.lookup(encoding).name
        b"".decode(value)
    except (LookupError, ValueError, TypeError):
        raise UnknownEncoding(name, encoding) from None
    return "gb18030" if value in ("gbk", "gb2312", "hz") else value


def _best(data: bytes, name: str) -> Guess[str]:
    """The encoding under which a sample reads most like Chinese; bytes that read like nothing raise."""
    middle = max(0, (len(data) - _SAMPLE) // 2) & ~3
    samples = [data[:_SAMPLE]] if len(data) <= _SAMPLE else [data[:_SAMPLE], data[middle : middle + _SAMPLE]]
    wide = b"\0" in samples[0] or len(data) % 2 == 0
    candidates = ["utf-8", "gb18030", "big5hkscs", *(("utf-16-le", "utf-16-be") if wide else ())]
    scores = sorted(((_likeness(samples, value), value) for value in candidates), reverse=True)
    (best, value), (second, _) = scores[0], scores[1]
    if best < _LEAST_LIKELY and sum(map(samples[0].count, _CONTROLS)) > _MOST_CONTROLS * len(samples[0]):
        raise BinaryDocument(name, "")
    confidence = min(0.98, max(0.05, best) * 0.6 + max(0.0, best - max(0.0, second)) * 0.6)
    return Guess("big5" if value == "big5hkscs" and _is_valid(data, "big5") else value, round(confidence, 2), "content")


def _likeness(samples: list[bytes], encoding: str) -> float:
    """How much the samples read like Chinese: share of common characters less twice that of wrecks."""
    common, wrecks = _common_characters()
    seen = good = bad = 0
    for sample in samples:
        text = sample.decode(encoding, errors="replace")
        whole = len(text) - 1  # a sample may end inside a character
        controls = len(_CONTROL.findall(text))
        seen += sum(map(len, _WIDE.findall(text, 0, whole))) + controls
        good += len(common.findall(text, 0, whole))
        bad += len(wrecks.findall(text, 0, whole)) + controls
    return (good - 2 * bad) / seen if seen else 0.0


@cache
def _common_characters() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of a character that Chinese text is full of, and of one that a wrong decoding leaves."""
    words = read_data("reading")["characters"]
    common, wrecks = re.escape(words["common"] + words["traditional"]), re.escape(words["wrecks"])
    return re.compile(f"[{common}]"), re.compile(f"[\ufffd\ue000-\uf8ff{wrecks}]")


def _container(data: bytes) -> str:
    """Name of the file format that ``data`` begins like, when it is one that is not text."""
    words = read_data("reading")
    for magic, kind in words["containers"].items():
        if data.startswith(magic.encode("latin-1")):
            # The names of the parts stand uncompressed in front of each.
            held = (of for part, of in words["zipped"].items() if kind == "ZIP" and part.encode() in data)
            return str(next(held, kind))
    return ""


def _is_no_text(text: str) -> bool:
    sample = text[:_SAMPLE]
    strange = len(_STRANGE.findall(sample))
    return strange > 0.1 * len(sample) and strange > sum(map(len, _CHINESE.findall(sample)))


def refuse_silence(text: str, name: str, kind: str = "") -> None:
    """Nothing, where ``text`` says something in Chinese; ``kind`` is that of a file that is no plain text.

    Raises:
        EmptyDocument: Nothing in it but white space.
        NoChineseText: Text, but not Chinese.
    """
    if not text.strip(_BLANK):
        raise EmptyDocument(name)
    if not _CHINESE.search(text):
        raise NoChineseText(name, kind)
