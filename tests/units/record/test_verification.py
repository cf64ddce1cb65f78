"""The record names what was changed behind the application's back, and raises no false alarm."""

import hashlib
import json
import random
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction

from ictindex.lib import chain
from submissions.models import Evidence, Submission
from tests.scoring.factories import make_campaign, make_framework, make_submission
from tests.units.record.tampering import open_the_record, record_everything, run
from units import audit
from units.models import AuditEntry, ChainHead, Unit, UnitKind, User
from units.record.queries.verification import exported_entries, verify_record

pytestmark = pytest.mark.django_db
TRIES = 100
ENTRY_COLUMNS = [*chain.HASHED, "entry_hash", "seal"]


@pytest.fixture
def record():
    """Forty acts on forty units, by a person; every row that exists follows from them."""
    with transaction.atomic():
        person = User.objects.create(username="tester", full_name="Đào Thị Thử")
        audit.record(act="user.created", by=None, changes=[audit.inserted(person)])
        kind = UnitKind.objects.create(code="thuoc_bo", name="Đơn vị thuộc Bộ")
        audit.record(act="kind.created", by=person, changes=[audit.inserted(kind)])
        for number in range(20):
            unit = make_unit(f"U{number:02}", kind)
            audit.record(act="unit.created", by=person, unit=unit, changes=[audit.inserted(unit)])
        for unit in Unit.objects.all():
            before = audit.row_of(unit)
            unit.name = f"Đơn vị đổi tên {unit.code}"
            unit.save()
            audit.record(
                act="unit.renamed",
                by=person,
                unit=unit,
                changes=[audit.updated(before, unit)],
                reason="đổi tên",
            )


def make_unit(code: str, kind: UnitKind) -> Unit:
    return Unit.objects.create(code=code, name=f"Đơn vị {code}", short_name=code, kind=kind)


