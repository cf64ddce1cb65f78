"""People with their roles in campaigns: the list and one person. Auditors read the same pages."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from submissions.campaigns.pages.people import grants_waiting_for, people_listed, person_page
from units.access import may, require
from units.http import SignedInRequest
from units.models import User

_KEEP = "account.create_or_disable_user"


@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    """Everybody with an account, by given name; «dao» finds «Đào»."""
    require(request.user, "account.search_or_list_users")
    typed = request.GET.get("tim", "")
    may_keep = may(request.user, _KEEP)
    context = {
        "typed": typed,
        "page": people_listed(typed, request.GET.get("trang")),
        "waiting": list(grants_waiting_for(request.user)) if may_keep else [],
        "may_keep": may_keep,
        "here": "Người dùng",
    }
    return render(request, "submissions/campaigns/people.html", context)


@require_safe
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """One person: where they work, what they may do, and the state of the account."""
    require(request.user, "account.view_other_user_profile")
    shown = get_object_or_404(User, pk=pk)
    context = {
        "page": person_page(shown, request.user),
        "person": shown,
        "may_keep": may(request.user, _KEEP),
        "is_self": shown == request.user,
        "here": str(shown),
    }
    return render(request, "submissions/campaigns/person.html", context)
