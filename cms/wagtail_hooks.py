from django.urls import path
from wagtail import hooks

from cms import views


@hooks.register("register_admin_urls")
def register_addresses():
    return [path("archivos/<int:pk>/", views.paper, name="paper")]
