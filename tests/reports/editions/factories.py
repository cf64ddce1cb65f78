"""A small campaign before the signature, its people, and a signer with a certificate of their
own, for tests of editions.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

from reports.editions import members
from reports.editions.queries.checks import checks_of
from reports.editions.services import files
from reports.editions.services.editions import ask_to_freeze
from reports.editions.services.publication import publish, sign_off
from reports.enums import FileFormat
from reports.jobs.services.worker import run_rendering
from reports.layout.pdf import Pdf
from reports.models import Edition, Rendering
from submissions.campaigns.services.blank_answers import open_answers
from submissions.enums import Phase, Round
from submissions.models import Campaign
from tests.reports.council.factories import accept_figures
from tests.submissions.factories import NOW, appoint, cast, decide_everything, make_stage, make_user
from tests.units.record.tampering import record_everything
from units.enums import Role
from units.models import User

SIGNER = "Lê Vĩnh Tân"


@dataclass(frozen=True)
class PublishingDesk:
    """The campaign in the phase of signing, and who has to do with its publication."""

    campaign: Campaign
    people: dict[str, User]

    @property
    def secretary(self) -> User:
        return self.people["council_secretary"]

    @property
    def publisher(self) -> User:
        return self.people["publisher"]


def make_desk(*, is_accepted: bool = True) -> PublishingDesk:
    """Everything decided, accepted by the Council, and the decision written; nothing frozen yet."""
    campaign = make_stage(Phase.COUNCIL_2)
    people = cast(campaign)
    open_answers(campaign)
    for which in (Round.FIRST, Round.SECOND):
        decide_everything(campaign, which)
    if is_accepted:
        accept_figures(campaign, people["council_secretary"], now=NOW)
    values = {"decision_number": "1101/QĐ-BNV", "decided_on": date(2020, 12, 21), "signer": SIGNER}
    Campaign.objects.update(phase=Phase.SIGNING, **values)
    record_everything()
    return PublishingDesk(Campaign.objects.get(pk=campaign.pk), people)


def lay_out_quickly(monkeypatch: Any, content: bytes = b"%PDF-1.7 made up") -> None:
    """Laying out has its own tests, and so have Word and Excel; elsewhere a document is made at
    once.
    """
    made = {FileFormat.JSON: members.MAKERS[FileFormat.JSON]}
    monkeypatch.setattr(members, "MAKERS", made)
    monkeypatch.setattr(files, "lay_out", lambda *_contents, **_options: Pdf(content, 3))


def freeze(desk: PublishingDesk) -> Edition:
    """At once: in tests no worker is another process."""
    return frozen_by(ask_to_freeze(campaign=desk.campaign, by=desk.secretary))


def frozen_by(rendering: Rendering) -> Edition:
    """What came of asking."""
    rendering.refresh_from_db()
    assert rendering.edition, rendering.problem
    return rendering.edition


def another_secretary(desk: PublishingDesk) -> User:
    """A second person with the same rights."""
    person = make_user("council_secretary-two")
    appoint(person, Role.COUNCIL_SECRETARY, desk.campaign)
    return person


def answer_for_everything(desk: PublishingDesk, by: User | None = None) -> None:
    """By name, for each check that failed and can be answered for."""
    answer_for_checks(desk.campaign, by or desk.secretary)


def answer_for_checks(campaign: Campaign, by: User) -> None:
    for each in checks_of(Campaign.objects.get(pk=campaign.pk)):
        if each.may_be_signed_off:
            sign_off(
                campaign=campaign,
                check=each.code,
                state_sha256=each.state_sha256,
                reason="Đã rà soát",
                by=by,
                now=NOW,
            )


def make_ready(campaign: Campaign, secretary: User) -> Edition:
    """Freeze, and answer for what can be answered for: the publisher may press."""
    rendering = ask_to_freeze(campaign=campaign, by=secretary)
    run_rendering(rendering.pk)  # where the queue is held still
    edition = frozen_by(rendering)
    answer_for_checks(campaign, secretary)
    return edition


def publish_all(desk: PublishingDesk) -> Edition:
    """Freeze, answer for what can be, publish."""
    edition = freeze(desk)
    answer_for_everything(desk)
    publish(
        campaign=desk.campaign,
        source=Phase.SIGNING,
        number=edition.number,
        by=desk.publisher,
        now=NOW,
    )
    desk.campaign.refresh_from_db()
    edition.refresh_from_db()
    return edition


@cache
def certificate(name: str = SIGNER) -> tuple[x509.Certificate, rsa.RSAPrivateKey]:
    """Self-signed, as a test's own root."""
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(usage, critical=True)
    )
    return built.sign(key, hashes.SHA256()), key


def root_in_pem(name: str = SIGNER) -> bytes:
    return certificate(name)[0].public_bytes(Encoding.PEM)


def signer_of(name: str = SIGNER) -> signers.SimpleSigner:
    made, key = certificate(name)
    packed = pkcs12.serialize_key_and_certificates(b"x", key, made, None, NoEncryption())
    loaded = signers.SimpleSigner.load_pkcs12_data(packed, other_certs=[], passphrase=None)
    assert loaded is not None
    return loaded


def signed(
    content: bytes,
    *,
    by: str = SIGNER,
    field: str = "Signature1",
    box: tuple[int, int, int, int] | None = None,
) -> bytes:
    """As a signing program does: the document stays as it is, the signature comes behind it."""
    from pyhanko.sign.fields import SigFieldSpec  # noqa: PLC0415 - only where a place on the page is wanted

    place = SigFieldSpec(field, on_page=0, box=box) if box else None
    writer = IncrementalPdfFileWriter(BytesIO(content))
    meta = signers.PdfSignatureMetadata(field_name=field)
    result: bytes = (
        signers.PdfSigner(meta, signer=signer_of(by), new_field_spec=place)
        .sign_pdf(writer)
        .getvalue()
    )
    return result
