"""From a document to what it says: statements, relations, commitments (抽取)."""
