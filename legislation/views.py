from django.http import HttpResponse


def _missing(request, **kwargs):
    return HttpResponse("")


home = bills = bill = bill_json = bill_feed = bill_calendar = cause = following = follow = unfollow = (
    health
) = _missing
