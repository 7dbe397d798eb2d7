import logging

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from legislation import demonstration, strangers, subscribing
from legislation.filters import readable
from legislation.mailing import has_server
from legislation.models import Bill, Cause, Follow
from legislation.page_cache import public_page

log = logging.getLogger(__name__)


class SubscribeForm(forms.Form):
    causes = forms.ModelMultipleChoiceField(
        queryset=None,
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Una de esas causas ya no está en el sitio. Elige otra vez.")},
    )
    bill = forms.CharField(required=False, widget=forms.HiddenInput)
    email = forms.CharField(
        max_length=254,
        validators=[strangers.is_plain_address],
        error_messages={"required": _("Escribe tu correo.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="s-%s", **kwargs)
        self.fields["causes"].queryset = Cause.objects.public()

    def clean_bill(self):
        written = self.cleaned_data["bill"]
        if not written:
            return None
        found = find_bill(written)
        if found is None:
            raise ValidationError(_("No tenemos ese proyecto de ley."))
        return found

    def clean(self):
        if not self.errors and not self.cleaned_data["causes"] and not self.cleaned_data["bill"]:
            self.add_error("causes", _("Elige al menos una causa."))
        return self.cleaned_data


def find_bill(written):
    return Bill.objects.keyed(readable(written)).select_related("period").first()


@sensitive_post_parameters("email")
@require_http_methods(["GET", "HEAD", "POST"])
@strangers.open_form
def subscribe(request):
    if request.user.is_authenticated:
        return render(request, "legislation/subscribe_member.html", hers(request.user))
    if request.method != "POST":
        return ask(request)
    if refusal := strangers.too_many(request, "subscribe"):
        return refusal
    form = SubscribeForm(request.POST)
    if not form.is_valid():
        return show(request, form, form.cleaned_data.get("bill"), status=422)
    if strangers.is_trapped(request):
        return redirect("subscribe-written")
    return write(request, form)


@public_page
def ask(request):
    chosen = [readable(slug) for slug in request.GET.getlist("causa")[:10]]
    bill = find_bill(request.GET.get("proyecto", ""))
    causes = list(Cause.objects.public().values_list("slug", flat=True))
    if not chosen and not bill and len(causes) == 1:
        chosen = causes
    return show(
        request, SubscribeForm(initial={"causes": chosen, "bill": bill and request.GET["proyecto"]}), bill
    )


def show(request, form, bill, status=200):
    context = {"form": form, "bill": bill, "can_write": can_write(), "trap": strangers.TRAP}
    return render(request, "legislation/subscribe.html", context, status=status)


def can_write():
    return has_server() or demonstration.is_loaded()


def hers(user):
    followed = set(Follow.objects.filter(user=user).exclude(cause=None).values_list("cause", flat=True))
    causes = list(Cause.objects.public())
    for cause in causes:
        cause.is_followed = cause.pk in followed
    return {"causes": causes}


def write(request, form):
    """The answer is the same whether or not we know the address; where it was written to enough today, too."""
    bill = form.cleaned_data["bill"]
    wish = subscribing.wish(form.cleaned_data["email"], form.cleaned_data["causes"], [bill] if bill else [])
    link = subscribing.address(wish)
    if not has_server():
        return without_server(request, form, link)
    if strangers.may_write_to(request, "subscribe_mailbox", wish.email):
        try:
            subscribing.ask_to_confirm(wish, link)
        except OSError as error:
            log.warning(
                "A mail to confirm did not leave: %s", type(error).__name__
            )  # its words may hold the address
            form.add_error(None, _("Ahora no podemos enviar correos. No guardamos nada; prueba más tarde."))
            return show(request, form, bill, status=503)
    return redirect("subscribe-written")


def without_server(request, form, link):
    """A demonstration that sends no mail shows what it would have sent; nothing else may."""
    if not demonstration.is_loaded():
        return show(request, form, form.cleaned_data["bill"], status=503)
    return render(request, "legislation/subscribe_written.html", {"link": link})


@require_safe
@public_page
def written(request):
    return render(request, "legislation/subscribe_written.html", {"days": subscribing.DAYS})


@require_http_methods(["GET", "HEAD", "POST"])
@strangers.open_form
def confirm(request, token):
    """Where the link leads. Opening it only asks: mail programs open links by themselves."""
    wish = subscribing.unseal(token)
    wanted = wish.follows() if wish else []
    if not wanted:
        return render(request, "legislation/subscribe_unknown.html", {"days": subscribing.DAYS}, status=404)
    if request.method != "POST":
        return render(request, "legislation/subscribe_confirm.html", {"wish": wish, "wanted": wanted})
    if refusal := strangers.too_many(request, "confirm"):
        return refusal
    try:
        subscribing.confirm(wish)
    except subscribing.Spent:
        return render(request, "legislation/subscribe_unknown.html", {"days": subscribing.DAYS}, status=410)
    except subscribing.Closed:
        return render(request, "legislation/subscribe_closed.html", status=409)
    return redirect("subscribed")


@require_safe
@public_page
def subscribed(request):
    return render(request, "legislation/subscribed.html")


@require_safe
@public_page
def unsubscribed(request):
    return render(request, "legislation/unsubscribed.html")
