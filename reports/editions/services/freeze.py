"""Freezing: what the report is at one moment becomes an edition. Done outside the web worker,
except for loaded campaigns.

Who may ask for it, and how one asks, is in `editions`; how far it is, in `reports.jobs`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Self

from django.db import transaction
from django.db.models import Max

from ictindex.lib.errors import StaleState
from reports.editions.content import compose, pack, places_in, sha256_of
from reports.editions.members import NOTHING, Correction, EditionSource, Erratum, read_source
from reports.editions.permissions import freezing_act
from reports.editions.queries.differences import EditionDifference, differences
from reports.editions.queries.moments import RecordMoment, as_stored, at_one_moment, hold
from reports.editions.queries.store import contents_of
from reports.editions.services.files import FILE_ADDED, add_file, make_files
from reports.enums import EditionState, FileFormat
from reports.jobs.services.worker import register_maker
from reports.layout.pdf import Progress
from reports.models import Edition, Rendering
from submissions.models import Campaign
from units import audit
from units.access import require
from units.models import User

PUBLISHED = audit.name_act("edition.published", "Ban hành bản báo cáo")
FROZEN = audit.name_act("edition.frozen", "Chốt bản báo cáo")

WAITS = "Đã có một bản đang chờ ký. Hủy bản đó trước nếu muốn chốt bản khác."
GONE = "Bản này không còn chờ ký. Tải lại trang để xem tình trạng hiện tại."
GIVEN_UP = "Việc chốt bản này đã bị dừng. Tải lại trang để xem tình trạng hiện tại."
OTHER_BASE = (
    "Bản đang ban hành không còn là bản đã xem khi lập bản đính chính. Lập lại bản đính chính."
)
NOTHING_CHANGED = (
    "Chưa nêu nội dung nào cần đính chính, và số liệu, lời văn hiện nay giống hệt bản đang ban "
    "hành."
)
#: The content is composed up to this percentage, the rest is laying it out.
_COMPOSED: Final = 40


@dataclass(frozen=True, slots=True)
class CorrectionRequest:
    """What somebody who asks for a correction says: which edition it corrects, why, and what is
    put right besides the data.
    """

    of_number: int
    explanation: str
    errata: tuple[Erratum, ...]

    def as_plain(self) -> dict[str, Any]:
        errata = [[each.place, each.wrong, each.right] for each in self.errata]
        return {"of_number": self.of_number, "explanation": self.explanation, "errata": errata}

    @classmethod
    def from_plain(cls, stored: dict[str, Any]) -> Self:
        return cls(
            stored["of_number"],
            stored["explanation"],
            tuple(Erratum(*each) for each in stored["errata"]),
        )


@dataclass(frozen=True, slots=True)
class FrozenEdition:
    """Everything of an edition that is decided before it is stored."""

    number: int
    about: dict[str, Any]
    packed: bytes
    what_changed: str


def register() -> None:
    """The background worker makes editions as it makes drafts. What can be made again is not stored
    with the rendering: the edition has its files itself.
    """

    def make(rendering: Rendering, progress: Progress) -> Mapping[str, object]:
        edition = make_edition(rendering, progress)
        return {"data_sha256": edition.data_sha256, "file_sha256": edition.content_sha256}

    register_maker(FileFormat.CONTENT, make)


def make_edition(rendering: Rendering, progress: Progress) -> Edition:
    """The edition that was asked for, and every file of it that is not there yet.

    Raises DomainError where it may not be any more, PdfUnavailable, PdfRefused, OSError, or what
    `progress` raises.
    """
    edition = rendering.edition or _freeze(rendering, progress)
    make_files(
        edition,
        progress=lambda step, percent: progress(
            step, _COMPOSED + percent * (99 - _COMPOSED) // 100
        ),
    )
    return edition


def freeze_at_once(campaign: Campaign, *, now: datetime | None = None) -> Edition:
    """The published edition of a campaign that was published before it was loaded; its files
    are made afterwards.
    """

    @transaction.atomic
    def keep(frozen: FrozenEdition, moment: RecordMoment) -> Edition:
        held = hold(campaign)
        moment.require_unchanged(held)
        edition = keep_edition(held, frozen, moment, by=None)
        change = change_state(
            edition, EditionState.FROZEN, EditionState.PUBLISHED, published_at=moment.at
        )
        facts = facts_of(edition)
        audit.record(
            act=PUBLISHED, by=None, campaign=held, subject=edition, facts=facts, changes=[change]
        )
        return edition

    return at_one_moment(lambda moment: read_frozen(campaign, None, moment), keep, now=now)


def read_frozen(
    campaign: Campaign,
    asked: CorrectionRequest | None,
    moment: RecordMoment,
    progress: Progress | None = None,
) -> FrozenEdition:
    """Everything that will be in the edition, without a lock.

    Raises DomainError for a correction of nothing.
    """
    tell = progress or (lambda _step, _percent: None)
    tell("Đang đọc số liệu và lời văn", 3)
    present = as_stored(campaign)
    source = read_source(present)
    correction = _correction(present, asked, source) if asked else None
    number = 1 + (present.editions.aggregate(last=Max("number"))["last"] or 0)
    contents = compose(
        replace(source, correction=correction),
        number=number,
        now=moment.at,
        progress=_first_part(tell),
    )
    tell("Đang đóng gói nội dung", _COMPOSED - 1)
    return FrozenEdition(number, contents.about, pack(contents), _in_words(correction))


def keep_edition(
    campaign: Campaign, frozen: FrozenEdition, moment: RecordMoment, *, by: User | None
) -> Edition:
    """The row and the content, inside the caller's transaction, which has asked the moment.

    Raises StaleState.
    """
    if campaign.editions.frozen().exists():
        raise StaleState(WAITS)
    about = frozen.about
    edition = Edition.objects.create(
        campaign=campaign,
        number=frozen.number,
        what_changed=frozen.what_changed,
        record_head=moment.head,
        frozen_by=by,
        frozen_at=moment.at,
        content_sha256=sha256_of(frozen.packed),
        **{name: about[name] for name in ("data_sha256", "template_sha256", "fonts_sha256")},
    )
    facts = {
        "number": edition.number,
        "document_sha256": about["document_sha256"],
        "content_sha256": edition.content_sha256,
    }
    audit.record(
        act=FROZEN,
        by=by,
        campaign=campaign,
        subject=edition,
        facts=facts,
        changes=[audit.inserted(edition)],
    )
    add_file(edition, FileFormat.CONTENT, frozen.packed, act=FILE_ADDED, by=by, now=moment.at)
    return edition


def change_state(
    edition: Edition, source: EditionState, target: EditionState, **values: object
) -> audit.Change:
    """The conditional update that makes two presses one. Raises StaleState."""
    edition.refresh_from_db()
    before = audit.row_of(edition)
    if not Edition.objects.filter(pk=edition.pk, state=source).update(state=target, **values):
        raise StaleState(GONE)
    edition.refresh_from_db()
    return audit.updated(before, edition)


def facts_of(edition: Edition) -> dict[str, object]:
    return {
        "number": edition.number,
        "content_sha256": edition.content_sha256,
        "data_sha256": edition.data_sha256,
    }


def published_edition(campaign: Campaign) -> Edition | None:
    """The edition that is in force; there is at most one."""
    return campaign.editions.published().first()


def changes_since(edition: Edition, present: EditionSource) -> tuple[EditionDifference, ...]:
    """Everything in the report as it is now that is not as in the edition."""
    return differences(contents_of(edition).places, places_in(present))


def _freeze(rendering: Rendering, progress: Progress) -> Edition:
    asked = CorrectionRequest.from_plain(rendering.correction) if rendering.correction else None

    @transaction.atomic
    def keep(frozen: FrozenEdition, moment: RecordMoment) -> Edition:
        held = hold(rendering.campaign)
        _require_still(rendering, held)
        moment.require_unchanged(held)
        edition = keep_edition(held, frozen, moment, by=rendering.requested_by)
        if not Rendering.objects.running().filter(pk=rendering.pk).update(edition=edition):
            raise StaleState(GIVEN_UP)
        return edition

    return at_one_moment(
        lambda moment: read_frozen(rendering.campaign, asked, moment, progress), keep
    )


def _require_still(rendering: Rendering, campaign: Campaign) -> None:
    """Between asking and doing a right may have ended, or the campaign gone on.

    Raises NotAllowed or Http404.
    """
    if rendering.requested_by:
        require(rendering.requested_by, freezing_act(campaign), campaign)


def _correction(campaign: Campaign, asked: CorrectionRequest, source: EditionSource) -> Correction:
    before = published_edition(campaign)
    if before is None or before.number != asked.of_number:
        raise StaleState(OTHER_BASE)
    named = (
        *asked.errata,
        *(Erratum(each.place, each.before, each.after) for each in changes_since(before, source)),
    )
    if not named:
        raise StaleState(NOTHING_CHANGED)
    return Correction(before.number, asked.explanation, named)


def _first_part(tell: Progress) -> Progress:
    return lambda step, percent: tell(step, 5 + percent * (_COMPOSED - 10) // 100)


def _in_words(correction: Correction | None) -> str:
    """What a reader of the list of editions sees of a correction."""
    if correction is None:
        return ""
    lines = [
        f"{each.place}: {_quoted(each.wrong)} → {_quoted(each.right)}" for each in correction.errata
    ]
    return "\n".join([correction.explanation, *lines])


def _quoted(words: str) -> str:
    return f"«{words}»" if words else NOTHING
