"""What stands before Wagtail's own: its ways in and out, led to those that know the second factor, and the account."""

from allauth.account.views import logout
from django.urls import path, re_path
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access

from accounts import views
from accounts.own_page import OwnPage

urlpatterns = [
    path("login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("logout/", logout),
    path("account/", require_admin_access(OwnPage.as_view())),
    re_path(r"^password_reset/", views.to_password_reset),
]
