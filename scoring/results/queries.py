"""The one door to the scores of a campaign: its results, the working of one unit, how units stand
now, and the rows behind.

Whoever reads scores imports from here; the modules beside this one are its furniture.
"""

from scoring.results.breakdown import (
    CriterionBreakdown,
    GroupBreakdown,
    UnitBreakdown,
    unit_working,
)
from scoring.results.campaign import campaign_results, results_of
from scoring.results.interim_scores import InterimCampaign, InterimUnit, judged, score_of
from scoring.results.rows import CampaignRows, UnitRows, gather
from scoring.results.scores import ScoredUnit, scored_units
from scoring.results.year_before import year_before

__all__ = [
    "CampaignRows",
    "CriterionBreakdown",
    "GroupBreakdown",
    "InterimCampaign",
    "InterimUnit",
    "ScoredUnit",
    "UnitBreakdown",
    "UnitRows",
    "campaign_results",
    "gather",
    "judged",
    "results_of",
    "score_of",
    "scored_units",
    "unit_working",
    "year_before",
]
