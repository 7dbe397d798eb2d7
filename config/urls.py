from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls

from legislation import views

urlpatterns = [
    # Wagtail's own ways in lead to the one that asks for the second factor.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("admin/", include(wagtailadmin_urls)),
    path("cuenta/", include("allauth.urls")),
    path("salud/", views.health, name="health"),
]
urlpatterns += i18n_patterns(
    path("", include("legislation.urls")),
    prefix_default_language=False,
)
