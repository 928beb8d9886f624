"""The recogniser of text, made once a process: where text stands on a picture, and what a strip of text says."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]  # height × width × (blue, green, red)
    Quads = NDArray[np.float64]  # number × 4 corners (from the upper left, clockwise) × (x, y)

_DETECTING = "PP-OCRv6_det_small.onnx"
_RECOGNISING = "PP-OCRv6_rec_small.onnx"


class Reading(NamedTuple):
    """What a strip of text says.

    Attributes:
        text: Its characters.
        confidence: Mean over the characters, 0 to 1.
        centres: Where each character stands, as a share of the strip's length; as many as characters.
    """

    text: str
    confidence: float
    centres: tuple[float, ...]


def detect(picture: Picture) -> Quads:
    """The stretches of text on ``picture``, each a rectangle that follows its slope."""
    import numpy as np

    found = _engine()(picture, use_det=True, use_cls=False, use_rec=False)
    boxes = getattr(found, "boxes", None)  # an output without boxes when there are none
    if boxes is None or not len(boxes):
        return np.zeros((0, 4, 2))
    return np.asarray(boxes, dtype=np.float64)


def recognise(strip: Picture) -> Reading:
    """What a horizontal ``strip`` of text says.

    Strips go one by one: in a batch they would be padded to the longest, and what is read would depend on neighbours.
    """
    found = _engine()(strip, use_det=False, use_cls=False, use_rec=True, return_word_box=True)
    text = found.txts[0] if found.txts else ""
    if not text.strip():
        return Reading("", 0.0, ())
    words = found.word_results[0]
    columns = [column for word in words.word_cols for column in word]
    return _spaced(text, float(found.scores[0]), [(column + 0.5) / words.line_txt_len for column in columns])


def _spaced(text: str, confidence: float, centres: list[float]) -> Reading:
    """The reading with a centre for its spaces too, for which the recogniser gives none: between their neighbours."""
    text = text.strip()
    placed: list[float] = []
    known = iter(centres)
    for character in text:
        last = placed[-1] if placed else 0.0
        placed.append(last if character.isspace() else min(max(next(known, last), last), 1.0))
    for index, character in enumerate(text):
        if character.isspace():
            placed[index] = (placed[index - 1] + placed[index + 1]) / 2
    return Reading(text, confidence, tuple(placed))


@cache
def _engine() -> Any:
    """The engine, with the models that lie in its package: with a path given, it never looks for them elsewhere."""
    import rapidocr

    models = Path(rapidocr.__file__).parent / "models"
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_preprocess_img": False,
            "Global.use_vertical_padding": False,
            "Det.limit_side_len": 32,  # the scale is chosen by who asks
            "Det.model_path": str(models / _DETECTING),
            "Rec.model_path": str(models / _RECOGNISING),
            # Many workers read at once, each on a core of its own.
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
