"""What pages show of figures, reports and lights."""
