"""From files to a ledger: the only place where the stages meet."""

from planledger.pipeline.collecting import Collected, collect_files
from planledger.pipeline.comparing import compare
from planledger.pipeline.picturing import draw_ledger, draw_passage
from planledger.pipeline.reading_files import Job, Outcome, read_file, read_files
from planledger.pipeline.running import run, run_collected

__all__ = [
    "Collected",
    "Job",
    "Outcome",
    "collect_files",
    "compare",
    "draw_ledger",
    "draw_passage",
    "read_file",
    "read_files",
    "run",
    "run_collected",
]
