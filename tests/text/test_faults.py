"""What writers are told."""

import pytest

from portal.text.clean import Clean
from portal.text.drawing import Drawing
from portal.text.faults import BadText, Fault
from portal.text.render import Cite, Html, Outside


def test_faults_stand_in_the_order_of_the_lines_each_once():
    bad = BadText(Fault(3, "c"), Fault(1, "b"), Fault(3, "c"), Fault(1, "a"))
    assert bad.faults == (Fault(1, "a"), Fault(1, "b"), Fault(3, "c"))
    assert str(bad) == "line 1: a\nline 1: b\nline 3: c"


def test_html_is_cut_at_whole_placeholders():
    drawing = Drawing(Outside({}, {}, {}))
    html = Clean(f"<p>{drawing.hold(Cite('a', 0))}b</p>")
    assert list(drawing.parts_of(html)) == [Html(Clean("<p>")), Cite("a", 0), Html(Clean("b</p>"))]


@pytest.mark.parametrize("html", ["\ue000", "\ue0000", "\ue000x\ue001", "0\ue001", "\ue0001 \ue001"])
def test_a_torn_placeholder_never_reaches_a_page(html):
    with pytest.raises(RuntimeError, match="torn"):
        list(Drawing(Outside({}, {}, {})).parts_of(Clean(html)))
