"""What a document offers a plan: indicators with their targets, and passages at which a person must look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from planweb.accounts.models import Region
from planweb.evidence.models import Document, Said
from planweb.registry.matching import Doubt, doubt_of, in_unit
from planweb.registry.models import Adoption, Indicator, Plan, PlanIndicator, PlanVersion, Target
from planweb.registry.passages import Passage, passages_of

SURE = 0.9  # confidence from which a passage that nobody reviewed is preselected
LEVEL, GROWTH = PlanIndicator.Measure.LEVEL, PlanIndicator.Measure.GROWTH


@dataclass(slots=True)
class Wish:
    """One target that a passage says, in the unit of its indicator; ``repeats`` are passages that say it again.

    ``existing`` is the target that the plan has there already, and ``changes`` says whether it is another value.
    """

    passage: Passage
    kind: str
    year: int
    first_year: int | None
    region: str
    measure: str
    low: float | None
    high: float | None
    existing: Target | None = None
    repeats: list[Passage] = field(default_factory=list)

    @property
    def place(self) -> tuple[object, ...]:
        """What a plan's indicator has one target of."""
        return self.kind, self.year, self.first_year, self.region, self.measure

    @property
    def changes(self) -> bool:
        """Whether the plan has another value there."""
        old = self.existing
        return old is not None and (old.low, old.high, old.reference) != (self.low, self.high, self.passage.reference)


@dataclass(slots=True)
class Proposal:
    """One indicator with everything that the document says of it."""

    indicator: Indicator
    name: str
    measure: str
    unit: str
    attribute: str
    row: PlanIndicator | None
    wishes: list[Wish] = field(default_factory=list)
    base: Passage | None = None
    base_value: float | None = None

    @property
    def key(self) -> str:
        """What names it in a form."""
        return self.indicator.code

    @property
    def confidence(self) -> float:
        """How sure its least sure passage is; what a person reviewed is sure."""
        return min(1.0 if wish.passage.reviewed else wish.passage.confidence for wish in self.wishes)

    @property
    def sure(self) -> bool:
        """Whether it may be taken without a closer look."""
        return self.confidence >= SURE and all(wish.passage.year is not None for wish in self.wishes)


@dataclass(slots=True)
class Offer:
    """Everything that a document offers a plan."""

    proposals: list[Proposal]
    doubtful: list[tuple[Passage, str]]
    adopted: int


def offer_of(document: Document, plan: Plan, *, proposed: bool = True) -> Offer:
    """What ``document`` offers ``plan``, without what became of its passages before."""
    done = set(Adoption.objects.filter(plan=plan, document=document).values_list("passage", flat=True))
    passages = [passage for passage in passages_of(document, proposed=proposed) if passage.key not in done]
    regions = _paths({passage.region for passage in passages})
    # What is said of the year before the plan is its base, whatever role the reader took it for.
    base_year = plan.first_year - 1
    others = [one for one in passages if one.role != Said.Role.TARGET or one.first_year == one.year == base_year]
    targets = [one for one in passages if one.role == Said.Role.TARGET and one.year != base_year]
    doubts = [(one, doubt_of(one, plan, regions)) for one in targets]
    sure, doubtful = [one for one, doubt in doubts if not doubt], [one for one in doubts if one[1]]
    proposals, two_values = group_by_indicator(sure, others, plan)
    doubtful += [(passage, str(Doubt.VALUES)) for passage in two_values]
    doubtful.sort(key=lambda one: one[0].start)
    return Offer(proposals, doubtful, len(done))


def group_by_indicator(
    targets: Iterable[Passage], others: Sequence[Passage], plan: Plan
) -> tuple[list[Proposal], list[Passage]]:
    """An indicator for all passages that name it, and the passages that say another value than one before."""
    targets = list(targets)
    indicators = Indicator.objects.in_bulk({one.indicator_id for one in targets}, field_name="code")
    rows = rows_by_code(plan)
    newest = plan.versions.order_by("-number").first()
    found: dict[str, Proposal] = {}
    two_values = []
    for passage in sorted(targets, key=lambda one: one.is_growth):  # levels first: they say the unit
        indicator = indicators.get(passage.indicator_id)
        if indicator is None:
            continue
        proposal = found.get(indicator.code) or proposal_for(passage, indicator, rows.get(indicator.code, ()))
        wish = wish_of(passage, proposal, plan)
        if wish is None or _denies(wish, newest) or not _add(wish, proposal):
            two_values.append(passage)
            continue
        found[indicator.code] = proposal
        proposal.attribute = passage.attribute or proposal.attribute
    proposals = sorted(found.values(), key=lambda one: one.wishes[0].passage.start)
    for proposal in proposals:
        _find_base(proposal, others, plan)
    return proposals, two_values


