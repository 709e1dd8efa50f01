"""What the database knows of its own rows, by which it chooses the shortest way to them."""

from django.db import connection

# Rows of an index that SQLite looks at; enough to know what tells rows apart, and a matter of milliseconds.
LOOKED_AT = 1000


def take_stock() -> None:
    """Let the database count what there is of what. After a load, and once a day, for libraries grow by themselves too.

    PostgreSQL does so by itself, but only a while after a load; SQLite never does.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {LOOKED_AT}")
        cursor.execute("ANALYZE")
