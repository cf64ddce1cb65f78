"""Vietnamese text: one composed form on the way in and a folded form to search by."""

import unicodedata


def nfc(text: str) -> str:
    """The composed form; macOS and some keyboards send letters and tones apart."""
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """Every run of white space, line ends included, as one space: for mail subjects, titles and
    names, which have one line.
    """
    return " ".join(text.split())


def fold(text: str) -> str:
    """Lower case without tones, «Đào» → «dao»: what a search compares, kept in a column because
    SQLite folds ASCII only.
    """
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join(
        "".join(letter for letter in plain if not unicodedata.combining(letter)).split()
    )


def slug(text: str) -> str:
    """ASCII words joined by hyphens, for file names: «Báo cáo 2020» → «bao-cao-2020»."""
    words = "".join(
        letter if letter.isascii() and letter.isalnum() else " " for letter in fold(text)
    ).split()
    return "-".join(words)


def clean_text(text: str) -> str:
    """Composed letters, plain line ends, and no control characters, which no database keeps
    alike.
    """
    lines = nfc(text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        letter for letter in lines if letter in "\n\t" or unicodedata.category(letter) != "Cc"
    ).strip()
