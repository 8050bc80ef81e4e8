"""dev.py on a tiny project of its own: same script, no packages to install."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PROGRAM = """
import os, sys, time
try:
    print(os.getcwd(), *sys.argv[1:], sep="|", flush=True)
    time.sleep(60 if sys.argv[1:] == ["wait"] else 0)
except KeyboardInterrupt:
    sys.exit(7)
sys.exit(3)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of dev.py beside a program that prints its arguments and exits with status 3."""
    root = tmp_path_factory.mktemp("project Łódź")
    package = root / "src" / "netcatalog"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text(PROGRAM)
    shutil.copy(ROOT / "dev.py", root)
    (root / "requirements.txt").write_text("# none\n")
    (root / "requirements-dev.txt").write_text("# none\n")
    dev(root, "run", "first")
    return root


def dev(root, *arguments, **options):
    command = [sys.executable, str(root / "dev.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


def loaded(root=ROOT):
    spec = importlib.util.spec_from_file_location("dev", root / "dev.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- running -------------------------------------------------------------------------------------


def test_what_follows_run_is_handed_on_untouched(project, tmp_path):
    words = ["list", "--help", "a b", "-x", "", "'\"$HOME"]
    assert dev(project, "run", *words, cwd=tmp_path).stdout == f"{tmp_path}|{'|'.join(words)}\n"


def test_the_exit_status_is_that_of_the_program(project):
    assert dev(project, "run", "list").returncode == 3


def test_a_prepared_environment_is_not_made_again(project):
    assert dev(project, "run", "list").stderr == ""


def test_running_installs_nothing_for_developers(project):
    assert not (project / ".venv" / "requirements-dev.txt.sha256").exists()


def test_a_module_in_the_current_folder_is_not_mistaken_for_ours(project, tmp_path):
    (tmp_path / "netcatalog.py").write_text("raise SystemExit(9)")
    assert dev(project, "run", "list", cwd=tmp_path).returncode == 3


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_ctrl_c_ends_the_program_in_its_own_way_and_quietly(project):
    process = subprocess.Popen(
        [sys.executable, project / "dev.py", "run", "wait"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with process:
        process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (7, "")


def test_a_program_may_be_told_something_in_its_environment(capfd):
    told = "import os; print(os.environ['NETCATALOG_TORTURE'])"
    assert loaded().call(sys.executable, "-c", told, NETCATALOG_TORTURE="1") == 0
    assert capfd.readouterr().out == "1\n"


def test_an_unknown_command_is_named_and_the_known_ones_listed(project):
    done = dev(project, "rnu")
    assert done.returncode == 2
    assert "'rnu'" in done.stderr
    assert "screenshots" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], False),
        (["my.netcatalog"], False),
        (["self-test"], False),
        (["list", "my.netcatalog"], True),
        (["--version"], True),
    ],
)
def test_commands_without_a_screen_are_told_from_the_window(arguments, expected):
    assert loaded().names_a_command(arguments) is expected


# --- installing ----------------------------------------------------------------------------------


def make_wheel(folder, name):
    """A wheel of one empty module, for pip to find without any registry."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    files = {
        f"{name}.py": "",
        f"{name}-1.0.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{name}-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\n"
        "Tag: py3-none-any\n",
        f"{name}-1.0.dist-info/RECORD": "",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for place, text in files.items():
            archive.writestr(place, text)
    return path


@pytest.fixture
def install(project, tmp_path):
    """Let ``run`` install a wheel of this name, pinned with the digest that is made of it."""
    pins = project / "requirements.txt"
    before = pins.read_text()
    options = {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(tmp_path),
        "PIP_CONFIG_FILE": os.devnull,
    }

    def install(name, digest):
        wheel = make_wheel(tmp_path, name)
        pins.write_text(f"{name}==1.0 --hash=sha256:{digest(wheel.read_bytes())}\n")
        return dev(project, "run", "list", env=os.environ | options)

    yield install
    pins.write_text(before)
    dev(project, "run", "list")


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def test_a_package_is_installed_when_the_list_has_changed(project, install):
    done = install("sparrow", sha256)
    assert done.returncode == 3
    assert re.fullmatch(
        r"Installing the packages of requirements.txt .* done in \d+ s\n", done.stderr
    )
    assert list(project.glob(".venv/**/sparrow.py"))


def test_a_package_that_is_not_the_pinned_one_is_refused(install):
    done = install("cuckoo", lambda data: sha256(data + b"!"))
    assert done.returncode == 1
    assert "DO NOT MATCH THE HASHES" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_was_moved_is_set_up_again(project, tmp_path):
    moved = shutil.copytree(project, tmp_path / "moved", symlinks=True)
    done = dev(moved, "run", "list")
    assert "Making .venv ... done" in done.stderr
    assert done.returncode == 3


# --- system packages -----------------------------------------------------------------------------


@pytest.fixture
def bare_system(project, tmp_path):
    """Run dev.py where a library of the window is missing and no apt-get is at hand."""
    script = project / "dev-without-library.py"
    script.write_text((ROOT / "dev.py").read_text().replace("libGL.so.1", "libnonesuch.so.1"))

    def run(*arguments):
        return subprocess.run(
            [sys.executable, script, "run", *arguments],
            env=os.environ | {"PATH": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.mark.skipif(sys.platform != "linux", reason="libraries of the system are Linux's matter")
def test_the_window_is_not_opened_without_its_libraries(bare_system):
    done = bare_system()
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("dev.py: the window needs what Debian calls libgl1")


@pytest.mark.skipif(sys.platform != "linux", reason="libraries of the system are Linux's matter")
def test_commands_without_a_screen_run_without_its_libraries(bare_system):
    done = bare_system("list", "my.netcatalog")
    assert (done.returncode, done.stderr) == (3, "")


def test_a_library_that_cannot_be_loaded_is_known_by_its_package():
    libraries = {"libc.so.6": "libc6", "libnonesuch.so.1": "nonesuch1"}
    assert loaded().missing(libraries) == ["nonesuch1"]


def test_who_may_not_install_gets_the_exact_line(monkeypatch):
    module = loaded()
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(module.shutil, "which", lambda _name: "/usr/bin/apt-get")
    with pytest.raises(module.SetupError, match=r"sudo apt-get install .* nonesuch1 other2$"):
        module.need(["nonesuch1", "other2"], "the window")


def test_where_no_libraries_are_missing_nothing_is_asked_for():
    loaded().need([], "the window")


# --- locks ---------------------------------------------------------------------------------------


def pins(name):
    text = (ROOT / name).read_text()
    return dict(re.findall(r"^([a-z0-9.-]+)==([^ ;]+)", text, flags=re.MULTILINE))


def unmet(requirements, locked):
    wanted = [Requirement(text) for text in requirements]
    return [
        str(want) for want in wanted if not want.specifier.contains(locked.get(want.name, "0"))
    ]


@pytest.fixture(scope="module")
def declared():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_the_locks_hold_what_is_declared(declared):
    assert unmet(declared["project"]["dependencies"], pins("requirements.txt")) == []
    assert unmet(declared["dependency-groups"]["dev"], pins("requirements-dev.txt")) == []


def test_developers_have_the_versions_of_the_users():
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_has_hashes_and_the_file_no_address(name):
    text = (ROOT / name).read_text()
    assert len(re.findall(r"== ?[^\n]*\\\n +--hash=sha256:", text)) == len(pins(name)) > 0
    assert "://" not in text
