"""The API as one object."""

from __future__ import annotations

from ninja import NinjaAPI, Router

from planweb.api.authentication import BearerToken
from planweb.api.catalogue import RESOURCES
from planweb.api.problems import connect_problems
from planweb.api.resources import add_resource
from planweb.api.routes import documents, figures, people

VERSION = "1"
DESCRIPTION = """\
Everything in the ledger that your roles let you see, and figures pushed in bulk.

* **Tokens**: made on the page of your account; sent as `Authorization: Bearer …`. A session is not accepted.
* **Lists**: by rising key, `limit` rows at a time (1000 at most); follow `next` until it is null.
* **What you may not see** is not there: 404.
* **Errors** have one shape: `{"code", "message", "details": [{"where", "message"}]}`.
* **Rate**: each token has a number of requests a minute; then 429 with `Retry-After`."""


def build_api() -> NinjaAPI:
    """Every operation."""
    api = NinjaAPI(
        title="Planledger 规划台账",
        version=VERSION,
        description=DESCRIPTION,
        urls_namespace="api",
        auth=BearerToken(),
        docs_url=None,
        openapi_url=None,  # served by a view of ours, which needs no session
    )
    connect_problems(api)
    lists = Router()
    api.add_router("", people.router)
    api.add_router("", documents.router)
    api.add_router("", figures.router)
    for resource in RESOURCES:
        add_resource(lists, resource)
    api.add_router("", lists)
    return api


API = build_api()
