"""Folders that somebody prepared to break the loader: each is refused by file and place, and
nothing of it is kept.
"""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from submissions.models import Campaign
from tests.scoring.published.folders import FRAMEWORK, TABLES, replace_once, write_small
from units.models import AuditEntry, Unit

pytestmark = pytest.mark.django_db

UNITS, TOTALS, SCORES = "units.csv", "published_totals.csv", "published_group_scores.csv"
FIRST_SCORE = "Y1,2030,G1,25.00"
Spoil = Callable[[Path], object]


def cell(file: str, old: str, new: str) -> Spoil:
    return lambda folder: replace_once(folder, file, old, new)


def score(value: str) -> Spoil:
    return cell(SCORES, FIRST_SCORE, f"Y1,2030,G1,{value}")


def text(file: str, content: str) -> Spoil:
    return lambda folder: (folder / file).write_text(content, encoding="utf-8")


def octets(file: str, content: bytes) -> Spoil:
    return lambda folder: (folder / file).write_bytes(content)


def described(**changes: object) -> Spoil:
    return lambda folder: write_small(folder, **changes)


def raw_description(old: str, new: str) -> Spoil:
    return cell("campaign.json", old, new)


def framed(change: Callable[[dict], object]) -> Spoil:
    """The framework that lies in the folder, changed."""

    def spoil(folder: Path) -> None:
        content = json.loads(json.dumps(FRAMEWORK))
        change(content)
        (folder / "framework.json").write_text(json.dumps(content), encoding="utf-8")

    return spoil


def fifo(file: str) -> Spoil:
    """Whoever opens it waits for ever."""

    def spoil(folder: Path) -> None:
        (folder / file).unlink()
        os.mkfifo(folder / file)

    return spoil


def link_to(file: str, target: str) -> Spoil:
    def spoil(folder: Path) -> None:
        (folder / file).unlink()
        (folder / file).symlink_to(target)

    return spoil


def group(content: dict) -> dict:
    return content["annexes"][0]["groups"][0]


