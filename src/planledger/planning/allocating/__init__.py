"""Which projects start when, paid by whom, so that the plan is served best (项目跟着规划走, 资金和要素跟着项目走)."""

from planledger.planning.allocating.conflicts import Conflict, conflicts, find_conflict
from planledger.planning.allocating.faults import Fault, find_faults, without_faulty
from planledger.planning.allocating.limits import Limit, limit_said, limits_of, money_said
from planledger.planning.allocating.pricing import Price, Prices, Worth, prices_of
from planledger.planning.allocating.records import After, Decision, Fund, Goal, Programme, Project, Quota
from planledger.planning.allocating.refusing import Refusal, left_of_funds, left_of_quotas, refusals_of, spent_by_fund
from planledger.planning.allocating.solving import PROVEN, Allocation, NotExact, Options, Reached, Step, allocate
from planledger.planning.allocating.splitting import OWN, Payment
from planledger.planning.allocating.verifying import broken_limits
from planledger.planning.allocating.whatif import ALL_FUNDS, Change, Effect, changed, changes_for, effects_of

__all__ = [
    "ALL_FUNDS",
    "OWN",
    "PROVEN",
    "After",
    "Allocation",
    "Change",
    "Conflict",
    "Decision",
    "Effect",
    "Fault",
    "Fund",
    "Goal",
    "Limit",
    "NotExact",
    "Options",
    "Payment",
    "Price",
    "Prices",
    "Programme",
    "Project",
    "Quota",
    "Reached",
    "Refusal",
    "Step",
    "Worth",
    "allocate",
    "broken_limits",
    "changed",
    "changes_for",
    "conflicts",
    "effects_of",
    "find_conflict",
    "find_faults",
    "left_of_funds",
    "left_of_quotas",
    "limit_said",
    "limits_of",
    "money_said",
    "prices_of",
    "refusals_of",
    "spent_by_fund",
    "without_faulty",
]
