"""Which acts the pages of the record treat apart, by their codes, and what an act is called. Its
name stands where it is recorded (`units.audit.name_act`).

Acts named `self.…` are those of a unit on its own submission, and the only ones that its people
read on their page. Acts about accounts, roles and workplaces are the security events; they hold no
scores.
"""

from typing import Final

from units.audit import ACT_NAMES

OF_UNIT: Final = "self."
#: What a unit says to the first round's results: not read by everybody who reads the rest.
OF_REPLY: Final = "self.reply_"
SECURITY: Final = ("account.", "membership.", "role.")
#: Tried by somebody who was not signed in: whom it was about is known, who it was is not.
BY_STRANGERS: Final = frozenset(
    {
        "account.locked_out",
        "account.second_factor_failed",
        "account.sign_in_failed",
        "account.sign_on_refused",
    }
)


def name_of(act: str) -> str:
    """An act that nothing names any more is shown by its code, so that no entry is ever hidden."""
    return ACT_NAMES.get(act, act)
