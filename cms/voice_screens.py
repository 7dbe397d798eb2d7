"""Where staff keep people's voices, and what they agreed to."""

from django import forms
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.models import Locale
from wagtail.permissions import page_permission_policy

from cms import consent, harm
from cms.voices import Consent, Use, Voice, VoiceCopy
from legislation.models import Edition
from legislation.staff.lists import Cell, StaffIndexView, day, inspect_url, saying, short
from legislation.staff.pages import RecordPage, form_page

SAID_NO = gettext_lazy("Dijo que no: sus palabras se borraron y no se vuelven a escribir.")


def may_record_consent(user):
    """Whoever may publish; to write down that somebody said no, being of the team is enough."""
    return user.has_perm("cms.view_voice") and page_permission_policy.user_has_permission(user, "publish")


def may_write(user, voice):
    """From her first yes on, a translation is read by everybody as soon as it is saved."""
    if voice.is_withdrawn or not user.has_perm("cms.change_voice"):
        return False
    return may_record_consent(user) or not voice.consents.exists()


def state(voice):
    """What her words may be used for today, in a word or two, and how the lists colour it."""
    newest = voice.newest()
    if newest is None:
        return _("sin permiso todavía"), "staff-off"
    if newest.kind == Consent.Kind.WITHDRAWN:
        return _("dijo que no"), "staff-bad"
    if newest.until < timezone.localdate():
        return _("venció el %(day)s") % {"day": day(newest.until)}, "staff-bad"
    return _("hasta el %(day)s") % {"day": day(newest.until)}, "staff-good"


