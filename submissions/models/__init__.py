"""What was claimed, proved, appraised and answered: the campaign, its phases, and each unit's submission."""

from submissions.models.appraisals import Appraisal
from submissions.models.campaigns import Appointment, Campaign, StepBack, TimelineStep
from submissions.models.desk import Reminder, Visit, WorkbookImport
from submissions.models.evidence import Evidence, EvidenceUse
from submissions.models.files import Answer, GroupDeclaration, GroupDone, Submission

__all__ = [
    "Answer",
    "Appointment",
    "Appraisal",
    "Campaign",
    "Evidence",
    "EvidenceUse",
    "GroupDeclaration",
    "GroupDone",
    "Reminder",
    "StepBack",
    "Submission",
    "TimelineStep",
    "Visit",
    "WorkbookImport",
]
