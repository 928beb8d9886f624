"""Entries of before get the words that say their kind and year, by which PostgreSQL counts."""

from django.db import migrations

# Below bit 59 of an identifier lie year, key and part.
WORDS = "UPDATE search_entry SET grams = 'ζk' || (id >> 59) || coalesce(' ζy' || year, '') || ' ' || grams"


class Migration(migrations.Migration):
    dependencies = [("search", "0002_full_text")]

    operations = [migrations.RunSQL(WORDS, migrations.RunSQL.noop)]
