"""Printed pages to the text they hold: order of reading, paragraphs, what is set apart, tables (版面)."""
