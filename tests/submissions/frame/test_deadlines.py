"""What is said of a file that cannot be changed: only ways back that there are."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from submissions.enums import Phase
from submissions.frame.deadlines import why_closed
from submissions.models import Campaign, Submission

NOW = timezone.now()
HANDED_IN = "Hồ sơ đã nộp lúc 10:32 ngày 21/12/2020. "


@pytest.mark.parametrize(
    ("phase", "days_left", "way"),
    [
        (Phase.SELF_SCORE, 1, "Thủ trưởng đơn vị rút hồ sơ về thì mới sửa được."),
        (
            Phase.LATE,
            -1,
            "Đã hết hạn nộp; chỉ rút lại được nếu Tổ trưởng Tổ giúp việc gia hạn cho đơn vị.",
        ),
        (Phase.APPRAISE_1, 1, "Từ khi thẩm định bắt đầu, phần kê khai không sửa được nữa."),
        (Phase.PUBLISHED, -1, "Từ khi thẩm định bắt đầu, phần kê khai không sửa được nữa."),
    ],
)
def test_a_file_that_was_handed_in_says_which_way_back_there_is(phase, days_left, way):
    campaign = Campaign(phase=phase, self_score_due_at=NOW + timedelta(days=days_left))
    at = datetime.fromisoformat("2020-12-21T10:32:00+07:00")
    assert why_closed(Submission(campaign=campaign, submitted_at=at), now=NOW) == HANDED_IN + way
