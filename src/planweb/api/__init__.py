"""The API under ``/api/v1``: everything read, figures pushed; the same permissions as the pages."""