def rows_by_code(plan: Plan) -> dict[str, list[PlanIndicator]]:
    """The indicators that ``plan`` has, with their targets, by code."""
    found: dict[str, list[PlanIndicator]] = {}
    for row in plan.indicators.select_related("indicator").prefetch_related("targets__version"):
        found.setdefault(row.indicator.code, []).append(row)
    return found


def proposal_for(passage: Passage, indicator: Indicator, rows: Sequence[PlanIndicator]) -> Proposal:
    """The indicator, joined to the one of ``rows`` that the plan has already."""
    row = next((row for row in rows if row.name == passage.indicator), rows[0] if rows else None)
    if row is not None:
        return Proposal(indicator, row.name, row.measure, row.unit, row.attribute, row)
    measure = GROWTH if passage.is_growth or (passage.reference and passage.measure == GROWTH) else LEVEL
    name = passage.indicator[:300] or indicator.name
    unit = passage.unit or ("%" if measure == GROWTH else "")
    return Proposal(indicator, name, measure, unit, PlanIndicator.Attribute.ANTICIPATORY, None)


def wish_of(passage: Passage, proposal: Proposal, plan: Plan) -> Wish | None:
    """The target that ``passage`` says; None where its unit cannot be turned into that of the indicator."""
    measure = GROWTH if passage.is_growth else LEVEL
    low, high = passage.low, passage.high
    if measure == LEVEL and proposal.measure == LEVEL and passage.statement is not None:
        values = [None if one is None else in_unit(one, passage.unit, proposal.unit) for one in (low, high)]
        if [one is None for one in values] != [low is None, high is None]:
            return None
        low, high = values
    year = passage.year if passage.year is not None else plan.last_year
    year = min(max(year, plan.first_year), plan.last_year)
    spans = passage.first_year is not None and passage.first_year < year
    cumulative = spans and (measure == GROWTH or proposal.indicator.kind == Indicator.Kind.FLOW)
    share = passage.region if passage.region not in {"", plan.region_id} else ""
    whole = Target.Kind.FIVE_YEAR if year == plan.last_year and plan.tier != Plan.Tier.ANNUAL else Target.Kind.ANNUAL
    kind = str(Target.Kind.SHARE if share else whole)
    wish = Wish(passage, kind, year, passage.first_year if cumulative else None, share, str(measure), low, high)
    if proposal.row is not None:
        wish.existing = next((one for one in proposal.row.targets.all() if place_of_target(one) == wish.place), None)
    return wish


def _denies(wish: Wish, newest: PlanVersion | None) -> bool:
    """Whether another document of the same version said another value."""
    old = wish.existing
    return wish.changes and old is not None and newest is not None and old.version_id == newest.pk


def _add(wish: Wish, proposal: Proposal) -> bool:
    """Whether ``wish`` fits to what the proposal holds: alone in its place, or saying the same."""
    for other in proposal.wishes:
        if other.place == wish.place:
            if other.passage.values != wish.passage.values:
                return False
            other.repeats.append(wish.passage)
            return True
    proposal.wishes.append(wish)
    return True


def _find_base(proposal: Proposal, others: Sequence[Passage], plan: Plan) -> None:
    """The value of the year before the plan, where the document says one."""
    if proposal.row is not None and proposal.row.base_value is not None:
        return
    for passage in others:
        value = passage.low if passage.low is not None else passage.high
        is_base = (
            passage.indicator_id == proposal.indicator.code
            and not passage.subject
            and passage.measure == proposal.measure
            and passage.region in {"", plan.region_id}
            and passage.first_year == passage.year == plan.first_year - 1
        )
        if is_base and value is not None:
            unit = "%" if proposal.measure == GROWTH else proposal.unit
            proposal.base_value = in_unit(value, passage.unit, unit)
            proposal.base = passage if proposal.base_value is not None else None
            if proposal.base is not None:
                return


def place_of_target(target: Target) -> tuple[object, ...]:
    """What a plan's indicator has one target of, as ``Wish.place``."""
    return target.kind, target.year, target.first_year, target.region_id or "", target.measure


def _paths(codes: set[str]) -> dict[str, str]:
    return dict(Region.objects.filter(pk__in=codes - {""}).values_list("pk", "path"))
