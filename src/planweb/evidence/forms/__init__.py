"""Forms and filters of evidence."""
