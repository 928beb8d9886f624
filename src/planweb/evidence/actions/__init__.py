"""Writes to documents and to what they say."""
