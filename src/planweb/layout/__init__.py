"""What all pages share: frame, tables, forms, notices, headers; knows nothing of what the pages are about."""
