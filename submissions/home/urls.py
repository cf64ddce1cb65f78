"""The address of the first page."""

from submissions.home import views
from units.addresses import address

urlpatterns = [address("", views.home, "public.open_home_page", name="home")]
