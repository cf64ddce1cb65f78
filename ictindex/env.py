"""Everything the application reads from its environment, and nothing else: one name per
setting, safe when unset.
"""

from pathlib import Path

import environ

from ictindex.lib.files import kept_secret

BASE_DIR = Path(__file__).resolve().parent.parent

_env = environ.Env()


def data_dir() -> Path:
    """Folder for the SQLite file, uploads and rendered documents (`ICTINDEX_DATA_DIR`, default
    `var/`), created mode 0700.
    """
    folder = Path(_env.str("ICTINDEX_DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def private_folder(parent: Path, name: str) -> Path:
    """A folder inside the data folder, created mode 0700."""
    folder = parent / name
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def secret(name: str, folder: Path) -> str:
    """A secret from the environment (`ICTINDEX_` and its name in capitals), else made once and
    kept in `folder`, mode 0600.
    """
    given = _env.str(f"ICTINDEX_{name.upper()}", default="")
    if given:
        return given
    return kept_secret(folder / name, 64)


def flag(name: str, *, default: bool) -> bool:
    return _env.bool(name, default=default)


def text(name: str, *, default: str = "") -> str:
    return _env.str(name, default=default)


def number(name: str, *, default: int) -> int:
    return _env.int(name, default=default)


def words(name: str, *, default: list[str]) -> list[str]:
    """A comma-separated list."""
    return _env.list(name, default=default)


def database(folder: Path) -> dict:
    """`DATABASE_URL`, or SQLite in `folder` set up so that nothing acknowledged is lost.

    IMMEDIATE takes the write lock when a transaction starts, so that no writer is refused half-way;
    WAL lets readers go on; `synchronous=FULL` keeps a committed row through a power cut, which
    NORMAL does not.
    """
    url = _env.str("DATABASE_URL", default="")
    if url:
        return _env.db_url_config(url) | {"ATOMIC_REQUESTS": False, "CONN_HEALTH_CHECKS": True}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / "ictindex.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            ),
        },
    }
