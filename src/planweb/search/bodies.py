"""Bodies as things that can be found."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from planweb.accounts.models import Body
from planweb.search.indexing import follow
from planweb.search.kinds import Findable, SearchKind, register_searchable


def connect() -> None:
    """Let bodies be found, and keep the index in step with them."""
    register_searchable(
        SearchKind(
            code="body",
            number=5,
            name=_("责任单位"),
            permission="body",
            rows=lambda: Body.objects.select_related("region"),
            entries=_entries,
            address=lambda entry: reverse("accounts:body", args=[entry.key]),
        )
    )
    follow("body", Body)


def _entries(body: Body) -> Iterator[Findable]:
    said = " · ".join(filter(None, (body.short_name, body.region.name, str(body.get_kind_display()))))
    yield Findable(title=body.name, text=said, path=body.region.path, bodies=frozenset({body.pk}))
