"""The application as a server runs it."""

from __future__ import annotations

import gc
from typing import Any


def make_application() -> Any:
    """The WSGI application with its pages and the catalogue loaded, so that the first visitor does not wait for them.

    What is loaded stays as long as the server runs and is left out of garbage collection, which would look through it
    again every few requests, a tenth of a second each time.
    """
    from django.core.wsgi import get_wsgi_application
    from django.urls import get_resolver

    from planledger.catalogue import load_catalogue

    application = get_wsgi_application()
    get_resolver().check()
    load_catalogue()
    gc.collect()
    gc.freeze()
    return application
