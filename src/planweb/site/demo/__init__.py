"""The ledger of an invented city, to try everything on; only in a data folder made for it."""
