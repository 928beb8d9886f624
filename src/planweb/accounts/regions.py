"""Regions of planledger's catalogue as rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from planledger.catalogue import load_catalogue
from planweb.accounts.models import Region

LEVELS_BELOW: Mapping[str, tuple[str, ...]] = {
    Region.Level.NATION: (Region.Level.PROVINCE,),
    Region.Level.PROVINCE: (Region.Level.PREFECTURE, Region.Level.COUNTY),
    Region.Level.PREFECTURE: (Region.Level.COUNTY,),
    Region.Level.COUNTY: (),
}
"""How high a region right below one of each level may stand."""


def known_codes() -> Collection[str]:
    """Codes of the regions that planledger's catalogue has."""
    return load_catalogue().regions.by_code.keys()


def load_regions() -> int:
    """How many regions were new or changed; rows that the catalogue no longer has stay, since bodies may lie there."""
    known = {region.code: region for region in Region.objects.all()}
    catalogue = load_catalogue().regions
    rows = []
    for code in sorted(catalogue.by_code):
        found = catalogue.by_code[code]
        above = [region.code for region in reversed(catalogue.ancestors(code))]
        path = "/".join([*above, code]) + "/"
        row = Region(code=code, name=found.name, level=found.level, parent_id=found.parent or None, path=path)
        old = known.get(code)
        if old is None or (old.name, old.level, old.parent_id, old.path) != (row.name, row.level, row.parent_id, path):
            rows.append(row)
    rows.sort(key=lambda row: row.path.count("/"))  # those above first
    Region.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=["name", "level", "parent", "path"]
    )
    return len(rows)
