"""Days as people write them."""

import re
from contextlib import suppress
from datetime import date

_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")


def read_day(text: str) -> date | None:
    """«21/12/2020»; nothing for nothing. Raises ValueError with a sentence."""
    if not text.strip():
        return None
    match = _DAY.fullmatch(text.strip())
    if match:
        with suppress(ValueError):
            return date(int(match[3]), int(match[2]), int(match[1]))
    shown = text.strip()[:40]
    raise ValueError(
        f"Ngày số liệu «{shown}» không phải là một ngày. Nhập theo dạng ngày/tháng/năm, ví dụ "
        "21/12/2020."
    )
