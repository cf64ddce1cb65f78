"""Whatever a test leaves behind, the next one finds the database as migrations made it."""

import pytest

from ictindex import env
from tests.database import States, take_copy
from units.models import ChainHead, UnitKind

COMMITS = pytest.mark.django_db(transaction=True)


@COMMITS
@pytest.mark.parametrize("_round", [1, 2])
def test_what_a_test_commits_is_gone_in_the_next(_round):
    assert list(UnitKind.objects.all()) == []
    assert UnitKind.objects.create(code="thuoc_bo", name="Thuộc Bộ").pk == 1


@COMMITS
@pytest.mark.parametrize("_round", [1, 2])
def test_rows_made_by_migrations_stay(_round):
    assert ChainHead.objects.values_list("sequence").get() == (0,)
    ChainHead.objects.all().delete()


@COMMITS
def test_a_copy_is_put_back_with_its_rows_and_its_counters():
    UnitKind.objects.create(code="a", name="A")
    copy = take_copy()
    UnitKind.objects.create(code="b", name="B")
    copy.put_back()
    assert list(UnitKind.objects.values_list("pk", "code", "name")) == [(1, "a", "A")]
    assert UnitKind.objects.create(code="c", name="C").pk == 2


@COMMITS
def test_each_state_is_made_once_and_on_top_of_the_first():
    made = []
    states = States(
        {
            "empty": lambda: made.append("empty"),
            "kinds": lambda: made.append(UnitKind.objects.create(code="a").code),
        }
    )
    for name in ["kinds", "empty", "kinds", "kinds", "empty"]:
        states.enter(name)
    assert made == ["empty", "a"]
    assert list(UnitKind.objects.all()) == []
    states.enter("kinds")
    assert [kind.code for kind in UnitKind.objects.all()] == ["a"]


def test_a_committed_row_outlives_a_power_cut_where_it_is_run_in_earnest(monkeypatch, tmp_path):
    """Tests themselves do not wait for the disk; see tests/conftest.py."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert "PRAGMA synchronous=FULL;" in env.database(tmp_path)["OPTIONS"]["init_command"]
