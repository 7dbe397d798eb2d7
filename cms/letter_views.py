from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cms.addresses import address
from cms.legislators import Legislator
from cms.letters import WITH_TEXT, LetterForm, write_to
from cms.models import CampaignPage
from legislation import strangers


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@strangers.open_form
def write(request, pk):
    """The letter, finished in this answer and nowhere else: nothing of it is stored, kept in a cache or logged."""
    pages = CampaignPage.objects.live().select_related("locale")
    page = get_object_or_404(pages, pk=pk, locale__language_code=get_language())
    if not page.letters:
        raise Http404(f"page {pk} has no letter to send")
    if request.method != "POST" or not page.may_write(page.read_cause()):
        return redirect(address(page) + "escribir/")
    form = LetterForm(page.letters, request.POST)
    if not form.is_valid():
        return render(request, "cms/write.html", {"page": page, "form": form}, status=422)
    return render(request, "cms/written.html", {"page": page} | finished(form))


def finished(form):
    letter, region = form.letter(), form.cleaned_data["region"]
    to_all = _("Señoras y señores congresistas")
    known = list(Legislator.objects.for_region(region))
    hers = [one for one in known if not one.is_desk]
    return {
        "region": region,
        "letter": letter,
        "text": letter.to(to_all),
        "whatsapp": letter.whatsapp(to_all),
        "legislators": [
            (one, letter.mail_to(one.email, one.name) if place < WITH_TEXT else write_to(one.email))
            for place, one in enumerate(hers)
        ],
        "has_more": len(hers) > WITH_TEXT,
        "of_region": any(one.region_id for one in hers),
        "desks": [(desk, letter.mail_to(desk.email, to_all)) for desk in known if desk.is_desk],
    }
