"""All that readers meet, as real servers in a temporary folder: two applications, PostgreSQL, Redis, nginx.

What is shipped in deploy/ is what runs: nginx reads deploy/nginx/portal.conf with other ports and folders, the
applications are started by the command of deploy/systemd/portal.service, PostgreSQL and Redis have the settings of
deploy/compose.yaml.
"""

import json
import os
import re
import secrets
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType

import yaml

from tests.machines import asking, processes
from tests.machines.asking import NAME
from tests.machines.processes import ROOT, Server, free_port
from tests.postgres import FAST, program, run

NGINX = """daemon off;
worker_processes 2;
{person}
pid {folder}/nginx.pid;
error_log {folder}/nginx-itself.log;
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/temporary;
    proxy_temp_path {folder}/temporary;
    fastcgi_temp_path {folder}/temporary;
    uwsgi_temp_path {folder}/temporary;
    scgi_temp_path {folder}/temporary;
    include {folder}/portal.conf;
}}
"""

SERVICES = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text(encoding="utf-8"))["services"]


class Postgres:
    """A PostgreSQL that can be stopped and started again with its rows."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.rows = folder, str(folder / "rows")
        self.url = f"postgres://portal@/postgres?host={folder}"
        run(folder, program("initdb"), "-D", self.rows, "-U", "portal", "--auth=trust", "--encoding=UTF8", "--no-sync")

    def start(self) -> None:
        settings = " ".join(
            [*SERVICES["postgres"]["command"][1:], *(f"-c {name}={value}" for name, value in FAST.items())]
        )
        where = f"-k {self.folder} -c listen_addresses='' {settings}"
        run(self.folder, program("pg_ctl"), "start", "-D", self.rows, "-w", "-l", str(self.folder / "log"), "-o", where)

    def stop(self) -> None:
        run(self.folder, program("pg_ctl"), "stop", "-D", self.rows, "-m", "immediate")

    def said(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")


class Hand:
    """Somebody at the desk, in another process; see `tests.machines.hand`."""

    def __init__(self, env: dict[str, str]) -> None:
        command = [sys.executable, "-m", "tests.machines.hand"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> "Hand":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.process.kill()
        self.process.communicate()

    def __call__(self, verb: str, **words: object) -> float:
        """Have it done; the moment at which it was, as time.monotonic() tells."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"verb": verb, **words}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, f"the hand could not {verb}"
        return float(json.loads(line))


