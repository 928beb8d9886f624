"""A picture file gives its pages upright on white whatever it is stored as; broken and boundless ones are refused."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace
from typing import Any

import pytest

from planledger.errors import DamagedDocument, LimitExceeded
from planledger.reading.limits import Limits

pytest.importorskip("PIL", reason="the extra ocr is not installed: pillow")

import numpy as np
from PIL import Image

from planledger.reading.pictures.opening import open_pages

LIMITS = Limits()


def stored(picture: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def opened(data: bytes, limits: Limits = LIMITS) -> list[tuple[Image.Image, bool]]:
    return list(open_pages(data, "sheet", limits))


def test_what_is_wrong_is_said_in_the_same_words_every_time() -> None:
    said = set()
    for _ in range(2):
        with pytest.raises(DamagedDocument) as caught:
            opened(b"\x89PNG\r\n\x1a\n" + bytes(100))
        said.add(str(caught.value))
    assert len(said) == 1
    assert "0x" not in said.pop()


def half_black() -> Image.Image:
    """Black above, white below."""
    picture = Image.new("L", (40, 60), 255)
    picture.paste(0, (0, 0, 40, 30))
    return picture


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "I", "F"])
def test_every_way_of_storing_colours_gives_black_on_white(mode: str) -> None:
    if mode == "I;16":
        picture = Image.fromarray(np.asarray(half_black()).astype(np.uint16) * 257)
    elif mode in {"I", "F"}:
        picture = Image.fromarray(np.asarray(half_black()).astype({"I": np.int32, "F": np.float32}[mode]) * 257)
    else:
        picture = half_black().convert(mode)
    page, whole = opened(stored(picture, "TIFF"))[0]
    assert (page.mode, page.size, whole) == ("RGB", (40, 60), True)
    assert max(page.getpixel((20, 5))) < 10
    assert min(page.getpixel((20, 55))) > 245


def test_what_is_transparent_is_paper() -> None:
    picture = Image.new("RGBA", (40, 60), (0, 0, 0, 0))
    picture.paste((10, 10, 10, 255), (0, 0, 40, 30))
    page, _ = opened(stored(picture, "PNG"))[0]
    assert page.getpixel((20, 55)) == (255, 255, 255)
    assert page.getpixel((20, 5)) == (10, 10, 10)


def test_a_photograph_is_turned_as_the_camera_noted() -> None:
    exif = Image.Exif()
    exif[0x0112] = 3  # upside down
    page, _ = opened(stored(half_black().convert("RGB"), "JPEG", exif=exif))[0]
    assert min(page.getpixel((20, 5))) > 200
    assert max(page.getpixel((20, 55))) < 50


def test_the_frames_of_a_tiff_are_pages_up_to_the_limit() -> None:
    frames = [Image.new("L", (20 + number, 30), 255) for number in range(3)]
    data = stored(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    assert [page.width for page, _ in opened(data)] == [20, 21, 22]
    with pytest.raises(LimitExceeded, match="pages > 2"):
        opened(data, replace(LIMITS, pages=2))


def test_of_an_animation_the_first_picture_is_read() -> None:
    frames = [Image.new("RGB", (20, 30), colour) for colour in ("white", "black")]
    data = stored(frames[0], "PNG", save_all=True, append_images=frames[1:], duration=50)
    assert len(opened(data)) == 1


@pytest.mark.parametrize("side", [9_000, 40_000, 2_000_000_000])
def test_a_picture_that_unpacks_to_more_than_the_limit_is_refused_before_it_is_unpacked(side: int) -> None:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    data = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )
    with pytest.raises(LimitExceeded, match="pixels"):
        opened(data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP"])
def test_of_a_file_that_breaks_off_the_first_rows_are_read(kind: str) -> None:
    noise = np.random.default_rng(2).integers(0, 255, (300, 200), dtype=np.uint8)
    data = stored(Image.fromarray(noise), kind)
    try:
        pages = opened(data[: len(data) * 2 // 3])
    except DamagedDocument:
        assert kind == "TIFF"  # what tells where its rows are stands at the end
        return
    ((page, whole),) = pages
    assert (page.size, whole) == ((200, 300), False)
    assert np.asarray(page).std() > 30


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0\x08\0\0\0", b"BM" + b"\0" * 60, b"GIF89a"]
)
def test_what_gives_no_picture_is_damaged(data: bytes) -> None:
    with pytest.raises(DamagedDocument):
        opened(data)


def test_no_mutation_of_a_file_raises_anything_else() -> None:
    chance = np.random.default_rng(3)
    for kind in ("PNG", "JPEG", "TIFF", "BMP"):
        data = stored(half_black(), kind)
        for _ in range(60):
            broken = bytearray(data)
            for at in chance.integers(0, len(data), 4):
                broken[at] = chance.integers(0, 256)
            try:
                opened(bytes(broken))
            except (DamagedDocument, LimitExceeded):
                continue
