from django.urls import path

from crm import views

urlpatterns = [
    path("registro/", views.log, name="log"),
    path("registro/listo/<int:pk>/", views.logged, name="logged"),
    path("registro/buscar/", views.suggest, name="suggest"),
    # crm.private_addresses keeps what stands here out of the log.
    path("calendario/<str:secret>.ics", views.private_calendar, name="private_calendar"),
]
