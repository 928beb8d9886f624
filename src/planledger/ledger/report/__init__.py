"""The report: one HTML page that says what became of the promises and shows the sentences."""

from planledger.ledger.report.page import page_text, write_report

__all__ = ["page_text", "write_report"]
