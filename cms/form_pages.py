"""Pages on which an institution or an ally answers a few questions of ours (docs/decisions/22)."""

import hashlib
import json
from datetime import timedelta

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.blocks import BodyBlock
from cms.directory import ServicesPage
from cms.forms import SignOnForm, one_line
from cms.pages import PublicPage
from crm.encryption import EncryptedTextField
from crm.models import Region
from legislation.strangers import TRAP

MOST_QUESTIONS = 8
SHORTEST, LONGEST = 7, 180  # days that answers are kept


class InquiryBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Pregunta"), max_length=120)
    hint = blocks.CharBlock(label=_("Ayuda"), max_length=160, required=False)
    required = blocks.BooleanBlock(label=_("Hay que responderla"), required=False)

    def field(self, value):
        """What asks it on the page."""
        raise NotImplementedError

    def options(self, value):
        missing = _("Responde: %(question)s") % {"question": value["label"]}
        return {
            "label": value["label"],
            "help_text": value["hint"],
            "required": value["required"],
            "error_messages": {"required": missing},
        }


class WordsField(forms.CharField):
    """Of signs that nobody sees, nothing is left: an answer that must be given is not made of them."""

    def to_python(self, value):
        return printed(super().to_python(value))


class LineBlock(InquiryBlock):
    def field(self, value):
        return WordsField(max_length=200, **self.options(value))

    class Meta:
        icon, label = "minus", _("Una línea")
        description = _("Una respuesta corta.")


class ParagraphBlock(InquiryBlock):
    def field(self, value):
        return WordsField(max_length=2000, widget=forms.Textarea({"rows": 5}), **self.options(value))

    class Meta:
        icon, label = "pilcrow", _("Un párrafo")
        description = _("Una respuesta con sus palabras, sin casos de personas.")


class ChoiceBlock(InquiryBlock):
    choices = blocks.ListBlock(
        blocks.CharBlock(label=_("Respuesta"), max_length=120), label=_("Respuestas"), min_num=2, max_num=12
    )

    def field(self, value):
        choices = [("", _("Elige")), *((choice, choice) for choice in value["choices"])]
        return forms.ChoiceField(choices=choices, **self.options(value))

    class Meta:
        icon, label = "list-ul", _("Una de varias")
        description = _("Elige una de las respuestas que escribes tú.")


class NumberBlock(InquiryBlock):
    def field(self, value):
        options = self.options(value)
        options["error_messages"]["invalid"] = _("Escribe un número: %(question)s") % {
            "question": value["label"]
        }
        return forms.IntegerField(min_value=0, max_value=1_000_000, **options)

    class Meta:
        icon, label = "order", _("Un número")
        description = _("Cuántas personas, cuántas horas.")


class DayBlock(InquiryBlock):
    def field(self, value):
        options = self.options(value)
        options["error_messages"]["invalid"] = _("Elige un día: %(question)s") % {"question": value["label"]}
        return forms.DateField(widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **options)

    class Meta:
        icon, label = "date", _("Un día")
        description = _("Un día del calendario.")


class InquiriesBlock(blocks.StreamBlock):
    line = LineBlock()
    paragraph = ParagraphBlock()
    choice = ChoiceBlock()
    number = NumberBlock()
    day = DayBlock()

    class Meta:
        max_num = MOST_QUESTIONS


