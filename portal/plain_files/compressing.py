"""Packed variants beside a file, so that no server has to pack while somebody waits."""

import gzip

import brotli

PACKED = {".html", ".css", ".js", ".svg", ".xml", ".txt", ".json"}
# A page is a twentieth smaller with 11, which takes ten times as long: too long for a site of ten thousand pages.
BROTLI_QUALITY = 9
GZIP_LEVEL = 9
ENDINGS = (".gz", ".br")


def variants(name: str, body: bytes) -> dict[str, bytes]:
    """The packed variants of a file by the ending of each; none that would not be smaller."""
    if not any(name.endswith(ending) for ending in PACKED):
        return {}
    packed = {
        # Without a time in it: the same page is the same bytes.
        ".gz": gzip.compress(body, GZIP_LEVEL, mtime=0),
        ".br": brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY),
    }
    return {ending: made for ending, made in packed.items() if len(made) < len(body)}
