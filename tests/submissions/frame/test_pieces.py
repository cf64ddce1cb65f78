"""Pieces of rows: what a piece may be, and that what is filled in stays text."""

import pytest
from django.template import Context, engines

from submissions.frame.pieces import joined, piece

TEXT = "<b>&\"'{x} {{ y }}"


@pytest.fixture
def template(settings):
    """Templates by name, in memory."""
    texts: dict[str, str] = {}
    loaders = [("django.template.loaders.locmem.Loader", texts)]
    engine = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {"loaders": loaders},
    }
    settings.TEMPLATES = [engine]
    piece.cache_clear()
    yield texts
    piece.cache_clear()


def test_text_is_escaped_and_html_is_not(template):
    template["p"] = "<p>{{ text }}</p>{{ more }}"
    more = piece("p").html(text=TEXT, more="")
    assert more == "<p>&lt;b&gt;&amp;&quot;&#x27;{x} {{ y }}</p>"
    assert piece("p").html(text=7, more=joined([more, more])) == f"<p>7</p>{more}{more}"


class Loud(str):
    """A kind of text that is no HTML."""


def test_kinds_of_text_are_escaped_too(template):
    template["p"] = "{{ text }}"
    assert piece("p").html(text=Loud("<i>")) == "&lt;i&gt;"


@pytest.mark.parametrize(
    ("is_open", "is_wide", "shown"),
    [
        (True, True, "<i open wide>[x]</i>"),
        (True, False, "<i open>[x]</i>"),
        (False, True, "<i shut>[x]</i>"),
        (False, False, "<i shut>[x]</i>"),
    ],
)
def test_choices_go_by_one_variable_each_and_within_each_other(template, is_open, is_wide, shown):
    template["p"] = (
        "<i{% if is_open %} open{% if is_wide %} wide{% endif %}{% else %} shut{% endif %}>"
        '{% include "inner" %}</i>'
    )
    template["inner"] = "[{% if text %}{{ text }}{% else %}nothing{% endif %}]"
    assert piece("p").html(is_open=is_open, is_wide=is_wide, text="x") == shown


def test_lines_are_joined_where_they_only_set_apart(template):
    template["p"] = """
<p class="{{ name }}">
  {{ text }}
  <b>two
     words</b> <i>kept</i>
</p>
"""
    shown = piece("p").html(name="a", text="x\n y")
    assert shown == '<p class="a">x\n y<b>two words</b> <i>kept</i></p>'


def test_piece_is_what_the_template_would_be(template):
    template["p"] = "<p{% if is_open %} open{% endif %}>{{ text }}</p>"
    values = {"is_open": True, "text": "a < b"}
    whole = engines["django"].from_string(template["p"]).template.render(Context(values))
    assert piece("p").html(**values) == whole


@pytest.mark.parametrize(
    "text",
    [
        "{{ text|upper }}",
        "{{ row.text }}",
        "{% for row in rows %}{% endfor %}",
        "{% if not text %}{% endif %}",
        "{% if text == 1 %}{% endif %}",
        "{% if text|length %}{% endif %}",
        "{% if a %}{% elif b %}{% endif %}",
        "{% url 'home' %}",
        "{% if True %}{% endif %}",
        "{% include other %}",
        '{% include "p" with text=more %}',
        '{% include "p" only %}',
    ],
)
def test_what_a_piece_does_not_know_is_refused(template, text):
    template["p"] = text
    with pytest.raises(ValueError, match="A piece knows"):
        piece("p")


def test_variable_that_is_not_given_is_not_left_out_in_silence(template):
    template["p"] = "{{ text }}"
    with pytest.raises(KeyError, match="text"):
        piece("p").html()
