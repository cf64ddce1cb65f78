"""Spreading files: each goes to somebody who may have it, all have about as much, and the same
comes out again.
"""

from itertools import product

import pytest

from submissions.appraisal.assignment.spread import FileLoad, NobodyLeft, spread


def loads_after(files: list[FileLoad], given: dict[int, int], people: list[int]) -> list[int]:
    return [sum(file.criteria for file in files if given[file.key] == person) for person in people]


def test_equal_files_are_shared_out_in_turn():
    files = [FileLoad(key, 10) for key in range(6)]
    assert spread(files, [1, 2, 3], carried={}) == {0: 1, 1: 2, 2: 3, 3: 1, 4: 2, 5: 3}


def test_criteria_count_and_not_files():
    files = [FileLoad(0, 135), FileLoad(1, 55), FileLoad(2, 55), FileLoad(3, 25)]
    assert spread(files, [1, 2], carried={}) == {0: 1, 1: 2, 2: 2, 3: 2}


def test_nobody_gets_a_file_that_he_is_barred_from():
    files = [FileLoad(key, 10, frozenset({key % 5})) for key in range(23)]
    given = spread(files, list(range(5)), carried={})
    assert given.keys() == set(range(23))
    assert [file.key for file in files if given[file.key] in file.barred] == []


def test_what_few_can_have_is_not_left_without_anybody_fair():
    files = [
        FileLoad(0, 10),
        FileLoad(1, 10),
        FileLoad(2, 10, frozenset({1, 2})),
        FileLoad(3, 10, frozenset({1, 2})),
    ]
    assert loads_after(files, spread(files, [1, 2, 3], carried={}), [1, 2, 3]) == [10, 10, 20]


def test_file_that_nobody_can_have_is_named():
    with pytest.raises(NobodyLeft) as refusal:
        spread([FileLoad(1, 5), FileLoad(7, 5, frozenset({1, 2}))], [1, 2], carried={})
    assert refusal.value.key == 7


def test_who_has_much_already_gets_less():
    files = [FileLoad(key, 10) for key in range(4)]
    assert loads_after(files, spread(files, [1, 2], carried={1: 20}), [1, 2]) == [10, 30]


def test_the_ministry_of_2020_is_spread_within_one_small_file():
    files = [FileLoad(key, 55) for key in range(15)] + [FileLoad(key, 135) for key in range(15, 23)]
    loads = loads_after(files, spread(files, [1, 2, 3, 4, 5], carried={}), [1, 2, 3, 4, 5])
    assert sum(loads) == 15 * 55 + 8 * 135
    assert max(loads) - min(loads) <= 55


def test_no_single_move_would_even_it_out_further():
    for sizes in product([0, 3, 7, 11], repeat=5):
        files = [FileLoad(key, size) for key, size in enumerate(sizes)]
        given = spread(files, [1, 2], carried={})
        loads = dict(zip([1, 2], loads_after(files, given, [1, 2]), strict=True))
        assert [
            file
            for file in files
            if file.criteria and loads[3 - given[file.key]] + file.criteria < loads[given[file.key]]
        ] == []