HOSTILE: dict[str, tuple[str, Spoil]] = {
    "score 1e9": (f"{SCORES}, dòng 2, cột «score»", score("1e9")),
    "score infinity": (f"{SCORES}, dòng 2, cột «score»", score("Infinity")),
    "score in Arabic digits": (f"{SCORES}, dòng 2, cột «score»", score("٢٥")),
    "score as hexadecimal": (f"{SCORES}, dòng 2, cột «score»", score("0x19")),
    "score with an underscore": (f"{SCORES}, dòng 2, cột «score»", score("2_5")),
    "score with a plus": (f"{SCORES}, dòng 2, cột «score»", score("+25")),
    "score with a typographic minus": (f"{SCORES}, dòng 2, cột «score»", score("−25")),
    "score of three decimals": (f"{SCORES}, dòng 2, cột «score»", score("25.001")),
    "score as a formula": (f"{SCORES}, dòng 2, cột «score»", score("=25")),
    "score of a hundred thousand digits": (f"{SCORES}, dòng 2, cột «score»", score("9" * 100_000)),
    "year as a fraction": ((
        f"{SCORES}, dòng 2, cột «year»"
    ), cell(SCORES, FIRST_SCORE, "Y1,2030.0,G1,25.00")),
    "zero byte in a name": (f"{UNITS}, dòng 2, cột «name»", cell(UNITS, "Vụ Một", "Vụ\0Một")),
    "no letter in a name": (f"{UNITS}, dòng 2, cột «name»", cell(UNITS, "Vụ Một", "Vụ\uffffMột")),
    "direction turned in a name": (
        f"{UNITS}, dòng 2, cột «name»", cell(UNITS, "Vụ Một", "\u202eVụ Một")
    ),
    "code of a unit as a path": (f"{UNITS}, dòng 2, cột «code»", cell(UNITS, "Y1,", "../Y1,")),
    "code of a unit with a slash": (f"{UNITS}, dòng 2, cột «code»", cell(UNITS, "Y1,", "Y/1,")),
    "code of a unit as markup": (f"{UNITS}, dòng 2, cột «code»", cell(UNITS, "Y1,", "<b>Y1</b>,")),
    "code of a unit of a "
    "thousand letters": (f"{UNITS}, dòng 2, cột «code»", cell(UNITS, "Y1,", f"{'Y' * 1000},")),
    "a code twice, composed and taken apart": (
        f"{UNITS}, dòng", cell(UNITS, "X1,Cục Một,C1,cuc\n", (
            "Y1,Cục Một,C1,cuc\nY1 ,Cục Một,C1,cuc\n"
        )),
    ),
    "ten thousand columns": (f"{UNITS}, dòng 1",
    text(UNITS, ",".join(f"c{number}" for number in range(10_000)))),
    "a quote that never closes": (f"{UNITS}, dòng", cell(UNITS, "Vụ Một", '"Vụ Một')),
    "only carriage returns": (f"{TOTALS}, dòng", text(TOTALS, "unit,total_2030\rY1,1\r")),
    "tabs for separators": (f"{TOTALS}, dòng 1", text(TOTALS, TABLES[TOTALS].replace(",", "\t"))),
    "a workbook for a table": (f"{TOTALS}, dòng 1",
    octets(TOTALS, b"PK\x03\x04\x14\x00\x06\x00\xff\xfe")),
    "a table that is not there": (f"{TOTALS}:", lambda folder: (folder / TOTALS).unlink()),
    "a table that is a pipe": (f"{TOTALS}:", fifo(TOTALS)),
    "a table that is an endless device": (f"{TOTALS}:", link_to(TOTALS, "/dev/zero")),
    "a table that leads nowhere": (f"{TOTALS}:", link_to(TOTALS, "nowhere.csv")),
    "a description that is a pipe": ("campaign.json:", fifo("campaign.json")),
    "a description that is a list": ("campaign.json, dòng 1", text("campaign.json", "[]")),
    "an empty description": ("campaign.json", text("campaign.json", "")),
    "a description in depth": ("campaign.json", text("campaign.json", "[" * 100_000)),
    "a "
    "description "
    "of objects "
    "in depth": ("campaign.json", text("campaign.json", '{"a":' * 50_000 + "1" + "}" * 50_000)),
    "a trailing comma": ("campaign.json", raw_description('"year": 2031,', '"year": 2031,,')),
    "an entry twice": ("campaign.json", raw_description('"year": 2031,', (
        '"year": 2031, "year": 2031,'
    ))),
    "not a number": ("campaign.json", raw_description('"year": 2031', '"year": NaN')),
    "a number of "
    "ten thousand "
    "digits": ("campaign.json", raw_description('"year": 2031', f'"year": {"9" * 10_000}')),
    "half a letter": ("campaign.json, dòng", raw_description("Đợt thử", r"Đợt \ud800 thử")),
    "year 1e9": ((
        "campaign.json, dòng 3, mục «year»"
    ), raw_description('"year": 2031', '"year": 1e9')),
    "year that is true": ("campaign.json, dòng 3, mục «year»", described(year=True)),
    "framework as a path": ((
        "campaign.json, dòng 5, mục «framework»"
    ), described(framework="../../settings")),
    "code as a path": ("campaign.json, dòng 2, mục «code»", described(code="../2031")),
    "decision of ten thousand letters": (
        "campaign.json",
        described(decision={"number": "x" * 10_000, "date": "2032-01-05", "signer": "A",
        "authority": "B"}),
    ),
    "a kind "
    "with "
    "an "
    "empty "
    "code": ("campaign.json", described(annexes={"": "A", "cuc": "A", "vu": "B", "vien": "B"})),
    "annexes in lists": ("campaign.json",
    described(annexes={"cuc": [["A"]], "vu": "B", "vien": "B"})),
    "late units as an object": ("campaign.json", described(late_units={"Y1": True})),
    "framework that is a pipe": ("framework.json", fifo("framework.json")),
    "framework of "
    "another code": ("framework.json", framed(lambda content: content.update(code="khac"))),
    "framework without "
    "annexes": ("framework.json", framed(lambda content: content.update(annexes=[]))),
    "framework as text": ("framework.json", text("framework.json", '"thu-2031"')),
    "maximum as a number": ("framework.json",
    framed(lambda content: group(content).update(maximum=40))),
    "maximum that is negative": ("framework.json",
    framed(lambda content: group(content).update(maximum="-40.00"))),
    "maximum 1e9": ("framework.json", framed(lambda content: group(content).update(maximum="1e9"))),
    "maxima "
    "that do "
    "not add "
    "up": ("framework.json", framed(lambda content: group(content).update(maximum="41.00"))),
    "group twice": ("framework.json",
    framed(lambda content: content["annexes"][0]["groups"].append(group(content)))),
    "bands over each other": (
        "framework.json",
        framed(lambda content: content["bands"].append({"code": "E", "label": "Kém",
        "lower": "0.00", "upper": "30.00"})),
    ),
    "criteria in depth": (
        "framework.json",
        text("framework.json",
        '{"annexes":[{"groups":[' + '{"criteria":[' * 20_000 + "]}" * 20_000 + "]}]}"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("place", "spoil"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_folder_is_refused_by_its_place_and_nothing_is_kept(
    tmp_path: Path, place: str, spoil: Spoil
) -> None:
    folder = write_small(tmp_path)
    spoil(folder)
    with pytest.raises(CommandError) as refusal:
        call_command("load_campaign", str(folder))
    said = str(refusal.value)
    assert refusal.value.returncode == 1
    assert place in said
    assert re.search(r"Traceback|Error\b|object at 0x", said) is None
    assert len(said) < 100_000
    assert (Campaign.objects.count(), Unit.objects.count(), AuditEntry.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    "dress",
    [
        lambda content: b"\xef\xbb\xbf" + content,
        lambda content: content.replace(b"\n", b"\r\n"),
        lambda content: content + b"\r\n\r\n",
    ],
    ids=["byte order mark", "lines of Windows", "blank lines"],
)
def test_what_a_spreadsheet_makes_of_a_table_is_still_read(
    tmp_path: Path, dress: Callable[[bytes], bytes]
) -> None:
    folder = write_small(tmp_path)
    for path in folder.glob("*.csv"):
        path.write_bytes(dress(path.read_bytes()))
    call_command("load_campaign", str(folder), verbosity=0)
    assert Campaign.objects.get().submissions.count() == 4


def test_semicolons_and_decimal_commas_are_read(tmp_path: Path) -> None:
    folder = write_small(tmp_path)
    for name in (TOTALS, SCORES):
        (folder / name).write_text(
            TABLES[name].replace(",", ";").replace(".", ","), encoding="utf-8"
        )
    call_command("load_campaign", str(folder), verbosity=0)
    assert Campaign.objects.get().submissions.count() == 4
