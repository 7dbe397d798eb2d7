from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from cms import views as site
from legislation import views

urlpatterns = [
    path("admin/", include("accounts.admin_urls")),  # Wagtail's own ways in, closed
    path("admin/", include(wagtailadmin_urls)),
    path("salud/", views.health, name="health"),
    path("salida/", site.leave, name="leave"),
    path("sitemap.xml", site.sitemap),
    path("media/images/<path:path>", site.picture),
]
urlpatterns += i18n_patterns(
    path("cuenta/", include("accounts.urls")),
    path("", include("crm.urls")),
    path("", include("legislation.urls")),
    path("", include("cms.urls")),
    prefix_default_language=False,
)
