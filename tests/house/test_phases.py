"""Phases are named where they are listed and entered; and the questions asked of sources that name
them elsewhere.
"""

from tests.house import phases
from tests.house.sources import read_sources
from tests.places import ROOT

SOURCES = read_sources(ROOT)
WHERE = "submissions.home.queries"


def test_only_the_known_modules_name_a_phase():
    assert phases.strangers(SOURCES) == []
    assert len(phases.naming(SOURCES)) <= phases.MOST


def test_no_phase_is_compared_as_a_text():
    assert phases.compared_texts(SOURCES) == []


def test_a_module_that_names_a_phase_is_found():
    for source in (
        "if campaign.phase == Phase.EXPLAIN: ...",
        "x = enums.Phase.COUNCIL_1",
        'x = Phase("explain")',
        'x = enums.Phase["EXPLAIN"]',
        "from submissions.enums import Phase as P\nx = P.EXPLAIN",
    ):
        assert phases.naming({WHERE: source}) == [WHERE]
    assert f"{WHERE} names a phase" in phases.strangers({WHERE: "Phase.LATE"})
    assert "submissions.campaigns.phases.table is listed and names no phase" in phases.strangers(
        {"submissions.campaigns.phases.table": ""}
    )


def test_asking_by_traits_names_no_phase():
    asked = (
        "[phase for phase in Phase if phase.traits.round]\nPhase(phase).label\nPhase.values\n"
        "from submissions.enums import Pin as P\nP.WHOLE\nPhase[name]"
    )
    assert phases.naming({WHERE: asked, "submissions.enums": "Phase.LATE"}) == []


def test_a_phase_as_a_text_is_found():
    texts = [
        'campaign.phase == "explain"',
        'self.campaign.phase in ("late", "setup")',
        '"explain" == campaign.phase',
        'Campaign.objects.filter(phase="explain")',
        'Submission.objects.exclude(campaign__phase__in=["late", "setup"])',
        'match campaign.phase:\n    case "late" | "explain": ...',
    ]
    assert [phases.compared_texts({WHERE: text}) for text in texts] == [
        [f"{WHERE}:1 compares a phase with a text"]
    ] * len(texts)


def test_a_text_beside_a_phase_is_no_phase():
    texts = [
        "campaign.phase != source",
        "Campaign.objects.filter(phase=source, code='explain')",
        "match campaign.code:\n    case 'late': ...",
        "told = {'phase': campaign.phase}",
    ]
    assert [phases.compared_texts({WHERE: text}) for text in texts] == [[]] * len(texts)
