"""Asking ClamAV: a real socket with the real protocol, a virus, silence, nonsense, and nobody
there.
"""

import io
import json

import pytest

from ictindex.lib.clamav import ScannerUnreachable, find_virus
from submissions.evidence.services.scanner import InfectedFile, NotScanned, Scan
from submissions.evidence.services.upload import receive_evidence
from submissions.models import Evidence
from tests import sample_files
from tests.submissions.evidence.clamd import daemon_on, daemon_on_port
from tests.submissions.evidence.factories import arrive, files_kept, make_desk
from tests.submissions.factories import NOW
from units.models import AuditEntry


@pytest.fixture
def daemon(tmp_path):
    with daemon_on(tmp_path) as running:
        yield running


def ask(daemon, content: bytes) -> str:
    return find_virus(io.BytesIO(content), address=daemon.address, timeout=5)


def test_clean_file_of_many_blocks_is_heard_whole(daemon):
    assert ask(daemon, b"x" * 200_000) == ""
    assert daemon.heard == [200_000]


def test_virus_is_called_by_its_name(daemon):
    assert ask(daemon, b"x" * 100_000 + sample_files.EICAR) == "Eicar-Test-Signature"


def test_daemon_is_asked_over_a_port_as_well():
    with daemon_on_port() as running:
        assert ask(running, sample_files.EICAR) == "Eicar-Test-Signature"


@pytest.mark.parametrize(
    "answer", [b"", b"stream: lstat() failed. ERROR\0", b"nonsense", b"stream: OK, or not\0"]
)
def test_no_usable_answer_is_no_clean_bill(daemon, answer):
    daemon.says = answer
    with pytest.raises(ScannerUnreachable):
        ask(daemon, b"x")


def test_daemon_that_hangs_up_on_a_long_file_has_said_why(daemon):
    daemon.limit = 1000
    with pytest.raises(ScannerUnreachable, match="size limit exceeded"):
        ask(daemon, b"x" * 3_000_000)


@pytest.mark.parametrize("address", ["/no/such/socket", "127.0.0.1:1", "127.0.0.1", ""])
def test_nobody_there_is_said(address):
    with pytest.raises(ScannerUnreachable):
        find_virus(io.BytesIO(b"x"), address=address, timeout=2)


@pytest.mark.django_db
class TestReceiving:
    @pytest.fixture
    def desk(self):
        return make_desk()

    def receive(self, desk, content):
        return receive_evidence(
            submission=desk.submission,
            arrived=arrive(content, "a.pdf"),
            is_no_secret=True,
            by=desk.staff,
            now=NOW,
        )

    def test_clean_file_is_taken_and_the_record_says_that_it_was_scanned(
        self, desk, daemon, settings
    ):
        settings.CLAMAV = daemon.address
        assert self.receive(desk, sample_files.make_pdf()).scan == Scan.CLEAN
        facts = json.loads(AuditEntry.objects.get(act="self.evidence_uploaded").facts)
        assert facts["scan"] == "không phát hiện mã độc"

    def test_virus_is_refused_by_name_and_recorded(self, desk, daemon, settings):
        settings.CLAMAV = daemon.address
        arrived = arrive(sample_files.EICAR, "hoa\u202edon.pdf")
        with pytest.raises(
            InfectedFile, match="phát hiện mã độc trong tệp \\(Eicar-Test-Signature\\)"
        ):
            receive_evidence(
                submission=desk.submission,
                arrived=arrived,
                is_no_secret=True,
                by=desk.staff,
                now=NOW,
            )
        assert (Evidence.objects.count(), files_kept()) == (0, set())
        entry = AuditEntry.objects.get(act="self.evidence_infected")
        assert json.loads(entry.facts) == {
            "file": "hoadon.pdf",
            "sha256": arrived.sha256,
            "virus": "Eicar-Test-Signature",
        }
        assert (entry.actor, entry.unit) == (desk.staff, desk.submission.unit)

    def test_nothing_is_taken_unscanned(self, desk, settings):
        settings.CLAMAV = "/no/such/socket"
        with pytest.raises(NotScanned, match="không liên lạc được với phần mềm quét"):
            self.receive(desk, sample_files.make_pdf())
        assert (Evidence.objects.count(), files_kept()) == (0, set())

    def test_where_scanning_is_optional_it_is_taken_and_said(self, desk, settings):
        settings.CLAMAV, settings.CLAMAV_OPTIONAL = "/no/such/socket", True
        assert self.receive(desk, sample_files.make_pdf()).scan == Scan.MISSED
        facts = json.loads(AuditEntry.objects.get(act="self.evidence_uploaded").facts)
        assert facts["scan"] == "không quét được"