@contextmanager
def undone():
    """What happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def found(**options) -> set[tuple[str, str, str, str]]:
    return {
        (problem.kind, problem.table, problem.key, problem.column)
        for problem in verify_record(**options)
    }


@pytest.mark.usefixtures("record")
def test_untouched_record_raises_no_alarm_in_twenty_runs():
    assert [verify_record() for _ in range(20)] == [[]] * 20


@pytest.mark.usefixtures("record")
def test_each_changed_cell_of_a_recorded_table_is_named():
    chance = random.Random(375)
    for _ in range(TRIES):
        unit = chance.choice(Unit.objects.all())
        column = chance.choice(["code", "name", "short_name", "order", "folded_name"])
        value = chance.randrange(500, 900) if column == "order" else f"x{chance.random()}"
        with undone():
            run(f'UPDATE units_unit SET "{column}" = %s WHERE id = %s', value, unit.pk)
            assert found() == {("changed", "units_unit", str(unit.pk), column)}


@pytest.mark.usefixtures("record")
def test_each_changed_cell_of_the_record_is_named():
    open_the_record()
    chance = random.Random(988)
    number = AuditEntry.objects.count()
    for _ in range(TRIES):
        sequence, column = chance.randrange(1, number + 1), chance.choice(ENTRY_COLUMNS[1:])
        with undone():
            run(
                f"UPDATE units_auditentry SET {column} = %s WHERE sequence = %s",
                _other_value(column, sequence, chance),
                sequence,
            )
            named = {(key, named) for _, _, key, named in found()}
        assert (str(sequence), column) in named


def _other_value(column: str, sequence: int, chance: random.Random) -> object:
    if column == "at":
        return datetime(2020, 1, 1, tzinfo=UTC)
    if column == "actor_id":
        return None if AuditEntry.objects.get(pk=sequence).actor_id else User.objects.get().pk
    if column == "unit_id":
        return Unit.objects.exclude(pk=AuditEntry.objects.get(pk=sequence).unit_id).first().pk
    return f"{chance.random()}"[:10]


@pytest.mark.usefixtures("record")
def test_each_deleted_entry_is_named():
    open_the_record()
    chance = random.Random(2149)
    number = AuditEntry.objects.count()
    for _ in range(TRIES):
        sequence = chance.randrange(1, number)
        with undone():
            run("DELETE FROM units_auditentry WHERE sequence = %s", sequence)
            assert ("deleted", "units_auditentry", str(sequence), "") in found()


@pytest.mark.usefixtures("record")
def test_each_deleted_row_is_named():
    chance = random.Random(1)
    keys = list(Unit.objects.values_list("pk", flat=True))
    for _ in range(TRIES):
        key = chance.choice(keys)
        with undone():
            open_the_record()
            run("UPDATE units_auditentry SET unit_id = NULL WHERE unit_id = %s", key)
            run("DELETE FROM units_unit WHERE id = %s", key)
            assert ("deleted", "units_unit", str(key), "") in found()


@pytest.mark.usefixtures("record")
def test_each_inserted_row_is_named():
    kind = UnitKind.objects.get()
    for number in range(TRIES):
        with undone():
            unit = make_unit(f"X{number}", kind)
            assert found() == {("inserted", "units_unit", str(unit.pk), "")}


@pytest.mark.usefixtures("record")
def test_column_that_is_younger_than_a_rows_entries_holds_its_default():
    kind = UnitKind.objects.get()
    for order, expected in ((0, set()), (7, {("changed", "units_unit", "order")})):
        with undone():
            unit = make_unit("X", kind)
            before = audit.inserted(unit)
            older = {column: text for column, text in before.after.items() if column != "order"}
            with transaction.atomic():
                audit.record(
                    act="unit.created",
                    by=None,
                    changes=[audit.Change(before.table, before.key, None, older)],
                )
            Unit.objects.filter(pk=unit.pk).update(order=order)
            assert {(kind, table, column) for kind, table, _, column in found()} == expected


@pytest.mark.usefixtures("record")
def test_each_inserted_entry_is_named_even_when_its_hash_is_right():
    for number in range(TRIES):
        with undone():
            head = ChainHead.objects.get()
            entry = AuditEntry(
                sequence=head.sequence + 1,
                at=datetime.now(UTC),
                act=f"forged{number}",
                seal="0" * 64,
            )
            entry.previous_hash = head.entry_hash
            _hash_anew(entry)
            entry.save(force_insert=True)
            assert found() == {("inserted", "units_auditentry", str(entry.pk), "seal")}


@pytest.mark.usefixtures("record")
def test_each_cut_tail_is_named():
    open_the_record()
    chance = random.Random(7)
    number = AuditEntry.objects.count()
    witness = (number, ChainHead.objects.get().entry_hash)
    for _ in range(TRIES):
        last = chance.randrange(1, number)
        with undone():
            run("DELETE FROM units_auditentry WHERE sequence > %s", last)
            assert ("tail_cut", "units_auditentry", str(last + 1), "") in found()
            kept = AuditEntry.objects.get(pk=last)
            ChainHead.objects.update(sequence=last, entry_hash=kept.entry_hash)
            assert ("tail_cut", "units_auditentry", str(last + 1), "") in found(witness=witness)


@pytest.mark.usefixtures("record")
def test_chain_rewritten_with_the_applications_key_is_named_by_an_outside_head():
    """Even somebody with the key, who rewrites everything consistently, is given away by what
    left the server.
    """
    witness = (30, AuditEntry.objects.get(pk=30).entry_hash)
    open_the_record()
    _rewrite_from(10)
    assert verify_record() == []
    assert found(witness=witness) == {("rewritten", "units_auditentry", "30", "entry_hash")}


def _hash_anew(entry: AuditEntry) -> None:
    entry.digests = chain.digests_of(audit.texts_of(entry))
    entry.entry_hash = chain.hash_of(audit.texts_of(entry))


def _rewrite_from(first: int) -> None:
    previous = AuditEntry.objects.get(pk=first - 1).entry_hash
    for entry in AuditEntry.objects.filter(pk__gte=first):
        entry.reason, entry.previous_hash = "viết lại", previous
        _hash_anew(entry)
        entry.seal = audit.seal_of(entry.entry_hash)
        entry.save()
        previous = entry.entry_hash
    ChainHead.objects.update(entry_hash=previous)


@pytest.mark.usefixtures("record")
def test_rewriting_without_the_key_is_named(settings):
    open_the_record()
    settings.RECORD_KEY, right_key = "somebody else's key", settings.RECORD_KEY
    _rewrite_from(35)
    settings.RECORD_KEY = right_key
    assert {key for kind, _, key, _ in found() if kind == "inserted"} == {
        str(number) for number in range(35, 43)
    }


def test_swapped_cut_and_missing_files_are_named(settings):
    folder = settings.DATA_DIR / Evidence.recorded_folder
    folder.mkdir(exist_ok=True)
    submission = make_submission(make_campaign(make_framework()), "A")
    record_everything()
    chance = random.Random(3)
    for _ in range(TRIES):
        with undone():
            evidence, path = _store_evidence(
                submission, folder, chance.randbytes(chance.randrange(2, 4000))
            )
            assert verify_record() == []
            kind, column = _spoil(path, chance.choice(["swap", "cut", "remove"]))
            assert found() == {(kind, "submissions_evidence", str(evidence.pk), column)}


def _store_evidence(submission: Submission, folder: Path, content: bytes) -> tuple[Evidence, Path]:
    name = hashlib.sha256(content).hexdigest()
    (folder / name).write_bytes(content)
    evidence = Evidence.objects.create(
        submission=submission,
        name="kế hoạch.pdf",
        stored_as=name,
        sha256=name,
        size=len(content),
        media_type="application/pdf",
        uploaded_at=datetime.now(UTC),
    )
    audit.record(act="evidence.added", by=None, changes=[audit.inserted(evidence)])
    return evidence, folder / name


def _spoil(path: Path, how: str) -> tuple[str, str]:
    content = path.read_bytes()
    if how == "remove":
        path.unlink()
        return "file_missing", "stored_as"
    path.write_bytes(bytes([content[0] ^ 1]) + content[1:] if how == "swap" else content[:-1])
    return "file_changed", "sha256"


@pytest.mark.usefixtures("record")
def test_value_that_the_column_cannot_hold_is_named_and_hides_nothing():
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite stores what does not fit the column's type")
    open_the_record()
    run("UPDATE units_auditentry SET at = 'hôm qua' WHERE sequence = 3")
    assert ("changed", "units_auditentry", "3", "at") in found()


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    "statement", ["UPDATE units_auditentry SET act = 'x'", "DELETE FROM units_auditentry"]
)
def test_database_refuses_to_change_the_record(statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(statement)


def test_act_outside_a_transaction_is_refused(transactional_db):
    with pytest.raises(audit.NotInTransaction):
        audit.record(act="x", by=None)


def test_entry_adds_two_queries_to_an_act(django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(2):
        audit.record(act="x", by=None)


@pytest.mark.usefixtures("record")
def test_exported_record_is_checked_by_python_alone(tmp_path):
    export = tmp_path / "nhat-ky.jsonl"
    call_command("export_record", output=export, stdout=StringIO())
    head = ChainHead.objects.get()
    witness = f"{head.sequence}:{head.entry_hash}"
    assert _check_alone(export, "--witness", witness) == (0, "Nhật ký nguyên vẹn.\n")
    export.write_text(
        export.read_text(encoding="utf-8").replace("đổi tên", "xóa tên", 1), encoding="utf-8"
    )
    assert _check_alone(export) == (1, "Mục 23 của nhật ký đã bị sửa ở cột reason.\n")


@pytest.mark.usefixtures("record")
def test_receipt_alone_proves_that_an_entry_is_in_the_record(tmp_path):
    export, receipt = tmp_path / "nhat-ky.jsonl", tmp_path / "bien-nhan.json"
    call_command("export_record", output=export, stdout=StringIO())
    entry = next(entry for entry in exported_entries() if entry["sequence"] == "12")
    receipt.write_text(json.dumps(entry), encoding="utf-8")
    assert _check_alone(export, "--receipt", str(receipt))[0] == 0
    lines = export.read_text(encoding="utf-8").splitlines(keepends=True)
    export.write_text("".join(lines[:11]), encoding="utf-8")
    assert _check_alone(export, "--receipt", str(receipt)) == (
        1,
        "Nhật ký không có mục 12 ghi trên biên nhận.\n",
    )


@pytest.mark.usefixtures("record")
def test_command_fails_and_names_the_cell(capsys):
    call_command("verify_record")
    assert "nguyên vẹn: 42 mục" in capsys.readouterr().out
    run("UPDATE units_unit SET name = 'Khác' WHERE code = 'U07'")
    with pytest.raises(CommandError, match="1 chỗ"):
        call_command("verify_record")
    assert (
        "cột name: đã bị sửa ngoài ứng dụng. Từ «Đơn vị đổi tên U07» thành «Khác»."
        in capsys.readouterr().out
    )


def _check_alone(*arguments: object) -> tuple[int, str]:
    """In an isolated interpreter, without site packages or the project on its path."""
    command = [sys.executable, "-I", "-S", chain.__file__, *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={"PYTHONUTF8": "1"}
    )
    assert done.stderr == ""
    return done.returncode, done.stdout
