"""Addresses of the pages on which administrators keep accounts.

Roles, and the list with them, are those of campaigns.
"""

from units.addresses import address
from units.people.views import accounts, person

_CREATE_OR_DISABLE_USER = "account.create_or_disable_user"

urlpatterns = [
    address("moi/", accounts.create, _CREATE_OR_DISABLE_USER, name="person_create"),
    address("loi-moi/", accounts.invitations, "account.search_or_list_users", name="invitations"),
    address(
        "<int:pk>/loi-moi/", accounts.resend, _CREATE_OR_DISABLE_USER, name="invitation_resend"
    ),
    address("<int:pk>/khoa/", person.disable, _CREATE_OR_DISABLE_USER, name="person_disable"),
    address("<int:pk>/mo-khoa/", person.enable, _CREATE_OR_DISABLE_USER, name="person_enable"),
    address(
        "<int:pk>/bo-hai-buoc/",
        person.reset_factor,
        "account.reset_second_factor_of_user",
        name="second_factor_reset",
    ),
    address("<int:pk>/noi-cong-tac/", person.join, _CREATE_OR_DISABLE_USER, name="membership_add"),
    address(
        "<int:pk>/noi-cong-tac/<int:membership_pk>/ket-thuc/",
        person.leave,
        _CREATE_OR_DISABLE_USER,
        name="membership_end",
    ),
]
