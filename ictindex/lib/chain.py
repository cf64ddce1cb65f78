"""The record as a chain of hashes: how an entry is hashed, and what is wrong with a chain. Standard
library only.

The application uses it, and it also runs alone, on a computer that has nothing but Python, over an
exported record:

python3 chain.py nhat-ky.jsonl [--witness 120:9f2c…] [--receipt bien-nhan.json]
    python3 chain.py --receipt bien-nhan.json

An entry is a mapping of column → text or None. `digests` holds a short hash of each column, which
names the column that somebody changed; `entry_hash` is the SHA-256 over the whole entry, with the
hash of the entry before it.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ChainEntry = Mapping[str, Any]
Witness = tuple[int, str]

TABLE = "units_auditentry"
FIRST_HASH = "0" * 64
#: The columns that have a digest of their own.
DIGESTED = (
    *("sequence", "at", "act", "actor_id", "actor_name", "campaign_code"),
    *("phase", "unit_id", "subject", "reason", "facts", "changes", "previous_hash"),
)
#: The columns that the hash of an entry covers.
HASHED = (*DIGESTED, "digests")


@dataclass(frozen=True, slots=True)
class RecordProblem:
    """Something that does not agree with the record: which table, row and column (or file), and
    what happened to it.

    `values` says from what to what; it can hold scores, and is not for everybody who may read the
    sentence.
    """

    kind: str
    table: str
    key: str
    column: str
    sentence: str
    values: str = ""


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces, in Unicode."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digests_of(entry: ChainEntry) -> str:
    """A short hash per column, as canonical JSON."""
    return canonical(
        {
            name: hashlib.sha256(canonical(entry[name]).encode()).hexdigest()[:16]
            for name in DIGESTED
        }
    )


def hash_of(entry: ChainEntry) -> str:
    """The SHA-256 of the hashed columns as canonical JSON."""
    return hashlib.sha256(canonical({name: entry[name] for name in HASHED}).encode()).hexdigest()


def check_chain(
    entries: Iterable[ChainEntry], *, witness: Witness | None = None
) -> Iterator[RecordProblem]:
    """What is wrong with the entries, in order of sequence;

    `witness` is a (sequence, hash) that was kept outside.
    """
    last: ChainEntry = {"sequence": "0", "entry_hash": FIRST_HASH}
    whole = True
    for entry in entries:
        found = [*_gap(last, entry), *_altered(entry)]
        if not found and whole and entry["previous_hash"] != last["entry_hash"]:
            found = [_broken_link(entry)]
        yield from found
        if witness and int(entry["sequence"]) == witness[0] and entry["entry_hash"] != witness[1]:
            yield _rewritten(witness)
        last, whole = entry, not found
    if witness and int(last["sequence"]) < witness[0]:
        yield tail_cut(int(last["sequence"]), witness[0])


def tail_cut(last: int, expected: int) -> RecordProblem:
    """The record ends at `last`, and must reach `expected`."""
    sentence = f"Nhật ký bị cắt đuôi: thiếu từ mục {last + 1} đến mục {expected}."
    return RecordProblem("tail_cut", TABLE, str(last + 1), "", sentence)


def check_receipt(entries: Iterable[ChainEntry], receipt: ChainEntry) -> str | None:
    """None when the entry on the receipt stands in the record as it was handed out, else a
    sentence that says what is wrong.
    """
    problem = check_receipt_alone(receipt)
    if problem:
        return problem
    for entry in entries:
        if entry["sequence"] == receipt["sequence"]:
            same = entry["entry_hash"] == receipt["entry_hash"] == hash_of(entry)
            return None if same else f"Mục {receipt['sequence']} trong nhật ký khác với biên nhận."
    return f"Nhật ký không có mục {receipt['sequence']} ghi trên biên nhận."


def check_receipt_alone(receipt: ChainEntry) -> str | None:
    """None when the receipt is as it was handed out, as far as it can tell by itself: its hash,
    and that of what it holds.
    """
    if hash_of(receipt) != receipt["entry_hash"]:
        return "Biên nhận đã bị sửa: nội dung không khớp mã xác nhận ghi trên biên nhận."
    facts = _facts_of(receipt)
    if "content" in facts and content_hash_of(facts["content"]) != facts.get("content_sha256"):
        return "Nội dung ghi trên biên nhận không cho ra mã SHA-256 ghi trên biên nhận."
    return None


def content_hash_of(content: Any) -> str:
    """The SHA-256 of what was handed in, as canonical JSON."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def _facts_of(receipt: ChainEntry) -> dict[str, Any]:
    try:
        facts = json.loads(receipt["facts"])
    except (ValueError, TypeError):
        return {}
    return facts if isinstance(facts, dict) else {}


def _gap(last: ChainEntry, entry: ChainEntry) -> list[RecordProblem]:
    first, after = int(last["sequence"]) + 1, int(entry["sequence"])
    if first == after:
        return []
    key = str(first) if first + 1 == after else f"{first}–{after - 1}"
    return [RecordProblem("deleted", TABLE, key, "", f"Mục {key} của nhật ký đã bị xóa.")]


