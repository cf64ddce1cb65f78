"""What to send to the addresses on which the report's text is edited."""

from typing import Any

from reports.enums import DocumentPart
from reports.models import ChosenBasis, LegalBasis, Passage, Section
from tests.permissions.recipe import Recipe
from tests.permissions.stage import Stage
from units.models import User

#: Changed figures, or nothing to change: whoever may is told so, or that there is nothing yet to
#: put a basis on.
TOLD = (409, 422)
#: What never had other words has none to take back.
NOTHING_BEFORE = (*TOLD, 404)


def _campaign(stage: Stage, _user: User | None) -> list[Any]:
    return [stage.campaign.code]


def _section(stage: Stage, _user: User | None) -> list[Any]:
    """A heading that was added by hand and is empty."""
    section = Section.objects.create(
        campaign=stage.campaign, part=DocumentPart.REPORT, level=2, title="Mục thêm", order=10
    )
    return [stage.campaign.code, section.pk]


def _passage(stage: Stage, user: User | None) -> list[Any]:
    code, section = _section(stage, user)
    passage = Passage.objects.create(
        section_id=section, text="<p>Đoạn thêm</p>", generated="<p>Đoạn</p>", order=10
    )
    return [code, passage.pk]


def _basis(stage: Stage, _user: User | None) -> list[Any]:
    return [
        stage.campaign.code,
        LegalBasis.objects.create(text="Căn cứ Luật Công nghệ thông tin", order=1).pk,
    ]


def _chosen_basis(stage: Stage, user: User | None) -> list[Any]:
    _section(stage, user)
    code, basis = _basis(stage, user)
    ChosenBasis.objects.create(campaign=stage.campaign, basis_id=basis, order=1)
    return [code, basis]


def _version(_stage: Stage) -> dict[str, Any]:
    return {"version": "1"}


def _why(_stage: Stage) -> dict[str, Any]:
    return {"version": "1", "leave_out": "yes", "reason": "Không cần trong báo cáo này"}


def _way(_stage: Stage) -> dict[str, Any]:
    return {"way": "up"}


def _entry(_stage: Stage) -> dict[str, Any]:
    return {"version": "1", "sequence": "1"}


def _removal(stage: Stage, _user: User | None) -> list[Any]:
    return [stage.campaign.code, 1]


def _mark(_stage: Stage) -> dict[str, Any]:
    return {"mark": "0" * 32, "choice": "take"}


def _heading(_stage: Stage) -> dict[str, Any]:
    return {"version": "1", "title": "Đề mục khác", "level": "2"}


def _words(_stage: Stage) -> dict[str, Any]:
    return {"version": "1", "typed": "Lời văn khác"}


def _new_basis(_stage: Stage) -> dict[str, Any]:
    return {"version": "1", "text": "Nghị định số 30/2020/NĐ-CP về công tác văn thư"}


def _acts_on(arguments: Any, posts: Any) -> Recipe:
    return Recipe("campaign", arguments, posts, gets=False, told=TOLD)


RECIPES: dict[str, Recipe] = {
    "report_text": Recipe("campaign", _campaign),
    "report_text_begin": _acts_on(_campaign, _version),
    "report_changes": Recipe("campaign", _campaign),
    "report_decide": _acts_on(_campaign, _mark),
    "report_take_all": _acts_on(_campaign, _mark),
    "report_section": Recipe("campaign", _section, _heading),
    "section_add": Recipe("campaign", _section, _heading),
    "section_print": _acts_on(_section, _why),
    "section_move": _acts_on(_section, _way),
    "title_restore": Recipe("campaign", _section, _entry, gets=False, told=NOTHING_BEFORE),
    "wording_restore": Recipe("campaign", _passage, _entry, gets=False, told=NOTHING_BEFORE),
    "removal_undo": _acts_on(_removal, _version),
    "section_remove": _acts_on(_section, _version),
    "passage_add": Recipe("campaign", _section, _words),
    "passage_edit": Recipe("campaign", _passage, _words),
    "passage_print": _acts_on(_passage, _version),
    "passage_move": _acts_on(_passage, _version),
    "passage_restore": _acts_on(_passage, _version),
    "passage_remove": _acts_on(_passage, _version),
    "decision_text": Recipe("campaign", _campaign),
    "basis_add": Recipe("campaign", _campaign, _new_basis, told=TOLD),
    "basis_edit": Recipe("campaign", _chosen_basis, _new_basis),
    "basis_choose": _acts_on(_basis, _version),
    "basis_drop": _acts_on(_chosen_basis, _version),
    "basis_move": _acts_on(_chosen_basis, _version),
}
