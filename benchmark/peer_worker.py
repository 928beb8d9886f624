"""Runs one peer on texts, in the peers' environment: ``python peer_worker.py recognizers|jionlp < texts.json``.

Texts are lists of paragraphs; what is found is ``[text, paragraph, start, end, kind, value]``.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time


def recognizers():
    """A function from a paragraph to what Microsoft Recognizers-Text finds in it."""
    import recognizers_suite as suite

    culture = suite.Culture.Chinese
    calls = [
        suite.recognize_number,
        suite.recognize_percentage,
        suite.recognize_currency,
        suite.recognize_dimension,
        suite.recognize_datetime,
    ]

    def find(text):
        for call in calls:
            for item in call(text, culture):
                value = (item.resolution or {}).get("value")
                yield item.start, item.end + 1, item.type_name, value

    return find


def jionlp():
    """A function from a paragraph to what JioNLP finds in it."""
    with contextlib.redirect_stdout(sys.stderr):
        import jionlp as jio

    def find(text):
        for item in jio.ner.extract_money(text, with_parsing=True) or []:
            number = (item.get("detail") or {}).get("num")
            yield *item["offset"], "money", number[0] if isinstance(number, list) else number
        for item in jio.ner.extract_time(text, with_parsing=False) or []:
            yield *item["offset"], item["type"], None

    return find


def main() -> None:
    """Write what the peer found to standard output, as JSON."""
    texts = json.load(sys.stdin)
    with contextlib.redirect_stdout(sys.stderr):
        find = {"recognizers": recognizers, "jionlp": jionlp}[sys.argv[1]]()
        list(find("2020年增长3.5%，投资20亿元。"))  # what is loaded on first use is not counted
        found, failures = [], 0
        start = time.process_time()
        for number, paragraphs in enumerate(texts):
            for at, paragraph in enumerate(paragraphs):
                try:
                    found += [[number, at, *item] for item in find(paragraph)]
                except Exception:  # noqa: BLE001  # a peer that fails on a paragraph is counted, not mended
                    failures += 1
        seconds = time.process_time() - start
    json.dump({"seconds": seconds, "failures": failures, "found": found}, sys.stdout, ensure_ascii=False, default=str)


if __name__ == "__main__":
    main()
