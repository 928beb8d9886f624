"""Entries of before get the words that say their kind and year, by which PostgreSQL counts."""

from django.db import migrations

KIND = 59
"""Bits of an identifier below its kind."""


class Migration(migrations.Migration):
    dependencies = [("search", "0002_full_text")]

    operations = [
        migrations.RunSQL(
            f"UPDATE search_entry SET grams = 'ζk' || (id >> {KIND}) || coalesce(' ζy' || year, '') || ' ' || grams",
            migrations.RunSQL.noop,
        )
    ]