class Machines:
    """The servers, and what can be done to them."""

    def __init__(self, folder: Path, postgres: Postgres) -> None:
        self.folder, self.postgres = folder, postgres
        (folder / "public").mkdir()
        self.redis_port, self.http_port, self.https_port = free_port(), free_port(), free_port()
        self.env = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ} | {
            "DJANGO_SETTINGS_MODULE": "tests.machines.settings",
            "EXERCISE_STATIC": str(folder / "public" / "static"),
            "ENV_FILE": "",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": NAME,
            "SITE_URL": f"https://{NAME}",
            "DATABASE_URL": postgres.url,
            "CACHE_URL": f"rediscache://127.0.0.1:{self.redis_port}/1",
            "TRUSTED_PROXY_HEADER": "X-Forwarded-Proto",
            "PROXIES": "1",
            "ACCEPT_UNREVIEWED": "yes",
        }
        where = ["--port", str(self.redis_port), "--bind", "127.0.0.1", "--dir", str(folder)]
        redis = [*SERVICES["redis"]["command"], *where]
        self.redis = Server("redis", redis, folder=folder, port=self.redis_port, env=self.env)
        self.applications = [self._application(name) for name in ("one", "two")]
        nginx = ["nginx", "-p", f"{folder}/", "-c", f"{folder}/nginx.conf", "-e", f"{folder}/nginx-itself.log"]
        sbin = {"PATH": f"{self.env['PATH']}:/usr/sbin"}
        self.nginx = Server("nginx", nginx, folder=folder, port=self.https_port, env=self.env | sbin)
        self.nginx_command = nginx

    def _application(self, name: str) -> Server:
        port = free_port()
        unit = (ROOT / "deploy/systemd/portal.service").read_text(encoding="utf-8")
        [line] = re.findall(r"^ExecStart=\S+/granian (.+)$", unit, re.MULTILINE)
        arguments = shlex.split(line.replace("--port 8000", f"--port {port}"))
        command = [sys.executable, "-m", "granian", *arguments]
        return Server(f"application-{name}", command, folder=self.folder, port=port, env=self.env)

    def manage(self, *command: str) -> str:
        """Run one of the portal's commands to its end; what it says."""
        done = subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=self.env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def write_nginx_settings(self) -> None:
        """The shipped file, with this folder and these ports in place of a server's."""
        text = (ROOT / "deploy/nginx/portal.conf").read_text(encoding="utf-8")
        text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE)
        for old, new in (
            ("listen 80", f"listen 127.0.0.1:{self.http_port}"),
            ("listen 443", f"listen 127.0.0.1:{self.https_port}"),
            ("/var/cache/nginx/portal", f"{self.folder}/kept"),
            ("/var/log/nginx", str(self.folder)),
            ("/var/lib/portal/public", f"{self.folder}/public"),
        ):
            assert old in text, f"deploy/nginx/portal.conf does not say {old} any more"
            text = text.replace(old, new)
        (self.folder / "portal.conf").write_text(text, encoding="utf-8")
        person = "user root;" if os.getuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(NGINX.format(folder=self.folder, person=person), encoding="utf-8")
        shutil.copytree(ROOT / "deploy/nginx/portal.d", self.folder / "portal.d")
        log = self.folder / "portal.d/log.conf"
        log.write_text(log.read_text(encoding="utf-8").replace("/var/log/nginx", str(self.folder)), encoding="utf-8")
        servers = "".join(f"server 127.0.0.1:{one.port} max_fails=3 fail_timeout=5s;\n" for one in self.applications)
        (self.folder / "portal.d/servers.conf").write_text(servers, encoding="utf-8")
        made = [str(self.folder / name) for name in ("key.pem", "certificate.pem")]
        certificate = f"ssl_certificate {made[1]};\nssl_certificate_key {made[0]};\n"
        (self.folder / "portal.d/certificate.conf").write_text(certificate, encoding="utf-8")
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        where = ["-subj", f"/CN={NAME}", "-days", "2", "-keyout", made[0], "-out", made[1]]
        subprocess.run([*command, *where], check=True, capture_output=True)
        shutil.copy(ROOT / "templates/500.html", self.folder / "public/sorry.html")

    def start_what_is_gone(self) -> None:
        """Start again what somebody has stopped."""
        if not (self.postgres.folder / "rows/postmaster.pid").exists():
            self.postgres.start()
        for server in (self.redis, *self.applications, self.nginx):
            if server.process is None:
                server.start()

    def read(self, path: str, **headers: str) -> asking.Answer:
        """What a reader gets, through nginx."""
        return asking.by_https(self.https_port, path, **headers)

    def logs(self) -> dict[str, str]:
        """What each server has written, by the name of its file."""
        found = {path.name: path.read_text(encoding="utf-8", errors="replace") for path in self.folder.glob("*.log")}
        return found | {"postgres.log": self.postgres.said()}


@contextmanager
def machines() -> Iterator[Machines]:
    """All servers, with the whole content published, for as long as the block runs; then all of them end."""
    with ExitStack() as ending:
        folders = [Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="portal-machines-"))) for _ in "ab"]
        postgres = Postgres(folders[1])
        made = Machines(folders[0], postgres)
        postgres.start()
        ending.callback(stop_quietly, postgres)
        # Both done before nginx starts, so that no half-written file is ever seen.
        with ThreadPoolExecutor(1) as beside:
            files = beside.submit(made.manage, "collectstatic", "--no-input", "--verbosity", "0")
            made.manage("migrate", "--verbosity", "0")
            made.manage("load_content")
            files.result()
        made.write_nginx_settings()
        for server in (made.redis, *made.applications, made.nginx):
            ending.callback(server.stop, signal.SIGKILL)
            server.start()
        for one in made.applications:
            processes.until(lambda one=one: asking.by_http(one.port, "/healthz").status == 200, f"{one.name} is well")
        yield made


def stop_quietly(postgres: Postgres) -> None:
    """A test may have stopped it."""
    try:
        postgres.stop()
    except SystemExit:
        return