class VoiceForm(WagtailAdminModelForm):
    """What she said yes to is not changed afterwards; it may be put into other languages."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("locale", Locale.get_default())
        said_yes = self.instance.pk and self.instance.consents.exists()
        for name in ("words", "named", "locale"):
            self.fields[name].disabled = bool(said_yes)
            self.fields[name].required = True


class VoiceIndexView(StaffIndexView):
    page_title = gettext_lazy("Voces")
    list_display = [
        Cell(
            "words",
            gettext_lazy("Lo que dijo"),
            lambda voice: short(voice.words, 90) or str(voice),
            url=inspect_url("voices"),
            detail=lambda voice: voice.named,
        ),
        Cell(
            "state",
            gettext_lazy("Permiso"),
            lambda voice: state(voice)[0],
            tag=lambda voice: state(voice)[1],
        ),
    ]
    sheet = []  # people's words do not go into spreadsheets

    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("consents").order_by("-pk")

    def matching(self, queryset, query):
        return queryset.filter(saying(query, "words", "named"))


class VoiceCreateView(CreateView):
    page_title = gettext_lazy("Nueva voz")
    success_message = gettext_lazy("Guardamos la voz. Todavía no se puede mostrar: anota a qué dijo que sí.")
    submit_button_label = gettext_lazy("Guardar")

    def get_success_url(self):
        return reverse("voices:inspect", args=[self.object.pk])

    def get_success_buttons(self):
        return []


class VoiceEditView(EditView):
    success_message = gettext_lazy("Guardamos los cambios.")
    submit_button_label = gettext_lazy("Guardar")

    def dispatch(self, request, *args, **kwargs):
        voice = self.get_object()
        if voice.is_withdrawn:
            messages.error(request, SAID_NO)
            return redirect(own_page(voice))
        if not may_write(request.user, voice):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @transaction.atomic
    def save_instance(self):
        Edition.advance()
        if self.object.is_withdrawn:  # she said no while this form was open
            raise PermissionDenied
        return super().save_instance()

    def get_success_url(self):
        return reverse("voices:inspect", args=[self.object.pk])

    def get_success_buttons(self):
        return []


class VoicePage(RecordPage):
    template_name = "cms/admin/voice.html"
    index_title = gettext_lazy("Voces")

    def get_object(self, queryset=None):
        return get_object_or_404(Voice.objects.select_related("locale"), pk=self.pk)

    def get_context_data(self, **kwargs):
        voice, user = self.object, self.request.user
        return super().get_context_data(**kwargs) | {
            "voice": voice,
            "state": state(voice),
            "consents": voice.consents.select_related("held_by", "recorded_by"),
            "pages": voice.pages(),
            "copies": voice.copies.all(),
            "copy_form": CopyForm(),
            "findings": findings(voice),
            "may_edit": may_write(user, voice),
            "may_consent": may_record_consent(user) and not voice.is_withdrawn,
            "may_withdraw": not voice.is_withdrawn,
        }


def findings(voice):
    """What might give her away. That she is one, her name may say."""
    words = [voice.words, *(one.words for one in voice.translations.all())]
    in_name = [found for found in harm.findings(voice.named) if found.kind != "count"]
    return in_name + harm.findings("\n".join(words))


class ConsentForm(forms.ModelForm):
    """One form for a first yes, for renewing it and for limiting it: what is left to choose depends on what stands."""

    # What stood when she opened it.
    after = forms.IntegerField(widget=forms.HiddenInput, required=False)
    fingerprint = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Consent
        fields = ["kind", "day", "on_page", "on_card", "in_print", "until", "proof", "held_by"]
        widgets = {
            "day": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "until": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, voice, *args, **kwargs):
        self.last = voice.newest()
        super().__init__(*args, **kwargs)
        for name in ("until", "proof", "held_by"):
            self.fields[name].required = True
        kinds = [Consent.Kind.RENEWED, Consent.Kind.NARROWED] if self.last else [Consent.Kind.GIVEN]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        if len(kinds) == 1:
            self.fields["kind"].widget, self.initial["kind"] = forms.HiddenInput(), kinds[0]

    def clean(self):
        said = super().clean()
        if not any(said.get(use) for use in Use):
            self.add_error(
                "on_page", _("Marca al menos un uso. Si dijo que no a todo, anota que dijo que no.")
            )
        said_on, until = said.get("day"), said.get("until")
        if said_on and said_on > timezone.localdate():
            self.add_error("day", _("Ese día todavía no llega."))
        if said_on and self.last and said_on < self.last.day:
            self.add_error("day", _("Lo último que dijo es del %(day)s.") % {"day": day(self.last.day)})
        if said_on and until and until < said_on:
            self.add_error("until", _("Termina antes de empezar."))
        if said.get("kind") == Consent.Kind.NARROWED and until and self.is_wider(said):
            self.add_error("kind", _("Eso no limita lo que había dicho: anótalo como renovado."))
        return said

    def is_wider(self, said):
        return said["until"] > self.last.until or any(
            said.get(use) and not getattr(self.last, use) for use in Use
        )


class CopyForm(forms.ModelForm):
    class Meta:
        model = VoiceCopy
        fields = ["what"]


def own_page(voice):
    return reverse("voices:inspect", args=[voice.pk])


@permission_required("cms.view_voice", raise_exception=True)
def record_consent(request, pk):
    if not may_record_consent(request.user):
        raise PermissionDenied
    voice = get_object_or_404(Voice, pk=pk)
    if voice.is_withdrawn:
        messages.error(request, SAID_NO)
        return redirect(own_page(voice))
    last = voice.newest()
    standing = {use.value: getattr(last, use) for use in Use} | {"after": last.pk} if last else {}
    form = ConsentForm(voice, request.POST or None, initial=standing | {"fingerprint": voice.fingerprint})
    if request.method == "POST" and form.is_valid():
        if consent.record(voice, by=request.user, **form.cleaned_data):
            messages.success(request, _("Anotado. Desde ahora vale esto y no lo anterior."))
        else:
            messages.error(
                request, _("Mientras tanto alguien anotó otra cosa, y esto no. Mira qué vale ahora.")
            )
        return redirect(own_page(voice))
    context = {"voice": voice, "form": form, **form_page(voice, own_page(voice), _("A qué dijo que sí"))}
    return render(request, "cms/admin/voice_consent.html", context)


@permission_required("cms.view_voice", raise_exception=True)
def withdraw(request, pk):
    voice = get_object_or_404(Voice, pk=pk)
    if request.method != "POST":
        context = {
            "voice": voice,
            "pages": voice.pages(),
            "copies": voice.copies.all(),
            **form_page(voice, own_page(voice), _("Dijo que no")),
        }
        return render(request, "cms/admin/voice_withdraw.html", context)
    if consent.withdraw(voice, request.user):
        messages.success(request, _("Hecho: ya no se ve en ninguna parte y sus palabras se borraron."))
    else:
        messages.info(request, _("Ya estaba anotado."))
    return redirect(own_page(voice))


@require_POST
@permission_required("cms.view_voice", raise_exception=True)
def add_copy(request, pk):
    voice = get_object_or_404(Voice, pk=pk)
    form = CopyForm(request.POST)
    if form.is_valid():
        voice.copies.create(recorded_by=request.user, **form.cleaned_data)
        messages.success(request, _("Anotada."))
    else:
        messages.error(request, _("Escribe qué copia es, en 160 letras como mucho."))
    return redirect(own_page(voice))
