"""A letter to who represents her: written by the team for those who may send it, finished by the reader, kept by nobody."""

import re
from typing import NamedTuple
from urllib.parse import quote

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.forms import one_line
from crm.models import Region

LONGEST = 1500  # characters; mail programs cut longer addresses, and accents take three each
LONGEST_WORDS = 300
WITH_TEXT = 8  # legislators whose link carries the whole letter; it would make the page heavy for more
REGION, WORDS = ("[región]", "[region]"), ("[mis palabras]", "[my words]")  # as translators write them, too
MARKS = re.compile(r"\[[^\]]*\]?")

# Where officials are written to as officials. No address outside the Internet's own "invalid" exists, for examples.
institutional = RegexValidator(
    r"@([\w-]+\.)*([\w-]+\.gob\.pe|invalid)$",
    _("Solo correos de la institución, que terminan en «.gob.pe». Nunca uno personal."),
    flags=re.I,
)


class Audience(TextChoices):
    WORKER = "worker", _("Ejerzo el trabajo sexual")
    FAMILY = "family", _("Soy familiar, amiga o aliada")
    PROFESSIONAL = "professional", _("Lo veo en mi profesión: salud, derecho, educación")


class LetterBlock(blocks.StructBlock):
    audience = blocks.ChoiceBlock(choices=Audience.choices, label=_("Quién la envía"))
    subject = blocks.CharBlock(label=_("Asunto"), max_length=120)
    text = blocks.TextBlock(
        label=_("Carta"),
        rows=12,
        max_length=LONGEST,
        help_text=_(
            "Sin el saludo inicial, que se pone solo. Escribe [región] donde va su región y [mis palabras] donde va la "
            "frase que ella quiera añadir."
        ),
    )

    def clean(self, value):
        value = super().clean(value)
        unknown = [mark for mark in MARKS.findall(value["text"]) if mark not in REGION + WORDS]
        if unknown:
            raise blocks.StructBlockValidationError(
                {
                    "text": ValidationError(
                        _("No conocemos %(mark)s. Puedes usar [región] y [mis palabras]."),
                        params={"mark": unknown[0]},
                    )
                }
            )
        return value

    class Meta:
        icon = "mail"
        label = _("Carta")


class LettersBlock(blocks.StreamBlock):
    letter = LetterBlock()

    def clean(self, value):
        value = super().clean(value)
        audiences = [block.value["audience"] for block in value]
        if len(set(audiences)) < len(audiences):
            raise blocks.StreamBlockValidationError(
                non_block_errors=[ValidationError(_("Hay dos cartas para las mismas personas."))]
            )
        return value


class LetterForm(forms.Form):
    region = forms.ModelChoiceField(
        Region.objects.order_by("code"),
        empty_label=_("Elige tu región"),
        error_messages={
            "required": _("Elige tu región: así sabemos quién te representa."),
            "invalid_choice": _("Elige una región de la lista."),
        },
    )
    audience = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Elige desde dónde escribes."),
            "invalid_choice": _("Elige una de las opciones."),
        },
    )
    words = forms.CharField(
        required=False, max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, letters, *args, **kwargs):
        super().__init__(*args, auto_id="c-%s", **kwargs)
        self.letters = {block.value["audience"]: block.value for block in letters}
        self.fields["audience"].choices = [
            (audience.value, audience.label) for audience in Audience if audience in self.letters
        ]
        if len(self.letters) == 1:
            self.initial["audience"] = next(iter(self.letters))

    def clean_words(self):
        return one_line(self.cleaned_data["words"])

    def letter(self):
        chosen = self.letters[self.cleaned_data["audience"]]
        return compose(
            chosen["subject"], chosen["text"], self.cleaned_data["region"].name, self.cleaned_data["words"]
        )


class Letter(NamedTuple):
    subject: str
    text: str  # without the salutation

    def to(self, whom):
        return f"{whom}:\n\n{self.text}"

    def mail_to(self, email, whom):
        return f"{write_to(email)}?subject={quote(self.subject, safe='')}&body={encoded(self.to(whom))}"

    def whatsapp(self, whom):
        return f"https://wa.me/?text={quote(self.to(whom), safe='')}"


def compose(subject, text, region, words):
    """Her own words come before the last paragraph, unless the letter has a place for them."""
    text = text.replace("\r", "")
    if not any(mark in text for mark in WORDS):
        before, _blank, last = text.strip().rpartition("\n\n")
        text = f"{before}\n\n{WORDS[0]}\n\n{last}"
    values = dict.fromkeys(REGION, region) | dict.fromkeys(WORDS, words)
    written = MARKS.sub(lambda mark: values.get(mark[0], mark[0]), text)
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", written) if part.strip()]
    subject = MARKS.sub(lambda mark: dict.fromkeys(REGION, region).get(mark[0], mark[0]), subject)
    return Letter(" ".join(subject.split()), "\n\n".join(paragraphs))


def write_to(email):
    return f"mailto:{quote(email, safe='@')}"


def encoded(text):
    """As RFC 6068 wants it: everything that could mean something is written as its number, lines end with both signs."""
    return quote(text.replace("\n", "\r\n"), safe="")
