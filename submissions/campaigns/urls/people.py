"""Addresses of the pages on which administrators keep people."""

from django.urls import path

from submissions.campaigns.views import appointments as grants
from submissions.campaigns.views import people
from submissions.campaigns.views import person as person_acts

urlpatterns = [
    path("", people.people, name="people"),
    path("moi/", people.create, name="person_create"),
    path("loi-moi/", people.invitations, name="invitations"),
    path("<int:pk>/", people.person, name="person"),
    path("<int:pk>/loi-moi/", people.resend, name="invitation_resend"),
    path("<int:pk>/khoa/", person_acts.disable, name="person_disable"),
    path("<int:pk>/mo-khoa/", person_acts.enable, name="person_enable"),
    path("<int:pk>/bo-hai-buoc/", person_acts.reset_factor, name="second_factor_reset"),
    path("<int:pk>/noi-cong-tac/", person_acts.join, name="membership_add"),
    path("<int:pk>/noi-cong-tac/<int:membership_pk>/ket-thuc/", person_acts.leave, name="membership_end"),
    path("<int:pk>/vai-tro/", grants.grant, name="role_grant"),
    path("<int:pk>/vai-tro/<int:appointment_pk>/xac-nhan/", grants.confirm, name="role_confirm"),
    path("<int:pk>/vai-tro/<int:appointment_pk>/ket-thuc/", person_acts.end_role, name="role_end"),
]
