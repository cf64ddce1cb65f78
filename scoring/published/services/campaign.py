"""Load a published campaign from a folder of files: all of it, or nothing.

Reading and checking is `scoring.published`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from criteria.catalogue import ensure_framework, load_framework
from criteria.models import Framework
from criteria.validators import FrozenFramework
from criteria.values import FrameworkProblem, FrameworkRefused
from ictindex.lib.errors import DomainError
from scoring.core.reconstruction import Reconstruction, reconstruct_unit
from scoring.published import (
    CampaignDescription,
    Conflict,
    PublishedCampaign,
    WrongFiles,
    WrongPlace,
    check_files,
    conflicts_of,
    description_is_sound,
    lines_of_entries,
    located,
    read_description,
    read_files,
)
from scoring.published.services.questions import asked_by
from scoring.published.services.record import directory_rows, record_loading
from scoring.published.services.rows import write_campaign
from submissions.models import Campaign

FRAMEWORK_FILE = "framework.json"


class AlreadyLoaded(DomainError):
    """There is a campaign of this code; it is never loaded over."""


@dataclass(frozen=True, slots=True)
class LoadedCampaign:
    """A campaign that was loaded, and the statements of its report that its scores do not allow."""

    campaign: Campaign
    conflicts: tuple[Conflict, ...]


def load_published(folder: Path) -> LoadedCampaign:
    """Load the campaign in this folder with points per criterion reconstructed.

    Raises WrongFiles with every problem found, and AlreadyLoaded. In both cases nothing is written.
    """
    if not folder.is_dir():
        raise WrongFiles(
            [WrongPlace(str(folder), "Không có thư mục này. Chỉ đúng thư mục chứa campaign.json.")]
        )
    with transaction.atomic():
        published, framework = _read(folder)
        rebuilt = {
            unit.code: reconstruct_unit(unit.spec, published.printed_unit(unit))
            for unit in published.units
        }
        directory = directory_rows()
        campaign = write_campaign(published, framework, rebuilt)
        record_loading(campaign, directory)
    return LoadedCampaign(campaign, _conflicts(published, rebuilt))


def _read(folder: Path) -> tuple[PublishedCampaign, Framework]:
    problems: list[WrongPlace] = []
    description = read_description(folder, problems)
    if description is None:
        raise WrongFiles(problems)
    if description_is_sound(problems, "code"):
        _require_new(description.code)
    published = framework = None
    if description_is_sound(problems, "year", "previous_year"):
        files = read_files(folder, description, problems)
        framework = _framework(folder, description, problems)
        if framework and description_is_sound(problems, "annexes"):
            published = check_files(files, description, asked_by(framework), problems)
    if problems or published is None or framework is None:
        raise WrongFiles(problems)
    return published, framework


def _require_new(code: str) -> None:
    if Campaign.objects.filter(code=code).exists():
        raise AlreadyLoaded(
            f"Đợt đánh giá «{code}» đã có trong hệ thống nên không nạp lại. Dùng mã khác nếu đây "
            "là đợt khác."
        )


def _framework(
    folder: Path, description: CampaignDescription, problems: list[WrongPlace]
) -> Framework | None:
    """The framework in the folder or, without one, the shipped one;

    None, with the problems noted, where it cannot be used.
    """
    own = folder / FRAMEWORK_FILE
    framework = (
        _own_framework(own, problems) if own.exists() else _shipped_framework(description, problems)
    )
    if framework and framework.code != description.framework:
        message = (
            f"Tệp này là bộ tiêu chí «{framework.code}», campaign.json ghi "
            f"«{description.framework}». Sửa cho giống nhau."
        )
        problems.append(WrongPlace(FRAMEWORK_FILE, message, column="code"))
    return framework


def _own_framework(path: Path, problems: list[WrongPlace]) -> Framework | None:
    try:
        return load_framework(path)
    except FrameworkRefused as refusal:
        has_places = any(fault.place for fault in refusal.problems)
        lines = lines_of_entries(path.read_text("utf-8-sig")) if has_places else {}
        problems += located(path.name, refusal.problems, lines)
    except FrozenFramework as refusal:
        problems.append(WrongPlace(path.name, str(refusal)))
    return None


def _shipped_framework(
    description: CampaignDescription, problems: list[WrongPlace]
) -> Framework | None:
    try:
        return ensure_framework(description.framework)
    except FrameworkRefused as refusal:
        faults = [FrameworkProblem("framework", fault.message) for fault in refusal.problems]
        problems += located("campaign.json", faults, description.lines)
    return None


def _conflicts(
    published: PublishedCampaign, rebuilt: Mapping[str, Reconstruction]
) -> tuple[Conflict, ...]:
    return tuple(
        conflict
        for unit in published.units
        for conflict in conflicts_of(unit, rebuilt[unit.code].contradictions)
    )
