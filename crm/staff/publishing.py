"""Making a commitment public, correcting what was published, and taking it back."""

from django import forms
from django.db import transaction
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from crm.figure_forms import Address
from crm.forms import Day, short_text
from crm.models import Commitment, Proposal, PublicCommitment
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
    """Write what the public is to read, for the first time or anew; somebody else publishes it."""
    may(request, "add", PublicCommitment)
    commitment = visible(request, Commitment, pk)
    if not is_publishable(request, commitment):
        return redirect(page_of(commitment))
    proposal = proposal_for(request, commitment).first()
    form = PublicCommitmentForm(
        request.POST or None,
        instance=row_for(request, commitment),
        initial=proposal.words if proposal else None,
    )

    def save(form):
        # In one statement: two who write at once leave one text, the later.
        row = Proposal(commitment=commitment, words=form.cleaned_data, by=request.user)
        proposal_for(request, commitment).bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["commitment"],
            update_fields=["words", "by", "written"],
        )
        return page_of(commitment)

    return fill_in(
        request,
        form,
        title=_("Lo que lee el público"),
        about=(str(commitment), page_of(commitment)),
        save=save,
        done=_("Está escrito. Sale al público cuando otra persona que coordina lo lea y lo apruebe."),
        help_text=gettext_lazy(
            "En nuestro registro dice: «%(what)s». Escríbelo de nuevo para quien no estuvo en la reunión."
        )
        % {"what": commitment.what},
        button=_("Pedir aprobación"),
    )


def is_publishable(request, commitment):
    if Commitment.objects.visible_to(request.user).filter(may_be_published(), pk=commitment.pk).exists():
        return True
    messages.error(
        request,
        _("Solo se publica lo que prometió una institución pública y que toda la coalición puede ver."),
    )
    return False


def row_for(request, commitment):
    rows = PublicCommitment.objects.visible_to(request.user)
    return rows.filter(commitment=commitment).first() or PublicCommitment(commitment=commitment)


def proposal_for(request, commitment):
    return Proposal.objects.visible_to(request.user).filter(commitment=commitment)


@require_POST
@transaction.atomic
def approve(request, pk):
    """Publish what somebody else wrote, as it was read."""
    may(request, "add", PublicCommitment)
    commitment = visible(request, Commitment, pk)
    proposal = proposal_for(request, commitment).select_for_update(of=("self",)).first()
    if proposal is None or proposal.version != request.POST.get("version"):
        messages.error(request, _("El texto cambió mientras lo leías. Léelo otra vez antes de aprobarlo."))
    elif proposal.by_id == request.user.pk:
        messages.error(request, _("Lo escribiste tú: lo aprueba otra persona que coordina."))
    elif is_publishable(request, commitment):
        form = PublicCommitmentForm(proposal.words, instance=row_for(request, commitment))
        form.instance.withdrawn = None
        form.save()
        proposal.delete()
        messages.success(
            request, _("Está publicado. Lo que cambie después queda a la vista en su registro de cambios.")
        )
    return redirect(page_of(commitment))


@require_POST
def discard(request, pk):
    may(request, "add", PublicCommitment)
    commitment = visible(request, Commitment, pk)
    if proposal_for(request, commitment).delete()[0]:
        messages.success(request, _("El texto que esperaba se desechó. Lo publicado queda como estaba."))
    return redirect(page_of(commitment))


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
