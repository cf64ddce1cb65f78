"""The services of the report's text, its editions and publication, with right values."""

from typing import Any

from django.db import transaction

from reports.council.services import acceptance
from reports.document.services import bases, headings
from reports.document.services import changes as text_changes
from reports.document.services import passages as text
from reports.document.services import restoration as text_restoration
from reports.document.services import rows as text_rows
from reports.document.services.bases import BasisEntry
from reports.editions.members import Erratum
from reports.editions.services import editions, publication
from reports.enums import DocumentPart, EditionState, FileFormat
from reports.exports.services import packages
from reports.jobs.services import requests as jobs
from reports.layout.blocks import Paragraph
from reports.models import ChosenBasis, Edition, LegalBasis, Passage, Section
from submissions.models import Meeting, Motion
from tests.permissions import council
from tests.permissions.recipes_editions import make_edition
from tests.permissions.service import Call, Service
from tests.permissions.stage import Stage
from units import audit
from units.models import AuditEntry, User

NARRATIVE, DECISION = "report.edit_report_narrative", "report.edit_decision_text"
FREEZE, CORRECT = "report.freeze_edition", "report.publish_correction_as_new_version"
MADE = ("report.generate_draft_pdf", "report.export_approved_report_pdf")
WORDS = [Paragraph("Lời văn khác")]
ENTRY = BasisEntry("Nghị định số 30/2020/NĐ-CP về công tác văn thư")
ERRATA = [Erratum("Trang 5", "a", "b")]


def _campaign(actions: str | tuple[str, ...], call: Call, prepare: Any = None) -> Service:
    return Service("campaign", (actions,) if isinstance(actions, str) else actions, call, prepare)


def _put_section(stage: Stage, _by: User) -> Section:
    """Added by hand, and recorded, so that what becomes of it can be followed."""
    section = Section.objects.create(
        campaign=stage.campaign, part=DocumentPart.REPORT, level=2, title="Mục thêm", order=10
    )
    with transaction.atomic():
        audit.record(
            act="report.section_added",
            by=None,
            campaign=stage.campaign,
            changes=[audit.inserted(section)],
        )
        before = audit.row_of(section)
        Section.objects.update(title="Mục đã sửa")
        section.refresh_from_db()
        audit.record(
            act="report.section_edited",
            by=None,
            campaign=stage.campaign,
            changes=[audit.updated(before, section)],
        )
    return section


def _put_passage(stage: Stage, by: User) -> None:
    section = _put_section(stage, by)
    passage = Passage.objects.create(
        section=section, text="<p>Đoạn</p>", generated="<p>Đoạn</p>", order=10
    )
    with transaction.atomic():
        audit.record(
            act="report.passage_added",
            by=None,
            campaign=stage.campaign,
            changes=[audit.inserted(passage)],
        )
        before = audit.row_of(passage)
        Passage.objects.update(text="<p>Đoạn đã sửa</p>")
        passage.refresh_from_db()
        audit.record(
            act="report.passage_edited",
            by=None,
            campaign=stage.campaign,
            changes=[audit.updated(before, passage)],
        )


def _added(act: str) -> int:
    return AuditEntry.objects.filter(act=act).latest("sequence").sequence


def _put_basis(stage: Stage, by: User) -> None:
    basis = LegalBasis.objects.create(text="Căn cứ Luật Công nghệ thông tin", order=1)
    ChosenBasis.objects.create(campaign=stage.campaign, basis=basis, order=1)


def _put_unchosen_basis(_stage: Stage, _by: User) -> None:
    LegalBasis.objects.create(text="Căn cứ Luật Công nghệ thông tin", order=1)


def _on_section(service: Any, **values: Any) -> Service:
    return _campaign(
        NARRATIVE,
        lambda _, by: service(section=Section.objects.get(), by=by, **values),
        _put_section,
    )


def _on_passage(service: Any, **values: Any) -> Service:
    return _campaign(
        NARRATIVE,
        lambda _, by: service(passage=Passage.objects.get(), by=by, **values),
        _put_passage,
    )


def _on_basis(service: Any, **values: Any) -> Service:
    def call(stage: Stage, by: User) -> Any:
        return service(campaign=stage.campaign, basis=LegalBasis.objects.get(), by=by, **values)

    return _campaign(DECISION, call, _put_basis)


def _put_waiting(stage: Stage, _by: User) -> None:
    make_edition(stage, EditionState.FROZEN)


def _put_asked(form: FileFormat) -> Call:
    """Asked for already, so that whoever may is answered at once."""
    return lambda stage, _: stage.campaign.renderings.create(format=form)


def _put_published(stage: Stage, by: User) -> None:
    make_edition(stage, EditionState.PUBLISHED)
    _put_asked(FileFormat.CONTENT)(stage, by)


def _on_edition(actions: str | tuple[str, ...], service: Any, **values: Any) -> Service:
    return _campaign(
        actions, lambda _, by: service(edition=Edition.objects.get(), by=by, **values), _put_waiting
    )


def _restore_title(_stage: Stage, by: User) -> Any:
    sequence = _added("report.section_added")
    return text_restoration.restore_title(
        section=Section.objects.get(), version=1, sequence=sequence, by=by
    )


def _restore_wording(_stage: Stage, by: User) -> Any:
    sequence = _added("report.passage_added")
    return text_restoration.restore_wording(
        passage=Passage.objects.get(), version=1, sequence=sequence, by=by
    )


