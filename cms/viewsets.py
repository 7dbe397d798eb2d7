from django.core.exceptions import PermissionDenied
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from cms import adhesions, answers, voice_screens
from cms.form_pages import Answer
from cms.legislators import Legislator
from cms.statements import Adhesion
from cms.voices import Voice
from legislation.staff.lists import short
from legislation.viewsets import RecordViewSet

MENU = "register_doing_menu_item"  # the hook by which screens enter the menu "Participación"


class LegislatorIndexView(IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("region")


class LegislatorViewSet(ModelViewSet):
    """To whom the readers' letters go."""

    model = Legislator
    icon, menu_label, menu_order = "mail", _("Correos del Congreso"), 20
    menu_hook = MENU
    url_prefix = "correos-del-congreso"
    index_view_class = LegislatorIndexView
    form_fields = ["name", "chamber", "region", "email", "is_desk"]
    list_display = [
        "name",
        "chamber",
        "region",
        "email",
        BooleanColumn("is_desk", label=_("Mesa de partes"), sort_key="is_desk"),
    ]
    list_filter = ["chamber", "region", "is_desk"]
    search_fields = ["name", "email"]
    search_backend_name = None
    copy_view_enabled = False
    add_to_reference_index = False


class AdhesionViewSet(RecordViewSet):
    name, url_prefix = "adhesions", "adhesiones"
    model = Adhesion
    icon, menu_label, menu_order = "edit", _("Adhesiones"), 10
    menu_hook = MENU
    export_filename = "adhesiones"
    index_view_class = adhesions.AdhesionIndexView
    inspect_view_class = adhesions.AdhesionPage

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/aprobar/", adhesions.approve, name="approve"),
            path("<int:pk>/descartar/", adhesions.refuse, name="refuse"),
        ]


class AnswerViewSet(RecordViewSet):
    name, url_prefix = "answers", "respuestas"
    model = Answer
    icon, menu_label, menu_order = "form", _("Respuestas a formularios"), 15
    menu_hook = MENU
    export_filename = "respuestas"
    list_filter = ["page"]
    index_view_class = answers.AnswerIndexView
    inspect_view_class = answers.AnswerPage

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("<int:pk>/borrar/", answers.erase, name="erase")]


class VoiceViewSet(RecordViewSet):
    name, url_prefix = "voices", "voces"
    model = Voice
    icon, menu_label, menu_order = "openquote", _("Voces"), 30
    menu_hook = MENU
    writes = ("add", "edit", "history", "history_results", "usage")
    index_view_class = voice_screens.VoiceIndexView
    add_view_class = voice_screens.VoiceCreateView
    edit_view_class = voice_screens.VoiceEditView
    inspect_view_class = voice_screens.VoicePage
    edit_handler = ObjectList(
        [
            FieldPanel("locale"),
            FieldPanel("words"),
            FieldPanel("named"),
            InlinePanel(
                "translations",
                [FieldPanel("locale"), FieldPanel("words"), FieldPanel("named")],
                heading=_("En otros idiomas"),
                label=_("Traducción"),
            ),
        ],
        base_form_class=voice_screens.VoiceForm,
    )

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/permiso/", voice_screens.record_consent, name="consent"),
            path("<int:pk>/dijo-que-no/", voice_screens.withdraw, name="withdraw"),
            path("<int:pk>/copias/", voice_screens.add_copy, name="add_copy"),
        ]


class ChosenFromVoices:
    """To choose among those who have not said no, by what they said."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("cms.view_voice"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_object_list(self):
        return Voice.objects.not_withdrawn().prefetch_related("consents")

    @property
    def columns(self):
        said = Column("said", label=_("Lo que dijo"), accessor=lambda voice: short(voice.words, 120))
        named = Column("named", label=_("Cómo se la nombra"))
        state = Column("state", label=_("Permiso"), accessor=lambda voice: voice_screens.state(voice)[0])
        return [self.title_column, said, named, state]


class ChooseVoice(ChosenFromVoices, ChooseView):
    pass


class ChooseVoiceResults(ChosenFromVoices, ChooseResultsView):
    pass


class VoiceChooserViewSet(ChooserViewSet):
    model = Voice
    icon = "openquote"
    choose_one_text = _("Elegir una voz")
    choose_another_text = _("Elegir otra voz")
    edit_item_text = _("Ver esta voz")
    choose_view_class = ChooseVoice
    choose_results_view_class = ChooseVoiceResults


voice_chooser = VoiceChooserViewSet("voice_chooser", url_prefix="elegir-voz")
