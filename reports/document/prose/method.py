"""What a report says about purpose, requirements and method: wording that follows from the
framework, not from the figures.
"""

from ictindex.lib.numbers import plain_number
from reports.document.prose.narrative import called
from scoring.core.results import CampaignResults
from scoring.core.types import BandSpec, GroupAggregation, RankingScale

_MEASURE = (
    "Xác định mức độ ứng dụng công nghệ thông tin của từng đơn vị trong kỳ đánh giá, trên cơ sở "
    "số liệu do đơn vị kê khai,"
    " có tài liệu kiểm chứng và được thẩm định."
)
_DECIDE = (
    "Giúp lãnh đạo cơ quan và thủ trưởng các đơn vị thấy rõ mặt mạnh, mặt yếu theo từng nhóm tiêu "
    "chí để quyết định việc"
    " cần làm trong kỳ tiếp theo."
)
PURPOSE = (_MEASURE, _DECIDE)

_FAIR = (
    "Khách quan, công khai; thống nhất một bộ tiêu chí và một cách tính cho các đơn vị cùng loại."
)
_TRACED = (
    "Mỗi điểm số truy xuất được đến số liệu kê khai, tài liệu kiểm chứng và kết quả thẩm định; "
    "người thẩm định không thẩm định"
    " đơn vị của mình."
)
_DISTINCT = (
    "Phân biệt rõ trường hợp 0 điểm với trường hợp tiêu chí, nhóm tiêu chí không áp dụng cho đơn "
    "vị."
)
REQUIREMENTS = (_FAIR, _TRACED, _DISTINCT)

_REFUSED = (
    "Tiêu chí không được chấp nhận điểm được tính 0 điểm và vẫn nằm trong điểm tối đa; lý do "
    "thuộc một trong bốn trường hợp:"
    " thiếu thông tin, số liệu; số liệu không đúng thực tế; không có tài liệu kiểm chứng; gửi báo "
    "cáo chậm. Tiêu chí không"
    " áp dụng không được tính vào điểm đạt và điểm tối đa."
)
_ROUNDING = (
    "Điểm được tính chính xác và chỉ làm tròn một lần đến hai chữ số thập phân khi trình bày; nửa "
    "đơn vị được làm tròn lên."
)
_MEAN = (
    "Điểm của đơn vị là trung bình cộng điểm của các nhóm tiêu chí áp dụng cho đơn vị đó; nhóm "
    "không áp dụng không được"
    " tính vào tổng điểm và cũng không được tính vào số nhóm đem chia."
)
_SUM = "Điểm của đơn vị là tổng điểm của các nhóm tiêu chí áp dụng cho đơn vị đó."
_BY_POINTS = "Các đơn vị được xếp hạng theo điểm thẩm định từ cao xuống thấp."
_BY_PERCENT = (
    "Các đơn vị có điểm tối đa khác nhau được xếp hạng chung theo tỷ lệ phần trăm so với điểm tối "
    "đa áp dụng cho từng đơn vị."
)
_TIES = (
    "Thứ hạng được xác định trên giá trị chưa làm tròn. Các đơn vị bằng điểm có cùng thứ hạng, "
    "thứ hạng kế tiếp được bỏ qua;"
    " trong cùng một hạng, các đơn vị xếp theo thứ tự chính thức."
)


def describe_method(results: CampaignResults) -> tuple[str, ...]:
    """How points become a score and a rank, as the framework says."""
    total = _SUM if results.aggregation is GroupAggregation.SUM_OF_POINTS else _MEAN
    ranking = _BY_PERCENT if results.ranking is RankingScale.PERCENT else _BY_POINTS
    return total, _REFUSED, _ROUNDING, f"{ranking} {_TIES}"


def describe_band_rule(results: CampaignResults) -> tuple[str, ...]:
    """The letter groups with their bounds."""
    if not results.bands:
        return ("Bộ tiêu chí không quy định việc xếp nhóm.",)
    share = (
        "tỷ lệ phần trăm so với điểm tối đa"
        if results.ranking is RankingScale.PERCENT
        else "điểm thẩm định"
    )
    rules = "; ".join(f"{called(band)} {_bounds(band, results.ranking)}" for band in results.bands)
    return (f"Đơn vị được xếp nhóm theo {share}, xét trên giá trị chưa làm tròn: {rules}.",)


def _bounds(band: BandSpec, ranking: RankingScale) -> str:
    unit = "%" if ranking is RankingScale.PERCENT else " điểm"
    if band.upper is None:
        return f"từ {plain_number(band.lower)}{unit} trở lên"
    if band.lower == 0:
        return f"dưới {plain_number(band.upper)}{unit}"
    return f"từ {plain_number(band.lower)} đến dưới {plain_number(band.upper)}{unit}"
