"""Characters that nobody types on purpose."""

import pytest

from portal.text.characters import only_seen


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\nd\r\r\ne", "a\nb\nc\nd\n\ne"),
        ("e\u0301", "\u00e9"),
        ("a\x00b\u202ec\u2028d\ufeff\ud800", "abcd"),
        # What hid between a letter and its accent keeps them apart no longer.
        ("e\u2066\u0301", "\u00e9"),
        (" \ta  b \n", " \ta  b \n"),
        ("", ""),
    ],
)
def test_typed_words_come_in_one_shape_without_what_hides(typed: str, kept: str) -> None:
    assert only_seen(typed) == kept
