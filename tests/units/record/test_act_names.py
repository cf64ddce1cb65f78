"""What an act is called on the pages of the record."""

import json
import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.house.acts import named_acts
from tests.house.sources import read_sources
from tests.places import ROOT
from units import audit
from units.record.queries import acts

#: What is loaded before the first page is answered: the applications, and the addresses.
STARTED = """
import json, django
django.setup()
from django.urls import get_resolver
from units import audit
get_resolver().url_patterns
print(json.dumps(audit.ACT_NAMES))
"""


def test_act_is_shown_by_its_name_and_an_unknown_one_by_its_code(monkeypatch):
    names: dict[str, str] = {}
    monkeypatch.setattr(audit, "ACT_NAMES", names)
    monkeypatch.setattr(acts, "ACT_NAMES", names)
    tried = audit.name_act("self.tried", "Làm thử")
    assert (tried, acts.name_of(tried)) == ("self.tried", "Làm thử")
    assert acts.name_of("self.forgotten") == "self.forgotten"


def test_second_name_of_an_act_is_refused(monkeypatch):
    monkeypatch.setattr(audit, "ACT_NAMES", {"self.tried": "Làm thử"})
    assert audit.name_act("self.tried", "Làm thử") == "self.tried"
    with pytest.raises(ImproperlyConfigured, match="«Làm thử», «Thử»"):
        audit.name_act("self.tried", "Thử")
    assert audit.ACT_NAMES == {"self.tried": "Làm thử"}


def test_every_act_has_its_name_before_the_first_page_is_answered():
    """Also those that are done at the command line only, and read in the browser."""
    written = {act.code: act.name for act in named_acts(read_sources(ROOT))}
    started = subprocess.run(
        [sys.executable, "-c", STARTED],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "ictindex.settings"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert json.loads(started.stdout) == written
