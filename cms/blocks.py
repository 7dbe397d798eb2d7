"""The parts a page is made of: few, each with one purpose, none of them raw HTML."""

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.models import Locale

from cms.addresses import address
from cms.voices import Consent, Voice, bring_translations, language_of_reader
from legislation import chains
from legislation.models import Cause
from legislation.templatetags.pages import web_address

PLAIN = ["bold", "italic", "link", "ol", "ul"]


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **options):
        super().__init__(**{"features": PLAIN, **options})

    class Meta:
        icon = "pilcrow"
        label = _("Texto")
        description = _("Párrafos y listas. Una idea en cada párrafo, frases cortas.")
        template = "cms/blocks/text.html"
        preview_value = _(
            "<p>El trabajo sexual no es delito en el Perú. <b>Nadie puede detenerte por ejercerlo.</b></p>"
        )
        preview_template = "cms/blocks/preview.html"


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Título")
        description = _("Anuncia de qué trata lo que sigue. Sirve también para saltar de una parte a otra.")
        template = "cms/blocks/heading.html"
        preview_value = _("Qué cambiaría con esta ley")
        preview_template = "cms/blocks/preview.html"


class PictureBlock(blocks.StructBlock):
    picture = ImageBlock(
        label=_("Imagen"),
        help_text=_("Sin rostros de quien no lo haya autorizado por escrito, y sin lugares de trabajo."),
    )
    caption = blocks.CharBlock(label=_("Pie"), required=False, max_length=250)
    credit = blocks.CharBlock(label=_("Autoría"), required=False, max_length=120)

    class Meta:
        icon = "image"
        label = _("Imagen")
        description = _("Una imagen con la descripción que leerá en voz alta quien no la ve.")
        template = "cms/blocks/picture.html"
        preview_template = "cms/blocks/preview.html"
        preview_value = {  # without a file: a drawing stands in its place
            "caption": _("Marcha por la ley, plaza de Armas de Piura"),
            "credit": _("Foto: archivo de la coalición (ejemplo)"),
        }


class VoiceBlock(blocks.ChooserBlock):
    """Refers to somebody's words and holds none of them, so that no version of a page can bring them back."""

    target_model = Voice

    @cached_property
    def widget(self):
        from cms.viewsets import voice_chooser  # screens know the blocks through the models

        return voice_chooser.widget_class()

    def to_python(self, value):
        return self.bulk_to_python([value])[0]

    def bulk_to_python(self, values):
        found = Voice.objects.for_reading().in_bulk([value for value in values if value])
        bring_translations(found.values())
        return [found.get(value) for value in values]

    def get_translatable_segments(self, value):
        """None: a translation shows the same voice, whose words are translated where she is recorded."""
        return []

    def get_searchable_content(self, value):
        """Nothing: what searches write down would outlive her yes."""
        return []

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["said"] = None
        if value and value.is_showable:
            context["said"] = value.said_in(language_of_reader(parent_context))
        return context

    def get_preview_value(self):
        voice = Voice(
            words=gettext("Queremos denunciar sin que nos pregunten primero de qué vivimos."),
            named=gettext("Una compañera de Junín (ejemplo)"),
            locale=Locale.get_active(),
        )
        voice.standing = [Consent(on_page=True, in_print=True)]
        return voice

    class Meta:
        icon = "openquote"
        label = _("Voz")
        description = _("Palabras de una persona, mientras dure el permiso que dio.")
        template = "cms/blocks/voice.html"
        preview_template = "cms/blocks/preview.html"


class FigureBlock(blocks.StructBlock):
    figure = blocks.CharBlock(label=_("Cifra"), max_length=20)
    means = blocks.CharBlock(label=_("Qué cuenta"), max_length=160)
    source = blocks.CharBlock(label=_("Fuente y fecha"), max_length=160)

    class Meta:
        icon = "order"
        label = _("Cifra")


class FiguresBlock(blocks.StructBlock):
    figures = blocks.ListBlock(FigureBlock(), label=_("Cifras"), min_num=1, max_num=4)

    class Meta:
        icon = "order"
        label = _("Cifras")
        description = _("De una a cuatro cifras, cada una con su fuente y su fecha.")
        template = "cms/blocks/figures.html"
        preview_template = "cms/blocks/preview.html"
        preview_value = {
            "figures": [
                {
                    "figure": "202",
                    "means": _("representantes de instituciones consultadas"),
                    "source": _("Registro del programa, septiembre de 2011"),
                }
            ]
        }


class EventBlock(blocks.StructBlock):
    when = blocks.CharBlock(label=_("Cuándo"), max_length=40)
    what = blocks.TextBlock(label=_("Qué pasó"), rows=2)

    class Meta:
        icon = "date"
        label = _("Momento")


