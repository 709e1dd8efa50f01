"""Makes an environment to run in, from nothing but Python and pip.

`ensure(argv)` returns at once where every locked package is importable: in a container, in an activated environment, in
our own `.venv` when its locks have not changed. Otherwise it makes `.venv`, installs the hash-locked packages into it,
and starts the same command again there. The second time nothing is fetched.

Only the standard library, and no syntax newer than Python 3.6: an old interpreter must get as far as the message.
"""

import hashlib
import os
import re
import secrets
import subprocess
import sys
import venv

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OLDEST, NEWEST = (3, 11), (3, 13)
BASE_LOCK = "requirements.txt"
TEST_LOCK = "requirements-test.txt"  # holds every package of the base lock too, in the same version
PIP_WITH_PYTHON_OPTION = (22, 3)


def ensure(argv, root=ROOT):
    """Return when the packages for this command can be imported; otherwise install them and start again in `.venv`.

    Ends the process with a message that says what to do when Python, pip or the network is not as needed.
    """
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        sys.exit(wrong_python())
    command = argv[1] if len(argv) > 1 else ""
    lock = TEST_LOCK if command == "test" else BASE_LOCK
    if command == "start":
        write_development_settings(root)
    home = os.path.join(root, ".venv")
    is_ours = os.path.realpath(sys.prefix) == os.path.realpath(home)
    if is_stamped(home, root, lock) if is_ours else has_all_packages(root, lock):
        return
    python = os.path.join(home, "bin", "python")
    if not is_stamped(home, root, lock):
        install(home, root, lock)
    sys.stdout.flush()
    os.execv(python, [python, os.path.join(root, "manage.py"), *argv[1:]])


def wrong_python():
    """Say which Python is needed, and which one was used."""
    return (
        "The portal needs Python {}.{} to {}.{}; this is {}.{} ({}).\n"
        "Run it with another one, for example: python{}.{} manage.py start"
    ).format(*OLDEST, *NEWEST, *sys.version_info[:2], sys.executable, *NEWEST)


def write_development_settings(root):
    """Write `.env` for development, unless somebody has made settings already, in the file or in the environment."""
    path = os.path.join(root, ".env")
    if os.path.exists(path) or {"DEBUG", "SECRET_KEY", "ENV_FILE"} & set(os.environ):
        return
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(
            "# Settings of this machine, for development. Git ignores this file; every name is in portal/settings.py.\n"
            "DEBUG=on\nSECRET_KEY={}\n".format(secrets.token_urlsafe(50))
        )
    print("Wrote .env with settings for development.")


def has_all_packages(root, lock):
    """Tell whether this interpreter can run the command as it is: every package there, and Django of our series."""
    from importlib import metadata  # not in Python 3.6 and 3.7, which must reach the message above

    for name, version, condition in re.findall(
        r"^([\w.-]+)==([^\s;]+) *(;?)", read(os.path.join(root, lock)), re.MULTILINE
    ):
        if condition:  # meant for some machines only
            continue
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            return False
        if name == "django" and found.split(".")[:2] != version.split(".")[:2]:
            return False
    return True


def is_stamped(home, root, lock):
    """Tell whether `.venv` works and was last filled from exactly this lock."""
    if not os.path.exists(os.path.join(home, "bin", "python")):
        return False
    stamp = stamp_path(home, lock)
    return os.path.exists(stamp) and read(stamp) == fingerprint(root, lock)


def install(home, root, lock):
    """Make `.venv` where it is missing or broken, fill it from the lock, and stamp it. Says how long it may take."""
    pip, version = find_pip()
    python = os.path.join(home, "bin", "python")
    print("Installing packages from {} into .venv (once; up to a minute)...".format(lock), flush=True)
    if not os.path.exists(python):
        # Without pip inside: that needs ensurepip, which Debian ships apart.
        venv.EnvBuilder(with_pip=False, clear=os.path.exists(home)).create(home)
    if version >= PIP_WITH_PYTHON_OPTION:
        command = [*pip, "--python", python, "install"]
    else:
        command = [*pip, "install", "--upgrade", "--target", site_packages(python)]
    command += ["--quiet", "--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:"]
    if subprocess.call([*command, "-r", os.path.join(root, lock)]):
        sys.exit(
            "The packages could not be installed; pip says why above.\n"
            "The first run needs the network, or a package index that pip is set up for.\n"
            "Then run the same command again: it goes on where it stopped."
        )
    for filled in {lock, BASE_LOCK}:
        with open(stamp_path(home, filled), "w") as file:
            file.write(fingerprint(root, filled))


def find_pip():
    """Command and version of pip; ends the process with the mend where there is none.

    It is the pip of the interpreter that `.venv` is made from, since `.venv` has none itself.
    """
    command = [getattr(sys, "_base_executable", sys.executable), "-m", "pip"]
    said = subprocess.run([*command, "--version"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    if said.returncode:
        sys.exit(
            "pip is missing, and the first run needs it to install the portal's packages.\n"
            "Install it (Debian, Ubuntu: apt-get install python3-pip; others: https://pip.pypa.io/en/stable/installation/),\n"
            "then run the same command again."
        )
    return command, tuple(int(part) for part in re.findall(r"\d+", said.stdout.decode())[:2])


def site_packages(python):
    """Folder that the interpreter of `.venv` imports from, for a pip too old to be pointed at another interpreter."""
    asked = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    return subprocess.check_output(asked).decode().strip()


def stamp_path(home, lock):
    """File inside `.venv` that holds the fingerprint of the lock it was filled from."""
    return os.path.join(home, lock + ".sha256")


def fingerprint(root, lock):
    """SHA-256 of a lock file, as hex."""
    with open(os.path.join(root, lock), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def read(path):
    """Text of a small file."""
    with open(path) as file:
        return file.read()
