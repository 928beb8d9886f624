"""The web application of Planledger: the live ledger that a planning office works on."""
