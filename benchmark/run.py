"""``make benchmark``: accuracy, speed, memory, robustness and peers into ``docs/benchmarks.md``."""

from __future__ import annotations

import argparse
import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from accuracy import accuracy_lines
from allocation import allocation_lines
from consistency import consistency_lines
from decompose_size import decomposition_lines
from faults import fault_lines
from file_speed import file_speed_lines
from files import indicator_table_lines, macro_lines, made_lines, outcome_lines
from forecasts import forecast_lines
from fuzz import fuzz_lines
from machine import machine_lines
from material import Material
from peers import peer_lines
from planledger.version import __version__
from properties import property_lines
from robustness import robustness_lines
from scale import scale_lines
from speed import growth_lines, process_lines, speed_lines

ROOT = Path(__file__).resolve().parent.parent
SCANNED = 2000
"""Characters of each document that are read as scans, which takes seconds a page."""

INTRODUCTION = """\
# Benchmarks

Written by `make benchmark` ({command}); every part is measured in one run on one machine. The
documents, the annotated statements and their scorer lie outside this repository; no rule of Planledger names a
document, a place or a sentence. `python benchmark/run.py --only Speed Growth` measures parts; `make fuzz` tries mutated
inputs.
"""
SAID = {
    "Accuracy": """\
Statements by the scorer of the gold. A statement is *full* when its span and all seven fields agree. Two careful
readers agree with each other at 0.97. `full F1 without it` is the score of all other documents: no single document
carries the figure. *Linked right* and *wrong links* are of promises whose result a reader found.""",
    "Speed": """\
From bytes to records on one core: processor time, median of {runs} runs after one that is not counted. Loading the
catalogue and starting Python are not in it; they are in the start-up time below. The reference loop adds ten
million squares in plain Python: where other work shares the machine, its median lies well above its fastest slice, and
the last column is closer to what an idle core does. The last row is the wheel that `PLANLEDGER_COMPILE=1` builds,
measured in turns with the plain one; what it reads in the whole corpus is the same.""",
    "Growth": """\
The same text once and ten times over, with the digits of each copy turned so that no copy repeats another, and once
more word for word; cost of reading and extracting, fastest of {runs} runs taken in turns. Linear is a ratio of 10.""",
    "Process": "Whole processes, start of Python included.",
    # Before the parts that recognise pictures, whose memory would be counted to it.
    "File speed": """\
Processor time of reading alone (no statements) on one core; OCR runs on one thread. A Word page is 600 characters.""",
    "Robustness": "Every TXT and HTML file of the corpus and the five documents, through reading and extracting.",
    "Fuzz": """\
The last `make fuzz`: texts with bytes flipped, cut, spliced, in other encodings, in broken HTML; PDF, Word, Excel and
picture files with bytes, objects, streams, page trees, members, XML and headers changed, made to loop, to nest or to
expand without end. All are read by the workers that read a user's files. A fault is any error that is not ours, a span
that does not read back, or two records with one id; every twentieth input goes on to reconciling and to the tables of
the ledger. Other codes are our own refusals. Of pictures one in fifty is recognised in earnest, the others by a
stand-in.""",
    "Files": """\
Every PDF, Word, HTML and picture file of the corpus through reading and extracting. *Recognised* pages were read from
their picture. Below the table, what was refused or only partly read, and why.""",
    "Made files": """\
Files set from the cleaned text of the five documents: PDF by typst, Word by python-docx, scans at 200 dpi (turned by
up to 0.7°, blurred, grainy, JPEG) of their first characters. Character error is edit distance to the text, white space
left out; running heads, page numbers and footnotes were added and must stay apart. F1 compares statements in all
fields with those of the text itself, wherever they stand.""",
    "Main-indicator table": """\
The picture of the national plan's table of main indicators, cell by cell against the same figures from elsewhere:
label, base, target, average growth and attribute of every row.""",
    "City figures": """\
GDP, its growth and general public budget revenue in city communiqués and budget reports against a table of figures
from elsewhere, of whose rows some are weak. *Stated*: the document has the figure of the table in its text, as far as a
search for its digits tells; what is not stated cannot be read.""",
    "Peers": """\
The five documents in one process each, loading not counted; the peers get the cleaned text. *Covered*: gold numerals
that something returned overlaps. *Value right*: of all gold statements, those for which some returned value equals a
bound. The peers look for numbers, money and dates and say so; only statements are counted here, which is not what they
were made for.""",
    "Allocation": """\
Made programmes (five years, ten sources with rules, land and energy by year, windows, orders, groups, musts; money for
40% of all costs), each in a process of its own on one thread; a search stops within 0.1% of the best or after 45 s of
the processor. *Greedy*: musts, then the most points for the money, binding goals first, narrow sources first.
*Rounded*: the relaxation, its whole starts taken, the rest made to fit; *limits broken* before that is what plain
rounding breaks. Points: 100 is every goal reached, more is beyond targets at a fifth. *Gap*: how much better any plan
could be at most. *Processor* is all that the process worked, start, reading, split and check included; other work on
the machine stretches the wall's *seconds*. Every plan, the greedy ones too, passes the independent check in exact
arithmetic.""",
    "Consistency": """\
What `planledger check` finds. *Planted*: numbers of the gold statements of the five documents changed, one at a time,
so that they contradict another or themselves; and sentences added to the texts, read from the file on, that contradict
a gold statement or themselves. *Works* are what is done in a year (built, held, handed out), of which a text may well
give two numbers for two places; they are compared only where nothing before them can narrow them. Then every alarm on
untouched documents, judged by a reader of the text (`benchmark/consistency_judged.yaml`); places are offsets. Last, the
growth targets of nation, provinces (1998–2017, from `../shared/data`) and those cities whose reports are here.""",
    "Forecast": """\
GDP of prefectures, from `../shared/data`: every forecast is made from figures up to its origin, of the series itself
and of the similar regions beside it (all prefectures), and held against what came one to five years later; origins with
five figures in a row. The constants were chosen on the prefectures of every second province by
`benchmark/forecast_choice.py`; the figures below are of the other provinces, which share the nation's good and bad
years with them, and whose scores were in view while the form of the model was settled. CRPS is
on logarithms, so that each prefecture counts the same and 0.1 is an error of about 10%;
*below 80%* are outcomes under the interval, *above* over it. The naïve model is a random walk with drift on logarithms,
its distribution from its own residuals and the drift's error.""",
    "Faults": """\
The server of the web application is killed at random (SIGKILL to it, its worker and all that they started) while
documents are uploaded and read, statements reviewed, figures pushed, targets adopted and taken back, reports submitted
from a template, a body renamed, ledgers imported, backups and exports made; then a tenth as many backups and restores
by command. *In the hands of the worker*: what a kill cut off, which is done at a later start. *Lost*: answered with
success and not there; *broken*: half done, or not done at the end. After each kill everything is looked through, the
audit trail from its beginning at every twentieth; at last every document must be read and every chore done.""",
    "Scale": """\
Pages of the web application on a ledger of 200 plans, 20,000 indicators in plans, 1,000,000 figures, 200,000
statements, 500 bodies and 2,000 users: milliseconds in the server from request to response, 40 requests a page with
keys drawn at random, and the most queries of one. Server and database share the machine; *processor* is the median of
what the server's own process works for a page, which other work on the machine changes little. `**` marks what is over
200 ms or 25 queries. Who is late is kept until somebody writes; *first after a write* is without that.""",
    "Decomposition": """\
500 indicators of a plan of 5 years split over years and 60 counties, all exact in their last digit: levels, sums over
the years and weighted means, by every path and rule; two fifths have a ceiling, a quarter a first year that is over,
24 share money or land that is scarce in one year. Sums over the years close by year and by county at once. In a process
of its own, on one core, from records to records; *memory* is the most that the process took, numpy and HiGHS included.
*Broken*: what an independent check finds. *Left their path*: indicators that a limit or a ceiling moved. Below, the
same task in other ways, counted by the same check: of indicators and years, those whose counties do not sum, or weight,
to the city.""",
    "Properties": """\
Properties of the planning engine that Hypothesis tries to break, by `python benchmark/properties.py`: cases that it
drew, and what they were. Failing cases would be listed with their smallest example.""",
}


