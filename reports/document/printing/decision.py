"""The decision that publishes a report, as finished lines: head, legal bases, articles, recipients,
signature.

What is not decided yet (number, date, signer) stays free on paper. The wording is the application's
own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports.document.prose.facts import FrameworkShape, ProcedureStep, ReportDecision, ReportFacts
from reports.document.text.assembly import ended, merged
from reports.document.text.drafts import DraftWriter, SectionDraft
from reports.document.text.markup import WordBlock, letters_of
from reports.enums import DocumentPart
from reports.frame.phrases import (
    document_called,
    is_decision,
    long_date,
    lowered,
    padded_number,
    sentence_case,
)
from reports.layout.blocks import Items
from scoring.core.results import CampaignResults

_MEND = (
    "Thủ trưởng các đơn vị được đánh giá căn cứ kết quả công bố để phát huy kết quả đã đạt, khắc "
    "phục các hạn chế nêu trong"
    " Báo cáo và thực hiện các kiến nghị thuộc trách nhiệm của đơn vị."
)
#: Keys of the sections of a decision; articles have a number or a name of their own behind «dieu:».
SUBJECT, PROPOSAL, ARTICLE, RECIPIENTS = "trich-yeu", "de-nghi", "dieu", "noi-nhan"

_AS_ARTICLE = re.compile(r"^Như Điều \d+$")
_LEADS_BASIS = re.compile(r"(căn cứ|thực hiện|theo|xét)\b", re.IGNORECASE)
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


@dataclass(frozen=True, slots=True)
class DraftBasis:
    """A legal basis that follows from the data."""

    number: str
    issued_on: date | None
    text: str


def decision_page(results: CampaignResults, facts: ReportFacts) -> DecisionPage:
    """Draw up the decision in the order of Decree 30/2020, in the words that `facts.text` holds
    where they were edited.
    """
    stored = facts.text.of_part(DocumentPart.DECISION) if facts.text else ()
    sections = merged(draft_decision(results, facts), stored)
    named = {section.key: section for section in sections}
    articles = _articles([section for section in sections if is_article(section.key)])
    bases = [basis.text for basis in (facts.text.bases if facts.text else draft_bases(facts))]
    return DecisionPage(
        ministry=facts.ministry.upper(),
        number=f"Số: {number_or_space(facts)}",
        place_and_day=f"{facts.place}, {_day_or_space(facts.decision)}",
        subject=" ".join(_lines(named.get(SUBJECT))),
        authority=authority_of(facts).upper(),
        bases=_punctuated([*map(as_basis, bases), *_lines(named.get(PROPOSAL))]),
        articles=articles,
        recipients=_recipients(_lines(named.get(RECIPIENTS)), articles),
        signed_as=tuple(line.upper() for line in _signed_as(facts)),
        signer=facts.decision.signer,
    )


def draft_decision(results: CampaignResults, facts: ReportFacts) -> tuple[SectionDraft, ...]:
    """The parts of the decision that are words, as the application would write them now."""
    to = DraftWriter(DocumentPart.DECISION)
    to.head(1, SUBJECT, "Trích yếu")
    to.say("trich-yeu", f"Về việc {publication_of(facts.title)}")
    to.head(1, PROPOSAL, "Theo đề nghị của")
    if facts.council:
        to.say("de-nghi", f"Theo đề nghị của {facts.council[0].title or 'Hội đồng đánh giá'}")
    texts = _article_texts(results, facts)
    for place, text in enumerate(texts, start=1):
        to.head(1, f"{ARTICLE}:{place}", "Điều")
        to.say("noi-dung", text)
    to.head(1, RECIPIENTS, "Nơi nhận")
    council = ("Thành viên Hội đồng đánh giá",) if facts.council else ()
    leaders = "Lãnh đạo Bộ" if facts.ministry.startswith("Bộ ") else "Lãnh đạo cơ quan"
    to.list("noi-nhan", (f"Như Điều {len(texts)}", leaders, *council, "Lưu: VT"))
    return to.sections


def draft_bases(facts: ReportFacts) -> tuple[DraftBasis, ...]:
    """The framework's decision and those of the timeline. Nothing that is not in the data."""
    bases = [_base_of_framework(facts.framework)] if facts.framework.document else []
    return (
        *bases,
        *(_base_of_step(step) for step in facts.steps if _is_other_decision(step, facts.decision)),
    )


def is_article(key: str) -> bool:
    """Whether the section of a decision is an article; one added by hand has a name of its own
    behind «dieu:».
    """
    return key.partition(":")[0] == ARTICLE


def as_basis(text: str) -> str:
    """«Căn cứ …», whether the row says so or not."""
    return text if _LEADS_BASIS.match(text) else f"Căn cứ {text}"


def attached_to(facts: ReportFacts) -> str:
    """«Kèm theo Quyết định số … ngày … của Bộ trưởng …»."""
    return (
        f"Kèm theo Quyết định số {number_or_space(facts)} {_day_or_space(facts.decision)} của "
        f"{authority_of(facts)}"
    )


