"""Command line: one module a command, loaded when it is called."""

from planledger.cli.entry import main

__all__ = ["main"]
