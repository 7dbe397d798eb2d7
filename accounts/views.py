from django.http import Http404
from django.shortcuts import redirect


def closed(request, *args, **kwargs):
    raise Http404("This way in is closed.")


def to_password_reset(request, *args, **kwargs):
    return redirect("account_reset_password")
