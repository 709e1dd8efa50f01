"""The part of a question that both databases ask alike."""

from portal.search.asked import Scope
from portal.search.reading import marks


def scoped(scope: Scope) -> tuple[str, list[str]]:
    """A condition on the table of entries, called `entry`, and its values."""
    conditions, values = ["entry.language = %s", "entry.country IN ('', %s)"], [scope.language, scope.country]
    if scope.kinds and scope.stage:
        conditions.append(f"(entry.kind IN ({marks(scope.kinds)}) OR entry.stage = %s)")
        values += [*scope.kinds, scope.stage]
    elif scope.kinds:
        conditions.append(f"entry.kind IN ({marks(scope.kinds)})")
        values += scope.kinds
    elif scope.stage:
        conditions.append("entry.stage = %s")
        values.append(scope.stage)
    return " AND ".join(conditions), values
