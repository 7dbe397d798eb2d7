from django.urls import path, re_path

from cms import views

urlpatterns = [
    path("", views.page, {"path": ""}, name="home"),
    path("leer-con-seguridad/", views.safety, name="safety"),
    path("privacidad/", views.privacy_page, name="privacy"),
    path("buscar/", views.search, name="search"),
    # Wagtail finds a page's address by this name. It takes whatever is left, so it comes last.
    re_path(r"^((?:[\w-]+/)*)$", views.page, name="wagtail_serve"),
]
