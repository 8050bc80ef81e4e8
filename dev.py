"""Set NetCatalog up, then run, test, check or build it: ``python3 dev.py COMMAND [ARGS...]``.

Needs Python 3.11 and nothing else: makes ``.venv`` beside this file, installs the pinned packages
there when their list has changed, and finds missing system libraries by loading them. Knows
nothing of what the program does with its arguments: they are handed on as they are.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"

RUN = ROOT / "requirements.txt"
"""Packages that the program needs."""
DEV = ROOT / "requirements-dev.txt"
"""Packages that tests, checks and build need; holds those of RUN too, in the same versions."""

DRAWING = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
"""Libraries without which no window can be painted, not even in memory, and their packages."""
WINDOW = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
"""Libraries that a window on an X screen needs besides."""


class SetupError(Exception):
    """Something is missing here that this script cannot put right; says what to do."""


def main(arguments: list[str]) -> int:
    """Carry out one command and return the exit status of what it ran."""
    if sys.version_info < (3, 11):  # noqa: UP036 - older Pythons meet this file too
        print("NetCatalog needs Python 3.11 or newer; this is", sys.version.split()[0])
        return 1
    name, *rest = arguments or ["--help"]
    if name in {"-h", "--help"}:
        print(usage())
        return 0
    if name not in COMMANDS:
        print(f"dev.py: there is no command {name!r}.\n\n{usage()}", file=sys.stderr)
        return 2
    try:
        return COMMANDS[name](rest)
    except SetupError as error:
        print(f"dev.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def usage() -> str:
    """Return the list of commands, each with the first line of its docstring."""
    lines = [f"  {name:12}{(act.__doc__ or '').splitlines()[0]}" for name, act in COMMANDS.items()]
    return "\n".join(["python3 dev.py COMMAND [ARGS...]", "", *lines])


# --- commands ------------------------------------------------------------------------------------


def run(arguments: list[str]) -> int:
    """Run the program with ARGS: without any, its window opens."""
    prepare(RUN)
    if not names_a_command(arguments):
        need_libraries()
    return call(PYTHON, "-P", "-m", "netcatalog", *arguments)


def test(arguments: list[str]) -> int:
    """Run the tests; ARGS go to pytest."""
    prepare(DEV)
    need_libraries()
    return call(PYTHON, "-m", "pytest", *arguments, cwd=ROOT)


def lint(arguments: list[str]) -> int:
    """Check style, types, layers, and for what is known to be unsafe."""
    refuse(arguments)
    prepare(DEV)
    checks = (
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        ("lint-imports",),
        ("bandit", "--quiet", "--configfile", "pyproject.toml", "--recursive", "src"),
    )
    failures = 0
    for check in checks:
        say(f"$ {' '.join(check)}")
        failures += call(BIN / check[0], *check[1:], cwd=ROOT) != 0
    return min(failures, 1)


def audit(arguments: list[str]) -> int:
    """Ask the internet whether what we ship is known to be unsafe; ARGS go to pip-audit."""
    make_venv()
    pip("pip-audit")
    say("What is “not found on PyPI” could not be looked up from here.")
    return call(
        *(BIN / "pip-audit", "--disable-pip", "--require-hashes", "-r", RUN.name),
        *arguments,
        cwd=ROOT,
    )


def build(arguments: list[str]) -> int:
    """Build the program that needs no Python, into dist/netcatalog."""
    refuse(arguments)
    prepare(DEV)
    need_libraries()
    need(build_packages(), "building")
    folders = ("--distpath", ROOT / "dist", "--workpath", ROOT / "build")
    options = ("--noconfirm", "--clean", "--log-level", "ERROR")
    return call(PYTHON, "-m", "PyInstaller", *options, *folders, "build.spec", cwd=ROOT)


def torture(arguments: list[str]) -> int:
    """Try long and hard to lose something; ARGS go to pytest, figures to docs/reliability.md."""
    prepare(DEV)
    return call(
        PYTHON, "-m", "pytest", "tests/faults", *arguments, cwd=ROOT, NETCATALOG_TORTURE="1"
    )


def bench(arguments: list[str]) -> int:
    """Measure speed, as ratios to bare programs; ARGS go to tests/bench."""
    prepare(DEV)
    need_libraries()
    return call(PYTHON, "-m", "tests.bench", *arguments, cwd=ROOT)


def screenshots(arguments: list[str]) -> int:
    """Take pictures of every window into docs/pictures; ARGS go to tests/screenshots.py."""
    prepare(DEV)
    need_libraries()
    return call(PYTHON, "-m", "tests.screenshots", *arguments, cwd=ROOT)


def lock(arguments: list[str]) -> int:
    """Pin the packages of pyproject.toml anew; ARGS go to uv (say, --upgrade)."""
    make_venv()
    pip("uv")
    options = ("--quiet", "--universal", "--python-version", "3.11", "--generate-hashes")
    header = ("--no-annotate", "--custom-compile-command", "python3 dev.py lock")
    compile_ = ("pip", "compile", "pyproject.toml", *options, *header, *arguments)
    dev = ("--group", "dev", "--constraint", RUN.name)
    status = call(BIN / "uv", *compile_, "-o", RUN.name, cwd=ROOT)
    return status or call(BIN / "uv", *compile_, *dev, "-o", DEV.name, cwd=ROOT)


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    act.__name__: act for act in (run, test, torture, lint, audit, build, bench, screenshots, lock)
}


def names_a_command(arguments: list[str]) -> bool:
    """Tell whether the program will need no screen: its commands are plain words (``list``).

    ``self-test`` is none of these, and rightly: it paints.
    """
    return bool(arguments) and (arguments[0].isalpha() or arguments[0] in {"--help", "--version"})


def refuse(arguments: list[str]) -> None:
    """Raise SetupError when a command that takes no arguments was given some."""
    if arguments:
        raise SetupError(f"this command takes no arguments, but was given {' '.join(arguments)}.")


def call(*command: str | Path, cwd: Path | None = None, **env: str) -> int:
    """Run a program to its end and return its exit status as a shell would.

    Args:
        command: The program and its arguments.
        cwd: Where it runs; None: here.
        env: What is added to its environment.
    """
    before = signal.signal(signal.SIGINT, lambda *_: None)  # the program gets the Ctrl-C too
    try:
        status = subprocess.run(command, cwd=cwd, env=os.environ | env, check=False).returncode
    finally:
        signal.signal(signal.SIGINT, before)
    return status if status >= 0 else 128 - status


def say(line: str) -> None:
    """Tell the person at the terminal something that is not the program's output."""
    print(line, file=sys.stderr, flush=True)


