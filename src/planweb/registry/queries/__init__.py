"""What pages show of plans."""
