"""The full-text index over the grams of the entries.

On SQLite an FTS5 table that takes its content from the entries, kept by triggers: a later migration that makes SQLite
rebuild the table of entries has to make the triggers again (``make_index``). On PostgreSQL a column that the database
computes, with a GIN index.
"""

from django.db import migrations

SQLITE = (
    (
        "CREATE VIRTUAL TABLE search_index USING fts5(grams, content='search_entry', content_rowid='id',"
        " tokenize='unicode61 remove_diacritics 0')"
    ),
    (
        "CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN"
        " INSERT INTO search_index(rowid, grams) VALUES (new.id, new.grams); END"
    ),
    (
        "CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN"
        " INSERT INTO search_index(search_index, rowid, grams) VALUES ('delete', old.id, old.grams); END"
    ),
    (
        "CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN"
        " INSERT INTO search_index(search_index, rowid, grams) VALUES ('delete', old.id, old.grams);"
        " INSERT INTO search_index(rowid, grams) VALUES (new.id, new.grams); END"
    ),
)
POSTGRESQL = (
    "ALTER TABLE search_entry ADD COLUMN vector tsvector GENERATED ALWAYS AS (to_tsvector('simple', grams)) STORED",
    "ALTER TABLE search_entry ALTER COLUMN vector SET STATISTICS 1000",
    "CREATE INDEX search_entry_vector ON search_entry USING gin (vector)",
)
UNDO = {
    "sqlite": (
        "DROP TRIGGER search_entry_added",
        "DROP TRIGGER search_entry_removed",
        "DROP TRIGGER search_entry_changed",
        "DROP TABLE search_index",
    ),
    "postgresql": ("ALTER TABLE search_entry DROP COLUMN vector",),
}


def make_index(apps, editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[editor.connection.vendor]:
        editor.execute(statement, params=None)


def drop_index(apps, editor):
    for statement in UNDO[editor.connection.vendor]:
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(make_index, drop_index)]
