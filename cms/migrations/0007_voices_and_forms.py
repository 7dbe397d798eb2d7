import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import NamedTuple

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import wagtail.blocks
import wagtail.fields
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, JSONField
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import ReferenceIndex

import cms.blocks
import crm.encryption
from accounts.granting import each, grant
from legislation.at_once import AtOnce

# What stood on pages as a quotation becomes a record of its own, to which pages refer. Blocks keep their ids, which
# translations share: so the words of one quotation in each language meet in one voice.

PROOF = "Estaba en una página desde antes de este registro: confirmarlo con ella."
RIGHTS = ["view", "add", "change"]


def grant_rights(apps, schema_editor):
    grant(apps, ["Equipo", "Coordinación"], each("cms", {"voice": RIGHTS}))
    grant(apps, ["Equipo", "Coordinación"], each("cms", {"answer": ["view", "delete"]}))
    grant(apps, ["Dirección"], each("cms", {"voice": ["view"], "answer": ["view"]}))


def carry_quotations(apps, schema_editor):
    bodies = list(read_bodies(apps))
    voices = Voices(apps)
    for body in bodies:
        voices.gather(body)
    voices.make()
    for body in bodies:
        if voices.replace(body.parts):
            body.write()
            refer(apps, body)
    forget_translations(apps, voices)


class Body(NamedTuple):
    """Some version of what a page says: as it stands, as a revision or as what translators are given."""

    rank: int  # the lower, the nearer to what is read
    language: str
    parts: list
    write: Callable
    page: object = None
    field: str = ""


def read_bodies(apps):
    Revision = apps.get_model("wagtailcore", "Revision")
    for model, field in fields_with_voices(apps):
        pages = model.objects.annotate(stored=Cast(F(field), JSONField())).select_related("locale")
        ids = {}
        for page in pages.iterator():
            ids[str(page.pk)] = page
            parts = page.stored if isinstance(page.stored, list) else json.loads(page.stored or "[]")
            yield Body(
                0, page.locale.language_code, parts, partial(keep, model, page.pk, field, parts), page, field
            )
        kind = apps.get_model("contenttypes", "ContentType").objects.filter(
            app_label="cms", model=model._meta.model_name
        )
        for revision in Revision.objects.filter(content_type__in=kind).order_by("-pk"):
            page = ids.get(revision.object_id)
            if page is None or not revision.content.get(field):
                continue
            parts = json.loads(revision.content[field])
            rank = 1 if page.latest_revision_id == revision.pk else 2
            language = page.locale.language_code
            yield Body(rank, language, parts, partial(keep_revision, revision, field, parts))
        yield from given_to_translators(apps, kind, field)


def fields_with_voices(apps):
    for model in apps.get_app_config("cms").get_models():
        for field in model._meta.get_fields():
            if isinstance(field, wagtail.fields.StreamField) and "voice" in field.stream_block.child_blocks:
                yield model, field.name


def given_to_translators(apps, kind, field):
    sources = apps.get_model("wagtail_localize", "TranslationSource").objects
    for source in sources.filter(specific_content_type__in=kind).select_related("locale"):
        content = json.loads(source.content_json)
        if content.get(field):
            parts = json.loads(content[field])
            yield Body(
                2, source.locale.language_code, parts, partial(keep_source, source, content, field, parts)
            )


def keep(model, pk, field, parts):
    block = model._meta.get_field(field).stream_block
    value = wagtail.blocks.StreamValue(block, parts, is_lazy=True)
    model.objects.filter(pk=pk).update(**{field: value})


def keep_revision(revision, field, parts):
    revision.refresh_from_db()  # a page may have more than one field of this kind
    revision.content[field] = json.dumps(parts)
    revision.save(update_fields=["content"])


def keep_source(source, content, field, parts):
    source.refresh_from_db()
    source.content_json = json.dumps(json.loads(source.content_json) | {field: json.dumps(parts)})
    source.save(update_fields=["content_json"])


class Voices:
    def __init__(self, apps):
        self.apps = apps
        self.said = {}  # id of a block → language → (rank, what stood there)
        self.made = {}  # id of a block → primary key

    def gather(self, body):
        for part in body.parts:
            if part["type"] == "quotation" and body.rank < 2:
                languages = self.said.setdefault(part["id"], {})
                rank, _value = languages.get(body.language, (9, None))
                if body.rank < rank:
                    languages[body.language] = (body.rank, part["value"])

    def make(self):
        locales = {
            one.language_code: one for one in self.apps.get_model("wagtailcore", "Locale").objects.all()
        }
        for block, languages in self.said.items():
            original = next(iter(sorted(languages, key=lambda code: code != settings.LANGUAGE_CODE)))
            value = languages.pop(original)[1]
            voice = self.apps.get_model("cms", "Voice").objects.create(
                words=value["text"], named=value["who"], locale=locales[original]
            )
            for language, (_rank, translated) in languages.items():
                self.apps.get_model("cms", "VoiceTranslation").objects.create(
                    voice=voice, locale=locales[language], words=translated["text"], named=translated["who"]
                )
            today = timezone.localdate()
            self.apps.get_model("cms", "Consent").objects.create(
                voice=voice,
                kind="given",
                day=value.get("consent") or today,
                on_page=True,
                until=today + timedelta(days=365),
                proof=PROOF,
            )
            self.made[block] = voice.pk

    def replace(self, parts):
        """Refer to the voice; what stands only in a version that nobody reads any more is taken out of it."""
        found = [part for part in parts if part["type"] == "quotation"]
        for part in found:
            if part["id"] in self.made:
                part.update(type="voice", value=self.made[part["id"]])
            else:
                parts.remove(part)
        return bool(found)


def refer(apps, body):
    """Write down where each voice is used, as publishing does."""
    if body.page is None:
        return
    ContentType = apps.get_model("contenttypes", "ContentType")
    voice, _created = ContentType.objects.get_or_create(app_label="cms", model="voice")
    page, _created = ContentType.objects.get_or_create(app_label="wagtailcore", model="page")
    kind = ContentType.objects.get(app_label="cms", model=body.page._meta.model_name)
    for part in body.parts:
        if part["type"] == "voice":
            path = f"{body.field}.{part['id']}"
            apps.get_model("wagtailcore", "ReferenceIndex").objects.get_or_create(
                base_content_type=page,
                content_type=kind,
                object_id=str(body.page.pk),
                to_content_type=voice,
                to_object_id=str(part["value"]),
                content_path_hash=ReferenceIndex._get_content_path_hash(path),
                defaults={"model_path": f"{body.field}.voice", "content_path": path},
            )


