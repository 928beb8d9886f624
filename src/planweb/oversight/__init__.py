"""Oversight: what the congress, auditors and administrators read of what was done."""
