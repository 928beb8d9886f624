"""Numbers of plans into numbers: schedule and lights; knows no documents and no database."""

from planledger.planning.course import Course, Goal, Observation
from planledger.planning.lights import Judgement, Mark, judge
from planledger.planning.periods import Period, parse_period
from planledger.planning.schedule import Due, due_by

__all__ = ["Course", "Due", "Goal", "Judgement", "Mark", "Observation", "Period", "due_by", "judge", "parse_period"]
