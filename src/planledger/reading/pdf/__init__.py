"""PDF to lifted text: characters with their places, ruled lines, bookmarks; pages without text by their pictures."""

from planledger.reading.pdf.lifting import lift_pdf

__all__ = ["lift_pdf"]
