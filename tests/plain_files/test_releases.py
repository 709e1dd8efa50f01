"""Folders of releases: whose they are, who may write, and what a killed run leaves."""

import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from portal.plain_files.refusing import NotPublished
from portal.plain_files.releases import Releases
from portal.plain_files.writing import Files, file_of, link


def released(folder: Path, words: str) -> Path:
    """One release with one file."""
    releases = Releases(folder)
    with releases.alone(), releases.new() as place:
        Files(place, releases.current()).put("/", words.encode())
        return releases.switch(place, {"words": words})


def test_a_new_folder_is_made_and_marked(tmp_path: Path) -> None:
    release = released(tmp_path / "a" / "plain", "one")
    assert (tmp_path / "a" / "plain" / ".spine-portal-site").is_file()
    assert (tmp_path / "a" / "plain" / "current" / "site" / "index.html").read_text() == "one"
    assert Releases(tmp_path / "a" / "plain").current() == release.resolve()


def test_a_folder_with_files_of_somebody_else_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "releases").mkdir()
    (tmp_path / "releases" / "20200101T000000Z.unfinished").mkdir()
    with pytest.raises(NotPublished, match="holds files that are not the portal's"):
        released(tmp_path, "one")
    assert [str(path.relative_to(tmp_path)) for path in sorted(tmp_path.rglob("*"))] == [
        "releases",
        "releases/20200101T000000Z.unfinished",
    ]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("mine")
    with pytest.raises(NotPublished, match="is a file"):
        released(tmp_path / "plain", "one")
    assert (tmp_path / "plain").read_text() == "mine"


def test_what_somebody_put_beside_the_releases_is_never_removed(tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    released(folder, "one")
    (folder / "releases" / "mine").mkdir()
    (folder / "notes.txt").write_text("mine")
    for words in ("two", "three", "four"):
        released(folder, words)
    assert (folder / "releases" / "mine").is_dir()
    assert (folder / "notes.txt").read_text() == "mine"
    assert len(list((folder / "releases").iterdir())) == 3


def test_two_runs_at_once_do_not_meet(tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    first = released(folder, "one")
    with (folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(NotPublished, match=r"Another run is writing to .*plain\. Wait until it has ended\."):
            released(folder, "two")
    assert Releases(folder).current() == first.resolve()
    assert released(folder, "three") != first


def test_two_releases_of_one_second_have_two_names(tmp_path: Path) -> None:
    releases = Releases(tmp_path / "plain")
    with releases.alone():
        (tmp_path / "plain" / "releases").chmod(0o755)
        made = []
        for _time in range(3):
            with releases.new() as place:
                Files(place, None).put("/", b"x")
                made.append(releases.switch(place, {}))
    assert len(set(made)) == 3


DYING = """
import os, signal, sys
from pathlib import Path
from portal.plain_files import releases
from portal.plain_files.writing import Files

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

at, folder = sys.argv[1], releases.Releases(Path(sys.argv[2]))
with folder.alone(), folder.new() as place:
    files = Files(place, folder.current())
    files.put("/", b"two")
    if at == "writing":
        die()
    if at == "renaming":
        Path.rename = die
    if at == "linking":
        Path.symlink_to = die
    if at == "switching":
        Path.replace = die
    if at == "pruning":
        folder.prune = die
    folder.switch(place, {"words": "two"})
"""


@pytest.mark.parametrize(
    ("at", "words"),
    [("writing", "one"), ("renaming", "one"), ("linking", "one"), ("switching", "one"), ("pruning", "two")],
)
def test_killed_at_any_moment_readers_have_a_whole_site_and_the_next_run_clears_away(
    tmp_path: Path, at: str, words: str
) -> None:
    folder = tmp_path / "plain"
    released(folder, "zero")
    released(folder, "one")
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run([sys.executable, "-c", DYING, at, str(folder)], env=environment, check=False)
    assert done.returncode == -signal.SIGKILL
    assert (folder / "current" / "site" / "index.html").read_text() == words
    last = released(folder, "three")
    assert (folder / "current" / "site" / "index.html").read_text() == "three"
    left = {path.name for path in (folder / "releases").iterdir()}
    assert len(left) == 2
    assert last.name in left
    assert not [name for name in left if "unfinished" in name]


def test_a_release_without_a_state_is_none(tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    release = released(folder, "one")
    assert Releases(folder).state(release) == {"words": "one"}
    (release / "state.json").write_text("{")
    assert Releases(folder).state(release) == {}
    (release / "state.json").unlink()
    assert Releases(folder).current() is None


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "index.html"),
        ("/a/b/", "a/b/index.html"),
        ("/robots.txt", "robots.txt"),
        ("/a-z/%C3%A4/", "a-z/ä/index.html"),
        ("/es/", "es/index.html"),
    ],
)
def test_each_path_has_its_file(path: str, name: str) -> None:
    assert file_of(path) == name


@pytest.mark.parametrize("path", ["/../x/", "/a/../../x", "/%2e%2e/x", "/a//b/", "/a/./b/", "/a%00b", "/..%5cx", "/.."])
def test_no_path_leads_out_of_the_folder(path: str) -> None:
    with pytest.raises(ValueError, match="no path of a file"):
        file_of(path)


def test_where_no_second_name_is_allowed_a_file_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text("words")

    def refuses(*_: object) -> None:
        raise OSError(31, "Too many links")

    monkeypatch.setattr(os, "link", refuses)
    link(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_text() == "words"
    assert not (tmp_path / "a").samefile(tmp_path / "b")


def test_any_other_fault_of_a_disk_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        link(tmp_path / "none", tmp_path / "b")
