"""What is shipped to run the portal with is of this portal: its commands, settings and files; the docs tell all."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent.parent
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
SHIPPED = sorted(path for path in DEPLOY.rglob("*") if path.is_file())
READ = re.compile(r'environment\.\w+\(\s*"([A-Z_]+)"')
NGINX = (DEPLOY / "nginx/portal.conf").read_text(encoding="utf-8")
RUNNING = (ROOT / "docs/running.md").read_text(encoding="utf-8")


def settings_read() -> set[str]:
    """Every name that portal/settings.py reads from the environment."""
    return {"SECRET_KEY", *READ.findall((ROOT / "portal/settings.py").read_text(encoding="utf-8"))}


def names_in(path: Path) -> set[str]:
    """The settings that a file of settings has lines for."""
    return set(re.findall(r"^#?([A-Z_]+)=", path.read_text(encoding="utf-8"), re.MULTILINE))


def test_every_setting_that_is_read_is_told_of():
    table = RUNNING[RUNNING.index("| Name |") :].split("\n\n")[0]
    told = set(re.findall(r"`([A-Z_]+)`", "".join(row.split("|")[1] for row in table.splitlines()[2:])))
    # For who develops; with it a server would show its insides.
    assert settings_read() - {"DEBUG"} == told


def test_the_file_of_settings_names_only_what_is_read_and_holds_no_secret():
    assert names_in(DEPLOY / "portal.env.example") <= settings_read()
    for example in DEPLOY.glob("*.env.example"):
        filled = re.findall(r"^\w*(?:KEY|PASSWORD|URL)=.+$", example.read_text(encoding="utf-8"), re.MULTILINE)
        assert filled == [], example.name


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_what_is_shipped_names_commands_that_there_are(path):
    words = path.read_text(encoding="utf-8")
    assert set(re.findall(r"manage\.py ([a-z_]+)", words)) <= get_commands().keys()


def test_what_is_shipped_names_files_that_there_are():
    recipe = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", recipe, re.MULTILINE)
    assert [name for name in copied if not (ROOT / name).exists()] == []
    let_in = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(copied) == sorted(let_in)
    assert (ROOT / "templates/500.html").is_file()


def test_both_ways_of_running_start_the_application_alike():
    unit = (DEPLOY / "systemd/portal.service").read_text(encoding="utf-8")
    recipe = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    started = re.search(r"^ExecStart=\S+/granian (.+)$", unit, re.MULTILINE)[1].split()
    said = re.findall(r'"([^"]+)"', recipe.split('CMD ["granian"')[1])
    own = {"0.0.0.0", "127.0.0.1"}  # noqa: S104  inside its container, which is its own net
    assert [word for word in started if word not in own] == [word for word in said if word not in own]


@pytest.mark.parametrize("name", SERVICES)
def test_each_container_may_do_nothing_that_it_need_not(name):
    service = SERVICES[name]
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert name.startswith(("portal-", "tick")) or not service["user"].startswith(("0", "root"))


def test_containers_hold_no_secret_and_only_nginx_is_open():
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    assert not re.search(r"(SECRET_KEY|PASSWORD)[\"']?\s*[:=]\s*\S", text)
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]
    assert (SERVICES["postgres"]["networks"], SERVICES["redis"]["networks"]) == (["inside"], ["inside"])
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_two_applications_and_one_clock():
    portals = {name for name, service in SERVICES.items() if service["image"] == "portal"}
    assert portals == {"portal-1", "portal-2", "tick"}
    assert SERVICES["portal-1"] == SERVICES["portal-2"]
    assert SERVICES["portal-1"]["depends_on"]["postgres"] == {"condition": "service_healthy"}
    servers = (DEPLOY / "nginx/compose/servers.conf").read_text(encoding="utf-8")
    assert re.findall(r"^server (\S+):8000", servers, re.MULTILINE) == ["portal-1", "portal-2"]


def test_nginx_finds_the_same_files_either_way():
    there = {path.name for path in (DEPLOY / "nginx/portal.d").iterdir()}
    assert {path.name for path in (DEPLOY / "nginx/compose").iterdir()} == there
    assert set(re.findall(r"include portal\.d/(\S+);", NGINX)) == there


def test_no_place_of_nginx_passes_on_what_a_reader_writes_about_himself():
    # One header of its own in a location, and none of those of the site would hold there.
    assert re.findall(r"^ {8,}proxy_set_header.*", NGINX, re.MULTILINE) == []
    said = dict(re.findall(r"^    proxy_set_header (\S+) (.+);$", NGINX, re.MULTILINE))
    assert {name for name, value in said.items() if value == '""'} == {
        "Connection",
        "X-Forwarded-Host",
        "X-Forwarded-Port",
        "X-Real-IP",
        "Forwarded",
    }
    assert said["X-Forwarded-For"] == "$remote_addr"
    # A form that comes slowly waits in nginx, not in a worker.
    assert "proxy_request_buffering" not in NGINX


def test_copies_in_nginx_end_after_two_hours_on_every_way_of_running():
    assert re.findall(r"inactive=(\S+)", NGINX) == ["2h"]
    unit = (DEPLOY / "systemd/portal-stale.service").read_text(encoding="utf-8")
    for words in (unit, " ".join(SERVICES["nginx"]["command"])):
        assert "find /var/cache/nginx/portal -type f -mmin +120 -delete" in words
    assert "older than two hours" in RUNNING


def test_requests_are_written_down_where_somebody_throws_them_away():
    logs = {name: (DEPLOY / f"nginx/{name}/log.conf").read_text(encoding="utf-8") for name in ("portal.d", "compose")}
    assert "access_log /var/log/nginx/portal.log portal_quiet;" in logs["portal.d"]
    # In a container a file would fill the memory in which it lies.
    assert "access_log /dev/stdout portal_quiet;" in logs["compose"]
    assert {service["logging"]["driver"] for service in SERVICES.values()} == {"local"}


def test_redis_forgets_pages_before_it_forgets_who_came_too_often():
    command = SERVICES["redis"]["command"]
    told = {name: command[command.index(name) + 1] for name in ("--maxmemory", "--maxmemory-policy")}
    assert told == {"--maxmemory": "512mb", "--maxmemory-policy": "volatile-lru"}
    assert SERVICES["redis"]["mem_limit"] == "768m"
    assert "`maxmemory 512mb`, `maxmemory-policy volatile-lru`" in RUNNING


def test_postgresql_writes_down_neither_statements_nor_what_it_says_of_them():
    for setting in ("log_min_messages=fatal", "log_min_error_statement=panic"):
        assert setting in SERVICES["postgres"]["command"]
        assert f"`{setting.replace('=', ' = ')}`" in RUNNING


def test_what_runs_each_minute_runs_each_minute():
    for name, when in (("tick", "*:*:00"), ("site", "*:*:30")):
        unit = (DEPLOY / f"systemd/portal-{name}.timer").read_text(encoding="utf-8")
        assert re.findall(r"^OnCalendar=\*-\*-\* (.+)$", unit, re.MULTILINE) == [when]
        assert f"| `portal-{name}.timer` | each minute" in RUNNING


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".timer"], ids=lambda unit: unit.name)
def test_each_timer_starts_a_unit_that_there_is(unit):
    assert unit.with_suffix(".service") in UNITS


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
def test_systemd_understands_every_unit(tmp_path):
    for unit in UNITS:
        # Its programs are on a server; here any will do.
        text = unit.read_text(encoding="utf-8")
        text = re.sub(r"^ExecStart=/srv\S+", "ExecStart=/bin/true", text, flags=re.MULTILINE)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    command = ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    named = [line for line in done.stderr.splitlines() if "portal" in line]
    assert (named, done.returncode) == ([], 0)
