"""The report as a document: its text, its renderings, and the editions that were published."""

from reports.models.publication import Acceptance, Edition, EditionFile, SignOff
from reports.models.renderings import Rendering
from reports.models.text import ChosenBasis, LegalBasis, Passage, Section

__all__ = [
    "Acceptance",
    "ChosenBasis",
    "Edition",
    "EditionFile",
    "LegalBasis",
    "Passage",
    "Rendering",
    "Section",
    "SignOff",
]