def _altered(entry: ChainEntry) -> list[RecordProblem]:
    """An entry that does not have the hash it says: the changed columns, as far as they can be
    told apart.
    """
    if hash_of(entry) == entry["entry_hash"]:
        return []
    columns = _changed_columns(entry) or ["entry_hash"]
    return [
        RecordProblem(
            "changed",
            TABLE,
            str(entry["sequence"]),
            name,
            f"Mục {entry['sequence']} của nhật ký đã bị sửa ở cột {name}.",
        )
        for name in columns
    ]


def _changed_columns(entry: ChainEntry) -> list[str]:
    computed = digests_of(entry)
    if hash_of({**entry, "digests": computed}) == entry["entry_hash"]:
        return ["digests"]
    try:
        stored = json.loads(entry["digests"])
        return [name for name, digest in json.loads(computed).items() if stored.get(name) != digest]
    except (ValueError, TypeError, AttributeError):
        return ["digests"]


def _broken_link(entry: ChainEntry) -> RecordProblem:
    number = entry["sequence"]
    sentence = (
        f"Mục {number} của nhật ký không nối với mục đứng trước: có mục bị thay hoặc viết lại."
    )
    return RecordProblem("rewritten", TABLE, str(number), "previous_hash", sentence)


def _rewritten(witness: Witness) -> RecordProblem:
    sentence = f"Nhật ký đã bị viết lại: mục {witness[0]} không có mã xác nhận như đã công bố."
    return RecordProblem("rewritten", TABLE, str(witness[0]), "entry_hash", sentence)


def read_witness(text: str) -> Witness:
    """«120:9f2c…», as mails, receipts and reports carry it. Raises ValueError."""
    number, _, digest = text.strip().partition(":")
    if len(digest) != len(FIRST_HASH):
        raise ValueError(text)
    return int(number), digest


class UnreadableRecord(ValueError):
    """A file is no record, or no receipt; the text says which line."""


def read_export(path: str) -> Iterator[ChainEntry]:
    """The entries of an exported record, one JSON object a line. Raises UnreadableRecord, or
    OSError.
    """
    with Path(path).open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _read_entry(line, f"dòng {number} của {path}")


def read_receipt(path: str) -> ChainEntry:
    """The entry on a unit's receipt. Raises UnreadableRecord, or OSError."""
    return _read_entry(Path(path).read_bytes(), path)


def _read_entry(text: bytes, where: str) -> ChainEntry:
    try:
        entry = json.loads(text)
        if all(isinstance(entry[name], str | None) for name in (*HASHED, "entry_hash")):
            int(entry["sequence"])
            return dict(entry)
    except (ValueError, TypeError, LookupError, RecursionError):
        pass
    raise UnreadableRecord(f"Không đọc được {where}: không phải một mục nhật ký.")


def main(arguments: list[str] | None = None) -> int:
    """Check an exported record at the command line; 0 when it is whole, 1 when it is not, 2
    when it cannot be read.
    """
    parser = argparse.ArgumentParser(
        description="Kiểm tra nhật ký đã xuất, không cần phần mềm nào khác ngoài Python."
    )
    parser.add_argument(
        "export", nargs="?", help="tệp nhật ký (JSON Lines); chỉ có biên nhận thì bỏ trống"
    )
    parser.add_argument(
        "--witness", type=read_witness, help="dấu xác nhận đã giữ bên ngoài, dạng SỐ:MÃ"
    )
    parser.add_argument("--receipt", help="tệp biên nhận (JSON) của đơn vị")
    options = parser.parse_args(arguments)
    if not (options.export or options.receipt) or (options.witness and not options.export):
        parser.error("phải có tệp nhật ký, hoặc chỉ một biên nhận")
    try:
        if not options.export:
            return _tell_of_receipt(read_receipt(options.receipt))
        sentences = _sentences(options.export, options.witness, options.receipt)
    except (UnreadableRecord, OSError) as problem:
        sys.stdout.write(f"{problem}\n")
        return 2
    sys.stdout.write("\n".join(sentences or ["Nhật ký nguyên vẹn."]) + "\n")
    return 1 if sentences else 0


def _tell_of_receipt(receipt: ChainEntry) -> int:
    """What a receipt proves without the record; that it stands in the record is seen with an
    export or an outside hash.
    """
    problem = check_receipt_alone(receipt)
    content = _facts_of(receipt).get("content_sha256")
    whole = (
        f"Biên nhận nguyên vẹn, là mục {receipt['sequence']}:{receipt['entry_hash']} của nhật ký."
    )
    sys.stdout.write(
        (problem or (f"{whole}\nSHA-256 của nội dung đã nộp: {content}" if content else whole))
        + "\n"
    )
    return 1 if problem else 0


def _sentences(export: str, witness: Witness | None, receipt: str | None) -> list[str]:
    found = [problem.sentence for problem in check_chain(read_export(export), witness=witness)]
    problem = check_receipt(read_export(export), read_receipt(receipt)) if receipt else None
    return [*found, problem] if problem else found


if __name__ == "__main__":
    sys.exit(main())
