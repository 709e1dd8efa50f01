"""The three-way merge of front matter: key by key, row by row, column by column.

Each value is judged by itself: what one side changed is taken, what both changed differently is a conflict and stays
as ours. To be there or not is a value too. A text is one value, however many lines it has.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple, TypeAlias

from portal.text.frontmatter import Value, is_empty, list_lines, mapping_lines
from portal.text.merge_lines import merge_lines
from portal.text.scalars import written

Place: TypeAlias = tuple[str, ...]
Fields: TypeAlias = dict[str, Value]


class Conflict(NamedTuple):
    """What both sides changed differently, as text for people; "" where there is nothing.

    `place` leads to a value of the front matter, with ids in place of numbers: ("recovery", "driving", "low"). For the
    body it is ("body",), and `line` is the line of the merged body, from 1; for front matter `line` is 0.
    """

    place: Place
    base: str
    ours: str
    theirs: str
    line: int = 0


def merge_fields(base: Fields, ours: Fields, theirs: Fields) -> tuple[Fields, list[Conflict]]:
    """The merged fields, and the conflicts, in which they hold ours. Empty values count as absent.

    Mappings merge by key. Lists in which every item has an id of its own merge by row; other lists as lines of a text
    do, and conflict as a whole. Keys and rows stand as in ours, or as in theirs if only that side put them in another
    order; if both put rows in another order, the list conflicts as a whole.
    """
    conflicts: list[Conflict] = []
    return _mapping((), _pruned(base), _pruned(ours), _pruned(theirs), conflicts), conflicts


def is_same(left: Value, right: Value) -> bool:
    """Whether two values are written alike, but for the order of keys. 1, 1.0, 1.00, "1" and true all differ."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(is_same(value, right[name]) for name, value in left.items())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(is_same, left, right))
    return type(left) is type(right) and str(left) == str(right)


def as_words(value: Value) -> str:
    """A value for people: a text as it is, a list or a mapping as its lines of YAML, nothing as ""."""
    if isinstance(value, dict):
        return "\n".join(mapping_lines(value, 0))
    if isinstance(value, list):
        return "\n".join(list_lines(value, 0))
    if value is None:
        return ""
    return value if isinstance(value, str) else written(value, 0)


def _pruned(fields: Fields) -> Fields:
    return {name: _filled(value) for name, value in fields.items() if not is_empty(value)}


def _filled(value: Value) -> Value:
    if isinstance(value, list):
        return [_filled(item) for item in value if not is_empty(item)]
    return _pruned(value) if isinstance(value, dict) else value


def _mapping(place: Place, base: Fields, ours: Fields, theirs: Fields, conflicts: list[Conflict]) -> Fields:
    merged: Fields = {}
    for name in {**ours, **theirs}:
        value = _value((*place, name), base.get(name), ours.get(name), theirs.get(name), conflicts)
        if value is not None:
            merged[name] = value
    shared = _shared_order(base, ours, theirs)
    if shared is None:
        shared = [name for name in ours if name in theirs]
    return {name: merged[name] for name in _woven(shared, ours, theirs) if name in merged}


def _value(place: Place, base: Value, ours: Value, theirs: Value, conflicts: list[Conflict]) -> Value:
    """One merged value; None is one that is not there."""
    merged: Value = None
    if isinstance(ours, dict) and isinstance(theirs, dict) and (base is None or isinstance(base, dict)):
        merged = _mapping(place, base or {}, ours, theirs, conflicts)
    elif isinstance(ours, list) and isinstance(theirs, list) and (base is None or isinstance(base, list)):
        merged = _list(place, base or [], ours, theirs, conflicts)
    elif is_same(base, theirs) or is_same(ours, theirs):
        return ours
    elif is_same(base, ours):
        return theirs
    if merged is None:
        conflicts.append(Conflict(place, as_words(base), as_words(ours), as_words(theirs)))
        return ours
    return merged


def _list(
    place: Place, base: list[Value], ours: list[Value], theirs: list[Value], conflicts: list[Conflict]
) -> list[Value] | None:
    """A merged list, or None if it conflicts as a whole."""
    old, left, right = _rows(base), _rows(ours), _rows(theirs)
    if old is None or left is None or right is None:
        return _items(base, ours, theirs)
    if _shared_order(old, left, right) is None:
        return None
    return list(_mapping(place, old, left, right, conflicts).values())


def _rows(items: list[Value]) -> Fields | None:
    """The rows of a list by their ids, or None if not every item is a mapping with an id of its own."""
    rows: Fields = {}
    for item in items:
        name = item.get("id") if isinstance(item, dict) else None
        if not isinstance(name, str) or name in rows:
            return None
        rows[name] = item
    return rows


def _items(base: list[Value], ours: list[Value], theirs: list[Value]) -> list[Value] | None:
    """Items merged as lines are, none more often than on the side that has it most often; None if they clash."""
    values: Fields = {}
    sides = [[_keep(item, values) for item in side] for side in (base, ours, theirs)]
    merged, clashes = merge_lines(*sides)
    if clashes:
        return None
    left = Counter(sides[1]) | Counter(sides[2])
    kept: list[Value] = []
    for line in merged:
        if left[line]:
            left[line] -= 1
            kept.append(values[line])
    return kept


def _keep(item: Value, values: Fields) -> str:
    """An item's lines of YAML, under which the item itself is kept."""
    line = "\n".join(list_lines([item], 0))
    values[line] = item
    return line


def _shared_order(base: Collection[str], ours: Collection[str], theirs: Collection[str]) -> list[str] | None:
    """The names that both sides have, in the order of the side that changed it; None if each has an order of its own.

    A name that the base has not, and both sides have in different places, is such an order too, unless one side alone
    put older names in another order.
    """
    left, right = [name for name in ours if name in theirs], [name for name in theirs if name in ours]
    if left == right:
        return left
    old = [name for name in base if name in ours and name in theirs]
    is_left_moved = [name for name in left if name in base] != old
    is_right_moved = [name for name in right if name in base] != old
    if is_left_moved == is_right_moved:
        return None
    return left if is_left_moved else right


def _woven(shared: Collection[str], ours: Iterable[str], theirs: Iterable[str]) -> Iterator[str]:
    """All names: those that are shared in their order, behind each what only ours has there, then only theirs."""
    behind: dict[str, list[str]] = {"": [], **{name: [] for name in shared}}
    for side in (ours, theirs):
        last = ""
        for name in side:
            if name in behind:
                last = name
            else:
                behind[last].append(name)
    for name, followers in behind.items():
        yield from [name, *followers] if name else followers
