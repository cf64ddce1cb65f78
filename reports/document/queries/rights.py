"""The rights to the text of the report by their names in the policy."""

from reports.enums import DocumentPart

NARRATIVE = "report.edit_report_narrative"
DECISION = "report.edit_decision_text"


def right_to_edit(part: str) -> str:
    """The act that editing a part of the document is."""
    return DECISION if part == DocumentPart.DECISION else NARRATIVE
