"""Addresses of the pages on which administrators keep accounts.

Roles, and the list with them, are those of campaigns.
"""

from django.urls import path

from units.people.views import accounts, person

urlpatterns = [
    path("moi/", accounts.create, name="person_create"),
    path("loi-moi/", accounts.invitations, name="invitations"),
    path("<int:pk>/loi-moi/", accounts.resend, name="invitation_resend"),
    path("<int:pk>/khoa/", person.disable, name="person_disable"),
    path("<int:pk>/mo-khoa/", person.enable, name="person_enable"),
    path("<int:pk>/bo-hai-buoc/", person.reset_factor, name="second_factor_reset"),
    path("<int:pk>/noi-cong-tac/", person.join, name="membership_add"),
    path(
        "<int:pk>/noi-cong-tac/<int:membership_pk>/ket-thuc/", person.leave, name="membership_end"
    ),
]
