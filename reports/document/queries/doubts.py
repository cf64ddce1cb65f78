"""What speaks against publishing the stored text as it is: passages that the data have left
behind, bases out of force.
"""

from datetime import date

from reports.document.queries.draft import drafts_of
from reports.document.queries.text import chosen_bases
from reports.document.text.comparison import ChangeKind
from submissions.models import Campaign

_SAID = {
    (ChangeKind.CHANGED, False): "số liệu của đoạn đã đổi",
    (ChangeKind.GONE, False): "số liệu không còn cho ra đoạn này",
    (ChangeKind.NEW, False): "có đoạn mới theo số liệu",
    (ChangeKind.CHANGED, True): "đề mục đã đổi theo số liệu",
    (ChangeKind.GONE, True): "số liệu không còn cho ra mục này",
}


def undecided_passages(campaign: Campaign) -> tuple[str, ...]:
    """One line for each passage or heading that somebody has to decide about; none where the
    words are the application's own.
    """
    if not campaign.sections.exists():
        return ()
    return tuple(
        f"Mục «{change.heading}»: {_SAID[change.kind, change.is_heading]}"
        for change in drafts_of(campaign).changes
    )


def bases_out_of_force(campaign: Campaign, *, today: date) -> tuple[str, ...]:
    """One line for each legal basis that is not in force on the day of the decision, or today
    while that is open.
    """
    day = campaign.decided_on or today
    return tuple(
        f"«{basis.text}» không có hiệu lực vào ngày {day:%d/%m/%Y}"
        for basis in chosen_bases(campaign)
        if not basis.is_in_force(day)
    )
