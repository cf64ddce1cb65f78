"""The places in the Council and the working group as the deciding document names them: also of
who has no account.
"""

import hashlib

from django.db import transaction

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from ictindex.lib.text import clean_line
from submissions.campaigns.services.appointments import BODIES
from submissions.council.services.meeting_lock import InvalidCouncilEntry
from submissions.enums import Body
from submissions.models import Appointment, Campaign
from units import audit
from units.access import require
from units.enums import COUNCIL_ROLES, Role
from units.models import Unit, User

ROLE_SEATED = audit.name_act("role.seated", "Thêm thành viên không có tài khoản")
ROLE_DESCRIBED = audit.name_act("role.described", "Sửa thông tin thành viên")

_ACTION = "account.grant_role_to_other"
#: Named in a deciding document and printed in the report.
SEATED = (*COUNCIL_ROLES, Role.WG_HEAD, Role.APPRAISER)
_LIMITS = {"person": 150, "position": 300, "title": 100, "document": 60}


@transaction.atomic
def seat_without_account(
    *,
    campaign: Campaign,
    role: Role,
    person: str,
    position: str,
    title: str,
    document: str,
    unit: Unit | None,
    by: User,
) -> Appointment:
    """A member who never signs in: counted, printed, and voting by a hand that the secretary notes.

    Without an account there is nothing to reach, so no second administrator is asked. Raises
    NotAllowed or InvalidCouncilEntry.
    """
    require(by, _ACTION)
    if role not in SEATED:
        raise InvalidCouncilEntry(
            "Hãy chọn một vai trò của Hội đồng hoặc của Tổ giúp việc.", field="role"
        )
    words = _words(person=person, position=position, title=title, document=document)
    _require_assessed(campaign, unit)
    body = BODIES[role]
    order = Appointment.objects.in_campaign(campaign).of_body(body).next_order()
    seat = Appointment(
        campaign=campaign, role=role, body=body, order=order, unit=unit, granted_by=by, **words
    )
    seat.save(force_insert=True)
    _record(ROLE_SEATED, seat, [audit.inserted(seat)], by)
    return seat


@transaction.atomic
def describe_seat(
    *, seat: Appointment, seen: str, order: int, position: str, title: str, document: str, by: User
) -> Appointment:
    """What the document says of a member: place in the list, position, task, and the document
    itself. Not the role.

    `seen`: what `seat_version` said of the page. Raises NotAllowed, StaleState, DomainError or
    InvalidCouncilEntry.
    """
    require(by, _ACTION)
    held = (
        Appointment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("campaign", "unit")
        .get(pk=seat.pk)
    )
    if held.user_id == by.pk:
        raise NotAllowed("Không ai tự sửa phân công của mình. Hãy nhờ một quản trị viên khác.")
    if held.body not in (Body.COUNCIL, Body.WORKING_GROUP) or held.is_over:
        raise DomainError("Phân công này đã kết thúc hoặc không thuộc Hội đồng hay Tổ giúp việc.")
    if seat_version(held) != seen:
        raise StaleState(
            "Phân công này đã được người khác sửa sau khi Ông/Bà mở trang. Nội dung Ông/Bà nhập "
            "chưa được lưu."
        )
    before = audit.row_of(held)
    words = _words(position=position, title=title, document=document)
    held.order, held.position, held.title, held.document = (
        order,
        words["position"],
        words["title"],
        words["document"],
    )
    held.save(update_fields=["order", "position", "title", "document"])
    change = audit.updated(before, held)
    if change.after:
        _record(ROLE_DESCRIBED, held, [change], by)
    return held


def seat_version(seat: Appointment) -> str:
    """Of what can be described of a seat; it changes with any of it."""
    shown = (seat.order, seat.position, seat.title, seat.document)
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]


def _words(**texts: str) -> dict[str, str]:
    words = {name: clean_line(text) for name, text in texts.items()}
    if words.get("person") == "":
        raise InvalidCouncilEntry("Hãy nhập họ và tên.", field="person")
    for name, text in words.items():
        if len(text) > _LIMITS[name]:
            raise InvalidCouncilEntry(
                f"Nội dung dài quá {_LIMITS[name]} ký tự. Viết ngắn lại.", field=name
            )
    return words


def _require_assessed(campaign: Campaign, unit: Unit | None) -> None:
    if unit and not campaign.submissions.filter(unit=unit).exists():
        raise InvalidCouncilEntry(
            f"{unit} không được đánh giá trong đợt {campaign.code}.", field="unit"
        )


def _record(act: audit.ActCode, seat: Appointment, changes: list[audit.Change], by: User) -> None:
    audit.record(
        act=act,
        by=by,
        campaign=seat.campaign,
        unit=seat.unit,
        subject=seat,
        changes=changes,
        facts={"role": seat.role, "person": seat.person},
    )
