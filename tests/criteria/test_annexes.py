"""Which annex a unit answers in which group."""

from criteria.annexes import AnnexChoice

CHOICE = AnnexChoice.of([("DV", "II"), ("", "I")])


def test_a_group_comes_from_its_own_annex_or_from_that_of_all_groups():
    assert (CHOICE.annex_of("DV"), CHOICE.annex_of("HT")) == ("II", "I")


def test_a_group_is_asked_from_one_annex_only():
    asked = {(annex, group) for annex in ("I", "II") for group in ("DV", "HT")}
    assert {each for each in asked if CHOICE.asks(*each)} == {("II", "DV"), ("I", "HT")}


def test_without_one_for_all_groups_another_annex_stands():
    assert AnnexChoice.of([("DV", "II")], otherwise="III").code == "III"
    assert AnnexChoice.of([("", "I")], otherwise="III").code == "I"
