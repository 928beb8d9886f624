"""What the styles of a document say of its paragraphs and runs (样式)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from planledger.reading.word.names import PROPERTIES, RUN_PROPERTIES, VALUE, WORD, is_on, value_of, whole_number

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录|table of contents)\s*(?:[1-9]|heading)?", re.IGNORECASE)
_TITLE = re.compile("title|标题", re.IGNORECASE)
_BODY_LEVEL = 9
_DEEPEST = 32


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it takes over from those it is based on.

    Attributes:
        level: Of headings, 1 for the highest; 0 for body text.
        title: Whether it is the style of the document's title.
        contents: Whether it is one of the table of contents.
        number: List of its automatic numbers, empty where it has none.
        number_level: Level in that list, -1 where it is not said.
        hidden: Whether its text is hidden.
    """

    level: int = 0
    title: bool = False
    contents: bool = False
    number: str = ""
    number_level: int = -1
    hidden: bool = False


_PLAIN = Style()


class Styles:
    """The styles of a document by their identifiers."""

    def __init__(self, root: Any | None) -> None:
        elements = () if root is None else root.findall(WORD + "style")
        self._elements = {element.get(WORD + "styleId", ""): element for element in elements}
        self._default = next(
            (key for key, element in self._elements.items()
             if element.get(WORD + "type") == "paragraph" and element.get(WORD + "default") in ("1", "true", "on")),
            "",
        )  # fmt: skip
        self._known: dict[str, Style] = {}

    def __getitem__(self, identifier: str) -> Style:
        """The style; of an unknown one, and of none, the one of plain paragraphs."""
        key = identifier if identifier in self._elements else self._default
        if key not in self._known:
            self._known[key] = self._resolved(key)
        return self._known[key]

    def hides(self, identifier: str) -> bool:
        """Whether a character style hides its text."""
        return identifier in self._elements and self[identifier].hidden

    def _resolved(self, key: str) -> Style:
        """From the style itself up to the one it is based on last; what comes first counts."""
        level = number = hidden = None
        number_level, names, seen = -1, [], 0
        while key in self._elements and seen < _DEEPEST:
            element = self._elements[key]
            properties = element.find(PROPERTIES)
            names.append(value_of(element, "name") or "")
            level = value_of(properties, "outlineLvl") if level is None else level
            if number is None:
                number = value_of(properties, "numPr", "numId")
                number_level = whole_number(value_of(properties, "numPr", "ilvl"), -1)
            hidden = is_on(element.find(RUN_PROPERTIES), "vanish") if hidden is None else hidden
            key, seen = value_of(element, "basedOn") or "", seen + 1
        return Style(
            level=_heading_level(level, names),
            title=bool(names) and _TITLE.fullmatch(names[0].strip()) is not None,
            contents=any(_CONTENTS.fullmatch(name.strip()) for name in names),
            number="" if number in (None, "0") else str(number),
            number_level=number_level,
            hidden=hidden is True,
        )

    def of_paragraph(self, properties: Any | None) -> tuple[str, Style]:
        """Identifier of a paragraph's style, and the style with what the paragraph sets itself."""
        identifier = value_of(properties, "pStyle") or ""
        style = self[identifier] if self._elements else _PLAIN
        if properties is None:
            return identifier, style
        level, number, number_level = style.level, style.number, style.number_level
        if (own := value_of(properties, "outlineLvl")) is not None:
            level = _heading_level(own, [])
        numbers = properties.find(WORD + "numPr")
        if numbers is not None:
            found = numbers.find(WORD + "numId")
            if found is not None:
                number = found.get(VALUE, "")
                number = "" if number == "0" else number
                number_level = 0
            number_level = whole_number(value_of(numbers, "ilvl"), number_level)
        return identifier, Style(level, style.title, style.contents, number, number_level, style.hidden)


def _heading_level(outline: str | None, names: list[str]) -> int:
    if outline is not None:
        level = whole_number(outline, _BODY_LEVEL)
        return level + 1 if 0 <= level < _BODY_LEVEL else 0
    return next((int(match[1]) for name in names if (match := _HEADING.fullmatch(name.strip()))), 0)
