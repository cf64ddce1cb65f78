"""Vietnamese text: the one notion of a clean character, applied on the way in and once more where
files are written; one composed form; and a folded form to search by.

A character is clean when a file can hold it and people can see it: nothing of Unicode's category C
(controls, directions and other marks without width, halves, private and unassigned ones) but line
end, tab and the two joiners that some scripts need; and none of the letters that are drawn as
nothing.
"""

import unicodedata

#: Without width, and part of how some scripts and pictures are written.
JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_KEPT = f"\n\t{JOINERS}"
#: Letters by their category, and drawn as nothing: fillers of Korean, and the empty braille cell.
_DRAWN_AS_NOTHING = frozenset("\u115f\u1160\u3164\uffa0\u2800")
#: What ends a line besides «\n»: Word's own line ends, pages and paragraphs among them.
_LINE_ENDS = str.maketrans(dict.fromkeys("\r\v\f\x85\u2028\u2029", "\n"))


def nfc(text: str) -> str:
    """The composed form; macOS and some keyboards send letters and tones apart."""
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """Every run of white space, line ends included, as one space: for mail subjects, titles and
    names, which have one line.
    """
    return " ".join(text.split())


def legible(text: str) -> str:
    """The text with plain line ends and without what is not clean; letters stay as they were
    composed. What writes a file asks for this, since older rows may hold anything.
    """
    if text.isprintable() and _DRAWN_AS_NOTHING.isdisjoint(text):
        return text
    lines = text.replace("\r\n", "\n").translate(_LINE_ENDS)
    return "".join(letter for letter in lines if _is_clean(letter))


def clean_letters(text: str) -> str:
    """Legible and composed, with the white space that it came with: what a request brings."""
    return nfc(legible(text))


def clean_text(text: str) -> str:
    """As it is stored: legible, composed, and without white space around it."""
    return clean_letters(text).strip()


def clean_line(text: str) -> str:
    """The same as one line: for names, titles and short reasons."""
    return one_line(clean_letters(text))


def is_clean_line(text: str) -> bool:
    """Whether it is one line of clean characters, composed or not. Readers of files that are
    prepared with care ask this, and refuse what a form would mend.
    """
    return legible(text) == text and not set(text) & {"\n", "\t"}


def in_xml(text: str) -> str:
    """One composed line of what an XML file can hold, with whatever else is hidden in it: what is
    drawn for an edition stays as it was when the edition was frozen.
    """
    return one_line("".join(letter if _fits_xml(letter) else " " for letter in nfc(text)))


def marked(text: str) -> str:
    """One line for a sentence about the text, where «\N{REPLACEMENT CHARACTER}» stands for each
    character that is not clean.
    """
    return "".join(
        letter if is_clean_line(letter) else "\N{REPLACEMENT CHARACTER}" for letter in text
    )


def is_mark(letter: str) -> bool:
    """A tone, a joiner or a hidden mark: it takes no width of its own."""
    return unicodedata.category(letter) in ("Mn", "Me", "Cf")


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


def _fits_xml(letter: str) -> bool:
    return unicodedata.category(letter) not in ("Cc", "Cs") and ord(letter) & 0xFFFE != 0xFFFE


def _is_clean(letter: str) -> bool:
    if letter in _DRAWN_AS_NOTHING:
        return False
    return letter in _KEPT or not unicodedata.category(letter).startswith("C")
