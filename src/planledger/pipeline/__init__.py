"""From files to a ledger: the only place where the stages meet."""

from planledger.pipeline.collecting import Collected, collect_files
from planledger.pipeline.comparing import compare
from planledger.pipeline.picturing import Passage, draw_ledger, draw_passage
from planledger.pipeline.reading_files import Job, Outcome, read_file, read_files
from planledger.pipeline.running import reconciled, run, run_collected

__all__ = [
    "Collected",
    "Job",
    "Outcome",
    "Passage",
    "collect_files",
    "compare",
    "draw_ledger",
    "draw_passage",
    "read_file",
    "read_files",
    "reconciled",
    "run",
    "run_collected",
]
