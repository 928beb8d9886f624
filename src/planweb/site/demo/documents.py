"""The sample documents in the demonstration, as read and partly reviewed."""

from __future__ import annotations

from pathlib import Path

from django.utils import timezone

from planledger.model import Ledger
from planweb.accounts.models import User
from planweb.audit.recording import record_audit
from planweb.evidence.files import keep
from planweb.evidence.models import Document, Statement
from planweb.evidence.records import store_reading
from planweb.registry.models import Plan, Target

_SURE = 0.9
_UNREVIEWED = "2024-work-report"  # waits for whoever tries the review


def samples_folder() -> Path | None:
    """The sample documents of the city, which a checkout has."""
    found = Path(__file__).resolve().parents[4] / "samples"
    return found if (found / "documents").is_dir() else None


def read_samples() -> Ledger | None:
    """The ledger of the sample documents; None where there are none."""
    from planledger.pipeline import run

    folder = samples_folder()
    return run([folder / "documents", folder / "files"]) if folder else None


def bring_in(ledger: Ledger, *, city: str, by: User) -> dict[str, Document]:
    """Every document of ``ledger`` by its id, read."""
    brought = {}
    for read, extraction in zip(ledger.documents, ledger.extractions, strict=True):
        name = Path(read.path).name
        kept = keep([Path(read.path).read_bytes()], name)
        document = Document.objects.create(name=name, **kept._asdict(), said_by_user={"region": city}, brought_by=by)
        document = store_reading(document, read, extraction)
        record_audit(by, "document.create", document, after={"name": document.name})
        brought[read.id] = document
    return brought


def review(documents: dict[str, Document], by: User) -> None:
    """Confirm what was read with confidence, but for the newest document."""
    done = {"state": Statement.State.CONFIRMED, "reviewed_by": by, "reviewed_at": timezone.now()}
    for name, document in documents.items():
        if _UNREVIEWED not in name:
            number = document.statements.filter(confidence__gte=_SURE).update(**done)
            record_audit(by, "statement.confirm", document, after={"statements": number})


def link_targets(plan: Plan, documents: dict[str, Document]) -> None:
    """Give the plan's version the outline, and each target of its last year the sentence that it stands in."""
    outline = next((one for one in documents.values() if one.kind == Document.Kind.FIVE_YEAR_OUTLINE), None)
    if outline is None:
        return
    plan.versions.get().documents.add(outline)
    for target in Target.objects.filter(of__plan=plan, kind=Target.Kind.FIVE_YEAR).select_related("of__indicator"):
        said = outline.statements.filter(
            role=Statement.Role.TARGET, indicator_id=target.of.indicator.code, measure=target.measure
        )
        target.statement = next((one for one in said if (target.low or target.high) in {one.low, one.high}), None)
        target.save(update_fields=["statement"])
