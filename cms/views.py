from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.static import serve as serve_file

from cms import finding, privacy
from cms import sitemap as whole
from cms.addresses import find
from cms.papers import Paper, handed_out
from cms.surroundings import SiteSettings
from legislation.models import Bill
from legislation.page_cache import public_page


@require_safe
@public_page
def page(request, path):
    found, rest = find(path)
    if found is None:
        raise Http404(f"no page {path}")
    there = found.specific
    there.locale = found.locale  # or it would be asked for again
    page, args, kwargs = there.route(request, rest)
    return page.serve(request, *args, **kwargs)


@require_safe
def picture(request, path):
    """The pictures of pages as they were drawn for them. Originals, and files that are not pictures, have no address."""
    response = serve_file(request, path, document_root=settings.MEDIA_ROOT / "images")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@require_safe
def paper(request, pk):
    """For the team, published or not; the address lies behind its door."""
    found = get_object_or_404(Paper, pk=pk)
    return handed_out(found, found.file.name.rpartition("/")[2].rpartition(".")[0])


@require_safe
@never_cache
def leave(request):
    """Away from here, and out of this browser's memory what a page may ask it to forget."""
    response = HttpResponseRedirect(SiteSettings.for_request(request).exit_address)
    response["Referrer-Policy"] = "no-referrer"
    if (
        request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    ):  # else any site could sign us out
        response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@require_safe
@public_page
def safety(request):
    return render(request, "cms/safety.html")


@require_safe
@public_page
def privacy_page(request):
    return render(request, "cms/privacy.html", {"entries": privacy.entries()})


MOST_BILLS = 10


@require_safe
def search(request):
    """What is asked is kept nowhere: neither by us nor, as far as we can say so, by the browser."""
    query = request.GET.get("q", "")[: finding.LONGEST_QUERY].strip()
    if not query:
        return public_page(empty_search)(request)
    bills = Bill.objects.matching(query=query)
    found = finding.pages(query, get_language())
    context = {
        "query": query,
        "groups": found,
        "bills": bills.for_listing()[:MOST_BILLS],
        "more_bills": bills.count() > MOST_BILLS,
        "nowhere": not found,
    }
    response = render(request, "cms/search.html", context)
    response["Cache-Control"] = "no-store"
    return response


def empty_search(request):
    return render(request, "cms/search.html", {"query": ""})


@require_safe
@public_page
def sitemap(request):
    context = {"places": whole.places(), "site": settings.SITE_URL}
    return render(request, "cms/sitemap.xml", context, content_type="application/xml")
