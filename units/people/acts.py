"""An act on a person, behind a page that says what it does and asks why."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from units.http import SignedInRequest, posted
from units.models import User
from units.people.forms import PersonReasonForm

UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class PersonAct:
    """What the page says: what is done, what follows, the button, and the message afterwards."""

    heading: str
    effect: str
    button: str
    done: str


def ask_reason(
    request: SignedInRequest, person: User, act: PersonAct, do: Callable[[str], object]
) -> HttpResponse:
    """The page with the reason, or the act and back to the person."""
    form = PersonReasonForm(posted(request))
    if form.is_valid():
        try:
            do(form.cleaned_data["reason"])
        except (NotAllowed, StaleState):
            raise
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, act.done)
            return redirect("person", person.pk)
    context = {"form": form, "act": act, "person": person, "here": act.button}
    return render(
        request, "units/people/act.html", context, status=UNPROCESSABLE if form.errors else 200
    )
