"""The editor's guide: what she needs to make a page, have it approved and take it down, without anybody's help."""

from collections import defaultdict

from django.apps import apps
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Page

from cms.pages import PublicPage
from legislation.staff.pages import trail

TITLE = _("Guía de quien edita")
PICTURES = {  # taken anew by docs/take_pictures.py
    "kinds": _("La lista de tipos de página, cada uno con su explicación."),
    "editing": _("El editor: arriba, lo que conviene mirar antes de publicar; abajo, el botón de guardar."),
    "blocks": _("Los bloques, con lo que hace el que está señalado."),
    "preview": _("El editor con la vista previa a un lado, del ancho de un teléfono."),
    "approving": _("Una página que espera aprobación, con quién aprobó y quién falta."),
    "scheduling": _("La ventana en que se escribe desde cuándo y hasta cuándo se publica."),
    "translating": _("La traducción: cada texto en español con su casilla en inglés debajo."),
    "settings": _("El menú, el pie y el aviso urgente, en una sola pantalla."),
}


def kinds_of_page():
    """(name, what for, below what, whether there is but one) of every kind of page that can be made, by name."""
    places = only_ones()
    kinds = [model for model in apps.get_app_config("cms").get_models() if issubclass(model, PublicPage)]
    made = [
        (
            model.get_verbose_name(),
            model.get_page_description(),
            [places.get(parent._meta.model_name, parent.get_verbose_name()) for parent in above],
            model.max_count_per_parent == 1,
        )
        for model in kinds
        if (above := [parent for parent in model.allowed_parent_page_models() if parent in kinds])
    ]
    return sorted(made)


def only_ones():
    """By kind, the title that a page has on the screen, where there is but one of its kind."""
    titles = defaultdict(list)
    pages = Page.objects.filter(locale=Locale.get_default(), depth__gt=1)
    for kind, title in pages.values_list("content_type__model", "title"):
        titles[kind].append(title)
    return {kind: f"«{found[0]}»" for kind, found in titles.items() if len(found) == 1}


def picture(name):
    """Where the picture of a screen is, in the language of whoever reads."""
    language = "en" if get_language() == "en" else "es"
    return static(f"guide/{language}/{name}.webp")


@require_safe
def guide(request):
    pictures = {name: {"address": picture(name), "says": says} for name, says in PICTURES.items()}
    context = {"kinds": kinds_of_page(), "pictures": pictures}
    context |= {"header_title": TITLE, "breadcrumbs_items": trail(("", TITLE))}
    return render(request, "cms/admin/guide.html", context)
