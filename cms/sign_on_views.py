from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cms.addresses import address
from cms.forms import SignOnForm
from cms.sign_on import take_in
from cms.statements import StatementPage
from legislation import strangers
from legislation.page_cache import public_page


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@strangers.open_form
def sign_on(request, pk):
    pages = StatementPage.objects.live().select_related("locale")
    page = get_object_or_404(pages, pk=pk, locale__language_code=get_language())
    if request.method != "POST":
        return redirect(address(page))
    if not page.is_open:
        raise Http404(f"statement {pk} takes no more signatures")
    if refusal := strangers.too_many(request, "sign_on"):
        return refusal
    form = SignOnForm(request.POST)
    if not form.is_valid():
        context = page.get_context(request) | {"form": form}
        return render(request, page.template, context, status=422)
    if not strangers.is_trapped(request) and strangers.may_write_to(
        request, "sign_on_mailbox", form.cleaned_data["email"]
    ):
        take_in(page, form.cleaned_data)
    return redirect("signed-on")


@require_safe
@public_page
def signed_on(request):
    return render(request, "cms/signed_on.html")