TEXT: dict[str, Service] = {
    "document.begin_text": _campaign(
        (NARRATIVE, DECISION), lambda stage, by: text.begin_text(campaign=stage.campaign, by=by)
    ),
    "document.edit_passage": _on_passage(text.edit_passage, version=1, blocks=WORDS),
    "document.add_passages": _on_section(text.add_passages, after=None, blocks=WORDS),
    "document.print_passage": _on_passage(text.print_passage, version=1, is_left_out=True),
    "document.restore_passage": _on_passage(text.restore_passage, version=1),
    "document.remove_passage": _on_passage(text.remove_passage, version=1),
    "document.move_passage": _on_passage(text.move_passage, version=1, by_places=1),
    "document.hold_section": _campaign(
        NARRATIVE, lambda _, by: text_rows.hold_section(Section.objects.get().pk, by), _put_section
    ),
    "document.hold_passage": _campaign(
        NARRATIVE, lambda _, by: text_rows.hold_passage(Passage.objects.get().pk, by), _put_passage
    ),
    "document.hold_to_write": _campaign(
        (NARRATIVE, DECISION), lambda stage, by: text_rows.hold_to_write(stage.campaign.pk, by)
    ),
    "document.decide": _campaign(
        (NARRATIVE, DECISION),
        lambda stage, by: text_changes.decide(
            campaign=stage.campaign, mark="0" * 32, choice=text_changes.WordingChoice.TAKE, by=by
        ),
        _put_section,
    ),
    "document.take_unedited": _campaign(
        (NARRATIVE, DECISION),
        lambda stage, by: text_changes.take_unedited(
            campaign=stage.campaign, marks=["0" * 32], by=by
        ),
        _put_section,
    ),
    "document.restore_wording": _campaign(NARRATIVE, _restore_wording, _put_passage),
    "document.restore_title": _campaign(NARRATIVE, _restore_title, _put_section),
    "document.bring_back": _campaign(
        NARRATIVE,
        lambda stage, by: text_restoration.bring_back(campaign=stage.campaign, sequence=1, by=by),
    ),
    "document.edit_section": _on_section(
        headings.edit_section, version=1, title="Đề mục khác", level=2
    ),
    "document.add_section": _campaign(
        NARRATIVE,
        lambda _, by: headings.add_section(
            after=Section.objects.get(), title="Mục nữa", level=2, by=by
        ),
        _put_section,
    ),
    "document.leave_out_section": _on_section(
        headings.leave_out_section, version=1, reason="Không cần"
    ),
    "document.print_section": _on_section(headings.print_section, version=1),
    "document.move_section": _on_section(headings.move_section, by_places=1),
    "document.remove_section": _on_section(headings.remove_section, version=1),
    "document.add_basis": _campaign(
        DECISION,
        lambda stage, by: bases.add_basis(campaign=stage.campaign, entry=ENTRY, by=by),
        _put_section,
    ),
    "document.edit_basis": _on_basis(bases.edit_basis, version=1, entry=ENTRY),
    "document.choose_basis": _campaign(
        DECISION,
        lambda stage, by: bases.choose_basis(
            campaign=stage.campaign, basis=LegalBasis.objects.get(), by=by
        ),
        _put_unchosen_basis,
    ),
    "document.drop_basis": _on_basis(bases.drop_basis),
    "document.move_basis": _on_basis(bases.move_basis, by_places=1),
}

EDITIONS: dict[str, Service] = {
    "editions.ask_to_freeze": _campaign(
        FREEZE,
        lambda stage, by: editions.ask_to_freeze(campaign=stage.campaign, by=by),
        _put_asked(FileFormat.CONTENT),
    ),
    "editions.prepare_correction": _campaign(
        CORRECT,
        lambda stage, by: editions.prepare_correction(
            campaign=stage.campaign, explanation="Sửa", errata=ERRATA, by=by
        ),
        _put_published,
    ),
    "editions.ask_again": _campaign(
        (FREEZE, CORRECT),
        lambda stage, by: editions.ask_again(campaign=stage.campaign, by=by),
        _put_waiting,
    ),
    "editions.withdraw_edition": _on_edition(
        (FREEZE, CORRECT), editions.withdraw_edition, reason="Sai trích yếu"
    ),
    "editions.take_in_signed": _on_edition(
        "report.upload_signed_pdf", editions.take_in_signed, content=b"%PDF-1.7 x", seen_sha256=""
    ),
    "editions.sign_off": _campaign(
        ("report.sign_off_check", CORRECT),
        lambda stage, by: publication.sign_off(
            campaign=stage.campaign,
            check="bands_whole",
            state_sha256="0" * 64,
            reason="Đã rà soát",
            by=by,
        ),
    ),
    "editions.publish": _campaign(
        "report.sign_and_publish",
        lambda stage, by: publication.publish(
            campaign=stage.campaign, source=stage.campaign.phase, number=1, by=by
        ),
        _put_waiting,
    ),
    "editions.publish_correction": _campaign(
        CORRECT,
        lambda stage, by: publication.publish_correction(campaign=stage.campaign, number=1, by=by),
        _put_waiting,
    ),
    "exports.take_package": _campaign(
        "report.export_draft_files",
        lambda stage, by: packages.take_package(campaign=stage.campaign, by=by),
    ),
    "jobs.request_report": _campaign(
        MADE,
        lambda stage, by: jobs.request_report(campaign=stage.campaign, by=by),
        _put_asked(FileFormat.PDF),
    ),
    "council.accept": _campaign(
        "report.record_council_acceptance",
        lambda stage, by: acceptance.accept(
            campaign=stage.campaign, motion=Motion.objects.get(), by=by
        ),
        lambda stage, _: council.count(stage),
    ),
    "council.open_meeting_on_draft": _campaign(
        "report.manage_meetings",
        lambda _, by: acceptance.open_meeting_on_draft(
            meeting=Meeting.objects.get(), version=1, seen_draft="", by=by
        ),
        lambda stage, _: council.plan(stage),
    ),
}

SERVICES = TEXT | EDITIONS