# --- Python packages -----------------------------------------------------------------------------


def prepare(requirements: Path) -> None:
    """Make ``.venv`` hold what the file pins; do nothing when it does already."""
    with one_at_a_time():
        make_venv()
        wanted = stamp(requirements)
        if read(stamp_file(requirements)) == wanted:
            return
        with progress(f"Installing the packages of {requirements.name} into .venv"):
            pip("--require-hashes", "--no-deps", "--only-binary=:all:", "-r", str(requirements))
        stamp_file(requirements).write_text(wanted)
        if requirements == DEV:
            stamp_file(RUN).write_text(stamp(RUN))


def make_venv() -> None:
    """Make ``.venv`` where there is none, or one of another Python, place or half-made."""
    made = VENV / "made"
    wanted = f"{sysconfig.get_python_version()} {ROOT}"
    if PYTHON.exists() and read(made) == wanted:
        return
    if importlib.util.find_spec("ensurepip") is None:
        need([f"python{sysconfig.get_python_version()}-venv"], "making .venv")
    with progress("Making .venv"):
        checked(sys.executable, "-m", "venv", "--clear", str(VENV))
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(VENV)}))
    source = os.path.relpath(ROOT / "src", packages)
    (packages / "netcatalog-source.pth").write_text(source + "\n")
    made.write_text(wanted)


def pip(*arguments: str) -> None:
    """Install into ``.venv``."""
    checked(str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", *arguments)


def checked(*command: str, env: Mapping[str, str] | None = None) -> None:
    """Run a program silently; when it fails, raise SetupError with the end of what it said."""
    done = subprocess.run(
        command,
        env=env,
        stdin=subprocess.DEVNULL,  # nobody is there to be asked
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        end = "\n".join(done.stdout.splitlines()[-15:])
        raise SetupError(f"this failed: {' '.join(command)}\n{end}")


def stamp(requirements: Path) -> str:
    """Return what changes whenever the file does."""
    return hashlib.sha256(requirements.read_bytes()).hexdigest()


def stamp_file(requirements: Path) -> Path:
    """Return where ``.venv`` remembers which version of the file it holds."""
    return VENV / f"{requirements.name}.sha256"


def read(path: Path) -> str | None:
    """Return the file's text, or None when there is no such file."""
    return path.read_text() if path.exists() else None


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let a second ``dev.py`` wait while the first one installs."""
    with Path(__file__).open() as this:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(this, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def progress(doing: str) -> Iterator[None]:
    """Say in one line what is being done, and how long it took."""
    start = time.monotonic()
    print(f"{doing} ...", end="", file=sys.stderr, flush=True)
    try:
        yield
    except BaseException:
        say("")
        raise
    say(f" done in {time.monotonic() - start:.0f} s")


# --- system packages -----------------------------------------------------------------------------


def need_libraries() -> None:
    """See to the libraries of the window: install or name what is missing.

    Raises:
        SetupError: nothing could be painted without those that are missing.
    """
    if not sys.platform.startswith("linux"):
        return
    drawing, window = missing(DRAWING), missing(WINDOW)
    try:
        need(drawing + window, "the window")
    except SetupError as error:
        if drawing:
            raise
        say(f"dev.py: {error}")  # Wayland, or a screen in memory, does without


def build_packages() -> list[str]:
    """Return the Debian packages that building needs and that are missing."""
    if not sys.platform.startswith("linux"):
        return []
    version = sysconfig.get_python_version()
    tools = [] if shutil.which("objdump") else ["binutils"]
    return tools + missing({f"libpython{version}.so.1.0": f"libpython{version}"})


def missing(libraries: Mapping[str, str]) -> list[str]:
    """Return the packages of those libraries that cannot be loaded."""
    return [package for library, package in libraries.items() if not loads(library)]


def loads(library: str) -> bool:
    """Tell whether this shared library is here and whole."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def need(packages: Iterable[str], purpose: str) -> None:
    """Install these Debian packages, if there are any and we may.

    Raises:
        SetupError: they have to be installed by somebody else; holds the line to do it with.
    """
    names = list(packages)
    if not names:
        return
    line = f"apt-get install --no-install-recommends {' '.join(names)}"
    if not shutil.which("apt-get"):
        raise SetupError(f"{purpose} needs what Debian calls {' '.join(names)}: install it.")
    if os.geteuid() != 0:
        raise SetupError(
            f"{purpose} needs system packages that are missing. Install them by\n  sudo {line}"
        )
    with progress(f"Installing {' '.join(names)}"):
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        checked("apt-get", "update", env=quiet)
        checked(*line.split(), "--yes", env=quiet)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
