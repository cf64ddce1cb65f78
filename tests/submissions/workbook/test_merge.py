"""Two sides that changed the same download: what becomes of each cell, against a second model
made by other means.
"""

from hypothesis import given
from hypothesis import strategies as st

from submissions.workbook.merge import MergeSide, merge

PATHS = ("numerator", "denominator", "as_of", "skipped", "note")
SIDES = st.dictionaries(st.sampled_from(PATHS), st.sampled_from(["1", "2", "3"]))
CHOICES = st.dictionaries(st.sampled_from(PATHS), st.sampled_from(MergeSide))


def model(base: dict, now: dict, file: dict, choices: dict) -> tuple[dict, set, set]:
    """The result, the cells to be chosen, and those without a choice, cell by cell from a table
    of cases.
    """
    result, conflicts = {}, set()
    for path in PATHS:
        together = [path] if path == "note" else [each for each in PATHS if each != "note"]
        here = [file.get(each) for each in together] != [base.get(each) for each in together]
        there = [now.get(each) for each in together] != [base.get(each) for each in together]
        match (here, there, now.get(path) == file.get(path)):
            case (_, _, True):
                value = now.get(path)
            case (False, _, False):
                value = now.get(path)
            case (True, False, False):
                value = file.get(path)
            case (True, True, False):
                conflicts.add(path)
                value = (file if choices.get(path) == "file" else now).get(path)
        if value:
            result[path] = value
    return result, conflicts, conflicts - choices.keys()


@given(SIDES, SIDES, SIDES, CHOICES)
def test_merge_is_that_of_the_model(base, now, file, choices) -> None:
    found = merge(base, now, file, choices)
    result, conflicts, unchosen = model(base, now, file, choices)
    assert (dict(found.result), set(found.conflicts), set(found.unchosen)) == (
        result,
        conflicts,
        unchosen,
    )


@given(SIDES, SIDES, SIDES, CHOICES)
def test_changes_are_exactly_what_differs_from_the_server(base, now, file, choices) -> None:
    found = merge(base, now, file, choices)
    assert set(found.changes) == {path for path in PATHS if found.result.get(path) != now.get(path)}


@given(SIDES, SIDES)
def test_file_that_was_not_touched_changes_nothing(base, now) -> None:
    found = merge(base, now, base)
    assert (dict(found.result), found.changes, found.conflicts) == (now, (), ())


@given(SIDES, SIDES)
def test_nobody_else_at_work_takes_the_file_as_it_is(base, file) -> None:
    found = merge(base, base, file)
    assert (dict(found.result), found.conflicts) == (file, ())


@given(SIDES, SIDES)
def test_the_same_change_on_both_sides_is_no_conflict(base, both) -> None:
    found = merge(base, both, both)
    assert (dict(found.result), found.changes, found.conflicts) == (both, (), ())


@given(SIDES, SIDES, SIDES)
def test_nothing_on_the_server_is_lost_without_a_choice(base, now, file) -> None:
    found = merge(base, now, file)
    assert {path for path in found.changes if now.get(path) != base.get(path)} == set()


@given(SIDES, SIDES, SIDES)
def test_choosing_one_side_for_all_takes_it_for_every_conflict(base, now, file) -> None:
    conflicts = merge(base, now, file).conflicts
    for side, cells in ((MergeSide.SERVER, now), (MergeSide.FILE, file)):
        found = merge(base, now, file, dict.fromkeys(conflicts, side))
        assert [found.result.get(path) for path in conflicts] == [
            cells.get(path) for path in conflicts
        ]
        assert found.unchosen == ()


def test_figures_that_belong_together_are_not_mixed_without_a_choice() -> None:
    base, now, file = (
        {"numerator": "5", "denominator": "9"},
        {"numerator": "6", "denominator": "9"},
        {"numerator": "5", "denominator": "12"},
    )
    assert merge(base, now, file).conflicts == ("denominator", "numerator")


def test_a_note_and_a_figure_are_changed_side_by_side() -> None:
    found = merge({"points": "5"}, {"points": "5", "note": "mới"}, {"points": "6"})
    assert (found.result, found.changes, found.conflicts) == (
        {"points": "6", "note": "mới"},
        ("points",),
        (),
    )
