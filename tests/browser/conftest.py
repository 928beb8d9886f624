"""Reports in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from planledger.ledger.report import write_report
from planledger.model import Ledger


class Report:
    """A report in a browser tab of its own, with what the page complained of and asked the network for."""

    def __init__(self, context: Any, address: str) -> None:
        self.context, self.address = context, address
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.tab = context.new_page()
        self.tab.set_default_timeout(10_000)
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.tab.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.tab.on("dialog", lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()))
        self.tab.on("request", lambda request: self.requests.append(request.url))

    def show(self, hash_: str = "") -> Any:
        """The tab, showing the page at ``#hash_`` from a fresh start."""
        self.tab.goto("about:blank")
        self.tab.goto(f"{self.address}#{hash_}")
        return self.tab

    def hash(self) -> str:
        """What stands behind the ``#`` of the address now."""
        return str(self.tab.evaluate("location.hash"))


OpenReport = Callable[..., Report]


@pytest.fixture
def open_report(chromium: Any, tmp_path: Path) -> Iterator[OpenReport]:
    """Opens a ledger's report; takes the ledger, then width, height and options of the browser context."""
    contexts = []

    def opened(
        ledger: Ledger, *, width: int = 1366, height: int = 768, pictures: Any = MappingProxyType({}), **options: Any
    ) -> Report:
        path = tmp_path / f"report-{len(contexts)}.html"
        write_report(ledger, path, pictures=pictures)
        contexts.append(chromium.new_context(viewport={"width": width, "height": height}, **options))
        return Report(contexts[-1], path.as_uri())

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def pictures(tmp_path: Path) -> dict[str, dict[int, str]]:
    """The picture of the page of ``printed_ledger``, where its report will be."""
    image = pytest.importorskip("PIL.Image", reason="Pillow comes with the extras pdf and ocr")
    (tmp_path / "pages").mkdir()
    image.new("RGB", (600, 800), "white").save(tmp_path / "pages" / "plan-3.webp")
    return {"plan": {3: "pages/plan-3.webp"}}
