"""The audit trail: every write, chained so that no row can be edited, removed or added unnoticed."""
