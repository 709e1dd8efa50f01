"""What `publish_site` says to whoever runs it."""

import os
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from portal.plain_files import building
from portal.plain_files.asking import Portal
from tests.plain_files.conftest import STENOSIS, releases, rename_and_withdraw


def told(folder: Path, *options: str) -> str:
    out = StringIO()
    call_command("publish_site", str(folder), *options, stdout=out, stderr=out)
    return re.sub(r"[\d.]+ s\.", "8.1 s.", re.sub(r"[\d.]+ MB", "0.5 MB", out.getvalue()))


def test_it_says_what_it_did(site: Path, folder: Path) -> None:
    rename_and_withdraw()
    first = told(folder)
    [release] = releases(folder)
    assert first == (
        "Wrote 22 pages (22 new, 0 changed, 0 as before), 2 redirects, 1 taken down, 0.5 MB, in 8.1 s. "
        f"current -> releases/{release}\n"
        "The maps for nginx have changed: have it read them (nginx -s reload).\n"
    )
    assert told(folder) == f"Nothing has changed. current -> releases/{release}\n"
    assert told(folder, "--anew").startswith("Wrote 22 pages (22 new, 0 changed, 0 as before), 2 redirects")


def test_a_web_server_may_read_what_the_timer_has_written(site: Path, folder: Path) -> None:
    unit = Path(__file__).resolve().parents[2] / "deploy" / "systemd" / "portal-site.service"
    [mask] = re.findall(r"^UMask=(\d+)$", unit.read_text(encoding="utf-8"), re.MULTILINE)
    before = os.umask(int(mask, 8))
    try:
        told(folder)
    finally:
        os.umask(before)
    written = list((folder / "current").resolve().rglob("*"))
    assert len(written) > 60
    assert [path.name for path in written if path.is_file() and path.stat().st_mode & 0o777 != 0o644] == []
    above = [folder, folder / "releases", (folder / "current").resolve()]
    folders = [*above, *(path for path in written if path.is_dir())]
    assert [path.name for path in folders if path.stat().st_mode & 0o777 != 0o755] == []


def test_it_says_how_far_it_has_come(site: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "EACH", 10)
    assert told(folder).startswith("  10 pages …\n  20 pages …\nWrote ")


def test_it_ends_with_the_reason_where_nothing_was_published(site: Path, folder: Path, settings: Any) -> None:
    settings.SITE_URL = ""
    with pytest.raises(CommandError, match=r"^SITE_URL is not set"):
        told(folder)


def test_it_names_faults_that_it_was_told_to_live_with(
    site: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Portal.ask

    def spoilt(portal: Portal, path: str) -> Any:
        answer = ask(portal, path)
        more = b'<a href="//portal.example/x"></a>' if path == STENOSIS else b""
        return answer._replace(body=answer.body + more)

    monkeypatch.setattr(Portal, "ask", spoilt)
    assert f"leads nowhere: {STENOSIS} names /x\n" in told(folder, "--despite-faults")


def test_a_link_without_its_last_slash_is_good_where_a_page_is(
    site: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Portal.ask

    def careless(portal: Portal, path: str) -> Any:
        answer = ask(portal, path)
        more = b'<a href="/guides/questions">' if path == STENOSIS else b""
        return answer._replace(body=answer.body + more)

    monkeypatch.setattr(Portal, "ask", careless)
    assert ", 1 redirects, " in told(folder)