class TimelineBlock(blocks.StructBlock):
    events = blocks.ListBlock(EventBlock(), label=_("Momentos"), min_num=2)

    class Meta:
        icon = "history"
        label = _("Línea de tiempo")
        description = _("Lo que pasó, del momento más antiguo al más reciente.")
        template = "cms/blocks/timeline.html"
        preview_template = "cms/blocks/preview.html"
        preview_value = {
            "events": [
                {"when": "2007", "what": _("Primera conferencia nacional.")},
                {"when": "2009", "what": _("Se publica el estudio en cuatro ciudades.")},
            ]
        }


def public_causes():
    return [(cause.slug, cause.name) for cause in Cause.objects.public()]


class CauseStatusBlock(blocks.StructBlock):
    cause = blocks.ChoiceBlock(choices=public_causes, label=_("Causa"))

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        chosen = chains.read(Cause.objects.public().filter(slug=value["cause"]))
        context["cause"] = chosen[0] if chosen else None
        return context

    def get_preview_value(self):
        return self.normalize({"cause": next((slug for slug, _name in public_causes()), None)})

    class Meta:
        icon = "site"
        label = _("Dónde está el proyecto")
        description = _(
            "El camino del proyecto en el Congreso. Se pone al día solo, aunque el proyecto cambie de número."
        )
        template = "cms/blocks/cause_status.html"
        preview_template = "cms/blocks/preview.html"


class PlaceBlock(blocks.PageChooserBlock):
    """A page to be led to: its language comes with it, of which its address is made."""

    def bulk_to_python(self, values):
        found = self.target_model.objects.select_related("locale").in_bulk(values)
        return [found.get(value) for value in values]

    def deconstruct(self):
        return "wagtail.blocks.PageChooserBlock", *super().deconstruct()[1:]


class ActionValue(blocks.StructValue):
    @property
    def leads_to(self):
        """Nowhere where the page was taken down. Not named as the field is: templates look among the fields first."""
        page = self["page"]
        if page is None:
            return web_address(self["address"] or "")
        there = page if page.locale.language_code == translation.get_language() else page.localized
        return address(there) if there.live else ""

    @property
    def leads_elsewhere(self):
        return not self["page"]


class ActionBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Qué hacer"), max_length=80)
    text = blocks.TextBlock(label=_("Cómo, en una o dos frases"), rows=2, required=False)
    label = blocks.CharBlock(label=_("Texto del botón"), max_length=40)
    page = PlaceBlock(label=_("Página de este sitio"), required=False)
    address = blocks.URLBlock(label=_("O una dirección de otro sitio"), required=False)

    def clean(self, value):
        value = super().clean(value)
        if bool(value["page"]) == bool(value["address"]):
            raise ValidationError(
                _("Elige una página de este sitio o escribe una dirección: una de las dos.")
            )
        return value

    class Meta:
        icon = "pick"
        label = _("Llamado a la acción")
        description = _("Una sola cosa que hacer, con un botón que lleva a hacerla.")
        template = "cms/blocks/action.html"
        preview_template = "cms/blocks/preview.html"
        value_class = ActionValue
        preview_value = {
            "title": _("Comparte esta página"),
            "text": _("Mándala a tres personas que no conocen la ley."),
            "label": _("Compartir"),
            "page": None,
            "address": "https://example.org/",
        }


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Pregunta"), max_length=160)
    answer = blocks.RichTextBlock(label=_("Respuesta"), features=PLAIN)

    class Meta:
        icon = "help"
        label = _("Pregunta")


class QuestionsBlock(blocks.StructBlock):
    questions = blocks.ListBlock(QuestionBlock(), label=_("Preguntas"), min_num=1)

    class Meta:
        icon = "help"
        label = _("Preguntas y respuestas")
        description = _("Lo que la gente pregunta, con respuestas que se abren al tocarlas.")
        template = "cms/blocks/questions.html"
        preview_template = "cms/blocks/preview.html"
        preview_value = {
            "questions": [
                {
                    "question": _("¿La ley obliga a registrarse?"),
                    "answer": _("<p>No. Nadie tiene que inscribirse en ninguna lista.</p>"),
                }
            ]
        }


class MythBlock(blocks.StructBlock):
    myth = blocks.CharBlock(label=_("Se dice"), max_length=200)
    fact = blocks.TextBlock(label=_("En realidad"), rows=3)
    source = blocks.CharBlock(label=_("Fuente"), required=False, max_length=160)

    class Meta:
        icon = "warning"
        label = _("Mito y verdad")
        description = _(
            "Algo que se repite y no es cierto, con lo que sí lo es. El mito va corto: repetirlo lo refuerza."
        )
        template = "cms/blocks/myth.html"
        preview_template = "cms/blocks/preview.html"
        preview_value = {
            "myth": _("«Trabajo sexual y trata son lo mismo»"),
            "fact": _(
                "La trata es un delito: alguien obliga a otra persona. El trabajo sexual lo decide una persona adulta."
            ),
            "source": "",
        }


class RowBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("De qué se trata"), max_length=100)
    first = blocks.TextBlock(label=_("Primera columna"), rows=2)
    second = blocks.TextBlock(label=_("Segunda columna"), rows=2)

    class Meta:
        icon = "list-ul"
        label = _("Fila")


class ComparisonBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label=_("Qué compara"), max_length=120)
    first = blocks.CharBlock(label=_("Nombre de la primera columna"), max_length=40)
    second = blocks.CharBlock(label=_("Nombre de la segunda columna"), max_length=40)
    rows = blocks.ListBlock(RowBlock(), label=_("Filas"), min_num=1)

    class Meta:
        icon = "table"
        label = _("Comparación")
        description = _("Dos columnas, una al lado de la otra: hoy y con la ley, por ejemplo.")
        template = "cms/blocks/comparison.html"
        preview_template = "cms/blocks/preview.html"
        preview_value = {
            "caption": _("Qué cambiaría"),
            "first": _("Hoy"),
            "second": _("Con la ley"),
            "rows": [
                {
                    "name": _("Denunciar"),
                    "first": _("Muchas comisarías no reciben la denuncia."),
                    "second": _("Negarse a recibirla es una falta."),
                }
            ],
        }


class VideoBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Título"), max_length=120)
    about = blocks.TextBlock(label=_("Qué se ve y se dice"), rows=2)
    address = blocks.URLBlock(label=_("Dirección"))
    minutes = blocks.IntegerBlock(label=_("Minutos"), min_value=1)

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("Un enlace al video. No se incrusta: así nadie de fuera sabe quién lee la página.")
        template = "cms/blocks/video.html"
        preview_template = "cms/blocks/preview.html"
        preview_value = {
            "title": _("Qué dice el proyecto, en tres minutos"),
            "about": _("Una abogada explica los cuatro capítulos."),
            "address": "https://example.org/video",
            "minutes": 3,
        }


class DocumentsBlock(blocks.StructBlock):
    """Leads to the pages that present them: only from there does a reader get a file, and while it is published."""

    pages = blocks.ListBlock(
        blocks.PageChooserBlock("cms.PublicationPage", label=_("Publicación")),
        label=_("Publicaciones"),
        min_num=1,
        max_num=8,
    )

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["language"] = language_of_reader(parent_context)
        context["publications"] = self.in_language(
            [page for page in value["pages"] if page], context["language"]
        )
        if "block_def" in context and not context["publications"]:
            context["examples"] = [
                _("Estudio en cuatro ciudades (ejemplo)"),
                _("Qué dice el proyecto (ejemplo)"),
            ]
        return context

    def in_language(self, pages, language):
        """In the order chosen, each in the language of the reader if it is there in it."""
        PublicationPage = self.child_blocks["pages"].child_block.target_model
        chosen = {page.pk for page in pages}
        rows = PublicationPage.objects.filter(translation_key__in=[page.translation_key for page in pages])
        best = sorted(
            rows.for_reading(), key=lambda row: (row.locale.language_code == language, row.pk in chosen)
        )
        found = {row.translation_key: row for row in best}
        return [found[page.translation_key] for page in pages if page.translation_key in found]

    class Meta:
        icon = "doc-full"
        label = _("Documentos")
        description = _("Enlaces a nuestras publicaciones, con su tipo, su tamaño y su idioma a la vista.")
        template = "cms/blocks/documents.html"
        preview_template = "cms/blocks/preview.html"
        preview_value = {"pages": []}


DRAWINGS = {
    "street": _("Calle con paraguas"),
    "table": _("Mesa de reunión"),
    "papers": _("Papeles y sello"),
    "door": _("Puerta abierta"),
}


class IllustrationValue(blocks.StructValue):
    @property
    def template(self):
        return f"cms/drawings/{self['drawing']}.html"


class IllustrationBlock(blocks.StructBlock):
    drawing = blocks.ChoiceBlock(choices=list(DRAWINGS.items()), default="street", label=_("Dibujo"))
    caption = blocks.CharBlock(label=_("Pie"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Dibujo")
        description = _("Un dibujo de la casa, sin personas: para dar aire a un texto sin mostrar a nadie.")
        template = "cms/blocks/illustration.html"
        preview_template = "cms/blocks/preview.html"
        value_class = IllustrationValue
        preview_value = {"drawing": "table", "caption": _("Una mesa con sitio para todas (ejemplo)")}


class ShareBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Título"), max_length=80, default=_("Pásalo"))

    class Meta:
        icon = "resubmit"
        label = _("Compartir")
        description = _(
            "WhatsApp, Telegram y el texto para copiar, con las palabras que la página tiene para compartir."
        )
        template = "cms/blocks/share.html"
        preview_template = "cms/blocks/preview.html"
        preview_value = {"title": _("Pásalo")}


class BodyBlock(blocks.StreamBlock):
    heading = HeadingBlock()
    text = TextBlock()
    picture = PictureBlock()
    illustration = IllustrationBlock()
    voice = VoiceBlock()
    figures = FiguresBlock()
    timeline = TimelineBlock()
    cause_status = CauseStatusBlock()
    action = ActionBlock()
    questions = QuestionsBlock()
    myth = MythBlock()
    comparison = ComparisonBlock()
    documents = DocumentsBlock()
    video = VideoBlock()
    share = ShareBlock()
