"""Figures are read off a picture with their place, whichever way it was scanned; ruled lines part cells."""

from __future__ import annotations

import socket

import numpy as np
import pytest
from PIL import Image
from tests.unit.reading.pictures.paper import SENTENCES, lines_of, make_picture, recognise

from planledger.reading.limits import Limits
from planledger.reading.pictures import engine, level, recognise_page
from planledger.reading.printed.page import PrintedPage

TABLE = """#table(columns: (3.2cm, 1.6cm, 1.6cm), inset: 3pt,
  [指标], [2025年], [2030年], [城镇化率（%）], [61.8], [—], [研发投入增长（%）], [9.1], [\\>7],
  table.cell(rowspan: 2)[每千人口医护数], [3.1], [3.7], [4.3], [5.1])"""


@pytest.fixture(scope="module")
def picture() -> Image.Image:
    return make_picture()


@pytest.fixture(scope="module")
def page(picture: Image.Image) -> PrintedPage:
    return recognise_page(picture, number=3, width=312.0, height=120.0, limits=Limits())


def test_a_clean_page_is_read_letter_by_letter_with_its_places(page: PrintedPage) -> None:
    assert lines_of(page) == list(SENTENCES)
    assert (page.number, page.recognised, page.rotation, page.skew, page.rules) == (3, True, 0, 0.0, [])
    for line in page.lines:
        assert len(line.edges) == len(line.text) + 1
        assert list(line.edges) == sorted(line.edges)
        assert 0 <= line.box.left < line.box.right <= 312
        assert 0 <= line.box.top < line.box.bottom <= 120
        assert 0.9 < line.confidence <= 1.0
        assert 8 <= line.size <= 16


def test_nothing_is_fetched_and_the_same_picture_is_read_the_same(
    picture: Image.Image, page: PrintedPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked for")

    engine._engine.cache_clear()
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert recognise_page(picture, number=3, width=312.0, height=120.0, limits=Limits()) == page


def test_a_turned_page_is_set_upright(picture: Image.Image) -> None:
    page = recognise(picture.transpose(Image.Transpose.ROTATE_90))
    assert page.rotation == 90
    assert (page.width, page.height) == picture.size
    assert lines_of(page) == list(SENTENCES)


def test_a_page_upside_down_is_set_upright(picture: Image.Image) -> None:
    page = recognise(picture.transpose(Image.Transpose.ROTATE_180))
    assert page.rotation == 180
    assert lines_of(page) == list(SENTENCES)


def test_a_sloping_noisy_scan_is_levelled_and_its_boxes_lie_on_the_levelled_page(picture: Image.Image) -> None:
    sloping = picture.rotate(1.7, Image.Resampling.BICUBIC, fillcolor="white").convert("L")
    noise = np.random.default_rng(1).normal(0, 8, (picture.height, picture.width))
    grey = Image.fromarray(np.clip(np.asarray(sloping) * 0.7 + 40 + noise, 0, 255).astype(np.uint8))
    page = recognise(grey)
    assert lines_of(page) == list(SENTENCES)
    assert page.skew == pytest.approx(1.7, abs=0.3)
    shown = np.asarray(level(grey, rotation=page.rotation, skew=page.skew).convert("L"))
    for line in page.lines:
        left, top, right, bottom = map(round, line.box)
        rows = shown[top:bottom, left:right].mean(axis=1)
        assert rows[[0, 1, -2, -1]].mean() > rows[len(rows) // 3 : -len(rows) // 3].mean() + 15


def test_ruled_lines_are_found_and_no_figure_is_lost_at_them_nor_a_dash() -> None:
    page = recognise(make_picture(TABLE))
    texts = set(lines_of(page))
    assert {"指标", "2025年", "2030年", "61.8", "9.1", ">7", "3.1", "3.7", "4.3", "5.1"} <= texts
    levels = [rule for rule in page.rules if rule.top == rule.bottom]
    posts = [rule for rule in page.rules if rule.left == rule.right]
    assert (len(levels), len(posts)) == (6, 4)
    assert [line.text for line in page.lines].count("—") == 1


def test_an_empty_page_has_no_lines() -> None:
    page = recognise(Image.new("RGB", (400, 500), "white"))
    assert (page.lines, page.rules, page.recognised) == ([], [], True)


def test_characters_that_stand_one_above_the_other_are_one_line() -> None:
    stacked = make_picture("#grid(columns: 2, column-gutter: 1cm, [民\\\n生\\\n福\\\n祉], [人均寿命79.25岁])")
    page = recognise(stacked)
    assert "人均寿命79.25岁" in lines_of(page)
    assert "".join(sorted("".join(lines_of(page)).replace("人均寿命79.25岁", ""))) == "".join(sorted("民生福祉"))
