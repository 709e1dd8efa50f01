"""Patients' pages ask for one stylesheet, which is all of ours together."""

import gc
import gzip
import os
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client

from portal.stylesheet import SHEETS, OneStylesheet, composed, sources

SITE = "css/site.css"

MOST_COMPRESSED = 30_000


def test_comments_and_space_around_lines_are_left_out() -> None:
    assert composed(["/* a\n * b */\na {\n  color: red;\n}\n\n", "b {\n  margin: 0 1px; /* c */\n}\n"]) == (
        "a {\ncolor: red;\n}\nb {\nmargin: 0 1px;\n}\n"
    )


def test_the_sheets_stand_together_in_their_order() -> None:
    found = Path(finders.find(SITE)).read_text(encoding="utf-8")
    assert found == composed(part.read_text(encoding="utf-8") for part in sources(SITE))
    assert found.index("--paper") < found.index(".site-head") < found.index("@media print")


def test_only_its_own_name_is_found() -> None:
    assert OneStylesheet().find("css/other.css") is None
    assert OneStylesheet().find("css/other.css", find_all=True) == []
    assert len(finders.find(SITE, find_all=True)) == 1


def test_a_changed_sheet_is_put_in_anew(tmp_path: Path, settings) -> None:
    settings.BASE_DIR = tmp_path
    (tmp_path / "static" / "css").mkdir(parents=True)
    for part in sources(SITE):
        part.write_text("a { color: red; }", encoding="utf-8")
    finder = OneStylesheet()
    assert finder.made(SITE).read_text(encoding="utf-8") == "a { color: red; }\n" * len(SHEETS[SITE])
    sources(SITE)[0].write_text("b { color: blue; }", encoding="utf-8")
    os.utime(sources(SITE)[0], ns=(finder.made(SITE).stat().st_mtime_ns + 1,) * 2)
    assert finder.made(SITE).read_text(encoding="utf-8").startswith("b { color: blue; }\n")


def test_the_file_outlives_a_finder_that_django_did_not_keep() -> None:
    found = Path(OneStylesheet().find(SITE))
    gc.collect()
    assert found.exists()


def test_a_missing_sheet_is_named(tmp_path: Path, settings) -> None:
    settings.BASE_DIR = tmp_path
    (fault,) = OneStylesheet().check()
    assert str(tmp_path / "static" / "css" / "tokens.css") in fault.msg
    assert "print.css" in fault.msg


def test_servers_collect_both(tmp_path: Path, settings) -> None:
    settings.STATIC_ROOT = tmp_path
    call_command("collectstatic", interactive=False, verbosity=0)
    for together in ("css/site.css", "css/desk.css"):
        assert (tmp_path / together).read_bytes() == Path(finders.find(together)).read_bytes()


def test_all_our_sheets_together_are_small() -> None:
    assert len(gzip.compress(Path(finders.find(SITE)).read_bytes())) < MOST_COMPRESSED


@pytest.mark.parametrize("word", ["@layer", "@import", "http:", "https:"])
def test_nothing_stands_in_it_that_old_browsers_drop_or_that_others_serve(word: str) -> None:
    assert word not in Path(finders.find(SITE)).read_text(encoding="utf-8")


@pytest.mark.django_db
def test_a_page_asks_for_one_stylesheet(client: Client) -> None:
    page = client.get("/").content.decode()
    assert page.count('rel="stylesheet"') == 1
    assert '<link rel="stylesheet" href="/static/css/site.css">' in page
