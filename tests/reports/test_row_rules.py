"""What each named rule about editions, their files and renderings takes and leaves out."""

import pytest
from django.utils import timezone

from reports.enums import EditionState, FileFormat, JobState
from reports.models import Edition, EditionFile, Rendering
from reports.models.publication import PUBLIC
from tests.scoring.factories import make_campaign, make_framework

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return make_campaign(make_framework())


@pytest.fixture
def editions(campaign):
    """One in every state, each with a file that counts and an earlier one that does not."""
    for number, state in enumerate(EditionState, start=1):
        edition = Edition.objects.create(
            campaign=campaign, number=number, state=state, frozen_at=timezone.now()
        )
        for is_replaced in (True, False):
            EditionFile.objects.create(
                edition=edition,
                format=FileFormat.PDF,
                stored_as=f"{number}{is_replaced}",
                sha256="0" * 64,
                size=1,
                added_at=timezone.now(),
                is_replaced=is_replaced,
            )
    return campaign.editions


def states(editions) -> list[str]:
    return list(editions.order_by("number").values_list("state", flat=True))


def test_edition_waits_is_in_force_was_or_was_given_up(editions):
    chosen = [editions.frozen(), editions.published(), editions.public(), editions.in_hand()]
    assert [states(each) for each in chosen] == [
        ["frozen"],
        ["published"],
        ["published", "superseded"],
        ["frozen", "published"],
    ]


def test_a_row_of_an_edition_says_the_same_as_the_query(editions):
    assert {each.state for each in editions.all() if PUBLIC.holds(each)} == set(
        states(editions.public())
    )


def test_file_of_an_edition_counts_unless_it_was_replaced(editions):
    files = EditionFile.objects.order_by("edition__number")
    assert [
        list(chosen.values_list("edition__state", "is_replaced"))
        for chosen in (files.current(), files.current().published())
    ] == [[(state, False) for state in EditionState], [("published", False)]]


def test_files_of_an_edition_that_was_given_up_do_not_stand(editions):
    files = EditionFile.objects.current().of_standing_editions().order_by("edition__number")
    assert [file.edition.state for file in files] == ["frozen", "published", "superseded"]


def test_rendering_is_unfinished_while_it_waits_or_runs(campaign):
    forms = (FileFormat.PDF, FileFormat.DOCX, FileFormat.XLSX, FileFormat.ZIP)
    for state, form in zip(JobState, forms, strict=True):
        Rendering.objects.create(campaign=campaign, format=form, state=state)
    found = Rendering.objects.order_by("pk")
    chosen = [found.unfinished(), found.waiting(), found.running(), found.done()]
    assert [[each.state for each in rows] for rows in chosen] == [
        ["waiting", "running"],
        ["waiting"],
        ["running"],
        ["done"],
    ]
    assert [each.state for each in found if each.is_unfinished] == ["waiting", "running"]
