"""Rows that templates read many times."""


class TemplateRow:
    """A template asks a row by item before it asks by attribute. Without items each of the some
    thousand questions of a page is answered by an exception first, which takes a twentieth of the
    page's time (`tests/bench/appraisal.py`).
    """

    __slots__ = ()
    __getitem__ = object.__getattribute__
