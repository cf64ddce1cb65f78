"""What makes a framework sound: sums, classes, levels and rules that fit, and that a published
one is frozen. Writes nothing.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from criteria.enums import Aggregation
from criteria.models import Framework
from criteria.values import CriterionValue, FrameworkProblem, FrameworkValue, GroupValue
from ictindex.lib.errors import DomainError
from ictindex.lib.numbers import show
from scoring.core.bands import gaps, overlaps
from scoring.core.results import SELF, TOTAL
from scoring.core.rule_kinds.kinds import DEFAULT_KIND, KINDS, rule_of
from scoring.core.rule_terms import WrongRule
from scoring.core.types import Effect

#: These words name columns of the report's tables, so no group may be called so.
RESERVED_CODES = frozenset({TOTAL, SELF})


class FrozenFramework(DomainError):
    """The framework is published: what it asks and what that is worth can no longer change."""


def is_frozen(framework: Framework) -> bool:
    """A published framework is frozen, except sample data that no campaign uses yet: the
    official annex may still replace it.
    """
    return framework.is_published and not (
        framework.sample_notice and not framework.campaigns.exists()
    )


def require_draft(framework: Framework) -> None:
    """Raises FrozenFramework."""
    if is_frozen(framework):
        raise FrozenFramework(
            f"Bộ tiêu chí «{framework.code}» đã ban hành nên không thay đổi được. Nội dung mới "
            "cần một bộ tiêu chí có mã khác."
        )


def errors_in(value: FrameworkValue) -> tuple[FrameworkProblem, ...]:
    """Everything for which a framework must be refused, in the order of its JSON form."""
    return tuple(_errors(value))


def warnings_in(value: FrameworkValue) -> tuple[FrameworkProblem, ...]:
    """What is allowed and yet deserves a look: scores without a class, unequal groups in a
    mean, maxima that no level reaches.
    """
    return (*_unnamed_scores(value), *_unequal_groups(value), *_unreachable_maxima(value))


def _errors(value: FrameworkValue) -> Iterator[FrameworkProblem]:
    yield from _repeated(
        ((f"bands[{index}]", band.code) for index, band in enumerate(value.bands)),
        what="Mã nhóm xếp loại",
    )
    yield from _empty_bands(value)
    yield from _overlapping_bands(value)
    yield from _repeated(
        ((f"annexes[{index}]", annex.code) for index, annex in enumerate(value.annexes)),
        what="Mã phụ lục",
    )
    for a, annex in enumerate(value.annexes):
        places = ((f"annexes[{a}].groups[{g}]", group.code) for g, group in enumerate(annex.groups))
        yield from _repeated(places, what="Mã nhóm")
    for place, group in value.all_groups():
        yield from _group_errors(place, group)
    yield from _unmarked_samples(value)


def _repeated(coded: Iterable[tuple[str, str]], *, what: str) -> Iterator[FrameworkProblem]:
    seen: set[str] = set()
    for place, code in coded:
        if code in seen:
            yield FrameworkProblem(f"{place}.code", f"{what} «{code}» bị trùng.")
        seen.add(code)


def _empty_bands(value: FrameworkValue) -> Iterator[FrameworkProblem]:
    for index, band in enumerate(value.bands):
        if band.upper is not None and band.upper <= band.lower:
            yield FrameworkProblem(
                f"bands[{index}].upper",
                f"Cận trên {show(band.upper)} phải lớn hơn cận dưới {show(band.lower)}.",
            )


def _overlapping_bands(value: FrameworkValue) -> Iterator[FrameworkProblem]:
    for overlap in overlaps(value.bands):
        stretch = _stretch(overlap.lower, overlap.upper)
        yield FrameworkProblem(
            "bands",
            f"Nhóm {overlap.first.code} và nhóm {overlap.second.code} cùng nhận điểm {stretch}.",
        )


def _group_errors(place: str, group: GroupValue) -> Iterator[FrameworkProblem]:
    criteria = tuple(group.all_criteria(place))
    if group.code in RESERVED_CODES:
        yield FrameworkProblem(
            f"{place}.code", f"«{group.code}» là tên dành riêng, không dùng làm mã nhóm được."
        )
    if group.maximum <= 0:
        yield FrameworkProblem(f"{place}.maximum", "Điểm tối đa của nhóm phải lớn hơn 0.")
    yield from _sum_error(place, group.maximum, group.criteria, of="các tiêu chí")
    yield from _repeated(
        ((at, criterion.code) for at, criterion in criteria), what="Trong nhóm, mã tiêu chí"
    )
    for at, criterion in criteria:
        yield from (
            _leaf_errors(at, criterion) if criterion.is_leaf else _parent_errors(at, criterion)
        )


def _sum_error(
    place: str, maximum: Decimal, parts: Iterable[CriterionValue], *, of: str
) -> Iterator[FrameworkProblem]:
    total = sum((part.maximum for part in parts if _counts(part)), Decimal(0))
    if total != maximum:
        yield FrameworkProblem(
            f"{place}.maximum",
            f"Điểm tối đa là {show(maximum)} nhưng {of} bên trong cộng lại được {show(total)}.",
        )


def _counts(criterion: CriterionValue) -> bool:
    """A bonus or a deduction is not part of the maximum it is added to or taken from."""
    return KINDS[criterion.rule_kind].effect is Effect.POINTS


def _parent_errors(place: str, criterion: CriterionValue) -> Iterator[FrameworkProblem]:
    yield from _sum_error(place, criterion.maximum, criterion.children, of="các tiêu chí con")
    if criterion.rule_kind != DEFAULT_KIND or criterion.rule or criterion.levels:
        yield FrameworkProblem(
            place,
            "Tiêu chí có tiêu chí con thì điểm do tiêu chí con mà có: bỏ cách chấm, tham số và "
            "mức điểm ở đây.",
        )


def _leaf_errors(place: str, criterion: CriterionValue) -> Iterator[FrameworkProblem]:
    found = tuple(_level_errors(place, criterion))
    yield from found or _rule_errors(place, criterion)


def _level_errors(place: str, criterion: CriterionValue) -> Iterator[FrameworkProblem]:
    levels = [(f"{place}.levels[{index}]", level) for index, level in enumerate(criterion.levels)]
    yield from _repeated(((at, level.code) for at, level in levels), what="Mã mức điểm")
    for at, level in levels:
        if level.points > criterion.maximum:
            yield FrameworkProblem(
                f"{at}.points",
                f"Mức {show(level.points)} điểm vượt điểm tối đa {show(criterion.maximum)}.",
            )
        if level.lower_bound is not None and not KINDS[criterion.rule_kind].uses_bounds:
            yield FrameworkProblem(
                f"{at}.lower_bound", "Chỉ cách chấm theo bậc số lượng mới có số lượng bắt đầu."
            )


def _rule_errors(place: str, criterion: CriterionValue) -> Iterator[FrameworkProblem]:
    try:
        rule_of(criterion.terms)
    except WrongRule as fault:
        yield FrameworkProblem(f"{place}.rule", str(fault))


def _unmarked_samples(value: FrameworkValue) -> Iterator[FrameworkProblem]:
    has_samples = any(
        criterion.is_sample
        for place, group in value.all_groups()
        for _, criterion in group.all_criteria(place)
    )
    if has_samples and not value.sample_notice:
        yield FrameworkProblem(
            "sample_notice",
            "Có tiêu chí là dữ liệu mẫu nên bộ tiêu chí phải có ghi chú dữ liệu mẫu.",
        )


def _unnamed_scores(value: FrameworkValue) -> Iterator[FrameworkProblem]:
    for gap in gaps(value.bands):
        yield FrameworkProblem("bands", f"Chưa có nhóm cho điểm {_stretch(gap.lower, gap.upper)}.")


def _unequal_groups(value: FrameworkValue) -> Iterator[FrameworkProblem]:
    if value.aggregation != Aggregation.MEAN_OF_GROUPS:
        return
    for index, annex in enumerate(value.annexes):
        if len({group.maximum for group in annex.groups}) > 1:
            yield FrameworkProblem(
                f"annexes[{index}].groups",
                "Điểm là trung bình cộng nhưng điểm tối đa của các nhóm không bằng nhau.",
            )


def _unreachable_maxima(value: FrameworkValue) -> Iterator[FrameworkProblem]:
    for place, group in value.all_groups():
        for at, criterion in group.all_criteria(place):
            if criterion.levels and all(
                level.points < criterion.maximum for level in criterion.levels
            ):
                yield FrameworkProblem(
                    f"{at}.levels",
                    f"Không mức nào đạt điểm tối đa {show(criterion.maximum)} của tiêu chí.",
                )


def _stretch(lower: Decimal, upper: Decimal | None) -> str:
    return (
        f"từ {show(lower)} trở lên" if upper is None else f"từ {show(lower)} đến dưới {show(upper)}"
    )
