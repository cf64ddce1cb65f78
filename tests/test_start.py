"""`scripts/start` as a newcomer runs it: what it leaves behind, and that its two processes live
and die together.
"""

import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from units.enums import Role

ROOT = Path(__file__).resolve().parent.parent
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (ROOT / ".venv").exists(), reason="the script's own environment has not been made"
    ),
    pytest.mark.xdist_group("start"),
]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture(scope="module")
def environment(tmp_path_factory) -> dict[str, str]:
    own = {
        "ICTINDEX_DATA_DIR": str(tmp_path_factory.mktemp("start") / "var"),
        "ICTINDEX_PORT": str(_free_port()),
    }
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "ICTINDEX_TEST_DATABASE_URL"}
    }
    return kept | own


def _start(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["scripts/start", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@contextmanager
def _serving(environment: dict[str, str]) -> Iterator[subprocess.Popen]:
    with subprocess.Popen(
        ["scripts/start"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as script:
        try:
            _wait_until(
                lambda: (
                    set(_children(script)) == {"gunicorn", "db_worker"}
                    and _status(environment) == 200
                )
            )
            yield script
        finally:
            script.terminate()
            script.wait(timeout=60)


def _status(environment: dict[str, str]) -> int | None:
    try:
        with urllib.request.urlopen(
            f"http://127.0.0.1:{environment['ICTINDEX_PORT']}/", timeout=5
        ) as answer:
            return answer.status
    except urllib.error.HTTPError as refusal:
        return refusal.code
    except OSError:
        return None


def _variables(pid: int) -> dict[str, str]:
    pairs = Path(f"/proc/{pid}/environ").read_text(encoding="utf-8").split("\0")
    return dict(pair.split("=", 1) for pair in pairs if "=" in pair)


def _wait_until(is_so, seconds: int = 300) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.2)


def _children(script: subprocess.Popen) -> dict[str, int]:
    """The two processes by name, read from /proc: a fresh Debian has no `ps`."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if _parent_and_state(folder)[0] == script.pid:
                command = (folder / "cmdline").read_bytes()
                found |= {
                    name: int(folder.name)
                    for name in ("gunicorn", "db_worker")
                    if name.encode() in command
                }
    return found


def _parent_and_state(folder: Path) -> tuple[int, str]:
    state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
    return int(parent), state


def _is_alive(pid: int) -> bool:
    try:
        return _parent_and_state(Path(f"/proc/{pid}"))[1] != "Z"
    except OSError:
        return False


def test_it_prepares_everything_and_says_so_in_a_line_per_step(environment):
    done = _start(environment, "--no-serve")
    assert (done.returncode, done.stderr) == (0, "")
    data = Path(environment["ICTINDEX_DATA_DIR"])
    assert (data / "reports" / "bao-cao-2020.pdf").read_bytes().startswith(b"%PDF-")
    assert data.stat().st_mode & 0o777 == 0o700
    assert {
        path.stat().st_mode & 0o777 for path in [*data.glob("*_key"), data / "demo-password"]
    } == {0o600}
    assert f"Địa chỉ: http://127.0.0.1:{environment['ICTINDEX_PORT']}/" in done.stdout
    assert {f"demo_{role}" for role in Role.values} <= set(
        re.findall(r"^  (demo_\w+)", done.stdout, re.MULTILINE)
    )


def test_a_second_run_does_no_slow_step_again(environment):
    report = Path(environment["ICTINDEX_DATA_DIR"]) / "reports" / "bao-cao-2020.pdf"
    before = report.stat().st_mtime_ns
    done = _start(environment, "--no-serve")
    assert (done.returncode, report.stat().st_mtime_ns) == (0, before)
    assert [
        line for line in done.stdout.splitlines() if re.match("• (Cài|Tạo|Gom|Dựng)", line)
    ] == []


def test_links_in_mails_lead_to_the_port_that_is_served(environment):
    with _serving(environment) as script:
        found = {name: _variables(pid) for name, pid in _children(script).items()}
    address = f"http://127.0.0.1:{environment['ICTINDEX_PORT']}"
    assert {name: said.get("ICTINDEX_PUBLIC_URL") for name, said in found.items()} == {
        "gunicorn": address,
        "db_worker": address,
    }


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_a_request_to_stop_stops_both_and_is_no_failure(environment, asked):
    with _serving(environment) as script:
        children = _children(script)
        script.send_signal(asked)
        assert script.wait(timeout=60) == 0
    assert [pid for pid in children.values() if _is_alive(pid)] == []


def test_both_are_stopped_though_nobody_reads_what_it_says(environment):
    with _serving(environment) as script:
        children = _children(script)
        script.stdout.close()
        script.terminate()
        assert script.wait(timeout=60) == 0
    assert [pid for pid in children.values() if _is_alive(pid)] == []


@pytest.mark.parametrize("victim", ["gunicorn", "db_worker"])
def test_when_one_dies_the_other_is_stopped_and_the_script_fails(environment, victim):
    with _serving(environment) as script:
        children = _children(script)
        os.kill(children[victim], signal.SIGKILL)
        assert script.wait(timeout=60) == 1
    _wait_until(lambda: not any(_is_alive(pid) for pid in children.values()), seconds=20)


def test_a_port_that_is_taken_is_said_before_anything_is_served(environment):
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", int(environment["ICTINDEX_PORT"])))
        other.listen()
        done = _start(environment)
    assert done.returncode == 1
    assert f"Cổng {environment['ICTINDEX_PORT']}" in done.stderr


def test_an_unknown_option_is_refused(environment):
    done = _start(environment, "--noserve")
    assert (done.returncode, done.stderr) == (
        1,
        "LỖI: Không hiểu «--noserve». Cách dùng: scripts/start [--no-serve]\n",
    )
