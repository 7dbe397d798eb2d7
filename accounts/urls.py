from django.urls import include, path, re_path
from django.views.generic import RedirectView

from accounts import views

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="mfa_index"), name="account"),
    # The address is the name to sign in with. Staff who know her change it, in the list of the team.
    re_path(r"^(email|confirm-email|login/code)/", views.closed),
    path("", include("allauth.urls")),
]
