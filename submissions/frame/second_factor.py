"""Who has to sign in with a second factor: everybody with a role, but for those who are only unit staff."""

from typing import Any

from submissions.models.standing import standing_of
from units.access import Verdict, register
from units.enums import Role

EXEMPT = frozenset({Role.UNIT_STAFF})
REQUIRED = "Vai trò của Ông/Bà bắt buộc xác thực hai bước nên không tắt được."


def _judge(user: Any, _subject: Any) -> Verdict:
    needs = any(grant.role not in EXEMPT for grant in standing_of(user).grants)
    return Verdict(False, REQUIRED) if needs else Verdict(True)


register("account.work_without_second_factor", _judge)
