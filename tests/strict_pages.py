"""What a page may not contain under the strict content security policy, and what every page
must: read from its HTML.
"""

from html.parser import HTMLParser


class _PageReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.lang = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag == "html":
            self.lang = named.get("lang") or ""
        self.inline += [f"<{tag} {name}>" for name, value in attrs if is_inline(name, value)]
        if tag == "style" or (tag == "script" and "src" not in named):
            self.inline.append(f"<{tag}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)


def is_inline(name: str, value: str | None) -> bool:
    return (
        name == "style"
        or name.startswith(("on", "hx-on"))
        or (value or "").strip().lower().startswith("javascript:")
    )


def inline_code(html: str) -> list[str]:
    """Every inline style, script and handler, as «<tag attribute>»."""
    return _read(html).inline


def repeated_ids(html: str) -> set[str]:
    ids = _read(html).ids
    return {each for each in ids if ids.count(each) > 1}


def landmarks(html: str) -> tuple[str, int, int]:
    """The language, and how many main regions and headings of the first level there are: ("vi",
    1, 1) as it should be.
    """
    page = _read(html)
    return page.lang, page.tags.count("main"), page.tags.count("h1")


def _read(html: str) -> _PageReader:
    reader = _PageReader()
    reader.feed(html)
    return reader
