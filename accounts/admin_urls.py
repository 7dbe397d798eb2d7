"""Wagtail's own ways in and out, led to the ones that know the second factor. They stand before Wagtail's."""

from allauth.account.views import logout
from django.urls import path, re_path
from django.views.generic import RedirectView

from accounts import views

urlpatterns = [
    path("login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("logout/", logout),
    re_path(r"^password_reset/", views.to_password_reset),
]
