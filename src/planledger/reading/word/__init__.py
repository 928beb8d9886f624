"""Word documents: DOCX as they are, older ones through LibreOffice."""

from planledger.reading.word.converting import lift_doc
from planledger.reading.word.document import lift_docx

__all__ = ["lift_doc", "lift_docx"]
