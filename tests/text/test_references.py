"""Short names and references."""

import pytest

from portal.text.references import LINKABLE, Ref, is_slug


@pytest.mark.parametrize("text", ["a", "slipped-disc", "l4-l5", "2018", "a" * 80])
def test_a_short_name_is_small_letters_digits_and_single_hyphens(text):
    assert is_slug(text)


@pytest.mark.parametrize(
    "text", ["", "-a", "a-", "a--b", "A", "a b", "a_b", "a/b", "a.b", "é", "a\n", " a", "a" * 81, "../a", "１"]
)
def test_anything_else_is_no_short_name(text):
    assert not is_slug(text)


def test_a_reference_is_read_and_written_the_same():
    ref = Ref.parse("condition:slipped-disc")
    assert ref == Ref("condition", "slipped-disc")
    assert str(ref) == "condition:slipped-disc"


@pytest.mark.parametrize(
    "text",
    [
        "",
        ":",
        "condition",
        "condition:",
        ":a",
        "condition:A",
        "Condition:a",
        "a b:c",
        "a:b:c",
        "condition:a#b",
        "a:b\n",
    ],
)
def test_what_names_no_document_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match="such as condition:slipped-disc"):
        Ref.parse(text)


def test_no_kind_that_can_be_linked_to_is_also_a_scheme_of_browsers():
    assert not LINKABLE & {
        "javascript",
        "data",
        "vbscript",
        "file",
        "blob",
        "http",
        "https",
        "ftp",
        "about",
        "mailto",
        "tel",
    }
