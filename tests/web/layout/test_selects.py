"""Lists to choose from, which are written without templates."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from planweb.layout.forms import Renderer

CHOICES: list[Any] = [("", "全部"), (1, "甲 <b>&"), ("二", "乙"), ("组", [("x", "丙"), ("y\"'", "丁")])]


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.Select(choices=CHOICES), "1"),
        (forms.Select(choices=CHOICES, attrs={"required": True, "disabled": False, "data-x": "<>"}), None),
        (forms.SelectMultiple(choices=CHOICES, attrs={"size": 4}), ["x", "二"]),
        (forms.NullBooleanSelect(), True),
        (forms.Select(), ""),
    ],
)
def test_a_list_is_written_as_django_writes_it(widget: forms.Widget, value: Any) -> None:
    ours, theirs = (widget.render("name", value, {"id": "a"}, renderer()) for renderer in (Renderer, DjangoTemplates))
    assert parse_html(ours) == parse_html(theirs)
    assert "<b>" not in ours
