"""The mark by which a row that was posted back is told from one that somebody has touched."""

import pytest

from ictindex.lib.text import clean_letters
from submissions.frame.form_rows import mark_of


@pytest.mark.parametrize(
    "stored", ["hai\u200bmươi", "mềm\u00ad", "chấm \uf0b7", "e\u0301", "a\r\nb", "\ufeff"]
)
def test_row_that_is_posted_back_untouched_has_the_same_mark(stored):
    """Older rows hold what is cleaned away on its way in."""
    assert mark_of({"note": clean_letters(stored)}) == mark_of({"note": stored})


def test_row_that_somebody_changed_has_another_mark():
    marks = {mark_of(texts) for texts in ({}, {"note": "a"}, {"note": "b"}, {"text": "a"})}
    assert len(marks) == 4
