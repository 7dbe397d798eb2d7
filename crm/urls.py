from django.urls import path

from crm import views

urlpatterns = [
    path("registro/", views.log, name="log"),
    path("registro/listo/<int:pk>/", views.logged, name="logged"),
    path("registro/buscar/", views.suggest, name="suggest"),
]
