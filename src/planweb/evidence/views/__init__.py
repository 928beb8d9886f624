"""Pages of documents and their review."""
