"""Which coding a browser likes best."""

import pytest

from portal.ready.accepted import accepted


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("", ("",)),
        ("gzip, deflate, br, zstd", ("br", "gzip", "")),
        ("gzip", ("gzip", "")),
        ("GZIP;Q=1.0 , BR;q=0.5", ("gzip", "br", "")),
        ("x-gzip", ("gzip", "")),
        ("br;q=0, gzip", ("gzip", "")),
        ("br;q=0.8, gzip;q=0.9, identity;q=1", ("", "gzip", "br")),
        ("*", ("br", "gzip", "")),
        ("*;q=0.5, gzip", ("gzip", "br", "")),
        ("*;q=0", ("",)),
        ("identity;q=0", ("",)),
        ("identity;q=0, br", ("br", "")),
        ("*;q=0, gzip;q=0.1", ("gzip", "")),
        ("identity", ("",)),
        ("identity, *;q=0", ("",)),
        ("zstd, deflate", ("",)),
        ("gzip;q=high, br;q=-1", ("",)),
        ("gzip;q=1.5", ("gzip", "")),
        ("gzip;q=2", ("",)),
        ("gzip;level=9", ("",)),
        (",,;q=1,", ("",)),
        ("br;q=0.001", ("br", "")),
        ("gzip;q=0.²", ("",)),
        ("gzip" * 5_000, ("",)),
    ],
)
def test_codings_come_in_the_order_in_which_they_are_liked(header, wanted):
    assert accepted(header) == wanted