class FormPage(PublicPage):
    page_description = _("Unas pocas preguntas a organizaciones, con una finalidad y un último día.")
    body = StreamField(BodyBlock(), verbose_name=_("contenido"), blank=True)
    questions = StreamField(
        InquiriesBlock(),
        verbose_name=_("preguntas"),
        blank=True,
        help_text=_(
            "Además de la organización, su región, quién responde, su cargo y su correo, que se preguntan siempre. Pregunta "
            "solo lo que vayas a usar, y nunca por personas."
        ),
    )
    purpose = models.CharField(
        _("para qué son las respuestas"),
        max_length=200,
        help_text=_("Se lee junto al botón: «Para organizar el taller de marzo y avisarte de él»."),
    )
    keep_days = models.PositiveSmallIntegerField(
        _("días que se guardan"),
        default=90,
        validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)],
        help_text=_("Después se borran solas. Lo que se prometió al responder no se alarga."),
    )
    until = models.DateField(
        _("se puede responder hasta"), null=True, blank=True, help_text=_("El último día. Vacío: sin plazo.")
    )
    thanks = models.CharField(
        _("lo que se lee al terminar"), max_length=300, default=_("Te escribimos al correo que dejaste.")
    )

    parent_page_types = ["cms.HomePage"]
    subpage_types = []
    override_translatable_fields = [
        SynchronizedField(name, overridable=False) for name in ("keep_days", "until")
    ]
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("body"),
        FieldPanel("questions"),
        FieldPanel("purpose"),
        FieldRowPanel([FieldPanel("keep_days"), FieldPanel("until")]),
        FieldPanel("thanks"),
    ]
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]
    template = "cms/form.html"

    class Meta:
        verbose_name = _("formulario para organizaciones")
        verbose_name_plural = _("formularios para organizaciones")

    @property
    def is_open(self):
        return self.until is None or timezone.localdate() <= self.until

    @property
    def promise(self):
        """What tells whether somebody who answers read what is asked and promised now."""
        told = [self.purpose, self.keep_days, self.questions.get_prep_value()]
        asked = json.dumps(told, default=str, sort_keys=True)  # PostgreSQL keeps them in an order of its own
        return hashlib.sha256(asked.encode()).hexdigest()[:16]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["form"] = AnswerForm(self.questions)
        context["trap"] = TRAP
        context["services"] = ServicesPage.objects.live().filter(locale=self.locale_id).first()
        return context


class AnswerForm(SignOnForm):
    """Who answers, as an organization that signs says it, and what the editor asks."""

    def __init__(self, questions, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[f"q-{question.id}"] = question.block.field(question.value)

    def questions(self):
        return [self[name] for name in self.fields if name not in self.base_fields]

    def who(self):
        return {name: self.cleaned_data[name] for name in self.base_fields}

    def said(self):
        """Pairs of a question, as it was asked, and what was answered."""
        given = ((field.label, self.cleaned_data[field.name]) for field in self.questions())
        return [[label, printed(answer)] for label, answer in given if answer not in (None, "")]


def printed(answer):
    lines = (one_line(line) for line in str(answer).splitlines())
    return "\n".join(line for line in lines if line)


class AnswerQuerySet(models.QuerySet):
    def of(self, page):
        """In whichever language it was answered."""
        return self.filter(page__translation_key=page.translation_key)

    def over(self):
        return self.filter(keep_until__lt=timezone.localdate())


class Answer(models.Model):
    """What an organization answered. Read by the team, and erased on the day that the page named."""

    page = models.ForeignKey(FormPage, models.CASCADE, verbose_name=_("formulario"), related_name="answers")
    organization = models.CharField(_("organización"), max_length=120)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("región"), related_name="+")
    representative = models.CharField(_("responde por ella"), max_length=120)
    function = models.CharField(_("cargo"), max_length=120)
    email = models.EmailField(_("correo"))
    said = EncryptedTextField(_("respuestas"), blank=True)  # JSON: pairs of a question and what was answered
    digest = models.CharField(
        _("huella de la respuesta"), max_length=64, editable=False
    )  # the same form sent twice is one answer
    sent = models.DateTimeField(_("llegó"), default=timezone.now)
    keep_until = models.DateField(_("se guarda hasta"))

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("respuesta")
        verbose_name_plural = _("respuestas")
        ordering = ["-sent", "-pk"]
        indexes = [models.Index("keep_until", name="cms_answer_is_over")]  # forget_answers
        constraints = [models.UniqueConstraint("page", "digest", name="cms_the_same_answer_comes_once")]

    def __str__(self):
        return self.organization


def last_day(page):
    return timezone.localdate() + timedelta(days=page.keep_days)
