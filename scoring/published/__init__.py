"""A published campaign as a folder of files: reading and checking it as plain values. Nothing here writes to the database."""

from scoring.published.conflicts import Conflict, conflicts_of
from scoring.published.description import description_is_sound, read_description
from scoring.published.folder import check_files, read_files
from scoring.published.places import lines_of_entries, located
from scoring.published.problems import Problem, WrongFiles
from scoring.published.questions import Asked, CriterionName
from scoring.published.values import Description, PublishedCampaign, PublishedUnit

__all__ = [
    "Asked",
    "Conflict",
    "CriterionName",
    "Description",
    "Problem",
    "PublishedCampaign",
    "PublishedUnit",
    "WrongFiles",
    "check_files",
    "conflicts_of",
    "description_is_sound",
    "lines_of_entries",
    "located",
    "read_description",
    "read_files",
]
