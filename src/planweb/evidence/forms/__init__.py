"""Forms and filters of documents and their review."""
