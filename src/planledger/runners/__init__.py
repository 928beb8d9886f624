"""How the files of a run are worked through: one after another, or in several processes of one machine.

A runner is a context manager whose ``map`` the pipeline uses. One for a cluster needs the same two things.
"""

from planledger.runners.choosing import choose_runner
from planledger.runners.local import OneProcess, ProcessPool, Runner

__all__ = ["OneProcess", "ProcessPool", "Runner", "choose_runner"]
