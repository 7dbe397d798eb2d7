from django.urls import path, register_converter
from django.urls.converters import IntConverter, StringConverter

from legislation import subscribing_views, views


class ChamberConverter(StringConverter):
    regex = "[CDS]"


class PeriodConverter(IntConverter):
    regex = "[0-9]{4}"


class NumberConverter(IntConverter):
    regex = "[0-9]{1,9}"  # what the database's integers hold


register_converter(ChamberConverter, "chamber")
register_converter(PeriodConverter, "period")
register_converter(NumberConverter, "number")

urlpatterns = [
    path("proyectos/", views.bills, name="bills"),
    path("proyectos/<period:period>/<chamber:chamber>/<number:number>/", views.bill, name="bill"),
    path(
        "proyectos/<period:period>/<chamber:chamber>/<number:number>.json", views.bill_json, name="bill-json"
    ),
    path(
        "proyectos/<period:period>/<chamber:chamber>/<number:number>/feed/", views.bill_feed, name="bill-feed"
    ),
    path(
        "proyectos/<period:period>/<chamber:chamber>/<number:number>/calendario.ics",
        views.bill_calendar,
        name="bill-calendar",
    ),
    path("causas/<slug:slug>/", views.cause, name="cause"),
    path("seguimiento/", views.following, name="following"),
    path("seguimiento/seguir/", views.follow, name="follow"),
    path("seguimiento/dejar/", views.unfollow, name="unfollow"),
    path("seguimiento/dejar/<str:token>/", views.stop, name="stop"),
    path("suscribirse/", subscribing_views.subscribe, name="subscribe"),
    path("suscribirse/revisa-tu-correo/", subscribing_views.written, name="subscribe-written"),
    path("suscribirse/listo/", subscribing_views.subscribed, name="subscribed"),
    path("suscribirse/adios/", subscribing_views.unsubscribed, name="unsubscribed"),
    path("suscribirse/confirmar/<str:token>/", subscribing_views.confirm, name="subscribe-confirm"),
]
