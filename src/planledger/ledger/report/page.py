"""The page put together: template, styles, program and data in one file that needs no network."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from importlib.resources import files
from pathlib import Path
from string import Template
from types import MappingProxyType
from typing import Literal

from planledger.catalogue import load_catalogue
from planledger.ledger.publishing import replace_file
from planledger.ledger.report.payload import Pictures, ledger_payload, script_json
from planledger.model import Ledger

Language = Literal["zh", "en"]

_ASSETS = files("planledger.ledger.report").joinpath("assets")
_SCRIPTS = (
    "dom",
    "state",
    "records",
    "table",
    "filters",
    "charts",
    "overview",
    "pages",
    "document",
    "statements",
    "lists",
    "keys",
    "main",
)


_NO_PICTURES: Pictures = MappingProxyType({})


def write_report(ledger: Ledger, path: Path, *, lang: Language = "zh", pictures: Pictures = _NO_PICTURES) -> None:
    """Write the report of ``ledger`` to ``path``, whole or not at all.

    Args:
        ledger: What to show; equal ledgers give equal bytes.
        path: The HTML file; its folder is made when missing.
        lang: Language it opens in where the reader has not chosen one.
        pictures: Pictures of pages that lie beside it; it is complete without them.

    Raises:
        OutputNotWritten: The system refused.
    """
    replace_file(Path(path), page_text(ledger, lang=lang, pictures=pictures).encode())


def page_text(ledger: Ledger, *, lang: Language = "zh", pictures: Pictures = _NO_PICTURES) -> str:
    """The whole page."""
    style = _asset("report.css")
    strings = json.loads(_asset("strings.json"))
    script = "(() => {\n'use strict';\n" + "\n".join(_asset(f"js/{name}.js") for name in _SCRIPTS) + "\n})();"
    payload = ledger_payload(ledger, load_catalogue().indicators, pictures)
    state = payload["headlines"][0].targets[0 if lang == "zh" else 1]
    return Template(_asset("report.html")).substitute(
        lang="zh-CN" if lang == "zh" else "en",
        title=html.escape(strings[lang]["title"]),
        headline=html.escape(state),
        noscript=html.escape(strings[lang]["noscript"]),
        skip=html.escape(strings[lang]["skip"]),
        policy=_policy(script, style),
        style=style,
        script=script,
        strings=script_json(strings),
        data=script_json(payload | {"lang": lang}),
    )


def _asset(name: str) -> str:
    return _ASSETS.joinpath(name).read_text(encoding="utf-8")


def _policy(script: str, style: str) -> str:
    """Content security policy: our own program and styles, by their digests, pictures beside the page, nothing else."""
    return (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        "img-src 'self' file:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
