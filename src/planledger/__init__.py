"""Planledger 规划台账: planning documents into a ledger of promises and results, every number with its sentence.

The public names below are loaded when they are first asked for, so that importing the package costs nothing.

>>> import planledger
>>> document = planledger.read_document("地区生产总值增长5.5%以上。".encode(), name="云岭市2023年政府工作报告")
>>> [statement] = planledger.extract(document, planledger.load_catalogue()).statements
>>> statement.indicator, statement.low, statement.unit, statement.bound
('地区生产总值', 5.5, '%', 'at_least')
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from planledger.version import __version__ as __version__

if TYPE_CHECKING:
    from planledger.catalogue import load_catalogue as load_catalogue
    from planledger.extracting import extract as extract
    from planledger.model import Commitment as Commitment
    from planledger.model import Contradiction as Contradiction
    from planledger.model import Document as Document
    from planledger.model import Extraction as Extraction
    from planledger.model import Fulfilment as Fulfilment
    from planledger.model import Ledger as Ledger
    from planledger.model import NearMiss as NearMiss
    from planledger.model import Problem as Problem
    from planledger.model import Relation as Relation
    from planledger.model import Repair as Repair
    from planledger.model import Statement as Statement
    from planledger.pipeline import run as run
    from planledger.reading import Overrides as Overrides
    from planledger.reading import read_document as read_document
    from planledger.reconciling import find_contradictions as find_contradictions
    from planledger.reconciling import find_pairs as find_pairs
    from planledger.reconciling import reconcile as reconcile

_HOMES = {
    "load_catalogue": "catalogue",
    "extract": "extracting",
    "run": "pipeline",
    "Overrides": "reading",
    "read_document": "reading",
    "find_contradictions": "reconciling",
    "find_pairs": "reconciling",
    "reconcile": "reconciling",
} | dict.fromkeys(
    (
        "Commitment",
        "Contradiction",
        "Document",
        "Extraction",
        "Fulfilment",
        "Ledger",
        "NearMiss",
        "Problem",
        "Relation",
        "Repair",
        "Statement",
    ),
    "model",
)

__all__ = sorted([*_HOMES, "__version__"])  # noqa: PLE0605  # one list of names is enough


def __getattr__(name: str) -> Any:
    """The public name, loaded from its home on first use."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Public names, whether loaded or not."""
    return __all__
