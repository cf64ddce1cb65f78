"""Pieces of HTML that stand in every row of a long table, filled from templates of their own.

With 51 rows a template node for every attribute took most of a page's time; `tests/bench/markup.py`
measures how much. So a piece is read once, and then filled like a form. It is an ordinary template
that knows variables, `{% if %}` of one of them, `{% else %}` and `{% include %}`, nothing else. Its
lines are joined without the white space that only sets tags and variables apart.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from keyword import iskeyword
from typing import Any

from django.template.base import Node, NodeList, TextNode, VariableNode
from django.template.defaulttags import IfNode
from django.template.engine import Engine
from django.template.loader_tags import IncludeNode
from django.utils.safestring import SafeString

#: What can be filled in: texts, HTML, numbers, and whether something is so.
Text = str | int
_SAFE = frozenset({SafeString, bool, int})
_numbers = count()
#: Longer texts are hardly ever the same.
_SHORT = 80


@dataclass(frozen=True, slots=True)
class _Choice:
    """Stands at `hole`: `then` where the variable holds something, else `otherwise`."""

    hole: str
    variable: str
    then: "Piece"
    otherwise: "Piece"


@dataclass(frozen=True, slots=True)
class Piece:
    """A template read for filling: the whole as a format, with a hole for each variable and each
    choice; `whole` where there is no hole.
    """

    form: str
    choices: tuple[_Choice, ...]
    whole: str | None

    def html(self, **texts: Text) -> SafeString:
        """Every text is escaped that is not HTML already. Raises KeyError for a variable that is
        not given.
        """
        for name, text in texts.items():
            if text != "" and type(text) not in _SAFE:
                texts[name] = _shown(text)
        return SafeString(self._filled(texts))

    def _filled(self, texts: dict[str, Text]) -> str:
        """Puts what was chosen among the texts; no two holes have one name."""
        for choice in self.choices:
            chosen = choice.then if texts[choice.variable] else choice.otherwise
            whole = chosen.whole
            texts[choice.hole] = chosen._filled(texts) if whole is None else whole
        return self.form.format_map(texts)


@lru_cache(maxsize=64)
def piece(name: str) -> Piece:
    """The piece in that template. Raises ValueError where it knows more than a piece may."""
    return _piece(_nodes(name))


def _shown(text: Text) -> str:
    plain = str(text)
    return _escaped(plain) if len(plain) <= _SHORT else html.escape(plain)


#: Labels, names and figures come again with every row and every page.
_escaped = lru_cache(maxsize=8192)(html.escape)


def joined(pieces: Iterable[SafeString]) -> SafeString:
    return SafeString("".join(pieces))


def _piece(nodes: Iterable[Node]) -> Piece:
    forms: list[str] = []
    choices: list[_Choice] = []
    listed = tuple(nodes)
    for node in listed:
        match node:
            case TextNode():
                forms.append(_joined_lines(node.s).replace("{", "{{").replace("}", "}}"))
            case VariableNode():
                forms.append(f"{{{_variable(node.filter_expression)}}}")
            case IfNode():
                choices.append(_choice(node))
                forms.append(f"{{{choices[-1].hole}}}")
            case _:
                raise ValueError(f"A piece knows no {type(node).__name__}.")
    has_holes = any(not isinstance(node, TextNode) for node in listed)
    form = "".join(forms)
    return Piece(form, tuple(choices), None if has_holes else form.format())


def _choice(node: IfNode) -> _Choice:
    (condition, then), *rest = node.conditions_nodelists
    if len(rest) > 1 or (rest and rest[0][0] is not None):
        raise ValueError("A piece knows {% if %} and {% else %} only.")
    variable = _variable(getattr(condition, "value", None))
    otherwise = rest[0][1] if rest else NodeList()
    hole = f"choice-{next(_numbers)}"
    return _Choice(hole, variable, _piece(_within(then)), _piece(_within(otherwise)))


def _variable(expression: Any) -> str:
    name = getattr(getattr(expression, "var", None), "var", "")
    if not str(name).isidentifier() or iskeyword(str(name)) or expression.filters:
        raise ValueError(f"A piece knows variables without dots and filters, not «{expression}».")
    return str(name)


def _nodes(name: str) -> Iterator[Node]:
    return _within(Engine.get_default().get_template(name).nodelist)


def _within(nodes: Iterable[Node]) -> Iterator[Node]:
    """With what is included in the place of its inclusion."""
    for node in nodes:
        if isinstance(node, IncludeNode):
            yield from _nodes(_included(node))
        else:
            yield node


def _included(node: IncludeNode) -> str:
    """By its name, and with the variables of the piece itself."""
    name = node.template.var
    if not isinstance(name, str) or node.extra_context or node.isolated_context:
        raise ValueError("A piece knows {% include %} of a name, and nothing with it.")
    return name


def _joined_lines(text: str) -> str:
    """As one line: a line end next to a tag, or next to what is filled in, only sets them apart."""
    apart = re.sub(r"\A\s*\n\s*|\s*\n\s*\Z|(?<=>)\s*\n\s*|\s*\n\s*(?=<)", "", text)
    return re.sub(r"\s*\n\s*", " ", apart)
