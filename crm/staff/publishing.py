"""Making a commitment public, correcting what was published, and taking it back."""

from django import forms
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from crm.figure_forms import Address
from crm.forms import Day, short_text
from crm.models import Commitment, PublicCommitment
from crm.publishing import may_be_published
from crm.staff.pages import fill_in, may, page_of, visible


class PublicCommitmentForm(forms.ModelForm):
    class Meta:
        model = PublicCommitment
        fields = [
            "what_es",
            "what_en",
            "source_name",
            "source",
            "proof",
            "reply_es",
            "reply_en",
            "reply_day",
        ]
        field_classes = {"source": Address, "proof": Address}
        widgets = {
            "what_es": short_text(2),
            "what_en": short_text(2),
            "reply_es": short_text(3),
            "reply_en": short_text(3),
            "reply_day": Day(),
        }

    def clean(self):
        data = super().clean()
        if data.get("reply_es") and not data.get("reply_day"):
            self.add_error("reply_day", _("¿Qué día respondió?"))
        if data.get("reply_day") and not data.get("reply_es"):
            self.add_error("reply_es", _("¿Qué respondió?"))
        if data.get("reply_day") and data["reply_day"] > timezone.localdate():
            self.add_error("reply_day", _("Ese día todavía no llega."))
        return data


def publish(request, pk):
    """For the first time, or again after it was taken back; or correct what is public already."""
    may(request, "add", PublicCommitment)
    commitment = visible(request, Commitment, pk)
    if not Commitment.objects.visible_to(request.user).filter(may_be_published(), pk=pk).exists():
        messages.error(
            request,
            _("Solo se publica lo que prometió una institución pública y que toda la coalición puede ver."),
        )
        return redirect(page_of(commitment))
    published = PublicCommitment.objects.visible_to(request.user).filter(commitment=commitment).first()
    form = PublicCommitmentForm(
        request.POST or None, instance=published or PublicCommitment(commitment=commitment)
    )

    def save(form):
        form.instance.withdrawn = None
        form.save()
        return page_of(commitment)

    return fill_in(
        request,
        form,
        title=_("Lo que lee el público"),
        about=(str(commitment), page_of(commitment)),
        save=save,
        done=_("Está publicado. Lo que cambie después queda a la vista en su registro de cambios."),
        help_text=gettext_lazy(
            "En nuestro registro dice: «%(what)s». Escríbelo de nuevo para quien no estuvo en la reunión."
        )
        % {"what": commitment.what},
        button=_("Publicar"),
    )


@require_POST
def withdraw(request, pk):
    may(request, "change", PublicCommitment)
    commitment = visible(request, Commitment, pk)
    published = PublicCommitment.objects.visible_to(request.user).filter(commitment=commitment).first()
    if published and published.withdrawn is None:
        published.withdrawn = timezone.now()
        published.save()
        messages.success(request, _("Ya no se ve en el sitio."))
    return redirect(page_of(commitment))
