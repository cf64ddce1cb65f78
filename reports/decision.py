"""The decision that publishes a report, as finished lines: head, legal bases, articles, recipients, signature.

What is not decided yet (number, date, signer) stays free on paper. The wording is the application's own.
"""

import re
from dataclasses import dataclass

from reports.facts import Decision, FrameworkShape, ReportFacts, Step
from reports.phrases import document_called, is_decision, long_date, lowered, padded_number, sentence_case
from scoring.core.results import CampaignResults

_MEND = (
    "Thủ trưởng các đơn vị được đánh giá căn cứ kết quả công bố để phát huy kết quả đã đạt, khắc phục các hạn chế nêu trong"
    " Báo cáo và thực hiện các kiến nghị thuộc trách nhiệm của đơn vị."
)
_FREE = "\N{NO-BREAK SPACE}"
_SIGNS_FOR = re.compile(r"(KT|TM|TL|TUQ|Q)\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """The lines of a decision, from top to bottom. `articles` are (label, text)."""

    ministry: str
    number: str
    place_and_day: str
    subject: str
    authority: str
    bases: tuple[str, ...]
    articles: tuple[tuple[str, str], ...]
    recipients: tuple[str, ...]
    signed_as: tuple[str, ...]
    signer: str


def decision_page(results: CampaignResults, facts: ReportFacts) -> DecisionPage:
    """Draw up the decision in the order of Decree 30/2020."""
    articles = _articles(results, facts)
    return DecisionPage(
        ministry=facts.ministry.upper(),
        number=f"Số: {number_or_space(facts)}",
        place_and_day=f"{facts.place}, {_day_or_space(facts.decision)}",
        subject=f"Về việc {publication_of(facts.title)}",
        authority=authority_of(facts).upper(),
        bases=_punctuated(_bases(facts)),
        articles=articles,
        recipients=_recipients(facts, last_article=articles[-1][0]),
        signed_as=tuple(line.upper() for line in _signed_as(facts)),
        signer=facts.decision.signer,
    )


def attached_to(facts: ReportFacts) -> str:
    """«Kèm theo Quyết định số … ngày … của Bộ trưởng …»."""
    return f"Kèm theo Quyết định số {number_or_space(facts)} {_day_or_space(facts.decision)} của {authority_of(facts)}"


def publication_of(title: str) -> str:
    """«công bố kết quả đánh giá …», from whatever the campaign is called."""
    what = lowered(title)
    return f"công bố {what}" if what.startswith("kết quả") else f"công bố kết quả {what}"


def number_or_space(facts: ReportFacts) -> str:
    """The number with two digits at least; room for it, before the sign of the ministry, while there is none."""
    return padded_number(facts.decision.number) if facts.decision.number else f"{_FREE * 10}/QĐ-{initials(facts.ministry)}"


def authority_of(facts: ReportFacts) -> str:
    """Who decides: as recorded; the head of the ministry where nothing is, or where somebody signs for the head («KT.»)."""
    recorded = facts.decision.authority
    if recorded and not _SIGNS_FOR.match(recorded):
        return recorded
    return f"Bộ trưởng {facts.ministry}" if facts.ministry.startswith("Bộ ") else f"Thủ trưởng {facts.ministry}"


def initials(name: str) -> str:
    """«Bộ Giáo dục và Đào tạo» → «BGDĐT»: how the sign of a document shortens its author."""
    words = re.findall(r"\w+", name)
    return "".join(word[0] for word in words if word.lower() != "và").upper()


def _day_or_space(decision: Decision) -> str:
    gap = _FREE * 6
    return long_date(decision.day) if decision.day else f"ngày{gap}tháng{gap}năm{gap}"


def _bases(facts: ReportFacts) -> list[str]:
    """The framework's decision, those of the timeline, and the Council's proposal. Nothing that is not in the data."""
    bases = [_base_of_framework(facts.framework)] if facts.framework.document else []
    bases += [_base_of_step(step) for step in facts.steps if _is_other_decision(step, facts.decision)]
    if facts.council:
        bases.append(f"Theo đề nghị của {facts.council[0].title or 'Hội đồng đánh giá'}")
    return bases


def _base_of_framework(framework: FrameworkShape) -> str:
    day = f" {long_date(framework.issued_on)}" if framework.issued_on else ""
    return f"Căn cứ {document_called(framework.document)}{day} về việc ban hành {lowered(framework.title)}"


def _base_of_step(step: Step) -> str:
    day = f" {long_date(step.day)}" if step.day else ""
    return f"Căn cứ {document_called(step.document)}{day} về việc {lowered(step.what)}"


def _is_other_decision(step: Step, decision: Decision) -> bool:
    return is_decision(step.document) and step.document != decision.number


def _punctuated(lines: list[str]) -> tuple[str, ...]:
    """Each line ends with a semicolon, the last with a full stop."""
    return tuple(f"{line}{'.' if line is lines[-1] else ';'}" for line in lines)


def _articles(results: CampaignResults, facts: ReportFacts) -> tuple[tuple[str, str], ...]:
    count = len(results.units)
    of_units = f" của {count} đơn vị" if count else ""
    texts = (
        f"{sentence_case(publication_of(facts.title))}{of_units}; nội dung chi tiết tại Báo cáo kèm theo Quyết định này.",
        _MEND,
        "Quyết định này có hiệu lực kể từ ngày ký.",
        "Thủ trưởng các đơn vị được đánh giá và các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.",
    )
    return tuple((f"Điều {number}.", text) for number, text in enumerate(texts, start=1))


def _recipients(facts: ReportFacts, *, last_article: str) -> tuple[str, ...]:
    council = ("Thành viên Hội đồng đánh giá",) if facts.council else ()
    lines = (f"Như {last_article.rstrip('.')}", "Lãnh đạo cơ quan", *council)
    return (*(f"- {line};" for line in lines), "- Lưu: VT.")


def _signed_as(facts: ReportFacts) -> tuple[str, ...]:
    """Under «BỘ TRƯỞNG» the ministry is not named again; «KT. Bộ trưởng; Thứ trưởng» makes two lines."""
    lines = (line.strip() for line in (facts.decision.authority or authority_of(facts)).split(";"))
    return tuple(line.removesuffix(facts.ministry).strip() or line for line in lines)
