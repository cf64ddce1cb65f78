"""Every act has one name, where it is recorded; and the questions asked of sources where it has
not.
"""

import pytest

from tests.house import acts
from tests.house.sources import read_sources
from tests.places import ROOT

SOURCES = read_sources(ROOT)
NAMED = 'DONE = audit.name_act("self.done", "Làm xong")\n'
USED = "audit.record(act=DONE, by=by)\n"


@pytest.mark.parametrize(
    "question",
    [acts.hidden_names, acts.acts_named_twice, acts.idle_acts, acts.unnamed_acts],
    ids=lambda question: question.__name__,
)
def test_every_act_is_named_once_where_it_is_recorded(question):
    assert question(SOURCES) == []


def test_acts_of_all_floors_are_found():
    floors = {act.module.split(".")[0] for act in acts.named_acts(SOURCES)}
    assert floors == {"units", "criteria", "submissions", "scoring", "reports"}


@pytest.mark.parametrize(
    "source",
    [
        "def finish():\n    done = audit.name_act('self.done', 'Làm xong')",
        "audit.name_act('self.done', 'Làm xong')",
        "DONE = audit.name_act(f'{prefix}done', 'Làm xong')",
        "DONE = audit.name_act('self.done', NAME)",
        "DONE = audit.name_act('self.done', '')",
    ],
)
def test_a_name_that_nobody_finds_is_seen(source):
    assert len(acts.hidden_names({"units.people.services": source})) == 1


@pytest.mark.parametrize(
    "second",
    [
        'OVER = audit.name_act("self.done", "Xong")',
        'OVER = audit.name_act("self.over", "Làm xong")',
    ],
)
def test_a_second_name_or_code_is_seen(second):
    sources = {"units.people.services": NAMED, "units.record.services": second}
    assert len(acts.acts_named_twice(sources)) == 1


def test_an_act_that_nothing_records_is_seen():
    assert len(acts.idle_acts({"units.people.services": NAMED})) == 1
    other = "from units.people.services import DONE\n"
    for used in ({"units.people.services": NAMED + USED}, {"units.record.runs": other + USED}):
        assert acts.idle_acts({"units.people.services": NAMED} | used) == []


@pytest.mark.parametrize(
    "source",
    [
        'audit.record(act="self.done", by=by)',
        'audit.record(act=f"self.{done}", by=by)',
        'audit.record(act="self.done" if done else OVER, by=by)',
        'audit.record(act=audit.ActCode("self.done"), by=by)',
    ],
)
def test_an_act_without_a_name_is_seen(source):
    assert len(acts.unnamed_acts({"units.people.services": source})) >= 1


def test_an_act_in_a_pair_is_named():
    pair = 'OUT = Pair(audit.name_act("self.out", "Ra"), audit.name_act("unit.out", "Đi"))\n'
    sources = {"units.people.services": pair + "audit.record(act=OUT.one, by=by)"}
    assert [act.constant for act in acts.named_acts(sources)] == ["OUT", "OUT"]
    assert acts.hidden_names(sources) == acts.idle_acts(sources) == []
