"""Forms and filters of plans."""
