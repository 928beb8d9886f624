"""Workbooks and tables: Excel and CSV."""

from planledger.reading.sheets.delimited import lift_csv
from planledger.reading.sheets.xls import lift_xls
from planledger.reading.sheets.xlsx import lift_xlsx

__all__ = ["lift_csv", "lift_xls", "lift_xlsx"]
