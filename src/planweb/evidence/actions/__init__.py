"""Writes of evidence."""
