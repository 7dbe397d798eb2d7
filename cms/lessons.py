"""Short courses: lessons in order, each with questions that are answered on the spot and kept nowhere."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms import approval
from cms.blocks import BodyBlock
from cms.pages import PublicPage


class Audience(models.TextChoices):
    OFFICIALS = "officials", _("Funcionarias y funcionarios")
    POLICE = "police", _("Policía y serenazgo")
    PEERS = "peers", _("Educadoras de pares")


class AnswerBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Respuesta"), max_length=160)
    is_right = blocks.BooleanBlock(label=_("Es correcta"), required=False)
    because = blocks.TextBlock(
        label=_("Por qué"), rows=2, help_text=_("Se lee al elegirla, sea o no la correcta. Sin regañar.")
    )

    class Meta:
        icon = "check"
        label = _("Respuesta")


class CheckBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Pregunta"), max_length=200)
    answers = blocks.ListBlock(AnswerBlock(), label=_("Respuestas"), min_num=2, max_num=5)

    def clean(self, value):
        value = super().clean(value)
        if not any(answer["is_right"] for answer in value["answers"]):
            raise ValidationError(_("Marca al menos una respuesta correcta."))
        return value

    class Meta:
        icon = "help"
        label = _("Pregunta")
        description = _("Una pregunta con sus respuestas. Al tocar una se abre si es correcta y por qué.")
        template = "cms/blocks/check.html"
        preview_template = "cms/blocks/preview.html"
        preview_value = {
            "question": _("¿Hace falta el DNI para denunciar?"),
            "answers": [
                {"text": _("Sí"), "is_right": False, "because": _("La denuncia se recibe igual.")},
                {"text": _("No"), "is_right": True, "because": _("Nadie se queda sin denunciar por eso.")},
            ],
        }


class CoursesPage(PublicPage):
    page_description = _("El lugar de los cursos.")
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.CoursePage"]
    max_count_per_parent = 1
    template = "cms/courses.html"

    class Meta:
        verbose_name = _("cursos")
        verbose_name_plural = _("cursos")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | {"courses": CoursePage.objects.child_of(self).for_reading()}


class CourseQuerySet(PageQuerySet):
    def for_reading(self):
        return self.live().select_related("locale").order_by("path")


class CoursePage(PublicPage):
    page_description = _("Lecciones cortas en orden, para funcionarias, policías o educadoras pares.")
    audience = models.CharField(_("para quién es"), max_length=10, choices=Audience)
    body = StreamField(BodyBlock(), verbose_name=_("antes de empezar"), blank=True)

    objects = PageManager.from_queryset(CourseQuerySet)()

    parent_page_types = ["cms.CoursesPage"]
    subpage_types = ["cms.LessonPage"]
    override_translatable_fields = [SynchronizedField("audience", overridable=False)]
    content_panels = [*PublicPage.content_panels, FieldPanel("audience"), FieldPanel("body")]
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]
    template = "cms/course.html"

    class Meta:
        verbose_name = _("curso")
        verbose_name_plural = _("cursos")

    def lessons(self):
        return LessonPage.objects.child_of(self).for_reading()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        lessons = list(self.lessons())
        return context | {"lessons": lessons, "minutes": sum(lesson.minutes for lesson in lessons)}


def take_down_lessons(sender, instance, **kwargs):
    """Nobody is left inside a course that was taken down."""
    approval.take_down(LessonPage.objects.child_of(instance))


class LessonQuerySet(PageQuerySet):
    def for_reading(self):
        """In the order in which they stand below their course."""
        return self.live().select_related("locale").order_by("path")


class LessonPage(PublicPage):
    page_description = _("Una idea, y preguntas para comprobar que se entendió.")
    minutes = models.PositiveSmallIntegerField(_("minutos"), default=5)
    body = StreamField(BodyBlock(), verbose_name=_("lección"))
    checks = StreamField([("check", CheckBlock())], verbose_name=_("compruébalo"), blank=True, max_num=5)

    objects = PageManager.from_queryset(LessonQuerySet)()

    parent_page_types = ["cms.CoursePage"]
    subpage_types = []
    override_translatable_fields = [SynchronizedField("minutes", overridable=False)]
    content_panels = [
        *PublicPage.content_panels,
        FieldRowPanel([FieldPanel("minutes")]),
        FieldPanel("body"),
        FieldPanel("checks"),
    ]
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]
    template = "cms/lesson.html"

    class Meta:
        verbose_name = _("lección")
        verbose_name_plural = _("lecciones")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        course = CoursePage.objects.parent_of(self).select_related("locale").get()
        lessons = list(course.lessons())
        if self not in lessons:  # a draft that is looked at
            lessons.append(self)
        place = lessons.index(self)
        return context | {
            "course": course,
            "number": place + 1,
            "count": len(lessons),
            "previous": lessons[place - 1] if place else None,
            "next": lessons[place + 1] if place + 1 < len(lessons) else None,
        }
