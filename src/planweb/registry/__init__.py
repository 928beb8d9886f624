"""Plans, indicators and targets."""
