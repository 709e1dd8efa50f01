"""The square that a telephone reads, as the path of a drawing."""

import segno

# Light modules around it, without which cameras do not find it.
BORDER = 4


def drawn(words: str) -> tuple[int, str]:
    """Side of the square in modules, border and all, and an SVG path of its dark ones: (41, "M4 4h7v1h-7z...")."""
    rows = list(segno.make(words, error="m", micro=False).matrix_iter(border=BORDER))
    dark = [(x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return len(rows), "".join(f"M{x} {y}h1v1h-1z" for x, y in dark)
