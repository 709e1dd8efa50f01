"""The coverage floors judge each room by itself."""

from tests.floors import Line, judge, report


def summary(done: int, possible: int) -> dict[str, int]:
    """As coverage.py writes it, with a fifth of it branches."""
    return {
        "covered_lines": done - done // 5,
        "covered_branches": done // 5,
        "num_statements": possible - possible // 5,
        "num_branches": possible // 5,
    }


def test_files_of_a_room_are_added_up_and_held_against_its_floor():
    files = {
        "portal/text/render.py": summary(100, 100),
        "portal/text/clean.py": summary(9, 10),
        "portal/views/pages.py": summary(90, 100),
        "portal/settings.py": summary(8, 10),
    }
    assert judge(files) == [
        Line("text            99.0 %  of at least 95 %", False),
        Line("the rest        80.0 %  of at least 90 %", True),
        Line("views           90.0 %  of at least 90 %", False),
    ]


def test_a_share_just_under_the_floor_is_under_it():
    assert judge({"portal/desk/drafts.py": summary(9499, 10000)}) == [
        Line("desk            94.9 %  of at least 95 %", True)
    ]


def test_a_room_without_code_is_left_out():
    assert judge({"portal/views/__init__.py": summary(0, 0)}) == []


def test_a_run_that_measured_nothing_is_broken(monkeypatch):
    monkeypatch.setattr("coverage.Coverage.current", lambda: None)
    assert report() == [Line("not measured: use python3 manage.py test --gates", True)]
