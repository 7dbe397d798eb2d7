from django.urls import path, re_path

from cms import answering, card_views, letter_views, sign_on_views, views

urlpatterns = [
    path("", views.page, {"path": ""}, name="home"),
    path("leer-con-seguridad/", views.safety, name="safety"),
    path("escribir/<number:pk>/", letter_views.write, name="letter"),
    path("adherir/<number:pk>/", sign_on_views.sign_on, name="sign-on"),
    path("adherir/gracias/", sign_on_views.signed_on, name="signed-on"),
    path("responder/<int:pk>/", answering.answer, name="answer"),
    path("responder/<int:pk>/gracias/", answering.answered, name="answered"),
    path("tarjetas/<number:pk>.png", card_views.page_card, name="page-card"),
    path(
        "tarjetas/proyectos/<period:period>/<chamber:chamber>/<number:number>.png",
        card_views.bill_card,
        name="bill-card",
    ),
    path("privacidad/", views.privacy_page, name="privacy"),
    path("buscar/", views.search, name="search"),
    # Wagtail finds a page's address by this name. It takes whatever is left, so it comes last.
    re_path(r"^((?:[\w-]+/)*)$", views.page, name="wagtail_serve"),
]
