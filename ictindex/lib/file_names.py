"""The names that people give files, made fit to be shown, sent in a header and unpacked on any
computer. Never a path.
"""

import unicodedata

from ictindex.lib.text import JOINERS, clean_line

#: Octets of the whole name in UTF-8; file systems allow 255, and a ZIP puts a number before it.
MOST_OCTETS = 200
NAMELESS = "tai-lieu"

_FORBIDDEN = str.maketrans(dict.fromkeys('<>:"|?*', "_"))
_NO_JOINERS = str.maketrans(dict.fromkeys(JOINERS))
_RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{name}{digit}" for name in ("com", "lpt") for digit in "123456789"),
}


def clean_name(given: str, suffixes: tuple[str, ...]) -> str:
    """The last part of a path as one composed line without control, direction or other unseen
    letters, at most 200 octets.

    It ends in one of the suffixes: when it does not, the first is appended, so that the name never
    says another type than the content has.
    """
    name = _last_part(given).translate(_FORBIDDEN).strip(". ")
    stem, dot, suffix = name.rpartition(".")
    if not dot or f".{suffix.lower()}" not in suffixes:
        stem, suffix = name, suffixes[0][1:]
    stem = stem.strip(". ") or NAMELESS
    if stem.partition(".")[0].strip().lower() in _RESERVED:
        stem = f"_{stem}"
    return f"{_shorten(stem, MOST_OCTETS - len(suffix) - 1)}.{suffix}"


def shown_name(given: str) -> str:
    """The name of a file that was refused, for the sentence about it: cleaned alike, with
    whatever ending it had.
    """
    return _shorten(_last_part(given), MOST_OCTETS) or "không tên"


def unique_name(name: str, taken: set[str]) -> str:
    """The name, or with a number before its ending where the same one (whatever its case) is
    taken already.
    """
    stem, _, suffix = name.rpartition(".")
    candidate, number = name, 1
    while candidate.casefold() in taken:
        number += 1
        candidate = f"{stem} ({number}).{suffix}"
    taken.add(candidate.casefold())
    return candidate


def _last_part(path: str) -> str:
    """Without joiners too: two names that look the same are the same."""
    return clean_line(path.replace("\\", "/").rpartition("/")[2].translate(_NO_JOINERS))


def _shorten(text: str, octets: int) -> str:
    """Whole letters only: a mark that would lose its letter goes with it."""
    cut = text.encode("utf-8", "ignore")[:octets].decode("utf-8", "ignore")
    if cut != text and unicodedata.combining(text[len(cut)]):
        cut = cut[:-1]
    return cut.rstrip(". ")
