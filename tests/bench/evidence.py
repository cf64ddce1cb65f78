"""How much memory and time a file of evidence takes to come in and to go out: `python -m
tests.bench.evidence [megabytes]`.

One process each: start-up alone; a plain copy with SHA-256, which nothing can do without; an upload
through the whole of the application; a download; and the package of all files. The files are as
large as one may be and cannot be packed smaller.
"""

import hashlib
import io
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

MEGABYTES = 49
#: What an act may take beyond start-up, in megabytes, whatever the size of the file.
MOST_MEMORY = 20
#: Times the plain copy: the file is hashed on arrival, looked into, and brought to the disk for
#: good.
MOST_RATIO = 12
ACTS = ("start", "copy", "upload", "download", "package")
FIXTURE = Path(__file__).resolve().parent.parent.parent / "fixtures" / "campaigns" / "2020"
UNIT = "/dot/2021/ho-so/BTGCP/"
BLOCK = 1 << 18
#: Sent as a cookie and as a header, as the page with the form would.
TOKEN = "0" * 32


@dataclass(frozen=True)
class MeasuredUpload:
    """One process: its highest resident memory, and the seconds that the act itself took."""

    seconds: float
    megabytes: float


def main(megabytes: int = MEGABYTES) -> int:
    with tempfile.TemporaryDirectory(prefix="ictindex-bench-") as folder:
        os.environ |= {
            "ICTINDEX_DATA_DIR": f"{folder}/data",
            "ICTINDEX_HTTPS": "0",
            "DJANGO_SETTINGS_MODULE": "ictindex.settings",
        }
        os.environ |= {"ICTINDEX_REQUIRE_TOTP": "0", "BENCH_FOLDER": folder}
        measure("prepare", str(megabytes))
        found = {act: measure(act) for act in ACTS}
    more = {act: found[act].megabytes - found["start"].megabytes for act in ACTS[2:]}
    ratio = found["upload"].seconds / found["copy"].seconds
    for act, one in found.items():
        print(f"{act:<9} {one.seconds:6.2f} s {one.megabytes:5.0f} MB")
    print(f"beyond start-up: {', '.join(f'{act} {value:.0f} MB' for act, value in more.items())}")
    print(f"upload / copy with SHA-256: {ratio:.1f}")
    return 0 if max(more.values()) <= MOST_MEMORY and ratio <= MOST_RATIO else 1


def measure(*arguments: str) -> MeasuredUpload:
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", __spec__.name, "run", *arguments], stdout=output
        )
        _, status, used = os.wait4(process.pid, 0)
        if status:
            raise SystemExit(f"{arguments} failed")
        output.seek(0)
        return MeasuredUpload(float(output.read().split()[-1]), used.ru_maxrss / 1024)


def prepare(megabytes: int) -> None:
    """The campaign to try out, a picture of noise to send, and four others that are there
    already.
    """
    from django.core.management import call_command
    from django.test import Client

    from tests import sample_files
    from units.models import User

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_campaign", str(FIXTURE), verbosity=0)
    call_command("load_demo", verbosity=0, stdout=io.StringIO())
    for number in range(5):
        with (folder() / f"{number}.png").open("wb") as file:
            file.write(sample_files.make_png_of(900, 900)[:33])
            for _ in range(megabytes * 16):
                file.write(sample_files.png_chunk(b"IDAT", secrets.token_bytes(65_520)))
            file.write(sample_files.png_chunk(b"IEND"))
    client = Client()
    client.force_login(User.objects.get(username="demo_unit_staff_truc_thuoc_bo"))
    (folder() / "session").write_text(client.cookies["sessionid"].value)
    for number in range(1, 5):
        send(folder() / f"{number}.png")


def start() -> None:
    """What every process takes that has the application loaded and has served a page."""
    assert get(f"{UNIT}tai-lieu/", lambda _block: None) == 200


def copy() -> None:
    """Hash a file while copying it, and wait for the disk."""
    digest = hashlib.sha256()
    with (folder() / "0.png").open("rb") as file, (folder() / "copy").open("wb") as target:
        while block := file.read(BLOCK):
            digest.update(block)
            target.write(block)
        target.flush()
        os.fsync(target.fileno())


def upload() -> None:
    send(folder() / "0.png")


def download() -> None:
    from submissions.models import Evidence

    path = f"{UNIT}tai-lieu/{Evidence.objects.earliest('pk').pk}/tep/"
    assert get(path, lambda _block: None) == 200


def package() -> None:
    assert get(f"{UNIT}tai-lieu/tron-bo.zip", lambda _block: None) == 200


def folder() -> Path:
    return Path(os.environ["BENCH_FOLDER"])


class FormBody:
    """A form with one file as a browser sends it, read from the disk as it is asked for."""

    def __init__(self, path: Path) -> None:
        head = '--edge\r\nContent-Disposition: form-data; name="no_secret"\r\n\r\non\r\n--edge\r\n'
        head += (
            'Content-Disposition: form-data; name="files"; '
            f'filename="{path.name}"\r\nContent-Type: image/png\r\n\r\n'
        )
        self.parts: list[BinaryIO] = [
            io.BytesIO(head.encode()),
            path.open("rb"),
            io.BytesIO(b"\r\n--edge--\r\n"),
        ]
        self.length = len(head) + path.stat().st_size + 14

    def read(self, size: int = -1) -> bytes:
        while self.parts:
            block = self.parts[0].read(size)
            if block:
                return block
            self.parts.pop(0).close()
        return b""

    #: Asked for, and never called: a form with files is read in blocks.
    readline = read


def send(path: Path) -> None:
    form = FormBody(path)
    more = {
        "wsgi.input": form,
        "CONTENT_LENGTH": str(form.length),
        "CONTENT_TYPE": "multipart/form-data; boundary=edge",
    }
    status = ask(
        "POST",
        f"{UNIT}tai-lieu/tai-len/",
        lambda _block: None,
        more | {"HTTP_ACCEPT": "application/json"},
    )
    assert status == 201, status


def get(path: str, take: Callable[[bytes], None]) -> int:
    return ask("GET", path, take, {"wsgi.input": io.BytesIO(), "CONTENT_LENGTH": "0"})


def ask(method: str, path: str, take: Callable[[bytes], None], more: dict[str, Any]) -> int:
    """One request through the whole of the application, as a server would make it."""
    from django.core.wsgi import get_wsgi_application

    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
        "HTTP_COOKIE": f"sessionid={(folder() / 'session').read_text()}; csrftoken={TOKEN}",
        "HTTP_X_CSRFTOKEN": TOKEN,
    }
    statuses: list[int] = []
    response = get_wsgi_application()(
        environ | more, lambda status, _headers: statuses.append(int(status[:3]))
    )
    for block in response:
        take(block)
    response.close()
    return statuses[0]


def run(act: str, *arguments: str) -> None:
    import django
    from django.conf import settings

    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    django.setup()
    if act not in ("prepare", "start"):
        start()
    began = time.perf_counter()
    globals()[act](*map(int, arguments))
    print(time.perf_counter() - began)


if __name__ == "__main__":
    if sys.argv[1:2] == ["run"]:
        run(*sys.argv[2:])
    else:
        sys.exit(main(*map(int, sys.argv[1:])))