def forget_translations(apps, voices):
    """What translators were given of them, and what they made of it."""
    StringSegment, StringTranslation, String, TranslationContext = (
        apps.get_model("wagtail_localize", name)
        for name in ("StringSegment", "StringTranslation", "String", "TranslationContext")
    )
    for block in voices.made:
        contexts = TranslationContext.objects.filter(path__contains=f".{block}.")
        strings = list(StringSegment.objects.filter(context__in=contexts).values_list("string", flat=True))
        StringSegment.objects.filter(context__in=contexts).delete()
        StringTranslation.objects.filter(context__in=contexts).delete()
        contexts.delete()
        used = StringSegment.objects.values("string")
        String.objects.filter(pk__in=strings).exclude(pk__in=used).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_subscribers"),
        ("cms", "0006_workflows"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("crm", "0006_heads_and_ended_posts"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FormPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        help_text="Se lee bajo el título, en las listas y al compartir el enlace.",
                        max_length=300,
                        verbose_name="de qué trata, en una o dos frases",
                    ),
                ),
                (
                    "menu_title",
                    models.CharField(
                        blank=True,
                        help_text="Una o dos palabras, si el título es largo.",
                        max_length=24,
                        verbose_name="título en el menú",
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("heading", 0),
                            ("text", 1),
                            ("picture", 5),
                            ("illustration", 7),
                            ("voice", 8),
                            ("figures", 14),
                            ("timeline", 19),
                            ("cause_status", 21),
                            ("action", 27),
                            ("questions", 32),
                            ("myth", 36),
                            ("comparison", 45),
                            ("documents", 48),
                            ("video", 53),
                            ("share", 55),
                        ],
                        blank=True,
                        block_lookup={
                            0: ("cms.blocks.HeadingBlock", (), {}),
                            1: ("cms.blocks.TextBlock", (), {}),
                            2: (
                                "wagtail.images.blocks.ImageBlock",
                                [],
                                {
                                    "help_text": "Sin rostros de quien no lo haya autorizado por escrito, y sin lugares de trabajo.",
                                    "label": "Imagen",
                                },
                            ),
                            3: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Pie", "max_length": 250, "required": False},
                            ),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Autoría", "max_length": 120, "required": False},
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("picture", 2), ("caption", 3), ("credit", 4)]],
                                {},
                            ),
                            6: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("street", "Calle con paraguas"),
                                        ("table", "Mesa de reunión"),
                                        ("papers", "Papeles y sello"),
                                        ("door", "Puerta abierta"),
                                    ],
                                    "label": "Dibujo",
                                },
                            ),
                            7: ("wagtail.blocks.StructBlock", [[("drawing", 6), ("caption", 3)]], {}),
                            8: ("cms.blocks.VoiceBlock", (), {}),
                            9: ("wagtail.blocks.CharBlock", (), {"label": "Cifra", "max_length": 20}),
                            10: ("wagtail.blocks.CharBlock", (), {"label": "Qué cuenta", "max_length": 160}),
                            11: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Fuente y fecha", "max_length": 160},
                            ),
                            12: (
                                "wagtail.blocks.StructBlock",
                                [[("figure", 9), ("means", 10), ("source", 11)]],
                                {},
                            ),
                            13: (
                                "wagtail.blocks.ListBlock",
                                (12,),
                                {"label": "Cifras", "max_num": 4, "min_num": 1},
                            ),
                            14: ("wagtail.blocks.StructBlock", [[("figures", 13)]], {}),
                            15: ("wagtail.blocks.CharBlock", (), {"label": "Cuándo", "max_length": 40}),
                            16: ("wagtail.blocks.TextBlock", (), {"label": "Qué pasó", "rows": 2}),
                            17: ("wagtail.blocks.StructBlock", [[("when", 15), ("what", 16)]], {}),
                            18: ("wagtail.blocks.ListBlock", (17,), {"label": "Momentos", "min_num": 2}),
                            19: ("wagtail.blocks.StructBlock", [[("events", 18)]], {}),
                            20: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": cms.blocks.public_causes, "label": "Causa"},
                            ),
                            21: ("wagtail.blocks.StructBlock", [[("cause", 20)]], {}),
                            22: ("wagtail.blocks.CharBlock", (), {"label": "Qué hacer", "max_length": 80}),
                            23: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "Cómo, en una o dos frases", "required": False, "rows": 2},
                            ),
                            24: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Texto del botón", "max_length": 40},
                            ),
                            25: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"label": "Página de este sitio", "required": False},
                            ),
                            26: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {"label": "O una dirección de otro sitio", "required": False},
                            ),
                            27: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 22), ("text", 23), ("label", 24), ("page", 25), ("address", 26)]],
                                {},
                            ),
                            28: ("wagtail.blocks.CharBlock", (), {"label": "Pregunta", "max_length": 160}),
                            29: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "italic", "link", "ol", "ul"], "label": "Respuesta"},
                            ),
                            30: ("wagtail.blocks.StructBlock", [[("question", 28), ("answer", 29)]], {}),
                            31: ("wagtail.blocks.ListBlock", (30,), {"label": "Preguntas", "min_num": 1}),
                            32: ("wagtail.blocks.StructBlock", [[("questions", 31)]], {}),
                            33: ("wagtail.blocks.CharBlock", (), {"label": "Se dice", "max_length": 200}),
                            34: ("wagtail.blocks.TextBlock", (), {"label": "En realidad", "rows": 3}),
                            35: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Fuente", "max_length": 160, "required": False},
                            ),
                            36: (
                                "wagtail.blocks.StructBlock",
                                [[("myth", 33), ("fact", 34), ("source", 35)]],
                                {},
                            ),
                            37: ("wagtail.blocks.CharBlock", (), {"label": "Qué compara", "max_length": 120}),
                            38: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Nombre de la primera columna", "max_length": 40},
                            ),
                            39: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Nombre de la segunda columna", "max_length": 40},
                            ),
                            40: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "De qué se trata", "max_length": 100},
                            ),
                            41: ("wagtail.blocks.TextBlock", (), {"label": "Primera columna", "rows": 2}),
                            42: ("wagtail.blocks.TextBlock", (), {"label": "Segunda columna", "rows": 2}),
                            43: (
                                "wagtail.blocks.StructBlock",
                                [[("name", 40), ("first", 41), ("second", 42)]],
                                {},
                            ),
                            44: ("wagtail.blocks.ListBlock", (43,), {"label": "Filas", "min_num": 1}),
                            45: (
                                "wagtail.blocks.StructBlock",
                                [[("caption", 37), ("first", 38), ("second", 39), ("rows", 44)]],
                                {},
                            ),
                            46: (
                                "wagtail.blocks.PageChooserBlock",
                                ("cms.PublicationPage",),
                                {"label": "Publicación"},
                            ),
                            47: (
                                "wagtail.blocks.ListBlock",
                                (46,),
                                {"label": "Publicaciones", "max_num": 8, "min_num": 1},
                            ),
                            48: ("wagtail.blocks.StructBlock", [[("pages", 47)]], {}),
                            49: ("wagtail.blocks.CharBlock", (), {"label": "Título", "max_length": 120}),
                            50: ("wagtail.blocks.TextBlock", (), {"label": "Qué se ve y se dice", "rows": 2}),
                            51: ("wagtail.blocks.URLBlock", (), {"label": "Dirección"}),
                            52: ("wagtail.blocks.IntegerBlock", (), {"label": "Minutos", "min_value": 1}),
                            53: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 49), ("about", 50), ("address", 51), ("minutes", 52)]],
                                {},
                            ),
                            54: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"default": "Pásalo", "label": "Título", "max_length": 80},
                            ),
                            55: ("wagtail.blocks.StructBlock", [[("title", 54)]], {}),
                        },
                        verbose_name="contenido",
                    ),
                ),
                (
                    "questions",
                    wagtail.fields.StreamField(
                        [("line", 3), ("paragraph", 3), ("choice", 6), ("number", 3), ("day", 3)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Pregunta", "max_length": 120}),
                            1: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Ayuda", "max_length": 160, "required": False},
                            ),
                            2: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"label": "Hay que responderla", "required": False},
                            ),
                            3: (
                                "wagtail.blocks.StructBlock",
                                [[("label", 0), ("hint", 1), ("required", 2)]],
                                {},
                            ),
                            4: ("wagtail.blocks.CharBlock", (), {"label": "Respuesta", "max_length": 120}),
                            5: (
                                "wagtail.blocks.ListBlock",
                                (4,),
                                {"label": "Respuestas", "max_num": 12, "min_num": 2},
                            ),
                            6: (
                                "wagtail.blocks.StructBlock",
                                [[("label", 0), ("hint", 1), ("required", 2), ("choices", 5)]],
                                {},
                            ),
                        },
                        help_text="Además de la organización, su región, quién responde, su cargo y su correo, que se preguntan siempre. Pregunta solo lo que vayas a usar, y nunca por personas.",
                        verbose_name="preguntas",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        help_text="Se lee junto al botón: «Para organizar el taller de marzo y avisarte de él».",
                        max_length=200,
                        verbose_name="para qué son las respuestas",
                    ),
                ),
                (
                    "keep_days",
                    models.PositiveSmallIntegerField(
                        default=90,
                        help_text="Después se borran solas. Lo que se prometió al responder no se alarga.",
                        validators=[
                            django.core.validators.MinValueValidator(7),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="días que se guardan",
                    ),
                ),
                (
                    "until",
                    models.DateField(
                        blank=True,
                        help_text="El último día. Vacío: sin plazo.",
                        null=True,
                        verbose_name="se puede responder hasta",
                    ),
                ),
                (
                    "thanks",
                    models.CharField(
                        default="Te escribimos al correo que dejaste.",
                        max_length=300,
                        verbose_name="lo que se lee al terminar",
                    ),
                ),
            ],
            options={
                "verbose_name": "formulario para organizaciones",
                "verbose_name_plural": "formularios para organizaciones",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.AlterField(
            model_name="aboutpage",
            name="body",
            field=wagtail.fields.StreamField(
                [
                    ("heading", 0),
                    ("text", 1),
                    ("picture", 5),
                    ("illustration", 7),
                    ("voice", 8),
                    ("figures", 14),
                    ("timeline", 19),
                    ("cause_status", 21),
                    ("action", 27),
                    ("questions", 32),
                    ("myth", 36),
                    ("comparison", 45),
                    ("documents", 48),
                    ("video", 53),
                    ("share", 55),
                ],
                blank=True,
                block_lookup={
                    0: ("cms.blocks.HeadingBlock", (), {}),
                    1: ("cms.blocks.TextBlock", (), {}),
                    2: (
                        "wagtail.images.blocks.ImageBlock",
                        [],
                        {
                            "help_text": "Sin rostros de quien no lo haya autorizado por escrito, y sin lugares de trabajo.",
                            "label": "Imagen",
                        },
                    ),
                    3: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Pie", "max_length": 250, "required": False},
                    ),
                    4: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Autoría", "max_length": 120, "required": False},
                    ),
                    5: ("wagtail.blocks.StructBlock", [[("picture", 2), ("caption", 3), ("credit", 4)]], {}),
                    6: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("street", "Calle con paraguas"),
                                ("table", "Mesa de reunión"),
                                ("papers", "Papeles y sello"),
                                ("door", "Puerta abierta"),
                            ],
                            "label": "Dibujo",
                        },
                    ),
                    7: ("wagtail.blocks.StructBlock", [[("drawing", 6), ("caption", 3)]], {}),
                    8: ("cms.blocks.VoiceBlock", (), {}),
                    9: ("wagtail.blocks.CharBlock", (), {"label": "Cifra", "max_length": 20}),
                    10: ("wagtail.blocks.CharBlock", (), {"label": "Qué cuenta", "max_length": 160}),
                    11: ("wagtail.blocks.CharBlock", (), {"label": "Fuente y fecha", "max_length": 160}),
                    12: ("wagtail.blocks.StructBlock", [[("figure", 9), ("means", 10), ("source", 11)]], {}),
                    13: ("wagtail.blocks.ListBlock", (12,), {"label": "Cifras", "max_num": 4, "min_num": 1}),
                    14: ("wagtail.blocks.StructBlock", [[("figures", 13)]], {}),
                    15: ("wagtail.blocks.CharBlock", (), {"label": "Cuándo", "max_length": 40}),
                    16: ("wagtail.blocks.TextBlock", (), {"label": "Qué pasó", "rows": 2}),
                    17: ("wagtail.blocks.StructBlock", [[("when", 15), ("what", 16)]], {}),
                    18: ("wagtail.blocks.ListBlock", (17,), {"label": "Momentos", "min_num": 2}),
                    19: ("wagtail.blocks.StructBlock", [[("events", 18)]], {}),
                    20: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": cms.blocks.public_causes, "label": "Causa"},
                    ),
                    21: ("wagtail.blocks.StructBlock", [[("cause", 20)]], {}),
                    22: ("wagtail.blocks.CharBlock", (), {"label": "Qué hacer", "max_length": 80}),
                    23: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"label": "Cómo, en una o dos frases", "required": False, "rows": 2},
                    ),
                    24: ("wagtail.blocks.CharBlock", (), {"label": "Texto del botón", "max_length": 40}),
                    25: (
                        "wagtail.blocks.PageChooserBlock",
                        (),
                        {"label": "Página de este sitio", "required": False},
                    ),
                    26: (
                        "wagtail.blocks.URLBlock",
                        (),
                        {"label": "O una dirección de otro sitio", "required": False},
                    ),
                    27: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 22), ("text", 23), ("label", 24), ("page", 25), ("address", 26)]],
                        {},
                    ),
                    28: ("wagtail.blocks.CharBlock", (), {"label": "Pregunta", "max_length": 160}),
                    29: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {"features": ["bold", "italic", "link", "ol", "ul"], "label": "Respuesta"},
                    ),
                    30: ("wagtail.blocks.StructBlock", [[("question", 28), ("answer", 29)]], {}),
                    31: ("wagtail.blocks.ListBlock", (30,), {"label": "Preguntas", "min_num": 1}),
                    32: ("wagtail.blocks.StructBlock", [[("questions", 31)]], {}),
                    33: ("wagtail.blocks.CharBlock", (), {"label": "Se dice", "max_length": 200}),
                    34: ("wagtail.blocks.TextBlock", (), {"label": "En realidad", "rows": 3}),
                    35: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Fuente", "max_length": 160, "required": False},
                    ),
                    36: ("wagtail.blocks.StructBlock", [[("myth", 33), ("fact", 34), ("source", 35)]], {}),
                    37: ("wagtail.blocks.CharBlock", (), {"label": "Qué compara", "max_length": 120}),
                    38: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Nombre de la primera columna", "max_length": 40},
                    ),
                    39: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Nombre de la segunda columna", "max_length": 40},
                    ),
                    40: ("wagtail.blocks.CharBlock", (), {"label": "De qué se trata", "max_length": 100}),
                    41: ("wagtail.blocks.TextBlock", (), {"label": "Primera columna", "rows": 2}),
                    42: ("wagtail.blocks.TextBlock", (), {"label": "Segunda columna", "rows": 2}),
                    43: ("wagtail.blocks.StructBlock", [[("name", 40), ("first", 41), ("second", 42)]], {}),
                    44: ("wagtail.blocks.ListBlock", (43,), {"label": "Filas", "min_num": 1}),
                    45: (
                        "wagtail.blocks.StructBlock",
                        [[("caption", 37), ("first", 38), ("second", 39), ("rows", 44)]],
                        {},
                    ),
                    46: (
                        "wagtail.blocks.PageChooserBlock",
                        ("cms.PublicationPage",),
                        {"label": "Publicación"},
                    ),
                    47: (
                        "wagtail.blocks.ListBlock",
                        (46,),
                        {"label": "Publicaciones", "max_num": 8, "min_num": 1},
                    ),
                    48: ("wagtail.blocks.StructBlock", [[("pages", 47)]], {}),
                    49: ("wagtail.blocks.CharBlock", (), {"label": "Título", "max_length": 120}),
                    50: ("wagtail.blocks.TextBlock", (), {"label": "Qué se ve y se dice", "rows": 2}),
                    51: ("wagtail.blocks.URLBlock", (), {"label": "Dirección"}),
                    52: ("wagtail.blocks.IntegerBlock", (), {"label": "Minutos", "min_value": 1}),
                    53: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 49), ("about", 50), ("address", 51), ("minutes", 52)]],
                        {},
                    ),
                    54: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"default": "Pásalo", "label": "Título", "max_length": 80},
                    ),
                    55: ("wagtail.blocks.StructBlock", [[("title", 54)]], {}),
                },
                verbose_name="contenido",
            ),
        ),
        migrations.AlterField(
            model_name="article",
            name="body",
            field=wagtail.fields.StreamField(
                [
                    ("heading", 0),
                    ("text", 1),
                    ("picture", 5),
                    ("illustration", 7),
                    ("voice", 8),
                    ("figures", 14),
                    ("timeline", 19),
                    ("cause_status", 21),
                    ("action", 27),
                    ("questions", 32),
                    ("myth", 36),
                    ("comparison", 45),
                    ("documents", 48),
                    ("video", 53),
                    ("share", 55),
                ],
                block_lookup={
                    0: ("cms.blocks.HeadingBlock", (), {}),
                    1: ("cms.blocks.TextBlock", (), {}),
                    2: (
                        "wagtail.images.blocks.ImageBlock",
                        [],
                        {
                            "help_text": "Sin rostros de quien no lo haya autorizado por escrito, y sin lugares de trabajo.",
                            "label": "Imagen",
                        },
                    ),
                    3: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Pie", "max_length": 250, "required": False},
                    ),
                    4: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Autoría", "max_length": 120, "required": False},
                    ),
                    5: ("wagtail.blocks.StructBlock", [[("picture", 2), ("caption", 3), ("credit", 4)]], {}),
                    6: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("street", "Calle con paraguas"),
                                ("table", "Mesa de reunión"),
                                ("papers", "Papeles y sello"),
                                ("door", "Puerta abierta"),
                            ],
                            "label": "Dibujo",
                        },
                    ),
                    7: ("wagtail.blocks.StructBlock", [[("drawing", 6), ("caption", 3)]], {}),
                    8: ("cms.blocks.VoiceBlock", (), {}),
                    9: ("wagtail.blocks.CharBlock", (), {"label": "Cifra", "max_length": 20}),
                    10: ("wagtail.blocks.CharBlock", (), {"label": "Qué cuenta", "max_length": 160}),
                    11: ("wagtail.blocks.CharBlock", (), {"label": "Fuente y fecha", "max_length": 160}),
                    12: ("wagtail.blocks.StructBlock", [[("figure", 9), ("means", 10), ("source", 11)]], {}),
                    13: ("wagtail.blocks.ListBlock", (12,), {"label": "Cifras", "max_num": 4, "min_num": 1}),
                    14: ("wagtail.blocks.StructBlock", [[("figures", 13)]], {}),
                    15: ("wagtail.blocks.CharBlock", (), {"label": "Cuándo", "max_length": 40}),
                    16: ("wagtail.blocks.TextBlock", (), {"label": "Qué pasó", "rows": 2}),
                    17: ("wagtail.blocks.StructBlock", [[("when", 15), ("what", 16)]], {}),
                    18: ("wagtail.blocks.ListBlock", (17,), {"label": "Momentos", "min_num": 2}),
                    19: ("wagtail.blocks.StructBlock", [[("events", 18)]], {}),
                    20: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": cms.blocks.public_causes, "label": "Causa"},
                    ),
                    21: ("wagtail.blocks.StructBlock", [[("cause", 20)]], {}),
                    22: ("wagtail.blocks.CharBlock", (), {"label": "Qué hacer", "max_length": 80}),
                    23: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"label": "Cómo, en una o dos frases", "required": False, "rows": 2},
                    ),
                    24: ("wagtail.blocks.CharBlock", (), {"label": "Texto del botón", "max_length": 40}),
                    25: (
                        "wagtail.blocks.PageChooserBlock",
                        (),
                        {"label": "Página de este sitio", "required": False},
                    ),
                    26: (
                        "wagtail.blocks.URLBlock",
                        (),
                        {"label": "O una dirección de otro sitio", "required": False},
                    ),
                    27: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 22), ("text", 23), ("label", 24), ("page", 25), ("address", 26)]],
                        {},
                    ),
                    28: ("wagtail.blocks.CharBlock", (), {"label": "Pregunta", "max_length": 160}),
                    29: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {"features": ["bold", "italic", "link", "ol", "ul"], "label": "Respuesta"},
                    ),
                    30: ("wagtail.blocks.StructBlock", [[("question", 28), ("answer", 29)]], {}),
                    31: ("wagtail.blocks.ListBlock", (30,), {"label": "Preguntas", "min_num": 1}),
                    32: ("wagtail.blocks.StructBlock", [[("questions", 31)]], {}),
                    33: ("wagtail.blocks.CharBlock", (), {"label": "Se dice", "max_length": 200}),
                    34: ("wagtail.blocks.TextBlock", (), {"label": "En realidad", "rows": 3}),
                    35: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Fuente", "max_length": 160, "required": False},
                    ),
                    36: ("wagtail.blocks.StructBlock", [[("myth", 33), ("fact", 34), ("source", 35)]], {}),
                    37: ("wagtail.blocks.CharBlock", (), {"label": "Qué compara", "max_length": 120}),
                    38: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Nombre de la primera columna", "max_length": 40},
                    ),
                    39: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Nombre de la segunda columna", "max_length": 40},
                    ),
                    40: ("wagtail.blocks.CharBlock", (), {"label": "De qué se trata", "max_length": 100}),
                    41: ("wagtail.blocks.TextBlock", (), {"label": "Primera columna", "rows": 2}),
                    42: ("wagtail.blocks.TextBlock", (), {"label": "Segunda columna", "rows": 2}),
                    43: ("wagtail.blocks.StructBlock", [[("name", 40), ("first", 41), ("second", 42)]], {}),
                    44: ("wagtail.blocks.ListBlock", (43,), {"label": "Filas", "min_num": 1}),
                    45: (
                        "wagtail.blocks.StructBlock",
                        [[("caption", 37), ("first", 38), ("second", 39), ("rows", 44)]],
                        {},
                    ),
                    46: (
                        "wagtail.blocks.PageChooserBlock",
                        ("cms.PublicationPage",),
                        {"label": "Publicación"},
                    ),
                    47: (
                        "wagtail.blocks.ListBlock",
                        (46,),
                        {"label": "Publicaciones", "max_num": 8, "min_num": 1},
                    ),
                    48: ("wagtail.blocks.StructBlock", [[("pages", 47)]], {}),
                    49: ("wagtail.blocks.CharBlock", (), {"label": "Título", "max_length": 120}),
                    50: ("wagtail.blocks.TextBlock", (), {"label": "Qué se ve y se dice", "rows": 2}),
                    51: ("wagtail.blocks.URLBlock", (), {"label": "Dirección"}),
                    52: ("wagtail.blocks.IntegerBlock", (), {"label": "Minutos", "min_value": 1}),
                    53: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 49), ("about", 50), ("address", 51), ("minutes", 52)]],
                        {},
                    ),
                    54: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"default": "Pásalo", "label": "Título", "max_length": 80},
                    ),
                    55: ("wagtail.blocks.StructBlock", [[("title", 54)]], {}),
                },
                verbose_name="contenido",
            ),
        ),
        migrations.AlterField(
            model_name="campaignpage",
            name="body",
            field=wagtail.fields.StreamField(
                [
                    ("heading", 0),
                    ("text", 1),
                    ("picture", 5),
                    ("illustration", 7),
                    ("voice", 8),
                    ("figures", 14),
                    ("timeline", 19),
                    ("cause_status", 21),
                    ("action", 27),
                    ("questions", 32),
                    ("myth", 36),
                    ("comparison", 45),
                    ("documents", 48),
                    ("video", 53),
                    ("share", 55),
                ],
                block_lookup={
                    0: ("cms.blocks.HeadingBlock", (), {}),
                    1: ("cms.blocks.TextBlock", (), {}),
                    2: (
                        "wagtail.images.blocks.ImageBlock",
                        [],
                        {
                            "help_text": "Sin rostros de quien no lo haya autorizado por escrito, y sin lugares de trabajo.",
                            "label": "Imagen",
                        },
                    ),
                    3: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Pie", "max_length": 250, "required": False},
                    ),
                    4: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Autoría", "max_length": 120, "required": False},
                    ),
                    5: ("wagtail.blocks.StructBlock", [[("picture", 2), ("caption", 3), ("credit", 4)]], {}),
                    6: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("street", "Calle con paraguas"),
                                ("table", "Mesa de reunión"),
                                ("papers", "Papeles y sello"),
                                ("door", "Puerta abierta"),
                            ],
                            "label": "Dibujo",
                        },
                    ),
                    7: ("wagtail.blocks.StructBlock", [[("drawing", 6), ("caption", 3)]], {}),
                    8: ("cms.blocks.VoiceBlock", (), {}),
                    9: ("wagtail.blocks.CharBlock", (), {"label": "Cifra", "max_length": 20}),
                    10: ("wagtail.blocks.CharBlock", (), {"label": "Qué cuenta", "max_length": 160}),
                    11: ("wagtail.blocks.CharBlock", (), {"label": "Fuente y fecha", "max_length": 160}),
                    12: ("wagtail.blocks.StructBlock", [[("figure", 9), ("means", 10), ("source", 11)]], {}),
                    13: ("wagtail.blocks.ListBlock", (12,), {"label": "Cifras", "max_num": 4, "min_num": 1}),
                    14: ("wagtail.blocks.StructBlock", [[("figures", 13)]], {}),
                    15: ("wagtail.blocks.CharBlock", (), {"label": "Cuándo", "max_length": 40}),
                    16: ("wagtail.blocks.TextBlock", (), {"label": "Qué pasó", "rows": 2}),
                    17: ("wagtail.blocks.StructBlock", [[("when", 15), ("what", 16)]], {}),
                    18: ("wagtail.blocks.ListBlock", (17,), {"label": "Momentos", "min_num": 2}),
                    19: ("wagtail.blocks.StructBlock", [[("events", 18)]], {}),
                    20: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": cms.blocks.public_causes, "label": "Causa"},
                    ),
                    21: ("wagtail.blocks.StructBlock", [[("cause", 20)]], {}),
                    22: ("wagtail.blocks.CharBlock", (), {"label": "Qué hacer", "max_length": 80}),
                    23: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"label": "Cómo, en una o dos frases", "required": False, "rows": 2},
                    ),
                    24: ("wagtail.blocks.CharBlock", (), {"label": "Texto del botón", "max_length": 40}),
                    25: (
                        "wagtail.blocks.PageChooserBlock",
                        (),
                        {"label": "Página de este sitio", "required": False},
                    ),
                    26: (
                        "wagtail.blocks.URLBlock",
                        (),
                        {"label": "O una dirección de otro sitio", "required": False},
                    ),
                    27: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 22), ("text", 23), ("label", 24), ("page", 25), ("address", 26)]],
                        {},
                    ),
                    28: ("wagtail.blocks.CharBlock", (), {"label": "Pregunta", "max_length": 160}),
                    29: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {"features": ["bold", "italic", "link", "ol", "ul"], "label": "Respuesta"},
                    ),
                    30: ("wagtail.blocks.StructBlock", [[("question", 28), ("answer", 29)]], {}),
                    31: ("wagtail.blocks.ListBlock", (30,), {"label": "Preguntas", "min_num": 1}),
                    32: ("wagtail.blocks.StructBlock", [[("questions", 31)]], {}),
                    33: ("wagtail.blocks.CharBlock", (), {"label": "Se dice", "max_length": 200}),
                    34: ("wagtail.blocks.TextBlock", (), {"label": "En realidad", "rows": 3}),
                    35: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Fuente", "max_length": 160, "required": False},
                    ),
                    36: ("wagtail.blocks.StructBlock", [[("myth", 33), ("fact", 34), ("source", 35)]], {}),
                    37: ("wagtail.blocks.CharBlock", (), {"label": "Qué compara", "max_length": 120}),
                    38: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Nombre de la primera columna", "max_length": 40},
                    ),
                    39: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Nombre de la segunda columna", "max_length": 40},
                    ),
                    40: ("wagtail.blocks.CharBlock", (), {"label": "De qué se trata", "max_length": 100}),
                    41: ("wagtail.blocks.TextBlock", (), {"label": "Primera columna", "rows": 2}),
                    42: ("wagtail.blocks.TextBlock", (), {"label": "Segunda columna", "rows": 2}),
                    43: ("wagtail.blocks.StructBlock", [[("name", 40), ("first", 41), ("second", 42)]], {}),
                    44: ("wagtail.blocks.ListBlock", (43,), {"label": "Filas", "min_num": 1}),
                    45: (
                        "wagtail.blocks.StructBlock",
                        [[("caption", 37), ("first", 38), ("second", 39), ("rows", 44)]],
                        {},
                    ),
                    46: (
                        "wagtail.blocks.PageChooserBlock",
                        ("cms.PublicationPage",),
                        {"label": "Publicación"},
                    ),
                    47: (
                        "wagtail.blocks.ListBlock",
                        (46,),
                        {"label": "Publicaciones", "max_num": 8, "min_num": 1},
                    ),
                    48: ("wagtail.blocks.StructBlock", [[("pages", 47)]], {}),
                    49: ("wagtail.blocks.CharBlock", (), {"label": "Título", "max_length": 120}),
                    50: ("wagtail.blocks.TextBlock", (), {"label": "Qué se ve y se dice", "rows": 2}),
                    51: ("wagtail.blocks.URLBlock", (), {"label": "Dirección"}),
                    52: ("wagtail.blocks.IntegerBlock", (), {"label": "Minutos", "min_value": 1}),
                    53: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 49), ("about", 50), ("address", 51), ("minutes", 52)]],
                        {},
                    ),
                    54: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"default": "Pásalo", "label": "Título", "max_length": 80},
                    ),
                    55: ("wagtail.blocks.StructBlock", [[("title", 54)]], {}),
                },
                help_text="Para todo el mundo: frases cortas, palabras conocidas, una idea por párrafo.",
                verbose_name="por qué (lenguaje claro)",
            ),
        ),
        migrations.AlterField(
            model_name="commitmentspage",
            name="body",
            field=wagtail.fields.StreamField(
                [
                    ("heading", 0),
                    ("text", 1),
                    ("picture", 5),
                    ("illustration", 7),
                    ("voice", 8),
                    ("figures", 14),
                    ("timeline", 19),
                    ("cause_status", 21),
                    ("action", 27),
                    ("questions", 32),
                    ("myth", 36),
                    ("comparison", 45),
                    ("documents", 48),
                    ("video", 53),
                    ("share", 55),
                ],
                blank=True,
                block_lookup={
                    0: ("cms.blocks.HeadingBlock", (), {}),
                    1: ("cms.blocks.TextBlock", (), {}),
                    2: (
                        "wagtail.images.blocks.ImageBlock",
                        [],
                        {
                            "help_text": "Sin rostros de quien no lo haya autorizado por escrito, y sin lugares de trabajo.",
                            "label": "Imagen",
                        },
                    ),
                    3: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Pie", "max_length": 250, "required": False},
                    ),
                    4: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Autoría", "max_length": 120, "required": False},
                    ),
                    5: ("wagtail.blocks.StructBlock", [[("picture", 2), ("caption", 3), ("credit", 4)]], {}),
                    6: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("street", "Calle con paraguas"),
                                ("table", "Mesa de reunión"),
                                ("papers", "Papeles y sello"),
                                ("door", "Puerta abierta"),
                            ],
                            "label": "Dibujo",
                        },
                    ),
                    7: ("wagtail.blocks.StructBlock", [[("drawing", 6), ("caption", 3)]], {}),
                    8: ("cms.blocks.VoiceBlock", (), {}),
                    9: ("wagtail.blocks.CharBlock", (), {"label": "Cifra", "max_length": 20}),
                    10: ("wagtail.blocks.CharBlock", (), {"label": "Qué cuenta", "max_length": 160}),
                    11: ("wagtail.blocks.CharBlock", (), {"label": "Fuente y fecha", "max_length": 160}),
                    12: ("wagtail.blocks.StructBlock", [[("figure", 9), ("means", 10), ("source", 11)]], {}),
                    13: ("wagtail.blocks.ListBlock", (12,), {"label": "Cifras", "max_num": 4, "min_num": 1}),
                    14: ("wagtail.blocks.StructBlock", [[("figures", 13)]], {}),
                    15: ("wagtail.blocks.CharBlock", (), {"label": "Cuándo", "max_length": 40}),
                    16: ("wagtail.blocks.TextBlock", (), {"label": "Qué pasó", "rows": 2}),
                    17: ("wagtail.blocks.StructBlock", [[("when", 15), ("what", 16)]], {}),
                    18: ("wagtail.blocks.ListBlock", (17,), {"label": "Momentos", "min_num": 2}),
                    19: ("wagtail.blocks.StructBlock", [[("events", 18)]], {}),
                    20: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": cms.blocks.public_causes, "label": "Causa"},
                    ),
                    21: ("wagtail.blocks.StructBlock", [[("cause", 20)]], {}),
                    22: ("wagtail.blocks.CharBlock", (), {"label": "Qué hacer", "max_length": 80}),
                    23: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"label": "Cómo, en una o dos frases", "required": False, "rows": 2},
                    ),
                    24: ("wagtail.blocks.CharBlock", (), {"label": "Texto del botón", "max_length": 40}),
                    25: (
                        "wagtail.blocks.PageChooserBlock",
                        (),
                        {"label": "Página de este sitio", "required": False},
                    ),
                    26: (
                        "wagtail.blocks.URLBlock",
                        (),
                        {"label": "O una dirección de otro sitio", "required": False},
                    ),
                    27: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 22), ("text", 23), ("label", 24), ("page", 25), ("address", 26)]],
                        {},
                    ),
                    28: ("wagtail.blocks.CharBlock", (), {"label": "Pregunta", "max_length": 160}),
                    29: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {"features": ["bold", "italic", "link", "ol", "ul"], "label": "Respuesta"},
                    ),
                    30: ("wagtail.blocks.StructBlock", [[("question", 28), ("answer", 29)]], {}),
                    31: ("wagtail.blocks.ListBlock", (30,), {"label": "Preguntas", "min_num": 1}),
                    32: ("wagtail.blocks.StructBlock", [[("questions", 31)]], {}),
                    33: ("wagtail.blocks.CharBlock", (), {"label": "Se dice", "max_length": 200}),
                    34: ("wagtail.blocks.TextBlock", (), {"label": "En realidad", "rows": 3}),
                    35: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Fuente", "max_length": 160, "required": False},
                    ),
                    36: ("wagtail.blocks.StructBlock", [[("myth", 33), ("fact", 34), ("source", 35)]], {}),
                    37: ("wagtail.blocks.CharBlock", (), {"label": "Qué compara", "max_length": 120}),
                    38: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Nombre de la primera columna", "max_length": 40},
                    ),
                    39: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Nombre de la segunda columna", "max_length": 40},
                    ),
                    40: ("wagtail.blocks.CharBlock", (), {"label": "De qué se trata", "max_length": 100}),
                    41: ("wagtail.blocks.TextBlock", (), {"label": "Primera columna", "rows": 2}),
                    42: ("wagtail.blocks.TextBlock", (), {"label": "Segunda columna", "rows": 2}),
                    43: ("wagtail.blocks.StructBlock", [[("name", 40), ("first", 41), ("second", 42)]], {}),
                    44: ("wagtail.blocks.ListBlock", (43,), {"label": "Filas", "min_num": 1}),
                    45: (
                        "wagtail.blocks.StructBlock",
                        [[("caption", 37), ("first", 38), ("second", 39), ("rows", 44)]],
                        {},
                    ),
                    46: (
                        "wagtail.blocks.PageChooserBlock",
                        ("cms.PublicationPage",),
                        {"label": "Publicación"},
                    ),
                    47: (
                        "wagtail.blocks.ListBlock",
                        (46,),
                        {"label": "Publicaciones", "max_num": 8, "min_num": 1},
                    ),
                    48: ("wagtail.blocks.StructBlock", [[("pages", 47)]], {}),
                    49: ("wagtail.blocks.CharBlock", (), {"label": "Título", "max_length": 120}),
                    50: ("wagtail.blocks.TextBlock", (), {"label": "Qué se ve y se dice", "rows": 2}),
                    51: ("wagtail.blocks.URLBlock", (), {"label": "Dirección"}),
                    52: ("wagtail.blocks.IntegerBlock", (), {"label": "Minutos", "min_value": 1}),
                    53: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 49), ("about", 50), ("address", 51), ("minutes", 52)]],
                        {},
                    ),
                    54: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"default": "Pásalo", "label": "Título", "max_length": 80},
                    ),
                    55: ("wagtail.blocks.StructBlock", [[("title", 54)]], {}),
                },
                verbose_name="cómo se lee esta página",
            ),
        ),
        migrations.AlterField(
            model_name="coursepage",
            name="body",
            field=wagtail.fields.StreamField(
                [
                    ("heading", 0),
                    ("text", 1),
                    ("picture", 5),
                    ("illustration", 7),
                    ("voice", 8),
                    ("figures", 14),
                    ("timeline", 19),
                    ("cause_status", 21),
                    ("action", 27),
                    ("questions", 32),
                    ("myth", 36),
                    ("comparison", 45),
                    ("documents", 48),
                    ("video", 53),
                    ("share", 55),
                ],
                blank=True,
                block_lookup={
                    0: ("cms.blocks.HeadingBlock", (), {}),
                    1: ("cms.blocks.TextBlock", (), {}),
                    2: (
                        "wagtail.images.blocks.ImageBlock",
                        [],
                        {
                            "help_text": "Sin rostros de quien no lo haya autorizado por escrito, y sin lugares de trabajo.",
                            "label": "Imagen",
                        },
                    ),
                    3: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Pie", "max_length": 250, "required": False},
                    ),
                    4: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Autoría", "max_length": 120, "required": False},
                    ),
                    5: ("wagtail.blocks.StructBlock", [[("picture", 2), ("caption", 3), ("credit", 4)]], {}),
                    6: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("street", "Calle con paraguas"),
                                ("table", "Mesa de reunión"),
                                ("papers", "Papeles y sello"),
                                ("door", "Puerta abierta"),
                            ],
                            "label": "Dibujo",
                        },
                    ),
                    7: ("wagtail.blocks.StructBlock", [[("drawing", 6), ("caption", 3)]], {}),
                    8: ("cms.blocks.VoiceBlock", (), {}),
                    9: ("wagtail.blocks.CharBlock", (), {"label": "Cifra", "max_length": 20}),
                    10: ("wagtail.blocks.CharBlock", (), {"label": "Qué cuenta", "max_length": 160}),
                    11: ("wagtail.blocks.CharBlock", (), {"label": "Fuente y fecha", "max_length": 160}),
                    12: ("wagtail.blocks.StructBlock", [[("figure", 9), ("means", 10), ("source", 11)]], {}),
                    13: ("wagtail.blocks.ListBlock", (12,), {"label": "Cifras", "max_num": 4, "min_num": 1}),
                    14: ("wagtail.blocks.StructBlock", [[("figures", 13)]], {}),
                    15: ("wagtail.blocks.CharBlock", (), {"label": "Cuándo", "max_length": 40}),
                    16: ("wagtail.blocks.TextBlock", (), {"label": "Qué pasó", "rows": 2}),
                    17: ("wagtail.blocks.StructBlock", [[("when", 15), ("what", 16)]], {}),
                    18: ("wagtail.blocks.ListBlock", (17,), {"label": "Momentos", "min_num": 2}),
                    19: ("wagtail.blocks.StructBlock", [[("events", 18)]], {}),
                    20: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": cms.blocks.public_causes, "label": "Causa"},
                    ),
                    21: ("wagtail.blocks.StructBlock", [[("cause", 20)]], {}),
                    22: ("wagtail.blocks.CharBlock", (), {"label": "Qué hacer", "max_length": 80}),
                    23: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"label": "Cómo, en una o dos frases", "required": False, "rows": 2},
                    ),
                    24: ("wagtail.blocks.CharBlock", (), {"label": "Texto del botón", "max_length": 40}),
                    25: (
                        "wagtail.blocks.PageChooserBlock",
                        (),
                        {"label": "Página de este sitio", "required": False},
                    ),
                    26: (
                        "wagtail.blocks.URLBlock",
                        (),
                        {"label": "O una dirección de otro sitio", "required": False},
                    ),
                    27: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 22), ("text", 23), ("label", 24), ("page", 25), ("address", 26)]],
                        {},
                    ),
                    28: ("wagtail.blocks.CharBlock", (), {"label": "Pregunta", "max_length": 160}),
                    29: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {"features": ["bold", "italic", "link", "ol", "ul"], "label": "Respuesta"},
                    ),
                    30: ("wagtail.blocks.StructBlock", [[("question", 28), ("answer", 29)]], {}),
                    31: ("wagtail.blocks.ListBlock", (30,), {"label": "Preguntas", "min_num": 1}),
                    32: ("wagtail.blocks.StructBlock", [[("questions", 31)]], {}),
                    33: ("wagtail.blocks.CharBlock", (), {"label": "Se dice", "max_length": 200}),
                    34: ("wagtail.blocks.TextBlock", (), {"label": "En realidad", "rows": 3}),
                    35: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Fuente", "max_length": 160, "required": False},
                    ),
                    36: ("wagtail.blocks.StructBlock", [[("myth", 33), ("fact", 34), ("source", 35)]], {}),
                    37: ("wagtail.blocks.CharBlock", (), {"label": "Qué compara", "max_length": 120}),
                    38: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Nombre de la primera columna", "max_length": 40},
                    ),
                    39: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Nombre de la segunda columna", "max_length": 40},
                    ),
                    40: ("wagtail.blocks.CharBlock", (), {"label": "De qué se trata", "max_length": 100}),
                    41: ("wagtail.blocks.TextBlock", (), {"label": "Primera columna", "rows": 2}),
                    42: ("wagtail.blocks.TextBlock", (), {"label": "Segunda columna", "rows": 2}),
                    43: ("wagtail.blocks.StructBlock", [[("name", 40), ("first", 41), ("second", 42)]], {}),
                    44: ("wagtail.blocks.ListBlock", (43,), {"label": "Filas", "min_num": 1}),
                    45: (
                        "wagtail.blocks.StructBlock",
                        [[("caption", 37), ("first", 38), ("second", 39), ("rows", 44)]],
                        {},
                    ),
                    46: (
                        "wagtail.blocks.PageChooserBlock",
                        ("cms.PublicationPage",),
                        {"label": "Publicación"},
                    ),
                    47: (
                        "wagtail.blocks.ListBlock",
                        (46,),
                        {"label": "Publicaciones", "max_num": 8, "min_num": 1},
                    ),
                    48: ("wagtail.blocks.StructBlock", [[("pages", 47)]], {}),
                    49: ("wagtail.blocks.CharBlock", (), {"label": "Título", "max_length": 120}),
                    50: ("wagtail.blocks.TextBlock", (), {"label": "Qué se ve y se dice", "rows": 2}),
                    51: ("wagtail.blocks.URLBlock", (), {"label": "Dirección"}),
                    52: ("wagtail.blocks.IntegerBlock", (), {"label": "Minutos", "min_value": 1}),
                    53: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 49), ("about", 50), ("address", 51), ("minutes", 52)]],
                        {},
                    ),
                    54: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"default": "Pásalo", "label": "Título", "max_length": 80},
                    ),
                    55: ("wagtail.blocks.StructBlock", [[("title", 54)]], {}),
                },
                verbose_name="antes de empezar",
            ),
        ),
        migrations.AlterField(
            model_name="eventpage",
            name="body",
            field=wagtail.fields.StreamField(
                [
                    ("heading", 0),
                    ("text", 1),
                    ("picture", 5),
                    ("illustration", 7),
                    ("voice", 8),
                    ("figures", 14),
                    ("timeline", 19),
                    ("cause_status", 21),
                    ("action", 27),
                    ("questions", 32),
                    ("myth", 36),
                    ("comparison", 45),
                    ("documents", 48),
                    ("video", 53),
                    ("share", 55),
                ],
                blank=True,
                block_lookup={
                    0: ("cms.blocks.HeadingBlock", (), {}),
                    1: ("cms.blocks.TextBlock", (), {}),
                    2: (
                        "wagtail.images.blocks.ImageBlock",
                        [],
                        {
                            "help_text": "Sin rostros de quien no lo haya autorizado por escrito, y sin lugares de trabajo.",
                            "label": "Imagen",
                        },
                    ),
                    3: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Pie", "max_length": 250, "required": False},
                    ),
                    4: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Autoría", "max_length": 120, "required": False},
                    ),
                    5: ("wagtail.blocks.StructBlock", [[("picture", 2), ("caption", 3), ("credit", 4)]], {}),
                    6: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("street", "Calle con paraguas"),
                                ("table", "Mesa de reunión"),
                                ("papers", "Papeles y sello"),
                                ("door", "Puerta abierta"),
                            ],
                            "label": "Dibujo",
                        },
                    ),
                    7: ("wagtail.blocks.StructBlock", [[("drawing", 6), ("caption", 3)]], {}),
                    8: ("cms.blocks.VoiceBlock", (), {}),
                    9: ("wagtail.blocks.CharBlock", (), {"label": "Cifra", "max_length": 20}),
                    10: ("wagtail.blocks.CharBlock", (), {"label": "Qué cuenta", "max_length": 160}),
                    11: ("wagtail.blocks.CharBlock", (), {"label": "Fuente y fecha", "max_length": 160}),
                    12: ("wagtail.blocks.StructBlock", [[("figure", 9), ("means", 10), ("source", 11)]], {}),
                    13: ("wagtail.blocks.ListBlock", (12,), {"label": "Cifras", "max_num": 4, "min_num": 1}),
                    14: ("wagtail.blocks.StructBlock", [[("figures", 13)]], {}),
                    15: ("wagtail.blocks.CharBlock", (), {"label": "Cuándo", "max_length": 40}),
                    16: ("wagtail.blocks.TextBlock", (), {"label": "Qué pasó", "rows": 2}),
                    17: ("wagtail.blocks.StructBlock", [[("when", 15), ("what", 16)]], {}),
                    18: ("wagtail.blocks.ListBlock", (17,), {"label": "Momentos", "min_num": 2}),
                    19: ("wagtail.blocks.StructBlock", [[("events", 18)]], {}),
                    20: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": cms.blocks.public_causes, "label": "Causa"},
                    ),
                    21: ("wagtail.blocks.StructBlock", [[("cause", 20)]], {}),
                    22: ("wagtail.blocks.CharBlock", (), {"label": "Qué hacer", "max_length": 80}),
                    23: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"label": "Cómo, en una o dos frases", "required": False, "rows": 2},
                    ),
                    24: ("wagtail.blocks.CharBlock", (), {"label": "Texto del botón", "max_length": 40}),
                    25: (
                        "wagtail.blocks.PageChooserBlock",
                        (),
                        {"label": "Página de este sitio", "required": False},
                    ),
                    26: (
                        "wagtail.blocks.URLBlock",
                        (),
                        {"label": "O una dirección de otro sitio", "required": False},
                    ),
                    27: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 22), ("text", 23), ("label", 24), ("page", 25), ("address", 26)]],
                        {},
                    ),
                    28: ("wagtail.blocks.CharBlock", (), {"label": "Pregunta", "max_length": 160}),
                    29: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {"features": ["bold", "italic", "link", "ol", "ul"], "label": "Respuesta"},
                    ),
                    30: ("wagtail.blocks.StructBlock", [[("question", 28), ("answer", 29)]], {}),
                    31: ("wagtail.blocks.ListBlock", (30,), {"label": "Preguntas", "min_num": 1}),
                    32: ("wagtail.blocks.StructBlock", [[("questions", 31)]], {}),
                    33: ("wagtail.blocks.CharBlock", (), {"label": "Se dice", "max_length": 200}),
                    34: ("wagtail.blocks.TextBlock", (), {"label": "En realidad", "rows": 3}),
                    35: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Fuente", "max_length": 160, "required": False},
                    ),
                    36: ("wagtail.blocks.StructBlock", [[("myth", 33), ("fact", 34), ("source", 35)]], {}),
                    37: ("wagtail.blocks.CharBlock", (), {"label": "Qué compara", "max_length": 120}),
                    38: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Nombre de la primera columna", "max_length": 40},
                    ),
                    39: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Nombre de la segunda columna", "max_length": 40},
                    ),
                    40: ("wagtail.blocks.CharBlock", (), {"label": "De qué se trata", "max_length": 100}),
                    41: ("wagtail.blocks.TextBlock", (), {"label": "Primera columna", "rows": 2}),
                    42: ("wagtail.blocks.TextBlock", (), {"label": "Segunda columna", "rows": 2}),
                    43: ("wagtail.blocks.StructBlock", [[("name", 40), ("first", 41), ("second", 42)]], {}),
                    44: ("wagtail.blocks.ListBlock", (43,), {"label": "Filas", "min_num": 1}),
                    45: (
                        "wagtail.blocks.StructBlock",
                        [[("caption", 37), ("first", 38), ("second", 39), ("rows", 44)]],
                        {},
                    ),
                    46: (
                        "wagtail.blocks.PageChooserBlock",
                        ("cms.PublicationPage",),
                        {"label": "Publicación"},
                    ),
                    47: (
                        "wagtail.blocks.ListBlock",
                        (46,),
                        {"label": "Publicaciones", "max_num": 8, "min_num": 1},
                    ),
                    48: ("wagtail.blocks.StructBlock", [[("pages", 47)]], {}),
                    49: ("wagtail.blocks.CharBlock", (), {"label": "Título", "max_length": 120}),
                    50: ("wagtail.blocks.TextBlock", (), {"label": "Qué se ve y se dice", "rows": 2}),
                    51: ("wagtail.blocks.URLBlock", (), {"label": "Dirección"}),
                    52: ("wagtail.blocks.IntegerBlock", (), {"label": "Minutos", "min_value": 1}),
                    53: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 49), ("about", 50), ("address", 51), ("minutes", 52)]],
                        {},
                    ),
                    54: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"default": "Pásalo", "label": "Título", "max_length": 80},
                    ),
                    55: ("wagtail.blocks.StructBlock", [[("title", 54)]], {}),
                },
                verbose_name="contenido",
            ),
        ),
        migrations.AlterField(
            model_name="homepage",
            name="body",
            field=wagtail.fields.StreamField(
                [
                    ("heading", 0),
                    ("text", 1),
                    ("picture", 5),
                    ("illustration", 7),
                    ("voice", 8),
                    ("figures", 14),
                    ("timeline", 19),
                    ("cause_status", 21),
                    ("action", 27),
                    ("questions", 32),
                    ("myth", 36),
                    ("comparison", 45),
                    ("documents", 48),
                    ("video", 53),
                    ("share", 55),
                ],
                blank=True,
                block_lookup={
                    0: ("cms.blocks.HeadingBlock", (), {}),
                    1: ("cms.blocks.TextBlock", (), {}),
                    2: (
                        "wagtail.images.blocks.ImageBlock",
                        [],
                        {
                            "help_text": "Sin rostros de quien no lo haya autorizado por escrito, y sin lugares de trabajo.",
                            "label": "Imagen",
                        },
                    ),
                    3: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Pie", "max_length": 250, "required": False},
                    ),
                    4: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Autoría", "max_length": 120, "required": False},
                    ),
                    5: ("wagtail.blocks.StructBlock", [[("picture", 2), ("caption", 3), ("credit", 4)]], {}),
                    6: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("street", "Calle con paraguas"),
                                ("table", "Mesa de reunión"),
                                ("papers", "Papeles y sello"),
                                ("door", "Puerta abierta"),
                            ],
                            "label": "Dibujo",
                        },
                    ),
                    7: ("wagtail.blocks.StructBlock", [[("drawing", 6), ("caption", 3)]], {}),
                    8: ("cms.blocks.VoiceBlock", (), {}),
                    9: ("wagtail.blocks.CharBlock", (), {"label": "Cifra", "max_length": 20}),
                    10: ("wagtail.blocks.CharBlock", (), {"label": "Qué cuenta", "max_length": 160}),
                    11: ("wagtail.blocks.CharBlock", (), {"label": "Fuente y fecha", "max_length": 160}),
                    12: ("wagtail.blocks.StructBlock", [[("figure", 9), ("means", 10), ("source", 11)]], {}),
                    13: ("wagtail.blocks.ListBlock", (12,), {"label": "Cifras", "max_num": 4, "min_num": 1}),
                    14: ("wagtail.blocks.StructBlock", [[("figures", 13)]], {}),
                    15: ("wagtail.blocks.CharBlock", (), {"label": "Cuándo", "max_length": 40}),
                    16: ("wagtail.blocks.TextBlock", (), {"label": "Qué pasó", "rows": 2}),
                    17: ("wagtail.blocks.StructBlock", [[("when", 15), ("what", 16)]], {}),
                    18: ("wagtail.blocks.ListBlock", (17,), {"label": "Momentos", "min_num": 2}),
                    19: ("wagtail.blocks.StructBlock", [[("events", 18)]], {}),
                    20: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": cms.blocks.public_causes, "label": "Causa"},
                    ),
                    21: ("wagtail.blocks.StructBlock", [[("cause", 20)]], {}),
                    22: ("wagtail.blocks.CharBlock", (), {"label": "Qué hacer", "max_length": 80}),
                    23: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"label": "Cómo, en una o dos frases", "required": False, "rows": 2},
                    ),
                    24: ("wagtail.blocks.CharBlock", (), {"label": "Texto del botón", "max_length": 40}),
                    25: (
                        "wagtail.blocks.PageChooserBlock",
                        (),
                        {"label": "Página de este sitio", "required": False},
                    ),
                    26: (
                        "wagtail.blocks.URLBlock",
                        (),
                        {"label": "O una dirección de otro sitio", "required": False},
                    ),
                    27: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 22), ("text", 23), ("label", 24), ("page", 25), ("address", 26)]],
                        {},
                    ),
                    28: ("wagtail.blocks.CharBlock", (), {"label": "Pregunta", "max_length": 160}),
                    29: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {"features": ["bold", "italic", "link", "ol", "ul"], "label": "Respuesta"},
                    ),
                    30: ("wagtail.blocks.StructBlock", [[("question", 28), ("answer", 29)]], {}),
                    31: ("wagtail.blocks.ListBlock", (30,), {"label": "Preguntas", "min_num": 1}),
                    32: ("wagtail.blocks.StructBlock", [[("questions", 31)]], {}),
                    33: ("wagtail.blocks.CharBlock", (), {"label": "Se dice", "max_length": 200}),
                    34: ("wagtail.blocks.TextBlock", (), {"label": "En realidad", "rows": 3}),
                    35: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Fuente", "max_length": 160, "required": False},
                    ),
                    36: ("wagtail.blocks.StructBlock", [[("myth", 33), ("fact", 34), ("source", 35)]], {}),
                    37: ("wagtail.blocks.CharBlock", (), {"label": "Qué compara", "max_length": 120}),
                    38: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Nombre de la primera columna", "max_length": 40},
                    ),
                    39: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Nombre de la segunda columna", "max_length": 40},
                    ),
                    40: ("wagtail.blocks.CharBlock", (), {"label": "De qué se trata", "max_length": 100}),
                    41: ("wagtail.blocks.TextBlock", (), {"label": "Primera columna", "rows": 2}),
                    42: ("wagtail.blocks.TextBlock", (), {"label": "Segunda columna", "rows": 2}),
                    43: ("wagtail.blocks.StructBlock", [[("name", 40), ("first", 41), ("second", 42)]], {}),
                    44: ("wagtail.blocks.ListBlock", (43,), {"label": "Filas", "min_num": 1}),
                    45: (
                        "wagtail.blocks.StructBlock",
                        [[("caption", 37), ("first", 38), ("second", 39), ("rows", 44)]],
                        {},
                    ),
                    46: (
                        "wagtail.blocks.PageChooserBlock",
                        ("cms.PublicationPage",),
                        {"label": "Publicación"},
                    ),
                    47: (
                        "wagtail.blocks.ListBlock",
                        (46,),
                        {"label": "Publicaciones", "max_num": 8, "min_num": 1},
                    ),
                    48: ("wagtail.blocks.StructBlock", [[("pages", 47)]], {}),
                    49: ("wagtail.blocks.CharBlock", (), {"label": "Título", "max_length": 120}),
                    50: ("wagtail.blocks.TextBlock", (), {"label": "Qué se ve y se dice", "rows": 2}),
                    51: ("wagtail.blocks.URLBlock", (), {"label": "Dirección"}),
                    52: ("wagtail.blocks.IntegerBlock", (), {"label": "Minutos", "min_value": 1}),
                    53: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 49), ("about", 50), ("address", 51), ("minutes", 52)]],
                        {},
                    ),
                    54: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"default": "Pásalo", "label": "Título", "max_length": 80},
                    ),
                    55: ("wagtail.blocks.StructBlock", [[("title", 54)]], {}),
                },
                verbose_name="contenido",
            ),
        ),
        migrations.AlterField(
            model_name="lessonpage",
            name="body",
            field=wagtail.fields.StreamField(
                [
                    ("heading", 0),
                    ("text", 1),
                    ("picture", 5),
                    ("illustration", 7),
                    ("voice", 8),
                    ("figures", 14),
                    ("timeline", 19),
                    ("cause_status", 21),
                    ("action", 27),
                    ("questions", 32),
                    ("myth", 36),
                    ("comparison", 45),
                    ("documents", 48),
                    ("video", 53),
                    ("share", 55),
                ],
                block_lookup={
                    0: ("cms.blocks.HeadingBlock", (), {}),
                    1: ("cms.blocks.TextBlock", (), {}),
                    2: (
                        "wagtail.images.blocks.ImageBlock",
                        [],
                        {
                            "help_text": "Sin rostros de quien no lo haya autorizado por escrito, y sin lugares de trabajo.",
                            "label": "Imagen",
                        },
                    ),
                    3: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Pie", "max_length": 250, "required": False},
                    ),
                    4: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Autoría", "max_length": 120, "required": False},
                    ),
                    5: ("wagtail.blocks.StructBlock", [[("picture", 2), ("caption", 3), ("credit", 4)]], {}),
                    6: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("street", "Calle con paraguas"),
                                ("table", "Mesa de reunión"),
                                ("papers", "Papeles y sello"),
                                ("door", "Puerta abierta"),
                            ],
                            "label": "Dibujo",
                        },
                    ),
                    7: ("wagtail.blocks.StructBlock", [[("drawing", 6), ("caption", 3)]], {}),
                    8: ("cms.blocks.VoiceBlock", (), {}),
                    9: ("wagtail.blocks.CharBlock", (), {"label": "Cifra", "max_length": 20}),
                    10: ("wagtail.blocks.CharBlock", (), {"label": "Qué cuenta", "max_length": 160}),
                    11: ("wagtail.blocks.CharBlock", (), {"label": "Fuente y fecha", "max_length": 160}),
                    12: ("wagtail.blocks.StructBlock", [[("figure", 9), ("means", 10), ("source", 11)]], {}),
                    13: ("wagtail.blocks.ListBlock", (12,), {"label": "Cifras", "max_num": 4, "min_num": 1}),
                    14: ("wagtail.blocks.StructBlock", [[("figures", 13)]], {}),
                    15: ("wagtail.blocks.CharBlock", (), {"label": "Cuándo", "max_length": 40}),
                    16: ("wagtail.blocks.TextBlock", (), {"label": "Qué pasó", "rows": 2}),
                    17: ("wagtail.blocks.StructBlock", [[("when", 15), ("what", 16)]], {}),
                    18: ("wagtail.blocks.ListBlock", (17,), {"label": "Momentos", "min_num": 2}),
                    19: ("wagtail.blocks.StructBlock", [[("events", 18)]], {}),
                    20: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": cms.blocks.public_causes, "label": "Causa"},
                    ),
                    21: ("wagtail.blocks.StructBlock", [[("cause", 20)]], {}),
                    22: ("wagtail.blocks.CharBlock", (), {"label": "Qué hacer", "max_length": 80}),
                    23: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"label": "Cómo, en una o dos frases", "required": False, "rows": 2},
                    ),
                    24: ("wagtail.blocks.CharBlock", (), {"label": "Texto del botón", "max_length": 40}),
                    25: (
                        "wagtail.blocks.PageChooserBlock",
                        (),
                        {"label": "Página de este sitio", "required": False},
                    ),
                    26: (
                        "wagtail.blocks.URLBlock",
                        (),
                        {"label": "O una dirección de otro sitio", "required": False},
                    ),
                    27: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 22), ("text", 23), ("label", 24), ("page", 25), ("address", 26)]],
                        {},
                    ),
                    28: ("wagtail.blocks.CharBlock", (), {"label": "Pregunta", "max_length": 160}),
                    29: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {"features": ["bold", "italic", "link", "ol", "ul"], "label": "Respuesta"},
                    ),
                    30: ("wagtail.blocks.StructBlock", [[("question", 28), ("answer", 29)]], {}),
                    31: ("wagtail.blocks.ListBlock", (30,), {"label": "Preguntas", "min_num": 1}),
                    32: ("wagtail.blocks.StructBlock", [[("questions", 31)]], {}),
                    33: ("wagtail.blocks.CharBlock", (), {"label": "Se dice", "max_length": 200}),
                    34: ("wagtail.blocks.TextBlock", (), {"label": "En realidad", "rows": 3}),
                    35: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Fuente", "max_length": 160, "required": False},
                    ),
                    36: ("wagtail.blocks.StructBlock", [[("myth", 33), ("fact", 34), ("source", 35)]], {}),
                    37: ("wagtail.blocks.CharBlock", (), {"label": "Qué compara", "max_length": 120}),
                    38: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Nombre de la primera columna", "max_length": 40},
                    ),
                    39: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Nombre de la segunda columna", "max_length": 40},
                    ),
                    40: ("wagtail.blocks.CharBlock", (), {"label": "De qué se trata", "max_length": 100}),
                    41: ("wagtail.blocks.TextBlock", (), {"label": "Primera columna", "rows": 2}),
                    42: ("wagtail.blocks.TextBlock", (), {"label": "Segunda columna", "rows": 2}),
                    43: ("wagtail.blocks.StructBlock", [[("name", 40), ("first", 41), ("second", 42)]], {}),
                    44: ("wagtail.blocks.ListBlock", (43,), {"label": "Filas", "min_num": 1}),
                    45: (
                        "wagtail.blocks.StructBlock",
                        [[("caption", 37), ("first", 38), ("second", 39), ("rows", 44)]],
                        {},
                    ),
                    46: (
                        "wagtail.blocks.PageChooserBlock",
                        ("cms.PublicationPage",),
                        {"label": "Publicación"},
                    ),
                    47: (
                        "wagtail.blocks.ListBlock",
                        (46,),
                        {"label": "Publicaciones", "max_num": 8, "min_num": 1},
                    ),
                    48: ("wagtail.blocks.StructBlock", [[("pages", 47)]], {}),
                    49: ("wagtail.blocks.CharBlock", (), {"label": "Título", "max_length": 120}),
                    50: ("wagtail.blocks.TextBlock", (), {"label": "Qué se ve y se dice", "rows": 2}),
                    51: ("wagtail.blocks.URLBlock", (), {"label": "Dirección"}),
                    52: ("wagtail.blocks.IntegerBlock", (), {"label": "Minutos", "min_value": 1}),
                    53: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 49), ("about", 50), ("address", 51), ("minutes", 52)]],
                        {},
                    ),
                    54: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"default": "Pásalo", "label": "Título", "max_length": 80},
                    ),
                    55: ("wagtail.blocks.StructBlock", [[("title", 54)]], {}),
                },
                verbose_name="lección",
            ),
        ),
        migrations.AlterField(
            model_name="plainpage",
            name="body",
            field=wagtail.fields.StreamField(
                [
                    ("heading", 0),
                    ("text", 1),
                    ("picture", 5),
                    ("illustration", 7),
                    ("voice", 8),
                    ("figures", 14),
                    ("timeline", 19),
                    ("cause_status", 21),
                    ("action", 27),
                    ("questions", 32),
                    ("myth", 36),
                    ("comparison", 45),
                    ("documents", 48),
                    ("video", 53),
                    ("share", 55),
                ],
                block_lookup={
                    0: ("cms.blocks.HeadingBlock", (), {}),
                    1: ("cms.blocks.TextBlock", (), {}),
                    2: (
                        "wagtail.images.blocks.ImageBlock",
                        [],
                        {
                            "help_text": "Sin rostros de quien no lo haya autorizado por escrito, y sin lugares de trabajo.",
                            "label": "Imagen",
                        },
                    ),
                    3: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Pie", "max_length": 250, "required": False},
                    ),
                    4: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Autoría", "max_length": 120, "required": False},
                    ),
                    5: ("wagtail.blocks.StructBlock", [[("picture", 2), ("caption", 3), ("credit", 4)]], {}),
                    6: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("street", "Calle con paraguas"),
                                ("table", "Mesa de reunión"),
                                ("papers", "Papeles y sello"),
                                ("door", "Puerta abierta"),
                            ],
                            "label": "Dibujo",
                        },
                    ),
                    7: ("wagtail.blocks.StructBlock", [[("drawing", 6), ("caption", 3)]], {}),
                    8: ("cms.blocks.VoiceBlock", (), {}),
                    9: ("wagtail.blocks.CharBlock", (), {"label": "Cifra", "max_length": 20}),
                    10: ("wagtail.blocks.CharBlock", (), {"label": "Qué cuenta", "max_length": 160}),
                    11: ("wagtail.blocks.CharBlock", (), {"label": "Fuente y fecha", "max_length": 160}),
                    12: ("wagtail.blocks.StructBlock", [[("figure", 9), ("means", 10), ("source", 11)]], {}),
                    13: ("wagtail.blocks.ListBlock", (12,), {"label": "Cifras", "max_num": 4, "min_num": 1}),
                    14: ("wagtail.blocks.StructBlock", [[("figures", 13)]], {}),
                    15: ("wagtail.blocks.CharBlock", (), {"label": "Cuándo", "max_length": 40}),
                    16: ("wagtail.blocks.TextBlock", (), {"label": "Qué pasó", "rows": 2}),
                    17: ("wagtail.blocks.StructBlock", [[("when", 15), ("what", 16)]], {}),
                    18: ("wagtail.blocks.ListBlock", (17,), {"label": "Momentos", "min_num": 2}),
                    19: ("wagtail.blocks.StructBlock", [[("events", 18)]], {}),
                    20: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": cms.blocks.public_causes, "label": "Causa"},
                    ),
                    21: ("wagtail.blocks.StructBlock", [[("cause", 20)]], {}),
                    22: ("wagtail.blocks.CharBlock", (), {"label": "Qué hacer", "max_length": 80}),
                    23: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"label": "Cómo, en una o dos frases", "required": False, "rows": 2},
                    ),
                    24: ("wagtail.blocks.CharBlock", (), {"label": "Texto del botón", "max_length": 40}),
                    25: (
                        "wagtail.blocks.PageChooserBlock",
                        (),
                        {"label": "Página de este sitio", "required": False},
                    ),
                    26: (
                        "wagtail.blocks.URLBlock",
                        (),
                        {"label": "O una dirección de otro sitio", "required": False},
                    ),
                    27: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 22), ("text", 23), ("label", 24), ("page", 25), ("address", 26)]],
                        {},
                    ),
                    28: ("wagtail.blocks.CharBlock", (), {"label": "Pregunta", "max_length": 160}),
                    29: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {"features": ["bold", "italic", "link", "ol", "ul"], "label": "Respuesta"},
                    ),
                    30: ("wagtail.blocks.StructBlock", [[("question", 28), ("answer", 29)]], {}),
                    31: ("wagtail.blocks.ListBlock", (30,), {"label": "Preguntas", "min_num": 1}),
                    32: ("wagtail.blocks.StructBlock", [[("questions", 31)]], {}),
                    33: ("wagtail.blocks.CharBlock", (), {"label": "Se dice", "max_length": 200}),
                    34: ("wagtail.blocks.TextBlock", (), {"label": "En realidad", "rows": 3}),
                    35: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Fuente", "max_length": 160, "required": False},
                    ),
                    36: ("wagtail.blocks.StructBlock", [[("myth", 33), ("fact", 34), ("source", 35)]], {}),
                    37: ("wagtail.blocks.CharBlock", (), {"label": "Qué compara", "max_length": 120}),
                    38: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Nombre de la primera columna", "max_length": 40},
                    ),
                    39: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Nombre de la segunda columna", "max_length": 40},
                    ),
                    40: ("wagtail.blocks.CharBlock", (), {"label": "De qué se trata", "max_length": 100}),
                    41: ("wagtail.blocks.TextBlock", (), {"label": "Primera columna", "rows": 2}),
                    42: ("wagtail.blocks.TextBlock", (), {"label": "Segunda columna", "rows": 2}),
                    43: ("wagtail.blocks.StructBlock", [[("name", 40), ("first", 41), ("second", 42)]], {}),
                    44: ("wagtail.blocks.ListBlock", (43,), {"label": "Filas", "min_num": 1}),
                    45: (
                        "wagtail.blocks.StructBlock",
                        [[("caption", 37), ("first", 38), ("second", 39), ("rows", 44)]],
                        {},
                    ),
                    46: (
                        "wagtail.blocks.PageChooserBlock",
                        ("cms.PublicationPage",),
                        {"label": "Publicación"},
                    ),
                    47: (
                        "wagtail.blocks.ListBlock",
                        (46,),
                        {"label": "Publicaciones", "max_num": 8, "min_num": 1},
                    ),
                    48: ("wagtail.blocks.StructBlock", [[("pages", 47)]], {}),
                    49: ("wagtail.blocks.CharBlock", (), {"label": "Título", "max_length": 120}),
                    50: ("wagtail.blocks.TextBlock", (), {"label": "Qué se ve y se dice", "rows": 2}),
                    51: ("wagtail.blocks.URLBlock", (), {"label": "Dirección"}),
                    52: ("wagtail.blocks.IntegerBlock", (), {"label": "Minutos", "min_value": 1}),
                    53: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 49), ("about", 50), ("address", 51), ("minutes", 52)]],
                        {},
                    ),
                    54: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"default": "Pásalo", "label": "Título", "max_length": 80},
                    ),
                    55: ("wagtail.blocks.StructBlock", [[("title", 54)]], {}),
                },
                verbose_name="contenido",
            ),
        ),
        migrations.AlterField(
            model_name="publicationpage",
            name="body",
            field=wagtail.fields.StreamField(
                [
                    ("heading", 0),
                    ("text", 1),
                    ("picture", 5),
                    ("illustration", 7),
                    ("voice", 8),
                    ("figures", 14),
                    ("timeline", 19),
                    ("cause_status", 21),
                    ("action", 27),
                    ("questions", 32),
                    ("myth", 36),
                    ("comparison", 45),
                    ("documents", 48),
                    ("video", 53),
                    ("share", 55),
                ],
                block_lookup={
                    0: ("cms.blocks.HeadingBlock", (), {}),
                    1: ("cms.blocks.TextBlock", (), {}),
                    2: (
                        "wagtail.images.blocks.ImageBlock",
                        [],
                        {
                            "help_text": "Sin rostros de quien no lo haya autorizado por escrito, y sin lugares de trabajo.",
                            "label": "Imagen",
                        },
                    ),
                    3: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Pie", "max_length": 250, "required": False},
                    ),
                    4: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Autoría", "max_length": 120, "required": False},
                    ),
                    5: ("wagtail.blocks.StructBlock", [[("picture", 2), ("caption", 3), ("credit", 4)]], {}),
                    6: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("street", "Calle con paraguas"),
                                ("table", "Mesa de reunión"),
                                ("papers", "Papeles y sello"),
                                ("door", "Puerta abierta"),
                            ],
                            "label": "Dibujo",
                        },
                    ),
                    7: ("wagtail.blocks.StructBlock", [[("drawing", 6), ("caption", 3)]], {}),
                    8: ("cms.blocks.VoiceBlock", (), {}),
                    9: ("wagtail.blocks.CharBlock", (), {"label": "Cifra", "max_length": 20}),
                    10: ("wagtail.blocks.CharBlock", (), {"label": "Qué cuenta", "max_length": 160}),
                    11: ("wagtail.blocks.CharBlock", (), {"label": "Fuente y fecha", "max_length": 160}),
                    12: ("wagtail.blocks.StructBlock", [[("figure", 9), ("means", 10), ("source", 11)]], {}),
                    13: ("wagtail.blocks.ListBlock", (12,), {"label": "Cifras", "max_num": 4, "min_num": 1}),
                    14: ("wagtail.blocks.StructBlock", [[("figures", 13)]], {}),
                    15: ("wagtail.blocks.CharBlock", (), {"label": "Cuándo", "max_length": 40}),
                    16: ("wagtail.blocks.TextBlock", (), {"label": "Qué pasó", "rows": 2}),
                    17: ("wagtail.blocks.StructBlock", [[("when", 15), ("what", 16)]], {}),
                    18: ("wagtail.blocks.ListBlock", (17,), {"label": "Momentos", "min_num": 2}),
                    19: ("wagtail.blocks.StructBlock", [[("events", 18)]], {}),
                    20: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": cms.blocks.public_causes, "label": "Causa"},
                    ),
                    21: ("wagtail.blocks.StructBlock", [[("cause", 20)]], {}),
                    22: ("wagtail.blocks.CharBlock", (), {"label": "Qué hacer", "max_length": 80}),
                    23: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"label": "Cómo, en una o dos frases", "required": False, "rows": 2},
                    ),
                    24: ("wagtail.blocks.CharBlock", (), {"label": "Texto del botón", "max_length": 40}),
                    25: (
                        "wagtail.blocks.PageChooserBlock",
                        (),
                        {"label": "Página de este sitio", "required": False},
                    ),
                    26: (
                        "wagtail.blocks.URLBlock",
                        (),
                        {"label": "O una dirección de otro sitio", "required": False},
                    ),
                    27: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 22), ("text", 23), ("label", 24), ("page", 25), ("address", 26)]],
                        {},
                    ),
                    28: ("wagtail.blocks.CharBlock", (), {"label": "Pregunta", "max_length": 160}),
                    29: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {"features": ["bold", "italic", "link", "ol", "ul"], "label": "Respuesta"},
                    ),
                    30: ("wagtail.blocks.StructBlock", [[("question", 28), ("answer", 29)]], {}),
                    31: ("wagtail.blocks.ListBlock", (30,), {"label": "Preguntas", "min_num": 1}),
                    32: ("wagtail.blocks.StructBlock", [[("questions", 31)]], {}),
                    33: ("wagtail.blocks.CharBlock", (), {"label": "Se dice", "max_length": 200}),
                    34: ("wagtail.blocks.TextBlock", (), {"label": "En realidad", "rows": 3}),
                    35: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Fuente", "max_length": 160, "required": False},
                    ),
                    36: ("wagtail.blocks.StructBlock", [[("myth", 33), ("fact", 34), ("source", 35)]], {}),
                    37: ("wagtail.blocks.CharBlock", (), {"label": "Qué compara", "max_length": 120}),
                    38: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Nombre de la primera columna", "max_length": 40},
                    ),
                    39: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Nombre de la segunda columna", "max_length": 40},
                    ),
                    40: ("wagtail.blocks.CharBlock", (), {"label": "De qué se trata", "max_length": 100}),
                    41: ("wagtail.blocks.TextBlock", (), {"label": "Primera columna", "rows": 2}),
                    42: ("wagtail.blocks.TextBlock", (), {"label": "Segunda columna", "rows": 2}),
                    43: ("wagtail.blocks.StructBlock", [[("name", 40), ("first", 41), ("second", 42)]], {}),
                    44: ("wagtail.blocks.ListBlock", (43,), {"label": "Filas", "min_num": 1}),
                    45: (
                        "wagtail.blocks.StructBlock",
                        [[("caption", 37), ("first", 38), ("second", 39), ("rows", 44)]],
                        {},
                    ),
                    46: (
                        "wagtail.blocks.PageChooserBlock",
                        ("cms.PublicationPage",),
                        {"label": "Publicación"},
                    ),
                    47: (
                        "wagtail.blocks.ListBlock",
                        (46,),
                        {"label": "Publicaciones", "max_num": 8, "min_num": 1},
                    ),
                    48: ("wagtail.blocks.StructBlock", [[("pages", 47)]], {}),
                    49: ("wagtail.blocks.CharBlock", (), {"label": "Título", "max_length": 120}),
                    50: ("wagtail.blocks.TextBlock", (), {"label": "Qué se ve y se dice", "rows": 2}),
                    51: ("wagtail.blocks.URLBlock", (), {"label": "Dirección"}),
                    52: ("wagtail.blocks.IntegerBlock", (), {"label": "Minutos", "min_value": 1}),
                    53: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 49), ("about", 50), ("address", 51), ("minutes", 52)]],
                        {},
                    ),
                    54: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"default": "Pásalo", "label": "Título", "max_length": 80},
                    ),
                    55: ("wagtail.blocks.StructBlock", [[("title", 54)]], {}),
                },
                verbose_name="qué dice, en palabras claras",
            ),
        ),
        migrations.AlterField(
            model_name="regionpage",
            name="body",
            field=wagtail.fields.StreamField(
                [
                    ("heading", 0),
                    ("text", 1),
                    ("picture", 5),
                    ("illustration", 7),
                    ("voice", 8),
                    ("figures", 14),
                    ("timeline", 19),
                    ("cause_status", 21),
                    ("action", 27),
                    ("questions", 32),
                    ("myth", 36),
                    ("comparison", 45),
                    ("documents", 48),
                    ("video", 53),
                    ("share", 55),
                ],
                blank=True,
                block_lookup={
                    0: ("cms.blocks.HeadingBlock", (), {}),
                    1: ("cms.blocks.TextBlock", (), {}),
                    2: (
                        "wagtail.images.blocks.ImageBlock",
                        [],
                        {
                            "help_text": "Sin rostros de quien no lo haya autorizado por escrito, y sin lugares de trabajo.",
                            "label": "Imagen",
                        },
                    ),
                    3: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Pie", "max_length": 250, "required": False},
                    ),
                    4: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Autoría", "max_length": 120, "required": False},
                    ),
                    5: ("wagtail.blocks.StructBlock", [[("picture", 2), ("caption", 3), ("credit", 4)]], {}),
                    6: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("street", "Calle con paraguas"),
                                ("table", "Mesa de reunión"),
                                ("papers", "Papeles y sello"),
                                ("door", "Puerta abierta"),
                            ],
                            "label": "Dibujo",
                        },
                    ),
                    7: ("wagtail.blocks.StructBlock", [[("drawing", 6), ("caption", 3)]], {}),
                    8: ("cms.blocks.VoiceBlock", (), {}),
                    9: ("wagtail.blocks.CharBlock", (), {"label": "Cifra", "max_length": 20}),
                    10: ("wagtail.blocks.CharBlock", (), {"label": "Qué cuenta", "max_length": 160}),
                    11: ("wagtail.blocks.CharBlock", (), {"label": "Fuente y fecha", "max_length": 160}),
                    12: ("wagtail.blocks.StructBlock", [[("figure", 9), ("means", 10), ("source", 11)]], {}),
                    13: ("wagtail.blocks.ListBlock", (12,), {"label": "Cifras", "max_num": 4, "min_num": 1}),
                    14: ("wagtail.blocks.StructBlock", [[("figures", 13)]], {}),
                    15: ("wagtail.blocks.CharBlock", (), {"label": "Cuándo", "max_length": 40}),
                    16: ("wagtail.blocks.TextBlock", (), {"label": "Qué pasó", "rows": 2}),
                    17: ("wagtail.blocks.StructBlock", [[("when", 15), ("what", 16)]], {}),
                    18: ("wagtail.blocks.ListBlock", (17,), {"label": "Momentos", "min_num": 2}),
                    19: ("wagtail.blocks.StructBlock", [[("events", 18)]], {}),
                    20: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": cms.blocks.public_causes, "label": "Causa"},
                    ),
                    21: ("wagtail.blocks.StructBlock", [[("cause", 20)]], {}),
                    22: ("wagtail.blocks.CharBlock", (), {"label": "Qué hacer", "max_length": 80}),
                    23: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"label": "Cómo, en una o dos frases", "required": False, "rows": 2},
                    ),
                    24: ("wagtail.blocks.CharBlock", (), {"label": "Texto del botón", "max_length": 40}),
                    25: (
                        "wagtail.blocks.PageChooserBlock",
                        (),
                        {"label": "Página de este sitio", "required": False},
                    ),
                    26: (
                        "wagtail.blocks.URLBlock",
                        (),
                        {"label": "O una dirección de otro sitio", "required": False},
                    ),
                    27: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 22), ("text", 23), ("label", 24), ("page", 25), ("address", 26)]],
                        {},
                    ),
                    28: ("wagtail.blocks.CharBlock", (), {"label": "Pregunta", "max_length": 160}),
                    29: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {"features": ["bold", "italic", "link", "ol", "ul"], "label": "Respuesta"},
                    ),
                    30: ("wagtail.blocks.StructBlock", [[("question", 28), ("answer", 29)]], {}),
                    31: ("wagtail.blocks.ListBlock", (30,), {"label": "Preguntas", "min_num": 1}),
                    32: ("wagtail.blocks.StructBlock", [[("questions", 31)]], {}),
                    33: ("wagtail.blocks.CharBlock", (), {"label": "Se dice", "max_length": 200}),
                    34: ("wagtail.blocks.TextBlock", (), {"label": "En realidad", "rows": 3}),
                    35: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Fuente", "max_length": 160, "required": False},
                    ),
                    36: ("wagtail.blocks.StructBlock", [[("myth", 33), ("fact", 34), ("source", 35)]], {}),
                    37: ("wagtail.blocks.CharBlock", (), {"label": "Qué compara", "max_length": 120}),
                    38: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Nombre de la primera columna", "max_length": 40},
                    ),
                    39: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Nombre de la segunda columna", "max_length": 40},
                    ),
                    40: ("wagtail.blocks.CharBlock", (), {"label": "De qué se trata", "max_length": 100}),
                    41: ("wagtail.blocks.TextBlock", (), {"label": "Primera columna", "rows": 2}),
                    42: ("wagtail.blocks.TextBlock", (), {"label": "Segunda columna", "rows": 2}),
                    43: ("wagtail.blocks.StructBlock", [[("name", 40), ("first", 41), ("second", 42)]], {}),
                    44: ("wagtail.blocks.ListBlock", (43,), {"label": "Filas", "min_num": 1}),
                    45: (
                        "wagtail.blocks.StructBlock",
                        [[("caption", 37), ("first", 38), ("second", 39), ("rows", 44)]],
                        {},
                    ),
                    46: (
                        "wagtail.blocks.PageChooserBlock",
                        ("cms.PublicationPage",),
                        {"label": "Publicación"},
                    ),
                    47: (
                        "wagtail.blocks.ListBlock",
                        (46,),
                        {"label": "Publicaciones", "max_num": 8, "min_num": 1},
                    ),
                    48: ("wagtail.blocks.StructBlock", [[("pages", 47)]], {}),
                    49: ("wagtail.blocks.CharBlock", (), {"label": "Título", "max_length": 120}),
                    50: ("wagtail.blocks.TextBlock", (), {"label": "Qué se ve y se dice", "rows": 2}),
                    51: ("wagtail.blocks.URLBlock", (), {"label": "Dirección"}),
                    52: ("wagtail.blocks.IntegerBlock", (), {"label": "Minutos", "min_value": 1}),
                    53: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 49), ("about", 50), ("address", 51), ("minutes", 52)]],
                        {},
                    ),
                    54: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"default": "Pásalo", "label": "Título", "max_length": 80},
                    ),
                    55: ("wagtail.blocks.StructBlock", [[("title", 54)]], {}),
                },
                verbose_name="contenido",
            ),
        ),
        migrations.AlterField(
            model_name="statementpage",
            name="body",
            field=wagtail.fields.StreamField(
                [
                    ("heading", 0),
                    ("text", 1),
                    ("picture", 5),
                    ("illustration", 7),
                    ("voice", 8),
                    ("figures", 14),
                    ("timeline", 19),
                    ("cause_status", 21),
                    ("action", 27),
                    ("questions", 32),
                    ("myth", 36),
                    ("comparison", 45),
                    ("documents", 48),
                    ("video", 53),
                    ("share", 55),
                ],
                block_lookup={
                    0: ("cms.blocks.HeadingBlock", (), {}),
                    1: ("cms.blocks.TextBlock", (), {}),
                    2: (
                        "wagtail.images.blocks.ImageBlock",
                        [],
                        {
                            "help_text": "Sin rostros de quien no lo haya autorizado por escrito, y sin lugares de trabajo.",
                            "label": "Imagen",
                        },
                    ),
                    3: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Pie", "max_length": 250, "required": False},
                    ),
                    4: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Autoría", "max_length": 120, "required": False},
                    ),
                    5: ("wagtail.blocks.StructBlock", [[("picture", 2), ("caption", 3), ("credit", 4)]], {}),
                    6: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("street", "Calle con paraguas"),
                                ("table", "Mesa de reunión"),
                                ("papers", "Papeles y sello"),
                                ("door", "Puerta abierta"),
                            ],
                            "label": "Dibujo",
                        },
                    ),
                    7: ("wagtail.blocks.StructBlock", [[("drawing", 6), ("caption", 3)]], {}),
                    8: ("cms.blocks.VoiceBlock", (), {}),
                    9: ("wagtail.blocks.CharBlock", (), {"label": "Cifra", "max_length": 20}),
                    10: ("wagtail.blocks.CharBlock", (), {"label": "Qué cuenta", "max_length": 160}),
                    11: ("wagtail.blocks.CharBlock", (), {"label": "Fuente y fecha", "max_length": 160}),
                    12: ("wagtail.blocks.StructBlock", [[("figure", 9), ("means", 10), ("source", 11)]], {}),
                    13: ("wagtail.blocks.ListBlock", (12,), {"label": "Cifras", "max_num": 4, "min_num": 1}),
                    14: ("wagtail.blocks.StructBlock", [[("figures", 13)]], {}),
                    15: ("wagtail.blocks.CharBlock", (), {"label": "Cuándo", "max_length": 40}),
                    16: ("wagtail.blocks.TextBlock", (), {"label": "Qué pasó", "rows": 2}),
                    17: ("wagtail.blocks.StructBlock", [[("when", 15), ("what", 16)]], {}),
                    18: ("wagtail.blocks.ListBlock", (17,), {"label": "Momentos", "min_num": 2}),
                    19: ("wagtail.blocks.StructBlock", [[("events", 18)]], {}),
                    20: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": cms.blocks.public_causes, "label": "Causa"},
                    ),
                    21: ("wagtail.blocks.StructBlock", [[("cause", 20)]], {}),
                    22: ("wagtail.blocks.CharBlock", (), {"label": "Qué hacer", "max_length": 80}),
                    23: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"label": "Cómo, en una o dos frases", "required": False, "rows": 2},
                    ),
                    24: ("wagtail.blocks.CharBlock", (), {"label": "Texto del botón", "max_length": 40}),
                    25: (
                        "wagtail.blocks.PageChooserBlock",
                        (),
                        {"label": "Página de este sitio", "required": False},
                    ),
                    26: (
                        "wagtail.blocks.URLBlock",
                        (),
                        {"label": "O una dirección de otro sitio", "required": False},
                    ),
                    27: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 22), ("text", 23), ("label", 24), ("page", 25), ("address", 26)]],
                        {},
                    ),
                    28: ("wagtail.blocks.CharBlock", (), {"label": "Pregunta", "max_length": 160}),
                    29: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {"features": ["bold", "italic", "link", "ol", "ul"], "label": "Respuesta"},
                    ),
                    30: ("wagtail.blocks.StructBlock", [[("question", 28), ("answer", 29)]], {}),
                    31: ("wagtail.blocks.ListBlock", (30,), {"label": "Preguntas", "min_num": 1}),
                    32: ("wagtail.blocks.StructBlock", [[("questions", 31)]], {}),
                    33: ("wagtail.blocks.CharBlock", (), {"label": "Se dice", "max_length": 200}),
                    34: ("wagtail.blocks.TextBlock", (), {"label": "En realidad", "rows": 3}),
                    35: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Fuente", "max_length": 160, "required": False},
                    ),
                    36: ("wagtail.blocks.StructBlock", [[("myth", 33), ("fact", 34), ("source", 35)]], {}),
                    37: ("wagtail.blocks.CharBlock", (), {"label": "Qué compara", "max_length": 120}),
                    38: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Nombre de la primera columna", "max_length": 40},
                    ),
                    39: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Nombre de la segunda columna", "max_length": 40},
                    ),
                    40: ("wagtail.blocks.CharBlock", (), {"label": "De qué se trata", "max_length": 100}),
                    41: ("wagtail.blocks.TextBlock", (), {"label": "Primera columna", "rows": 2}),
                    42: ("wagtail.blocks.TextBlock", (), {"label": "Segunda columna", "rows": 2}),
                    43: ("wagtail.blocks.StructBlock", [[("name", 40), ("first", 41), ("second", 42)]], {}),
                    44: ("wagtail.blocks.ListBlock", (43,), {"label": "Filas", "min_num": 1}),
                    45: (
                        "wagtail.blocks.StructBlock",
                        [[("caption", 37), ("first", 38), ("second", 39), ("rows", 44)]],
                        {},
                    ),
                    46: (
                        "wagtail.blocks.PageChooserBlock",
                        ("cms.PublicationPage",),
                        {"label": "Publicación"},
                    ),
                    47: (
                        "wagtail.blocks.ListBlock",
                        (46,),
                        {"label": "Publicaciones", "max_num": 8, "min_num": 1},
                    ),
                    48: ("wagtail.blocks.StructBlock", [[("pages", 47)]], {}),
                    49: ("wagtail.blocks.CharBlock", (), {"label": "Título", "max_length": 120}),
                    50: ("wagtail.blocks.TextBlock", (), {"label": "Qué se ve y se dice", "rows": 2}),
                    51: ("wagtail.blocks.URLBlock", (), {"label": "Dirección"}),
                    52: ("wagtail.blocks.IntegerBlock", (), {"label": "Minutos", "min_value": 1}),
                    53: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 49), ("about", 50), ("address", 51), ("minutes", 52)]],
                        {},
                    ),
                    54: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"default": "Pásalo", "label": "Título", "max_length": 80},
                    ),
                    55: ("wagtail.blocks.StructBlock", [[("title", 54)]], {}),
                },
                verbose_name="pronunciamiento",
            ),
        ),
        migrations.CreateModel(
            name="Voice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="lo que dijo")),
                (
                    "named",
                    models.CharField(
                        blank=True,
                        help_text="Un seudónimo, o solo «una compañera de Piura». Nunca su nombre legal, ni un teléfono, ni otro dato con el que alguien la encuentre.",
                        max_length=120,
                        verbose_name="cómo quiere que se la nombre",
                    ),
                ),
                (
                    "recorded",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="anotada"
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="idioma en que lo dijo",
                    ),
                ),
            ],
            options={
                "verbose_name": "voz",
                "verbose_name_plural": "voces",
                "ordering": ["-pk"],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="card_voice",
            field=models.ForeignKey(
                blank=True,
                help_text="En lugar del resumen, mientras esté permitido mostrarla así. Las tarjetas ya enviadas no se pueden recoger.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="cms.voice",
                verbose_name="una voz en la tarjeta",
            ),
        ),
        migrations.AddField(
            model_name="campaignpage",
            name="card_voice",
            field=models.ForeignKey(
                blank=True,
                help_text="En lugar del resumen, mientras esté permitido mostrarla así. Las tarjetas ya enviadas no se pueden recoger.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="cms.voice",
                verbose_name="una voz en la tarjeta",
            ),
        ),
        migrations.AddField(
            model_name="statementpage",
            name="card_voice",
            field=models.ForeignKey(
                blank=True,
                help_text="En lugar del resumen, mientras esté permitido mostrarla así. Las tarjetas ya enviadas no se pueden recoger.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="cms.voice",
                verbose_name="una voz en la tarjeta",
            ),
        ),
        migrations.CreateModel(
            name="VoiceCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        help_text="«Impreso: 200 folletos, Piura, marzo de 2025». Sin nombres de personas.",
                        max_length=160,
                        verbose_name="qué copia",
                    ),
                ),
                (
                    "recorded",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="anotada"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "voice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="copies", to="cms.voice"
                    ),
                ),
            ],
            options={
                "verbose_name": "copia de una voz",
                "verbose_name_plural": "copias de las voces",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("organization", models.CharField(max_length=120, verbose_name="organización")),
                ("representative", models.CharField(max_length=120, verbose_name="responde por ella")),
                ("function", models.CharField(max_length=120, verbose_name="cargo")),
                ("email", models.EmailField(max_length=254, verbose_name="correo")),
                ("said", crm.encryption.EncryptedTextField(blank=True, verbose_name="respuestas")),
                (
                    "digest",
                    models.CharField(editable=False, max_length=64, verbose_name="huella de la respuesta"),
                ),
                ("sent", models.DateTimeField(default=django.utils.timezone.now, verbose_name="llegó")),
                ("keep_until", models.DateField(verbose_name="se guarda hasta")),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="crm.region",
                        verbose_name="región",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="cms.formpage",
                        verbose_name="formulario",
                    ),
                ),
            ],
            options={
                "verbose_name": "respuesta",
                "verbose_name_plural": "respuestas",
                "ordering": ["-sent", "-pk"],
                "indexes": [models.Index(models.F("keep_until"), name="cms_answer_is_over")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("page"), models.F("digest"), name="cms_the_same_answer_comes_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("given", "dijo que sí"),
                            ("renewed", "lo renovó"),
                            ("narrowed", "lo limitó"),
                            ("withdrawn", "dijo que no"),
                        ],
                        max_length=10,
                        verbose_name="qué dijo",
                    ),
                ),
                ("day", models.DateField(default=django.utils.timezone.localdate, verbose_name="qué día")),
                ("on_page", models.BooleanField(default=False, verbose_name="en una página del sitio")),
                (
                    "on_card",
                    models.BooleanField(default=False, verbose_name="en la tarjeta que se ve al compartir"),
                ),
                ("in_print", models.BooleanField(default=False, verbose_name="en papel o PDF")),
                (
                    "until",
                    models.DateField(
                        blank=True,
                        help_text="El último día. Después deja de verse, sola.",
                        null=True,
                        verbose_name="hasta qué día",
                    ),
                ),
                (
                    "proof",
                    models.CharField(
                        blank=True,
                        help_text="«Audio guardado por REDTRANS», por ejemplo. Aquí se describe; no se sube.",
                        max_length=160,
                        verbose_name="cómo consta",
                    ),
                ),
                (
                    "recorded",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="anotado"
                    ),
                ),
                ("ended", models.DateTimeField(editable=False, null=True)),
                (
                    "held_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.partner",
                        verbose_name="quién guarda esa prueba",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="anotó",
                    ),
                ),
                (
                    "voice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="cms.voice"
                    ),
                ),
            ],
            options={
                "verbose_name": "permiso",
                "verbose_name_plural": "permisos",
                "ordering": ["day", "pk"],
                "indexes": [
                    models.Index(
                        models.F("until"), condition=models.Q(("ended", None)), name="cms_consent_runs_out"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("in_print", False),
                                ("on_card", False),
                                ("on_page", False),
                                ("proof", ""),
                                ("until", None),
                            ),
                            models.Q(
                                models.Q(
                                    ("in_print", False), ("on_card", False), ("on_page", False), _negated=True
                                ),
                                models.Q(("kind", "withdrawn"), _negated=True),
                                ("until__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="cms_a_consent_says_for_what_and_until_when",
                    ),
                    models.UniqueConstraint(
                        models.F("voice"),
                        condition=models.Q(("kind", "given")),
                        name="cms_consent_is_given_once",
                    ),
                    models.UniqueConstraint(
                        models.F("voice"),
                        condition=models.Q(("kind", "withdrawn")),
                        name="cms_consent_is_withdrawn_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VoiceTranslation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField(verbose_name="lo que dijo, traducido")),
                ("named", models.CharField(max_length=120, verbose_name="cómo se la nombra en ese idioma")),
                (
                    "locale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="idioma",
                    ),
                ),
                (
                    "voice",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="translations",
                        to="cms.voice",
                    ),
                ),
            ],
            options={
                "verbose_name": "traducción de una voz",
                "verbose_name_plural": "traducciones de las voces",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("voice"),
                        models.F("locale"),
                        name="cms_a_voice_is_translated_once_a_language",
                    )
                ],
            },
        ),
        migrations.RunPython(carry_quotations, migrations.RunPython.noop),
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
    ]
    operations = [
        operations[0],
        AtOnce(*operations[1:13]),
        *operations[13:17],
        AtOnce(*operations[17:21]),
        *operations[21:],
    ]
