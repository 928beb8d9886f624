"""Scans and pictures to the text they show (文字识别)."""

from __future__ import annotations

from planledger.reading.pictures.judging import judge_recognition
from planledger.reading.pictures.levelling import level
from planledger.reading.pictures.lifting import lift_picture
from planledger.reading.pictures.recognising import recognise_page

__all__ = ["judge_recognition", "level", "lift_picture", "recognise_page"]
