"""The kinds: where they are kept, in which order they are published, what an index knows of them."""

import pytest

from portal.kinds.index import Index
from portal.kinds.registry import KINDS, kind_at
from portal.text.references import PAGE_KINDS, Ref


def test_pages_come_after_what_they_include():
    ranks = {slug: kind.rank for slug, kind in KINDS.items()}
    assert max(ranks[slug] for slug in ("source", "term", "picture")) < ranks["finding"] < ranks["card"]
    assert min(ranks[slug] for slug in PAGE_KINDS) > ranks["card"] > ranks["clinic"]


def test_kinds_are_what_the_site_promises():
    assert {slug: kind.folder for slug, kind in KINDS.items()} == {
        "source": "sources", "term": "glossary", "picture": "pictures", "finding": "findings", "clinic": "",
        "card": "cards", "kit": "kit", "article": "articles", "condition": "conditions", "procedure": "procedures",
        "benefit": "benefits", "risk": "risks", "guide": "guides", "decision": "decisions",
        "search": "search",
    }  # fmt: skip
    assert {slug for slug, kind in KINDS.items() if kind.is_shared} == {"source", "picture", "finding", "clinic"}
    assert {slug for slug, kind in KINDS.items() if kind.is_page} == set(PAGE_KINDS)


@pytest.mark.parametrize(("path", "place"), [
    ("en/conditions/slipped-disc.md", ("en", Ref("condition", "slipped-disc"))),
    ("en/glossary/disc.md", ("en", Ref("term", "disc"))),
    ("all/findings/peul-2008-recovery.md", ("all", Ref("finding", "peul-2008-recovery"))),
    ("all/clinic.md", ("all", Ref("clinic", "clinic"))),
    ("all/other.md", None), ("en/clinic.md", None), ("all/conditions/x.md", None), ("en/findings/x.md", None),
    ("en/nowhere/x.md", None), ("en/conditions/Slipped.md", None), ("en/conditions/a/b.md", None), ("x.md", None),
    ("", None),
])  # fmt: skip
def test_a_path_stands_for_one_document_or_none(path, place):
    assert kind_at(path) == place
    if place:
        language, ref = place
        assert KINDS[ref.kind].path(language, ref.slug) == path


def test_an_index_knows_and_suggests():
    index = Index({"condition": frozenset({"slipped-disc", "spinal-stenosis"})})
    assert index.has(Ref("condition", "slipped-disc"))
    assert not index.has(Ref("guide", "slipped-disc"))
    assert index.slugs("condition") == ["slipped-disc", "spinal-stenosis"]
    assert index.near(Ref("condition", "sliped-disc")) == "slipped-disc"
    assert index.near(Ref("condition", "x")) == ""
    assert Index().slugs("condition") == []
