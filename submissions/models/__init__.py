"""What was claimed, proved, appraised and answered: the campaign, its phases, each unit's
submission, and the Council.
"""

from submissions.models.appraisals import (
    Appraisal,
    Assignment,
    InternalNote,
    OnSiteCheck,
    RoundFinished,
    SecondReading,
)
from submissions.models.campaigns import Appointment, Campaign, StepBack, TimelineStep
from submissions.models.council import Attendance, Comment, Conclusion, Meeting, MeetingDraft
from submissions.models.desk import Reminder, Visit, WorkbookImport
from submissions.models.evidence import Evidence, EvidenceUse
from submissions.models.files import Answer, GroupDeclaration, GroupDone, Submission
from submissions.models.replies import Confirmation, Reply
from submissions.models.votes import Motion, Vote

__all__ = [
    "Answer",
    "Appointment",
    "Appraisal",
    "Assignment",
    "Attendance",
    "Campaign",
    "Comment",
    "Conclusion",
    "Confirmation",
    "Evidence",
    "EvidenceUse",
    "GroupDeclaration",
    "GroupDone",
    "InternalNote",
    "Meeting",
    "MeetingDraft",
    "Motion",
    "OnSiteCheck",
    "Reminder",
    "Reply",
    "RoundFinished",
    "SecondReading",
    "StepBack",
    "Submission",
    "TimelineStep",
    "Visit",
    "Vote",
    "WorkbookImport",
]
