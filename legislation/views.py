from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.db import DatabaseError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from legislation import bill_pages, chains, demonstration, front, leaving, paths, subscribing
from legislation import health as watch
from legislation.calendars import bill_calendar as calendar_of
from legislation.feeds import BillFeed
from legislation.filters import BillFilters, readable
from legislation.models import Bill, Cause, Chamber, Follow, Period
from legislation.page_cache import public_page
from legislation.templatetags.pages import web_address

PER_PAGE = 25
NEWEST = 5
HERS = 30


@require_safe
@public_page
def bills(request):
    filters = BillFilters(request.GET)
    found = filters.bills(Bill.objects.for_listing())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"filters": filters, "page": page, "params": filters.as_params()}
    return render(request, "legislation/bills.html", context)


@require_safe
@public_page
def bill(request, period, chamber, number):
    bill = bill_pages.find(period, chamber, number)
    if bill is None:
        return missing(request, period, chamber, number)
    context = bill_pages.page_of(bill)
    context["following"] = follows_bill(request.user, bill)
    context["share_text"] = share_text(bill, context["situation"], request.build_absolute_uri(request.path))
    return render(request, "legislation/bill.html", context)


def share_text(bill, situation, address):
    words = {"bill": bill.label, "heading": situation.heading, "means": situation.means, "address": address}
    return _("Proyecto de ley %(bill)s: %(heading)s. %(means)s %(address)s") % words


def missing(request, period, chamber, number):
    """A 404 that helps: the same number elsewhere, and a search."""
    context = {
        "number": number,
        "chamber": Chamber(chamber).label,
        "period": Period.objects.filter(year=period).first() or period,
        "others": Bill.objects.filter(number=number).for_listing()[:NEWEST],
        "portal": settings.CONGRESS_PORTAL_URL,
    }
    return render(request, "legislation/bill_missing.html", context, status=404)


@require_safe
@public_page
def bill_json(request, period, chamber, number):
    bill = bill_pages.find(period, chamber, number)
    if bill is None:
        error = _("No tenemos el proyecto %(number)s de %(chamber)s, periodo %(period)s.")
        words = {"number": number, "chamber": Chamber(chamber).label, "period": period}
        return JsonResponse({"error": error % words}, status=404)
    return JsonResponse(as_json(bill), json_dumps_params={"ensure_ascii": False, "indent": 1})


def as_json(bill):
    """What programs read. The names and their order are a contract: add at the end, change nothing."""
    steps = paths.shown_steps().filter(bill=bill)
    links = bill_pages.links_of(bill)
    return {
        "period": bill.period_id,
        "chamber": bill.chamber,
        "number": bill.number,
        "label": bill.label,
        "title": bill.title,
        "status": bill.status,
        "stage": bill.stage,
        "presented": bill.presented,
        "law_number": bill.law_number or None,
        "lapsed": bill.lapsed,
        "last_checked": watch.moment(bill.last_checked),
        "last_changed": watch.moment(bill.last_changed),
        "source_url": bill.source_url,
        "steps": [
            {
                "source_id": step.source_id or None,
                "date": step.day,
                "status": step.status,
                "stage": step.stage,
                "committees": step.committees,
                "detail": step.detail,
                "first_observed": watch.moment(step.first_observed),
                "late": step.late,
            }
            for step in steps
        ],
        "committees": bill.committees,
        "proponent": bill.proponent,
        "parliamentary_group": bill.parliamentary_group,
        "signatories": [{"name": signed.name, "role": signed.role} for signed in bill.signatories.standing()],
        "links": [
            {
                "kind": relation.kind,
                "from_here": relation.is_from_here,
                "label": relation.label,
                "address": relation.bill and relation.bill.get_absolute_url(),
            }
            for relation in bill_pages.relations(bill, links)
        ],
        "documents": [
            {"title": document.title, "date": document.day, "url": web_address(document.url) or None}
            for document in bill.documents.standing()
        ],
        "demonstration": demonstration.is_loaded(),
        "may_go_on_as": [
            {"label": other.label, "address": other.get_absolute_url()} for other in paths.doubts(bill, links)
        ],
    }


