"""Organizations answer a form of ours."""

import json

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cms.addresses import address
from cms.form_pages import Answer, AnswerForm, FormPage, last_day
from legislation import strangers
from legislation.page_cache import public_page

MOST_PAGES = 2**31 - 1  # a number that no page has is no error of ours
MOST_KEPT = 500  # of one form; a flood must not fill the database


def take_in(page, form):
    """Keep it once. Whoever sends it learns nothing of what is there already."""
    if Answer.objects.of(page).count() >= MOST_KEPT:
        return
    who, said = form.who(), json.dumps(form.said(), ensure_ascii=False)
    whole = json.dumps([str(value) for value in who.values()] + [said])
    Answer.objects.get_or_create(
        page=page,
        digest=salted_hmac("cms.Answer", whole, algorithm="sha256").hexdigest(),
        defaults=who | {"said": said, "keep_until": last_day(page)},
    )


def forget_what_is_over():
    return Answer.objects.over().delete()[0]


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@strangers.open_form
def answer(request, pk):
    page = own_form(pk)
    if request.method != "POST":
        return redirect(address(page))
    if not page.is_open:
        raise Http404(f"form {pk} takes no more answers")
    if refusal := strangers.too_many(request, "answer"):
        return refusal
    form = AnswerForm(page.questions, request.POST)
    if request.POST.get("promise") != page.promise:
        form.add_error(None, _("El formulario cambió mientras lo llenabas. Léelo otra vez y envíalo."))
    if not form.is_valid():
        return render(request, page.template, page.get_context(request) | {"form": form}, status=422)
    if not strangers.is_trapped(request) and strangers.may_write_to(
        request, "answer_mailbox", form.cleaned_data["email"]
    ):
        take_in(page, form)
    return redirect("answered", pk)


@require_safe
@public_page
def answered(request, pk):
    page = get_object_or_404(FormPage.objects.live(), pk=min(pk, MOST_PAGES))
    return render(request, "cms/answered.html", {"page": page.localized})


def own_form(pk):
    if pk > MOST_PAGES:
        raise Http404(f"no form {pk}")
    pages = FormPage.objects.live().select_related("locale")
    return get_object_or_404(pages, pk=pk, locale__language_code=get_language())
