"""Planledger 规划台账: planning documents into a ledger of promises and results, every number traceable to its sentence."""

__version__ = "0.1.0"
