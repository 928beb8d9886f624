"""Quickly made records behave as the frozen dataclasses that they are."""

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from typing import Any

import pytest

from planledger.model import Block, Commitment, Relation, Repair, Statement
from planledger.model.records import quick_record

RECORDS = (Block, Commitment, Relation, Repair, Statement)


@dataclass(frozen=True, slots=True)
class Slow:
    name: str
    size: int = 3
    marks: tuple[str, ...] = field(default=())


@quick_record
@dataclass(frozen=True, slots=True)
class Quick:
    name: str
    size: int = 3
    marks: tuple[str, ...] = field(default=())


class Special(Quick):
    """A record's subclass."""

    __slots__ = ()


def make(kind: type[Any]) -> Any:
    return kind(**{one.name: f"value of {one.name}" for one in fields(kind)})


@pytest.mark.parametrize("kind", RECORDS)
def test_every_field_is_where_it_was_put(kind: type[Any]) -> None:
    record = make(kind)
    assert type(record) is kind
    assert all(getattr(record, one.name) == f"value of {one.name}" for one in fields(kind))
    assert kind(*(f"value of {one.name}" for one in fields(kind))) == record


@pytest.mark.parametrize("kind", RECORDS)
def test_a_record_is_frozen_and_hashable(kind: type[Any]) -> None:
    record = make(kind)
    with pytest.raises(FrozenInstanceError):
        record.start = 1
    with pytest.raises(FrozenInstanceError):
        del record.start
    with pytest.raises((AttributeError, TypeError)):
        record.unheard_of = 1
    assert not hasattr(record, "__dict__")
    assert len({record, make(kind)}) == 1


@pytest.mark.parametrize("kind", RECORDS)
def test_a_record_travels_and_is_copied(kind: type[Any]) -> None:
    record = make(kind)
    assert pickle.loads(pickle.dumps(record)) == record
    assert copy.deepcopy(record) == record
    assert replace(record, start=7).start == 7
    assert replace(record, start=7) != record


def test_defaults_signature_and_text_are_those_of_the_dataclass() -> None:
    assert repr(Quick("a")) == repr(Slow("a")).replace("Slow", "Quick")
    assert inspect.signature(Quick) == inspect.signature(Slow)
    assert Quick("a", marks=("b",)) == Quick(name="a", size=3, marks=("b",))


@pytest.mark.parametrize(
    "arguments", [((), {}), (("a", 1, (), 4), {}), (("a",), {"colour": 1}), (("a",), {"name": "b"})]
)
def test_wrong_arguments_are_refused(arguments: tuple[tuple[Any, ...], dict[str, Any]]) -> None:
    with pytest.raises(TypeError):
        Quick(*arguments[0], **arguments[1])


def test_a_subclass_stays_what_it_is() -> None:
    assert type(Special("a")) is Special


@dataclass(frozen=True, slots=True)
class Listed:
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Checked:
    name: str

    def __post_init__(self) -> None:
        """Check nothing."""


@dataclass(frozen=True)
class Loose:
    name: str


@pytest.mark.parametrize("kind", [Listed, Checked, Loose])
def test_records_with_more_to_their_making_are_refused(kind: type[Any]) -> None:
    with pytest.raises(TypeError, match=kind.__name__):
        quick_record(kind)
