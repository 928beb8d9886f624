"""Alerts (预警): rules that people write on any indicator, in a small published language."""

from planledger.planning.alerts.judging import Alert, Case, raise_alerts
from planledger.planning.alerts.language import AlertRule, Condition, WrongCondition, parse_conditions, published_rules

__all__ = [
    "Alert",
    "AlertRule",
    "Case",
    "Condition",
    "WrongCondition",
    "parse_conditions",
    "published_rules",
    "raise_alerts",
]
