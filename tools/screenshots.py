"""Pictures of the main pages of the web application, in Chinese and English, for the documentation.

Starts the demonstration in a temporary folder, logs in as who looks at each page, and writes
``docs/pictures/NAME.LANGUAGE.webp`` at 1366×768, without loss. Needs a Chromium (``PLANLEDGER_CHROMIUM``, else on the
path, else Playwright's own) and a font with Chinese characters.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image
from playwright.sync_api import Page, sync_playwright

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
COMMAND = [sys.executable, "-c", "from planledger.cli import main; main()", "serve"]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
LANGUAGES = {"zh": "zh-CN", "en": "en"}
MOST_BYTES = 3 * 2**20


class Shot(NamedTuple):
    """One picture.

    Attributes:
        name: Of the file.
        who: Username of who looks.
        path: Where they begin.
        links: What they click from there, one after the other.
    """

    name: str
    who: str
    path: str
    links: tuple[str, ...] = ()


SHOTS = (
    Shot("home-leader", "leader", "/"),
    Shot("home-planner", "planner", "/"),
    Shot("home-owner", "owner", "/"),
    Shot("indicator", "leader", "/plans/", (".system a", "#table tbody a")),
    Shot("plan", "leader", "/plans/", (".system a",)),
    Shot("check", "planner", "/plans/", (".system a:has-text('白溪县')", "a[href$='/check/']")),
    Shot(
        "split",
        "planner",
        "/plans/",
        (".system a", "#table tbody a", ".actions a[href*='/plan-indicators/']", "a[href$='/split/']"),
    ),
    Shot(
        "promises-and-results", "congress", "/comparisons/", ("#table tbody tr:nth-child(2) a", ".tabs li:last-child a")
    ),
    Shot("review", "planner", "/documents/?state=review", ("#table tbody a", "a[href$='/review/']")),
    Shot("document", "reader", "/documents/?kind=work_report", ("#table tbody tr:last-child a",)),
    Shot("report", "owner", "/reports/", ("main a[href^='/reports/'][href$='/']",)),
    Shot("compare", "reader", "/compare/"),
    Shot("search", "reader", "/search/?q=就业"),
    Shot("body", "leader", "/", ("main table a[href$='/standing/']",)),
    Shot("audit", "auditor", "/audit/"),
)


def main() -> int:
    """0 when every picture was taken and all are small enough."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        subprocess.run([*COMMAND, "--demo", "--background", "--port", "8790", "--data", str(data)], check=True)  # noqa: S603
        try:
            address = str(json.loads((data / "server.json").read_text(encoding="utf-8"))["address"]).rstrip("/")
            password = str(json.loads((data / "demo.json").read_text(encoding="utf-8"))["password"])
            take_all(address, password)
        finally:
            subprocess.run([*COMMAND, "--stop", "--data", str(data)], check=True)  # noqa: S603
    size = sum(path.stat().st_size for path in PICTURES.glob("*.webp"))
    sys.stdout.write(f"{PICTURES}: {size / 2**20:.1f} MB\n")
    return 0 if size <= MOST_BYTES else 1


def take_all(address: str, password: str) -> None:
    """Every picture in every language."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = os.environ.get("PLANLEDGER_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for language, locale in LANGUAGES.items():
            tabs: dict[str, Page] = {}
            for shot in SHOTS:
                if shot.who not in tabs:
                    size: Any = {"width": 1366, "height": 768}
                    context = browser.new_context(locale=locale, viewport=size, reduced_motion="reduce")
                    tabs[shot.who] = logged_in(context.new_page(), address, shot.who, password)
                write(taken(tabs[shot.who], address, shot), PICTURES / f"{shot.name}.{language}.webp")
        browser.close()


def logged_in(page: Page, address: str, who: str, password: str) -> Page:
    """The tab of somebody."""
    page.goto(f"{address}/log-in/")
    page.fill("#id_username", who)
    page.fill("#id_password", password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")
    return page


def taken(page: Page, address: str, shot: Shot) -> bytes:
    """The picture as the browser makes it."""
    page.goto(address + shot.path)
    for link in shot.links:
        page.locator(link).first.click()
        page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.mouse.move(0, 767)
    return page.screenshot()


def write(picture: bytes, path: Path) -> None:
    """Keep ``picture``, as small as it gets without loss."""
    Image.open(io.BytesIO(picture)).convert("RGB").save(path, lossless=True, quality=75, method=4)


if __name__ == "__main__":
    sys.exit(main())
