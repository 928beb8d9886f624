"""Records of a ledger to and from files: JSON Lines, CSV, Parquet, Excel."""

from planledger.ledger.gold_form import fulfilment_row, statement_row
from planledger.ledger.publishing import published, replace_file
from planledger.ledger.tables import ledger_tables
from planledger.ledger.writing import read_ledger, write_files, write_ledger

__all__ = [
    "fulfilment_row",
    "ledger_tables",
    "published",
    "read_ledger",
    "replace_file",
    "statement_row",
    "write_files",
    "write_ledger",
]
