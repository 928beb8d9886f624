"""Numbers of plans into numbers: schedule and lights; knows no documents and no database."""

from planledger.planning.course import Course, Goal, Observation
from planledger.planning.lights import Judgement, Mark, judge
from planledger.planning.periods import Period, WrongPeriod, find_period, parse_period, periods_of
from planledger.planning.schedule import Due, due_by

__all__ = [
    "Course",
    "Due",
    "Goal",
    "Judgement",
    "Mark",
    "Observation",
    "Period",
    "WrongPeriod",
    "due_by",
    "find_period",
    "judge",
    "parse_period",
    "periods_of",
]
