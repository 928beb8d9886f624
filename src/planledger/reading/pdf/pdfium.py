"""PDFium's C functions as this reader calls them: once a character, so without the checks that cost five times more."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

_INT, _UINT, _FLOAT, _POINTER = ctypes.c_int, ctypes.c_uint, ctypes.c_float, ctypes.c_void_p

_SIGNATURES: dict[str, tuple[Any, ...]] = {
    "FPDFText_CountChars": (_INT, _POINTER),
    "FPDFText_GetUnicode": (_UINT, _POINTER, _INT),
    "FPDFText_GetLooseCharBox": (_INT, _POINTER, _INT, _POINTER),
    "FPDFText_GetTextObject": (_POINTER, _POINTER, _INT),
    "FPDFText_GetMatrix": (_INT, _POINTER, _INT, _POINTER),
    "FPDFText_HasUnicodeMapError": (_INT, _POINTER, _INT),
    "FPDFTextObj_GetFont": (_POINTER, _POINTER),
    "FPDFTextObj_GetFontSize": (_INT, _POINTER, _POINTER),
    "FPDFTextObj_GetTextRenderMode": (_INT, _POINTER),
    "FPDFFont_GetWeight": (_INT, _POINTER),
    "FPDFFont_GetBaseFontName": (ctypes.c_size_t, _POINTER, _POINTER, ctypes.c_size_t),
    "FPDFPage_CountObjects": (_INT, _POINTER),
    "FPDFPage_GetObject": (_POINTER, _POINTER, _INT),
    "FPDFFormObj_CountObjects": (_INT, _POINTER),
    "FPDFFormObj_GetObject": (_POINTER, _POINTER, ctypes.c_ulong),
    "FPDFPageObj_GetType": (_INT, _POINTER),
    "FPDFPageObj_GetBounds": (_INT, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER),
    "FPDFPageObj_GetMatrix": (_INT, _POINTER, _POINTER),
    "FPDFPageObj_GetFillColor": (_INT, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER),
    "FPDFPath_CountSegments": (_INT, _POINTER),
    "FPDFPath_GetPathSegment": (_POINTER, _POINTER, _INT),
    "FPDFPath_GetDrawMode": (_INT, _POINTER, _POINTER, _POINTER),
    "FPDFPathSegment_GetPoint": (_INT, _POINTER, _POINTER, _POINTER),
    "FPDFPathSegment_GetType": (_INT, _POINTER),
    "FPDFPathSegment_GetClose": (_INT, _POINTER),
}

TEXT, PATH, IMAGE, FORM = 1, 2, 3, 5
"""Kinds of page objects."""


class Functions(NamedTuple):
    """The functions by short names; every handle is an address, 0 or None where there is nothing."""

    count: Callable[[int], int]
    unicode: Callable[[int, int], int]
    loose_box: Callable[[int, int, int], int]
    text_object: Callable[[int, int], int | None]
    matrix: Callable[[int, int, int], int]
    unmapped: Callable[[int, int], int]
    font: Callable[[int], int | None]
    font_size: Callable[[int, int], int]
    render_mode: Callable[[int], int]
    font_weight: Callable[[int], int]
    font_name: Callable[[int, int | None, int], int]
    count_objects: Callable[[int], int]
    page_object: Callable[[int, int], int | None]
    count_form_objects: Callable[[int], int]
    form_object: Callable[[int, int], int | None]
    object_type: Callable[[int], int]
    bounds: Callable[[int, int, int, int, int], int]
    object_matrix: Callable[[int, int], int]
    fill_colour: Callable[[int, int, int, int, int], int]
    count_segments: Callable[[int], int]
    segment: Callable[[int, int], int | None]
    draw_mode: Callable[[int, int, int], int]
    segment_point: Callable[[int, int, int], int]
    segment_type: Callable[[int], int]
    segment_close: Callable[[int], int]


@cache
def functions() -> Functions:
    """PDFium's functions, bound once a process."""
    from pypdfium2 import raw

    bound = []
    for name, (result, *arguments) in _SIGNATURES.items():
        address = address_of(getattr(raw, name))
        bound.append(ctypes.CFUNCTYPE(result, *arguments)(address))
    return Functions(*bound)


def address_of(handle: Any) -> int:
    """The address that a handle of pypdfium2 holds."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0
