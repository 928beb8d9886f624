"""A kind of record as two operations: a list by pages, filtered, and one of them."""

# No postponed annotations here: the parameters of the operations are built while the module runs.
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema
from pydantic import AfterValidator, create_model

from planweb.accounts.models import User
from planweb.api.authentication import caller_of
from planweb.api.problems import Error

MOST_ROWS, ROWS = 1000, 100
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Word = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]+$")]
Code = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
FIRST_YEAR, LAST_YEAR = 1900, 2200
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]


def _in_range(value: Any) -> Any:
    """A day or time that every database can hold in every zone; without a zone it is that of the ledger."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"a year from {FIRST_YEAR} to {LAST_YEAR}")
    naive = isinstance(value, dt.datetime) and value.tzinfo is None
    return timezone.make_aware(value) if naive else value


Day = Annotated[dt.date, AfterValidator(_in_range)]
Moment = Annotated[dt.datetime, AfterValidator(_in_range)]
REFUSALS: dict[Any, Any] = {401: Error, 403: Error, 404: Error, 422: Error, 429: Error, 500: Error}
LIST_REFUSALS: dict[Any, Any] = {code: said for code, said in REFUSALS.items() if code != 404}


@dataclass(frozen=True, slots=True)
class Filter:
    """A parameter that narrows a list.

    Attributes:
        type: What it takes.
        lookup: Lookup of the database; ``{}`` stands for the value.
        says: What it does.
    """

    type: Any
    lookup: str
    says: str
    shape: str = "{}"


def in_region(before: str = "") -> Filter:
    """Rows of a region and of those below it."""
    return Filter(Code, f"{before}region__path__contains", "code of a region; those below it count too", "{}/")


def exactly(lookup: str, says: str, kind: Any = Word) -> Filter:
    """Rows with this value."""
    return Filter(kind, lookup, says)


def since(lookup: str, says: str) -> Filter:
    """Rows from this day or time on."""
    return Filter(Day if lookup == "due_on" else Moment, f"{lookup}__gte", says)


@dataclass(frozen=True, slots=True)
class Resource:
    """A kind of record.

    Attributes:
        path: Last part of its address.
        tag: Heading under which it is described.
        says: What its rows are.
        schema: What a row answers.
        rows: Those that a person may see.
        filters: Parameters of the list.
        key: Field that orders the list and names a row.
        key_type: What the key is.
    """

    path: str
    tag: str
    says: str
    schema: type[Schema]
    rows: Callable[[User], QuerySet[Any]]
    filters: Mapping[str, Filter] = field(default_factory=dict)
    key: str = "pk"
    key_type: Any = Key


def add_resource(router: Router, resource: Resource) -> None:
    """Let ``router`` answer for the records of ``resource``."""
    name = resource.path.replace("-", "_")
    in_query: Any = Query  # types that are made here, which no checker can know
    in_path: Any = Path
    query = _query_of(resource)
    page = create_model(
        f"{resource.schema.__name__.removesuffix('Out')}Page",
        __base__=Schema,
        __doc__=f"A page of {resource.path}, by rising key.",
        items=(list[resource.schema], ...),  # type: ignore[name-defined]
        next=(str | None, Field(None, description="address of the next page; null on the last")),
    )

    def listing(request: HttpRequest, query: Any) -> Any:
        return _page_of(request, resource, query.model_dump(exclude_none=True))

    def detail(request: HttpRequest, key: Any) -> Any:
        return get_object_or_404(resource.rows(caller_of(request)), pk=key)

    listing.__annotations__ = {"request": HttpRequest, "query": in_query[query]}
    detail.__annotations__ = {"request": HttpRequest, "key": in_path[resource.key_type]}
    router.add_api_operation(
        f"/{resource.path}",
        ["GET"],
        listing,
        response={200: page, **LIST_REFUSALS},
        operation_id=f"list_{name}",
        summary=f"List {resource.path}",
        description=f"{resource.says} By rising key; ``next`` leads to the rows after these.",
        tags=[resource.tag],
    )
    router.add_api_operation(
        f"/{resource.path}/{{key}}",
        ["GET"],
        detail,
        response={200: resource.schema, **REFUSALS},
        operation_id=f"get_{name}",
        summary=f"One of {resource.path}",
        description=resource.says,
        tags=[resource.tag],
    )


def _query_of(resource: Resource) -> type[Schema]:
    fields: dict[str, Any] = {
        "after": (resource.key_type | None, Field(None, description="key of the last row of the page before")),
        "limit": (int, Field(ROWS, ge=1, le=MOST_ROWS, description="rows of a page")),
    }
    for name, filter_ in resource.filters.items():
        fields[name] = (filter_.type | None, Field(None, description=filter_.says))
    made: type[Schema] = create_model(f"{resource.schema.__name__}Query", __base__=Schema, **fields)
    return made


def _page_of(request: HttpRequest, resource: Resource, said: dict[str, Any]) -> dict[str, Any]:
    limit, after = said.pop("limit"), said.pop("after", None)
    rows = resource.rows(caller_of(request))
    for name, value in said.items():
        filter_ = resource.filters[name]
        rows = rows.filter(**{filter_.lookup: filter_.shape.format(value) if filter_.shape != "{}" else value})
    if after is not None:
        rows = rows.filter(pk__gt=after)
    found = list(rows.order_by("pk")[: limit + 1])
    following = None
    if len(found) > limit:
        query = {**request.GET.dict(), "after": found[limit - 1].pk, "limit": limit}
        following = request.build_absolute_uri(f"{request.path}?{urlencode(query)}")
    return {"items": found[:limit], "next": following}
