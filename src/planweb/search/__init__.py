"""Finding words of two characters, and numbers, in everything that the ledger holds."""
