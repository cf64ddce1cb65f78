"""What to send to the addresses of publication and editions."""

import hashlib
from typing import Any

from django.utils import timezone

from reports.editions.queries.store import edition_store
from reports.enums import EditionState, FileFormat
from reports.models import Edition
from tests.permissions.recipe import Recipe
from tests.permissions.stage import Stage
from units.models import User

#: Whoever may is told what is lacking: a reason, a file, an edition.
LACKING = (409, 422)


def _campaign(stage: Stage, _user: User | None) -> list[Any]:
    return [stage.campaign.code]


def _no_data(_stage: Stage) -> dict[str, Any]:
    return {}


def make_edition(stage: Stage, state: EditionState) -> Edition:
    """With a PDF and its content, whatever they hold."""
    now = timezone.now()
    edition = Edition.objects.create(
        campaign=stage.campaign,
        number=1,
        state=state,
        content_sha256="0" * 64,
        data_sha256="0" * 64,
        template_sha256="0" * 64,
        fonts_sha256="0" * 64,
        record_head="0:0",
        frozen_at=now,
    )
    for form in (FileFormat.PDF, FileFormat.CONTENT):
        content = f"%PDF-1.7 {form}".encode()
        edition.files.create(
            format=form,
            stored_as=edition_store().put([content]).name,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            added_at=now,
        )
    return edition


def _edition(stage: Stage, _user: User | None) -> list[Any]:
    """Published as soon as the campaign is; before, it waits for the signature."""
    state = EditionState.PUBLISHED if stage.campaign.is_public else EditionState.FROZEN
    return [stage.campaign.code, make_edition(stage, state).number]


def _waiting(stage: Stage, _user: User | None) -> list[Any]:
    make_edition(stage, EditionState.FROZEN)
    return [stage.campaign.code]


def _file(form: str) -> Any:
    return lambda stage, user: [*_edition(stage, user), form]


RECIPES = {
    "publication": Recipe("campaign", _campaign),
    "edition_progress": Recipe("campaign", _waiting),
    "freeze_edition": Recipe("campaign", _campaign, posts=_no_data, gets=False),
    "withdraw_edition": Recipe(
        "campaign", _waiting, posts=lambda _: {"reason": "Sai trích yếu"}, gets=False
    ),
    "make_edition_files": Recipe("campaign", _waiting, posts=_no_data, gets=False, told=LACKING),
    "sign_off_check": Recipe("campaign", _campaign, posts=_no_data, gets=False, told=LACKING),
    "upload_signed": Recipe("campaign", _waiting, posts=_no_data, gets=False, told=LACKING),
    "correction": Recipe("campaign", _campaign, posts=_no_data, told=LACKING),
    "publish_correction": Recipe("campaign", _waiting, posts=_no_data),
    "edition": Recipe("campaign", _edition, is_public=True),
    "edition_file": Recipe("campaign", _file("pdf"), is_public=True),
    "edition_working_file": Recipe("campaign", _file("content")),
}
