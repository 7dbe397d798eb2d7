from django.urls import path, register_converter

from legislation import views


class ChamberConverter:
    regex = "[CDS]"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(ChamberConverter, "chamber")

urlpatterns = [
    path("", views.home, name="home"),
    path("proyectos/", views.bills, name="bills"),
    path("proyectos/<int:period>/<chamber:chamber>/<int:number>/", views.bill, name="bill"),
    path("proyectos/<int:period>/<chamber:chamber>/<int:number>.json", views.bill_json, name="bill-json"),
    path("proyectos/<int:period>/<chamber:chamber>/<int:number>/feed/", views.bill_feed, name="bill-feed"),
    path(
        "proyectos/<int:period>/<chamber:chamber>/<int:number>/calendario.ics",
        views.bill_calendar,
        name="bill-calendar",
    ),
    path("causas/<slug:slug>/", views.cause, name="cause"),
    path("seguimiento/", views.following, name="following"),
    path("seguimiento/seguir/", views.follow, name="follow"),
    path("seguimiento/dejar/", views.unfollow, name="unfollow"),
]
