from django import forms
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from legislation import stages
from legislation.models import Bill, Cause, LabelReading
from legislation.stages import Stage
from scrapers.items import legible, tidy

# Labels as Congress writes them, to choose from. Any other may be typed, by whoever says that Congress writes it.
COMMON_LABELS = [
    "Presentado",
    "En comisión",
    "Retorna a comisión",
    "Dictamen",
    "Dictamen negativo",
    "Dispensado de dictamen",
    "Exonerado de dictamen",
    "Orden del día",
    "En agenda del Pleno",
    "En agenda de la Comisión Permanente",
    "En debate - Pleno",
    "En debate - Comisión Permanente",
    "En cuarto intermedio",
    "Texto sustitutorio",
    "Aprobado en primera votación",
    "Pendiente 2da. votación",
    "Dispensado 2da. votación",
    "Aprobado",
    "En reconsideración",
    "Autógrafa",
    "Autógrafa observada",
    "Promulgado",
    "Publicado",
    "Al archivo",
    "Rechazado",
    "Retirado por su autor",
]


class CauseForm(forms.ModelForm):
    class Meta:
        model = Cause
        fields = [
            "name",
            "short_name",
            "slug",
            "purpose",
            "terms",
            "is_public",
            "name_en",
            "short_name_en",
            "purpose_en",
        ]
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 4}),
            "purpose_en": forms.Textarea(attrs={"rows": 4}),
            "terms": forms.Textarea(attrs={"rows": 6}),
        }
        help_texts = {
            "slug": _("Lo que sigue a /causas/ en el sitio. Si lo dejas vacío, se forma con el nombre.")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False

    def clean_slug(self):
        return self.cleaned_data["slug"] or slugify(self.cleaned_data.get("name", ""))


class AddBillForm(forms.Form):
    """A bill by its number, in any form people write it; of several with one number, the one chosen."""

    number = forms.CharField(
        label=_("Número del proyecto"),
        max_length=60,
        help_text=_("Como lo tengas: 12475, PL 12475/2025-CR, 00434/2026-CD…"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_number(self):
        number = self.cleaned_data["number"]
        self.found = list(Bill.objects.written_as(number).for_listing()[:20])
        if not self.found:
            raise forms.ValidationError(
                _(
                    "No conocemos ningún proyecto con el número «%(number)s». Revisa el número, o espera a que lo leamos."
                )
                % {"number": number}
            )
        return number

    def clean(self):
        found = getattr(self, "found", [])
        chosen = [bill for bill in found if str(bill.pk) == self.data.get("bill")]
        self.bill = chosen[0] if chosen else found[0] if len(found) == 1 else None
        return super().clean()


def resembling(words):
    """Common labels that these words may mean, the likeliest first: "salió el dictamen" is "Dictamen"."""
    found = process.extract(
        words, COMMON_LABELS, scorer=fuzz.token_set_ratio, processor=stages.key, limit=3, score_cutoff=75
    )
    return [label for label, _score, _place in found]


class PastedField(forms.CharField):
    """A text that may have been copied from elsewhere, without what no feed can hold: the line break of a word processor."""

    def to_python(self, value):
        return super().to_python(legible((value or "").replace("\r\n", "\n")))


class StepForm(forms.Form):
    status = PastedField(
        label=_("¿Qué pasó?"),
        max_length=200,
        help_text=_("El estado, con las palabras del Congreso. Elige de la lista o escríbelo."),
        widget=forms.TextInput(attrs={"list": "known-labels", "autocomplete": "off"}),
    )
    verbatim = forms.BooleanField(label=_("El Congreso lo dice con estas mismas palabras"), required=False)
    day = forms.DateField(
        label=_("¿Qué día?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Escribe el día como 2026-11-21.")},
    )
    detail = PastedField(
        label=_("Detalle"),
        required=False,
        max_length=1000,
        help_text=_("Lo que se sepa: comisión, votos, quién lo pidió. Se publica junto con el paso."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    note = PastedField(
        label=_("¿Cómo lo supimos?"),
        max_length=1000,
        help_text=_("Solo lo ve el equipo. No escribas nombres de personas que puedan correr peligro."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = timezone.localdate
        self.fields["day"].widget.attrs["max"] = timezone.localdate().isoformat()
        if is_label(self.data.get("status", "")):
            del self.fields["verbatim"]

    def clean_status(self):
        return tidy(self.cleaned_data["status"])

    def clean(self):
        """Words that Congress does not use would never become one with its step, and everybody would be told twice."""
        cleaned = super().clean()
        if not cleaned.pop("verbatim", True) and "status" in cleaned:
            near = str(_(" o ")).join(f"«{label}»" for label in resembling(cleaned["status"]))
            asked = _("¿Es %(near)s? Elígelo") if near else _("Elige de la lista lo que más se parezca")
            self.add_error(
                "status",
                _(
                    "No sabemos que el Congreso diga «%(words)s». %(asked)s y cuenta lo demás en «Detalle»: así será uno con "
                    "lo que publique el Congreso, y nadie recibirá el aviso dos veces. Si lo dice con estas mismas palabras, "
                    "marca la casilla."
                )
                % {"words": cleaned["status"], "asked": asked % {"near": near}},
            )
        return cleaned

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(
                _(
                    "Ese día todavía no llega. Si se anunció algo para más adelante, anótalo con la fecha de hoy y escribe "
                    "en «Detalle» para qué día es."
                )
            )
        return day


def is_label(words):
    """Whether Congress is known to use it, whatever it means; nothing at all is no question either."""
    key = stages.key(words)
    return not key or stages.is_known(words) or LabelReading.objects.filter(key=key).exists()


class ReasonForm(forms.Form):
    """Why what we wrote down was wrong."""

    reason = PastedField(
        label=_("¿Por qué?"),
        max_length=1000,
        help_text=_("Solo lo ve el equipo."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CorrectStepForm(StepForm):
    note = None
    reason = ReasonForm.base_fields["reason"]


class LabelReadingForm(forms.ModelForm):
    class Meta:
        model = LabelReading
        fields = ["stage"]
        labels = {"stage": _("¿Qué significa esta etiqueta?")}
        help_texts = {
            "stage": _(
                "Cambia la etapa de los proyectos y pasos que la llevan. No se avisa a nadie: no es una novedad."
            )
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        stages = [(value, label) for value, label in Stage.choices if value != Stage.UNKNOWN]
        self.fields["stage"].choices = [("", _("Todavía no lo sabemos")), *stages]
