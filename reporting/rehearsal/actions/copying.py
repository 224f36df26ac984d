"""The copy's database: made in one moment of the real one, emptied of what must not travel, dropped without a trace.

With SQLite it is a file, with PostgreSQL a schema in the same database.
"""

import shutil
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from clusters.models import User
from reporting import sealing
from reporting.letters.models import Letter, Told
from reporting.rehearsal.models import Rehearsal
from reporting.submissions.models import FieldNote

SECONDS_TO_DROP = 10  # that dropping waits for those who still read in the copy


def make_database(copy):
    """Copy the whole database as it is at one moment, while others go on writing."""
    if connection.vendor == "sqlite":
        copy.folder.mkdir(parents=True, mode=0o700)
        connection.ensure_connection()
        with closing(sqlite3.connect(copy.database_file)) as target:
            connection.connection.backup(target)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        source = cursor.fetchone()[0]
    sealed = sealing.connection_to(copy, real=connection)
    try:
        _copy_schema(sealed, source, copy.schema)
    finally:
        sealed.close()


def _copy_schema(sealed, source, target):
    """Tables, rows, numbering and references, in one transaction that sees one moment: all of it, or nothing."""
    quote = sealed.ops.quote_name
    with _transaction_on(sealed), sealed.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute(f"CREATE SCHEMA {quote(target)}")
        cursor.execute(f"SET LOCAL search_path TO {quote(source)}")
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY tablename", [source])
        tables = [name for (name,) in cursor.fetchall()]
        references = _references(cursor, source)
        cursor.execute(f"SET LOCAL search_path TO {quote(target)}")
        for name in map(quote, tables):
            cursor.execute(f"CREATE TABLE {name} (LIKE {quote(source)}.{name} INCLUDING ALL)")
            cursor.execute(f"INSERT INTO {name} OVERRIDING SYSTEM VALUE SELECT * FROM {quote(source)}.{name}")
        for table, name, definition in references:
            cursor.execute(f"ALTER TABLE {quote(table)} ADD CONSTRAINT {quote(name)} {definition}")
        _number_on(cursor, target, quote)


@contextmanager
def _transaction_on(sealed):
    """A transaction on a connection that stands under no name; closing the connection undoes what was not finished."""
    sealed.ensure_connection()
    sealed.set_autocommit(False)
    yield
    sealed.commit()
    sealed.set_autocommit(True)


def _references(cursor, source):
    """The foreign keys of the real tables as (table, name, definition); other tables are named without their schema."""
    cursor.execute(
        "SELECT c.conrelid::regclass::text, c.conname, pg_get_constraintdef(c.oid) FROM pg_constraint c"
        " JOIN pg_namespace n ON n.oid = c.connamespace WHERE c.contype = 'f' AND n.nspname = %s",
        [source],
    )
    return [(table.strip('"'), name, definition) for table, name, definition in cursor.fetchall()]


def _number_on(cursor, target, quote):
    """Let new rows be numbered after those that were copied."""
    cursor.execute(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = %s AND is_identity = 'YES'",
        [target],
    )
    for table, column in cursor.fetchall():
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence(%s, %s), COALESCE(MAX({quote(column)}), 1),"
            f" MAX({quote(column)}) IS NOT NULL) FROM {quote(table)}",
            [f"{quote(target)}.{quote(table)}", column],
        )


def leave_at_the_door():
    """Empty the copy of what must not travel: log-ins, waiting jobs, letters, the units' private notes. Called inside it."""
    with transaction.atomic():
        for model in (Session, DBTaskResult, Told, Letter, Authenticator, Rehearsal, FieldNote):
            model.objects.all().delete()
        # A password that was set stays known as set; what it was is not.
        User.objects.exclude(password__startswith="!").update(password="")
    cache.clear()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")  # what was deleted is in no page of the file any more


def size_of(copy) -> int:
    """Bytes that the copy takes."""
    files = sum(path.stat().st_size for path in copy.folder.rglob("*") if path.is_file())
    if connection.vendor == "sqlite":
        return files
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(SUM(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = %s AND c.relkind = 'r'",
            [copy.schema],
        )
        return files + cursor.fetchone()[0]


def remains():
    """What there is of copies: their folders, and the names of their schemas. Asked in the real house."""
    root = Path(settings.REHEARSAL_DIR)
    folders = list(root.iterdir()) if root.is_dir() else []
    if connection.vendor != "postgresql":
        return folders, []
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname ~ '^rehearsal_[0-9]+$'")
        return folders, [name for (name,) in cursor.fetchall()]


def remove(folders, schemas):
    """Remove these folders and schemas. Waits some seconds for those who read there, then raises DatabaseError."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    for schema in schemas:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{SECONDS_TO_DROP}s'")
            cursor.execute(f"DROP SCHEMA IF EXISTS {connection.ops.quote_name(schema)} CASCADE")
