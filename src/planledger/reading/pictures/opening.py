"""The pages of a picture file, upright and in plain colours, however they are stored."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from planledger.errors import DamagedDocument, LimitExceeded

if TYPE_CHECKING:
    from PIL.Image import Image

    from planledger.reading.limits import Limits

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP")
_OBJECT = re.compile(r"<[^<>]* at 0x[0-9a-f]+>", re.IGNORECASE)
_SUBFILE = 254
_REDUCED = 1
# What the decoders raise on bytes that are not what they promise to be.
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    EOFError,
    AssertionError,
    NotImplementedError,
    struct.error,
    zlib.error,
)


def open_pages(data: bytes, name: str, limits: Limits) -> Iterator[tuple[Image, bool]]:
    """Each page of the file, and whether the whole of it could be decoded.

    The frames of a TIFF are pages, but for small copies of them; of an animation only the first picture is read.

    Raises:
        DamagedDocument: The first page gives no picture.
        LimitExceeded: A page has more pixels, or the file more pages, than the limits allow.
    """
    frames = 0
    for number in range(limits.pages + 1):
        try:
            picture = _frame(data, number, name, limits)
        except _BROKEN as error:
            if not frames:
                raise DamagedDocument(name, _said(error)) from error
            picture = None
        if picture is None:
            return
        if number == limits.pages:
            raise LimitExceeded(name, f"pages > {limits.pages}")
        if not frames or not _is_reduced(picture):
            frames += 1
            yield _decoded(picture, data, number, name)


def flatten(picture: Image) -> Image:
    """``picture`` in red, green and blue: what is transparent becomes white, deep greys are scaled."""
    from PIL import Image as Images

    if picture.mode.startswith(("I", "F")):
        picture = _eight_bit(picture)
    if picture.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        white = Images.new("RGBA", clear.size, "white")
        picture = Images.alpha_composite(white, clear)
    return picture.convert("RGB")


def _frame(data: bytes, number: int, name: str, limits: Limits) -> Image | None:
    """Frame ``number`` from 0, not yet decoded; None after the last."""
    from PIL import Image as Images

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd metadata, and of a size that is checked below
            picture = Images.open(io.BytesIO(data), formats=_FORMATS)
            if number:
                if picture.format != "TIFF":
                    return None
                picture.seek(number)
    except EOFError:
        return None
    except Images.DecompressionBombError as error:
        raise LimitExceeded(name, f"pixels > {limits.pixels}") from error
    if picture.width * picture.height > limits.pixels:
        raise LimitExceeded(name, f"pixels {picture.width * picture.height} > {limits.pixels}")
    return picture


def _is_reduced(picture: Image) -> bool:
    tags = getattr(picture, "tag_v2", None) or {}
    return bool(int(tags.get(_SUBFILE) or 0) & _REDUCED)


def _decoded(picture: Image, data: bytes, number: int, name: str) -> tuple[Image, bool]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            picture.load()
            return _upright(picture), True
        except _BROKEN as error:
            try:
                return _upright(_first_rows(data, number)), False
            except _BROKEN:
                raise DamagedDocument(name, _said(error)) from error


def _first_rows(data: bytes, number: int) -> Image:
    """Frame ``number`` as far as it can be decoded."""
    from PIL import Image as Images
    from PIL import ImageFile

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        picture = Images.open(io.BytesIO(data), formats=_FORMATS)
        if number:
            picture.seek(number)
        picture.load()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
    return picture


def _upright(picture: Image) -> Image:
    """``picture`` turned as the camera noted, in plain colours."""
    from PIL import ImageOps

    try:
        turned = ImageOps.exif_transpose(picture)
    except _BROKEN:  # the note is broken, the picture is not
        turned = picture
    return flatten(turned)


def _eight_bit(picture: Image) -> Image:
    import numpy as np
    from PIL import Image as Images

    values = np.nan_to_num(np.asarray(picture, dtype=np.float64))
    largest = values.max(initial=0.0)
    if largest > 255:
        values = values * (255.0 / max(largest, 65535.0))
    elif 0 < largest <= 1:
        values = values * 255.0
    return Images.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def _said(error: BaseException) -> str:
    """What a decoder says, without the addresses of objects that differ from run to run."""
    return _OBJECT.sub("", str(error))[:80].strip() or type(error).__name__
