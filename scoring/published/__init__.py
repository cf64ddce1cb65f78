"""A published campaign as a folder of files: reading and checking it as plain values.

Nothing here writes to the database.
"""

from scoring.published.conflicts import Conflict, conflicts_of
from scoring.published.description import description_is_sound, read_description
from scoring.published.folder import check_files, read_files
from scoring.published.places import lines_of_entries, located
from scoring.published.problems import WrongFiles, WrongPlace
from scoring.published.questions import CriterionName, NamedFramework
from scoring.published.values import CampaignDescription, PublishedCampaign, PublishedUnit

__all__ = [
    "CampaignDescription",
    "Conflict",
    "CriterionName",
    "NamedFramework",
    "PublishedCampaign",
    "PublishedUnit",
    "WrongFiles",
    "WrongPlace",
    "check_files",
    "conflicts_of",
    "description_is_sound",
    "lines_of_entries",
    "located",
    "read_description",
    "read_files",
]
