"""The order of Vietnamese people's names: by the given name, which stands last, in the
Vietnamese alphabet.
"""

import unicodedata

from ictindex.lib.text import nfc

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACE = {letter: place for place, letter in enumerate(_ALPHABET, start=1)}
#: Tones in the order of dictionaries: none, grave, hook above, tilde, acute, dot below.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}

Word = tuple[tuple[int, ...], tuple[int, ...]]


def by_given_name(full_name: str) -> tuple[Word, ...]:
    """The key to sort by: the given name, then family and middle names as they are written."""
    words = full_name.lower().split()
    return tuple(_word(word) for word in words[-1:] + words[:-1])


def _word(word: str) -> Word:
    """Letters first, tones only between words of the same letters.

    What is no letter comes before all of them.
    """
    letters: list[int] = []
    tones: list[int] = []
    for mark in unicodedata.normalize("NFD", word):
        if mark in _TONES:
            tones.append(_TONES[mark])
        else:
            _add(letters, mark)
    return tuple(letters), tuple(tones)


def _add(letters: list[int], mark: str) -> None:
    """A letter, or the breve, circumflex or horn that makes another letter of the last one."""
    if unicodedata.combining(mark) and letters and 0 < letters[-1] <= len(_ALPHABET):
        made = nfc(_ALPHABET[letters[-1] - 1] + mark)
        letters[-1] = _PLACE.get(made, letters[-1])
    elif not unicodedata.combining(mark):
        letters.append(_PLACE.get(mark, 0))
