"""An answer as it is compared: without what differs from run to run, or only in white space."""

import io
import json
import re
import zipfile
from functools import lru_cache
from html import unescape

import pypdfium2

_HEX = re.compile(r"(?<![0-9A-Za-z])(?:[0-9a-f]{32,}|(?=[0-9]*[a-f])[0-9a-f]{16,})(?![0-9A-Za-z])")
_TOKEN = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{64}(?![0-9A-Za-z])")
_TAG = re.compile(r"<!--.*?-->|<!?/?[A-Za-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
_NAME = re.compile(r"<(!?/?[A-Za-z][A-Za-z0-9-]*)")
_ATTRIBUTE = re.compile(r"([^\s=>\"'/]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>\"']+))?")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_STATIC = re.compile(r"/static/(?:[^\"'\s?#]*/)?([^\"'\s?#/]+)")
_HASH = re.compile(r"\.[0-9a-f]{12}(?=\.)")
#: White space is shown as it is in these.
_EXACT = frozenset({"pre", "textarea"})
#: White space beside these is never shown.
_APART = """
    !doctype address article aside base blockquote body br caption circle col colgroup datalist dd
    defs details dialog div dl dt fieldset figcaption figure footer form g h1 h2 h3 h4 h5 h6 head
    header hgroup hr html legend li line link main menu meta nav noscript ol optgroup option p path
    polygon polyline pre rect script search section select style summary svg table tbody td
    template tfoot th thead title tr ul use
"""
_BLOCKS = frozenset(_APART.split())
_HIDDEN = re.compile(r'\s*(<input type="hidden"(?: [\w-]+(?:="[^"]*")?)*>)\s*')
_ZIP, _PDF = b"PK\x03\x04", b"%PDF-"


def text_of(content: bytes, media_type: str = "") -> str:
    """The content as text, by its kind."""
    kind = media_type.split(";")[0].strip().lower()
    if content.startswith(_ZIP):
        return _members(content)
    if content.startswith(_PDF):
        return _pages(content)
    text = content.decode(errors="replace")
    if kind in ("text/html", "image/svg+xml"):
        return html(text)
    if kind.endswith("json"):
        return data(text)
    return mask(text)


def mask(text: str) -> str:
    """Sums and tokens say nothing of their own: what they are made of is compared itself."""
    return _TOKEN.sub("<token>", _HEX.sub("<hex>", text))


def data(text: str) -> str:
    try:
        found = json.loads(text)
    except ValueError:
        return mask(text)
    return mask(json.dumps(found, ensure_ascii=False, sort_keys=True, indent=1))


def html(text: str) -> str:
    """Block tags on lines of their own, so that wrapping lines elsewhere changes nothing."""
    text = mask(text)
    parts: list[str] = []
    exact, place = "", 0
    for found in _TAG.finditer(text):
        if exact and found[0].lower() != f"</{exact}>":
            continue
        _add_text(parts, text[place : found.start()], is_exact=bool(exact))
        name, tag, is_block = _tag(found[0])
        exact = name if name in _EXACT else ""
        _add_tag(parts, tag, is_block=is_block)
        place = found.end()
    _add_text(parts, text[place:], is_exact=False)
    return hidden_apart("".join(parts).strip())


def hidden_apart(text: str) -> str:
    """What no browser shows stands on lines of its own, whatever white space is around it."""
    return _HIDDEN.sub(r"\n\1\n", text)


def _add_text(parts: list[str], text: str, *, is_exact: bool) -> None:
    if is_exact:
        parts.append(text.replace("\r\n", "\n").replace("\n", "⏎"))
        return
    text = _SPACE.sub(" ", text)
    if text.startswith(" ") and (not parts or parts[-1].endswith(("\n", " "))):
        text = text[1:]
    if text:
        parts.append(text)


def _add_tag(parts: list[str], tag: str, *, is_block: bool) -> None:
    if not is_block:
        parts.append(tag)
        return
    while parts and parts[-1] == " ":
        parts.pop()
    if parts:
        parts[-1] = parts[-1].rstrip(" ")
        if not parts[-1].endswith("\n"):
            parts.append("\n")
    if tag:
        parts.append(f"{tag}\n")


@lru_cache(maxsize=200_000)
def _tag(text: str) -> tuple[str, str, bool]:
    """Its name, the tag as it is compared, and whether it stands on a line of its own."""
    if text.startswith("<!--"):
        return "!--", _SPACE.sub(" ", text), False
    found = _NAME.match(text)
    name = found[1].lower() if found else ""
    inner = text[len(name) + 1 : -1].rstrip("/")
    attributes = [_attribute(key.lower(), value) for key, value in _ATTRIBUTE.findall(inner)]
    if name == "link" and 'rel="stylesheet"' in attributes:
        return name, "", True
    tag = f"<{' '.join([name, *attributes])}>"
    return name, tag, name.lstrip("/") in _BLOCKS


def _attribute(key: str, value: str) -> str:
    if not value:
        return key
    plain = value[1:-1] if value[0] in "\"'" else value
    if key == "nonce":
        plain = "<nonce>"
    elif key != "value":
        plain = _SPACE.sub(" ", plain).strip()
    return f'{key}="{static_name(plain)}"'


def static_name(text: str) -> str:
    """Files of the screens are moved and marked with sums; their names tell which they are."""
    return _STATIC.sub(lambda found: f"/static/{_HASH.sub('', found[1])}", text)


def words(text: str) -> str:
    """What a person reads of a page, for a message that is kept as markup."""
    return _SPACE.sub(" ", unescape(_TAG.sub(" ", text))).strip()


def _members(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            names = sorted(file.namelist())
            return "\n".join(
                f"=== {mask(name)}\n{_member(name, file.read(name))}" for name in names
            )
    except zipfile.BadZipFile:
        return f"broken zip of {len(content)} bytes"


def _member(name: str, content: bytes) -> str:
    if name.endswith((".xml", ".rels")):
        return mask(content.decode(errors="replace")).replace("><", ">\n<")
    if name.endswith((".png", ".ttf", ".jpg", ".bin")):
        return f"{len(content)} bytes"
    return text_of(content, "application/json" if name.endswith(".json") else "")


def _pages(content: bytes) -> str:
    """The words of every page, line by line."""
    try:
        document = pypdfium2.PdfDocument(content)
        texts = [page.get_textpage().get_text_bounded() for page in document]
    except pypdfium2.PdfiumError:
        return mask(content.decode(errors="replace"))
    lines = [f"--- {number}\n{text}" for number, text in enumerate(texts, 1)]
    return mask("\n".join(" ".join(line.split(" ")) for line in "\n".join(lines).splitlines()))