@require_safe
@public_page
def bill_feed(request, period, chamber, number):
    return BillFeed()(request, bill=bill_or_404(period, chamber, number))


@require_safe
@public_page
def bill_calendar(request, period, chamber, number):
    bill = bill_or_404(period, chamber, number)
    page = request.build_absolute_uri(bill.get_absolute_url())
    return HttpResponse(calendar_of(bill, page), content_type="text/calendar; charset=utf-8")


def bill_or_404(period, chamber, number):
    if bill := bill_pages.find(period, chamber, number):
        return bill
    raise Http404(f"no bill {period}/{chamber}/{number}")


@require_safe
@public_page
def cause(request, slug):
    cause = next(iter(chains.read(Cause.objects.public().filter(slug=slug))), None)
    if cause is None:
        raise Http404(f"no public cause {slug}")
    context = {
        "cause": cause,
        "news": front.news(cause.chain_bills, front.NEWS),
        "followed": front.followed_causes(request.user),
    }
    return render(request, "legislation/cause.html", context)


# What a member follows


def follows_bill(user, bill):
    return user.is_authenticated and Follow.objects.filter(user=user, bill=bill).exists()


@login_required
@require_safe
@never_cache
def following(request):
    causes = chains.read(Cause.objects.filter(followers__user=request.user))
    bills = list(Bill.objects.filter(followers__user=request.user).for_listing())
    hers = [*bills, *(bill for cause in causes for bill in cause.chain_bills)]
    context = {"causes": causes, "bills": bills, "news": front.news(hers, HERS)}
    return render(request, "legislation/following.html", context)


@require_POST
def follow(request):
    back = safe_address(request, request.POST.get("next"))
    if not request.user.is_authenticated:
        return redirect_to_login(back)
    Follow.objects.get_or_create(user=request.user, **what_to_follow(request))
    return redirect(back)


@require_POST
def unfollow(request):
    back = safe_address(request, request.POST.get("next"))
    if not request.user.is_authenticated:
        return redirect_to_login(back)
    Follow.objects.filter(user=request.user, **what_to_follow(request)).delete()
    return redirect(back)


@csrf_exempt  # mail programs post here without a page of ours; the signature in the address is what they show
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def stop(request, token):
    """Where the links of a mail lead. Opening one only asks: mail programs open links by themselves."""
    leaving_ = leaving.find(token)
    if leaving_ is None:
        return unlisted(render(request, "legislation/stop_unknown.html", status=404))
    if request.method == "POST":
        is_forgotten = subscribing.leave(leaving_.recipient, leaving_.follows)
        if request.POST.get("List-Unsubscribe") != "One-Click":  # RFC 8058: no redirect for mail programs
            return unlisted(redirect("unsubscribed" if is_forgotten else request.path))
    return unlisted(render(request, "legislation/stop.html", stopping(request, leaving_)))


def stopping(request, leaving_):
    follows = list(leaving_.follows)
    return {
        "causes": leaving_.causes,
        "bills": leaving_.bills,
        "is_followed": bool(follows),
        "is_hers": request.user == leaving_.recipient,
        "is_subscriber": leaving_.recipient.is_subscriber,
    }


def unlisted(response):
    response["X-Robots-Tag"] = "noindex"
    return response


def what_to_follow(request):
    """The one bill or cause that a form names: "bill=2021/C/12475" or "cause=trabajo-sexual"."""
    if slug := request.POST.get("cause"):
        return {"cause": get_object_or_404(Cause, slug=readable(slug))}
    return {"bill": get_object_or_404(Bill.objects.keyed(request.POST.get("bill", "")))}


def safe_address(request, address):
    """Where a form may send its reader back to: a page of ours, or her list."""
    if url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return address
    return reverse("following")


# Whether we still see


@require_safe
@never_cache
def health(request):
    try:
        report = watch.report()
    except DatabaseError:
        report = {"status": "failing", "checked": watch.moment(timezone.now()), "database": False}
    status = 200 if report["status"] == "ok" else 503
    return JsonResponse(report, status=status, json_dumps_params={"ensure_ascii": False, "indent": 1})