def main() -> int:
    """Run the parts asked for and write or print the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder of documents/ and gold/")
    parser.add_argument("--write", type=Path, help="file to write, such as docs/benchmarks.md; else standard output")
    parser.add_argument("--runs", type=int, default=15, help="runs of each timed part")
    parser.add_argument("--only", nargs="*", choices=list(SAID), default=list(SAID), help="parts")
    options = parser.parse_args()
    material = Material(options.shared)
    if not material.gold.is_dir():
        print(f"{options.shared}: no gold here; name its folder with --shared", file=sys.stderr)
        return 2
    parts: dict[str, Callable[[], list[str]]] = {
        "Accuracy": lambda: accuracy_lines(material),
        "Speed": lambda: speed_lines(material, options.runs),
        "Growth": lambda: growth_lines(material, options.runs),
        "Process": lambda: process_lines(material, options.runs),
        "Robustness": lambda: robustness_lines(material),
        "Fuzz": fuzz_lines,
        "Files": lambda: outcome_lines(material),
        "Made files": lambda: made_lines(material, scanned=SCANNED),
        "Main-indicator table": lambda: indicator_table_lines(material),
        "City figures": lambda: macro_lines(material),
        "File speed": lambda: file_speed_lines(material),
        "Peers": lambda: peer_lines(material, 3),
        "Consistency": lambda: consistency_lines(material),
        "Forecast": lambda: forecast_lines(material),
        "Allocation": allocation_lines,
        "Scale": scale_lines,
        "Faults": fault_lines,
        "Decomposition": lambda: decomposition_lines(3),
        "Properties": property_lines,
    }
    page = [INTRODUCTION.format(command="`python benchmark/run.py`"), *(f"- {line}" for line in machine_lines())]
    page += [f"- Planledger {__version__}, {dt.datetime.now(dt.UTC).date()}", ""]
    for name in options.only:
        print(f"{name} …", file=sys.stderr, flush=True)
        try:
            lines = parts[name]()
        except (OSError, subprocess.CalledProcessError) as error:
            lines = [f"Not measured: {type(error).__name__}."]
            print(f"{name}: {error}", file=sys.stderr)
        page += [f"## {name}", "", SAID[name].format(runs=options.runs), "", *lines, ""]
    text = "\n".join(page)
    if options.write:
        options.write.write_text(text, encoding="utf-8", newline="\n")
    else:
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
