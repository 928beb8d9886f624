"""What the API answers; the fields are those of the records."""
