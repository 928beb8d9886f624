"""Text and file of a document."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Router

from planweb.api import queries
from planweb.api.authentication import caller_of
from planweb.api.resources import REFUSALS, Key
from planweb.api.schemas.evidence import TextOut
from planweb.evidence.files import handed_out
from planweb.evidence.models import Document

router = Router()


@router.get(
    "/documents/{key}/text",
    response={200: TextOut, **REFUSALS},
    operation_id="get_document_text",
    summary="Text of a document",
    tags=["documents"],
)
def text(request: HttpRequest, key: Path[Key]) -> Any:
    """The text as it was read; 404 while the document is not read."""
    document = _find(request, key)
    reading = getattr(document, "reading", None)
    if reading is None:
        raise Http404
    return reading


@router.get(
    "/documents/{key}/file",
    response=REFUSALS,
    operation_id="get_document_file",
    summary="File of a document",
    tags=["documents"],
    openapi_extra={
        "responses": {
            200: {
                "description": "The bytes that were brought in, unchanged",
                "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    },
)
def file(request: HttpRequest, key: Path[Key]) -> Any:
    """The file that was brought in, byte for byte; always as a download, whatever it is."""
    document = _find(request, key)
    return handed_out(document.file, document.name)


def _find(request: HttpRequest, key: int) -> Document:
    found: Document = get_object_or_404(queries.documents(caller_of(request)).select_related("reading"), pk=key)
    return found