def publication_of(title: str) -> str:
    """«công bố kết quả đánh giá …», from whatever the campaign is called."""
    what = lowered(title)
    return f"công bố {what}" if what.startswith("kết quả") else f"công bố kết quả {what}"


def number_or_space(facts: ReportFacts) -> str:
    """The number with two digits at least; room for it, before the sign of the ministry, while
    there is none.
    """
    return (
        padded_number(facts.decision.number)
        if facts.decision.number
        else f"{_FREE * 10}/QĐ-{initials(facts.ministry)}"
    )


def authority_of(facts: ReportFacts) -> str:
    """Who decides: as recorded; the head of the ministry where nothing is, or where somebody
    signs for the head («KT.»).
    """
    recorded = facts.decision.authority
    if recorded and not _SIGNS_FOR.match(recorded):
        return recorded
    return (
        f"Bộ trưởng {facts.ministry}"
        if facts.ministry.startswith("Bộ ")
        else f"Thủ trưởng {facts.ministry}"
    )


def initials(name: str) -> str:
    """«Bộ Giáo dục và Đào tạo» → «BGDĐT»: how the sign of a document shortens its author."""
    words = re.findall(r"\w+", name)
    return "".join(word[0] for word in words if word.lower() != "và").upper()


def _day_or_space(decision: ReportDecision) -> str:
    gap = _FREE * 6
    return long_date(decision.day) if decision.day else f"ngày{gap}tháng{gap}năm{gap}"


def _base_of_framework(framework: FrameworkShape) -> DraftBasis:
    day = f" {long_date(framework.issued_on)}" if framework.issued_on else ""
    text = (
        f"Căn cứ {document_called(framework.document)}{day} về việc ban hành "
        f"{lowered(framework.title)}"
    )
    return DraftBasis(framework.document, framework.issued_on, text)


def _base_of_step(step: ProcedureStep) -> DraftBasis:
    day = f" {long_date(step.day)}" if step.day else ""
    return DraftBasis(
        step.document,
        step.day,
        f"Căn cứ {document_called(step.document)}{day} về việc {lowered(step.what)}",
    )


def _is_other_decision(step: ProcedureStep, decision: ReportDecision) -> bool:
    return is_decision(step.document) and step.document != decision.number


def _punctuated(lines: list[str]) -> tuple[str, ...]:
    """Each line ends with a semicolon, the last with a full stop."""
    ends = [*[";"] * (len(lines) - 1), "."]
    return tuple(f"{line.rstrip(' .;,')}{end}" for line, end in zip(lines, ends, strict=False))


def _article_texts(results: CampaignResults, facts: ReportFacts) -> tuple[str, ...]:
    count = len(results.units)
    of_units = f" của {count} đơn vị" if count else ""
    return (
        (
            f"{sentence_case(publication_of(facts.title))}{of_units}; nội dung chi tiết tại Báo "
            "cáo "
            "kèm theo Quyết định này."
        ),
        _MEND,
        "Quyết định này có hiệu lực kể từ ngày ký.",
        (
            "Thủ trưởng các đơn vị được đánh giá và các tổ chức, cá nhân có liên quan chịu trách "
            "nhiệm thi hành Quyết định này."
        ),
    )


def _articles(sections: Sequence[SectionDraft]) -> tuple[tuple[str, str], ...]:
    """(label, text): an article that goes on has no label in its further paragraphs.

    The last words are closed.
    """
    whole = [lines for section in sections if (lines := _lines(section))]
    articles = [
        (f"Điều {number}." if not place else "", line)
        for number, lines in enumerate(whole, start=1)
        for place, line in enumerate(lines)
    ]
    return (*articles[:-1], *((label, ended(text)) for label, text in articles[-1:]))


def _lines(section: SectionDraft | None) -> list[str]:
    """The lines of a section: paragraphs, items with their number, rows of a table."""
    return (
        [line for passage in section.passages for line in _lines_of(passage.block)]
        if section
        else []
    )


def _lines_of(block: WordBlock) -> list[str]:
    if isinstance(block, Items) and block.is_numbered:
        return [
            f"{line.label} {letters}"
            for line, letters in zip(block.lines, block.items, strict=True)
        ]
    return letters_of(block).split("\n")


def _recipients(lines: Sequence[str], articles: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """«- Như Điều 4;» names whatever article is the last; what is kept in the archive comes at
    the end.
    """
    last = next((label for label, _ in reversed(articles) if label), "").rstrip(".")
    named = [_AS_ARTICLE.sub(f"Như {last}", line.lstrip("-– ").rstrip(" .;,")) for line in lines]
    kept = [line for line in named if line.startswith("Lưu")] or ["Lưu: VT"]
    others = [line for line in named if not line.startswith("Lưu")]
    return (*(f"- {line};" for line in (*others, *kept[:-1])), f"- {kept[-1]}.")


def _signed_as(facts: ReportFacts) -> tuple[str, ...]:
    """Under «BỘ TRƯỞNG» the ministry is not named again;

    «KT. Bộ trưởng; Thứ trưởng» makes two lines.
    """
    lines = (line.strip() for line in (facts.decision.authority or authority_of(facts)).split(";"))
    return tuple(line.removesuffix(facts.ministry).strip() or line for line in lines)
