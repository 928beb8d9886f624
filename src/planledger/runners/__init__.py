"""How the files of a run are worked through: each in a process of its own that may fail without the run.

A runner is a context manager whose ``map`` the pipeline uses. One for a cluster needs the same two things.
"""

from planledger.runners.guarded import Guarded

__all__ = ["Guarded"]
