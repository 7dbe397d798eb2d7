"""The figures of the programme: the monitoring page, and the list behind each number."""

from datetime import date, timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import Partner
from crm import exports
from crm.demonstration.programme import COUNTED
from crm.figures import consultations, counting, indicators
from crm.figures.amounts import Amount
from crm.figures.scope import Scope
from crm.forms import Day
from crm.models import Institution, Interaction, Region
from crm.staff import figure_lists
from crm.staff.pages import may
from legislation import demonstration
from legislation.staff.pages import trail


class ScopeForm(forms.Form):
    since = forms.DateField(label=gettext_lazy("Desde"), required=False, widget=Day())
    until = forms.DateField(label=gettext_lazy("Hasta, o a qué fecha"), required=False, widget=Day())
    region = forms.ModelChoiceField(
        Region.objects.all(), required=False, label=gettext_lazy("Región"), empty_label=gettext_lazy("Todas")
    )
    partner = forms.ModelChoiceField(
        Partner.objects.all(),
        required=False,
        label=gettext_lazy("Organización"),
        empty_label=gettext_lazy("Todas"),
    )
    sector = forms.ChoiceField(
        choices=[("", ""), *Institution.Kind.choices], required=False, widget=forms.HiddenInput
    )

    def clean(self):
        data = super().clean()
        since, until = data.get("since"), data.get("until")
        if since and since > (until or timezone.localdate()):
            self.add_error("since", _("El periodo termina antes de empezar."))
        return data

    def scope(self, user):
        """What is understood of it. Nonsense asks for nothing."""
        self.is_valid()
        asked = {name: self.cleaned_data.get(name) or None for name in self.fields}
        asked["until"] = asked["until"] or last_day(bool(self.data))
        return Scope(user=user, **asked | {"sector": asked["sector"] or ""})


def last_day(is_asked):
    """Today; but the demonstration opens at the day of which the case study tells."""
    if not is_asked and demonstration.is_loaded():
        return COUNTED
    return timezone.localdate()


def query(scope, **more):
    """The scope as an address says it."""
    given = {
        "since": scope.since,
        "until": scope.until,
        "region": scope.region and scope.region.pk,
        "partner": scope.partner and scope.partner.pk,
        "sector": scope.sector,
    }
    return urlencode({name: value for name, value in (given | more).items() if value})


class Row(NamedTuple):
    figure: counting.Figure
    amount: object
    url: str


@require_safe
def index(request):
    return page(request, "crm/admin/figures.html")


@require_safe
def sheet(request):
    """The same on paper."""
    if not request.user.has_perm("crm.export_records"):
        raise PermissionDenied
    return page(request, "crm/admin/figures_sheet.html")


def page(request, template):
    may(request, "view", Interaction)
    form = ScopeForm(request.GET)
    scope = form.scope(request.user)
    found = consultations.ledger(scope)
    amounts = counting.count_all(scope, found)
    return render(
        request,
        template,
        {
            "header_title": _("Cifras del programa"),
            "breadcrumbs_items": trail(("", _("Cifras del programa"))),
            "form": shown(form, scope),
            "scope": scope,
            "presets": presets(scope),
            "sections": sections(scope, amounts),
            "standings": indicators.standings(scope, amounts),
            "may_add_indicators": request.user.has_perm("crm.add_indicator"),
            "ledger": ledger(scope, found),
            "query": query(scope),
            "may_export": request.user.has_perm("crm.export_records"),
        },
    )


def shown(form, scope):
    """With what was understood filled in, and its errors."""
    given = {name: getattr(scope, name) for name in form.fields}
    again = ScopeForm(initial=given)
    again.errors_shown = [error for errors in form.errors.values() for error in errors]
    return again


def presets(scope):
    """Periods that are asked for often: label, address, whether it is the one shown."""
    today = timezone.localdate()
    periods = [
        (_("Hasta hoy"), None, today),
        (_("Este año"), date(today.year, 1, 1), today),
        (_("Últimos doce meses"), today - timedelta(days=365), today),
    ]
    if demonstration.is_loaded():
        periods.insert(0, (_("A septiembre de 2011, como el estudio de caso"), None, COUNTED))
    return [
        (label, query(scope, since=since, until=until), (since, until) == (scope.since, scope.until))
        for label, since, until in periods
    ]


def sections(scope, amounts):
    """Pairs of a title and the rows below it, in the order of the figures."""
    found = {}
    for figure in counting.FIGURES:
        amount = amounts[figure.code]
        if amount.value or amount.hidden or not figure.is_optional:
            found.setdefault(figure.section, []).append(Row(figure, amount, address(figure.code, scope)))
    return list(found.items())


def address(code, scope, **more):
    return f"{reverse('figures:rows', args=[code])}?{query(scope, **more)}"


def ledger(scope, found):
    """Each line with the addresses of the lists behind its numbers."""
    return {
        "regions": [(line, links(scope, region=line.key)) for line in found.regions],
        "sectors": [(line, links(scope, sector=line.key)) for line in found.sectors],
    }


def links(scope, **more):
    codes = {
        "institutions": "instituciones-consultadas",
        "representatives": "representantes-consultadas",
        "consultations": "consultas",
    }
    return {name: address(code, scope, **more) for name, code in codes.items()}


@require_safe
def rows(request, code):
    """The list behind a number."""
    may(request, "view", Interaction)
    figure = counting.BY_CODE.get(code)
    if figure is None:
        raise Http404(f"There is no figure {code!r}.")
    scope = ScopeForm(request.GET).scope(request.user)
    back = f"{reverse('figures:index')}?{query(scope, sector='')}"
    return render(
        request,
        "crm/admin/figure.html",
        {
            "header_title": figure.label,
            "breadcrumbs_items": trail((back, _("Cifras del programa")), ("", figure.label)),
            "figure": figure,
            "amount": figure.amount(scope),
            "scope": scope,
            "sector": dict(Institution.Kind.choices).get(scope.sector, ""),
            "page": figure_lists.page(figure, scope, request.GET.get("p")),
            "query": query(scope),
            "back": back,
        },
    )


@require_safe
def download(request):
    """Everything on the page as a spreadsheet."""
    may(request, "view", Interaction)
    if not request.user.has_perm("crm.export_records"):
        raise PermissionDenied
    scope = ScopeForm(request.GET).scope(request.user)
    name = "demostracion-cifras" if demonstration.is_loaded() else "cifras"
    return exports.download(name, "xlsx", HEADINGS, table(scope))


HEADINGS = [
    gettext_lazy("Apartado"),
    gettext_lazy("Cifra"),
    gettext_lazy("Qué tan exacto"),
    gettext_lazy("Número"),
    gettext_lazy("Contada o reportada"),
    gettext_lazy("Desde"),
    gettext_lazy("Hasta"),
    gettext_lazy("Región"),
    gettext_lazy("Organización"),
    gettext_lazy("Cómo se cuenta"),
]


def table(scope):
    asked = [scope.since, scope.until, scope.region or _("Todas"), scope.partner or _("Todas")]
    found = consultations.ledger(scope)
    amounts = counting.count_all(scope, found)
    for section, listed in sections(scope, amounts):
        for row in listed:
            number = str(row.amount) if row.amount.is_hidden else row.amount.value
            yield [
                section,
                row.figure.label,
                row.amount.sureness,
                number,
                _("contada"),
                *asked,
                row.figure.how,
            ]
    for section, lines in (
        (_("Consultas, por región"), found.regions),
        (_("Consultas, por tipo"), found.sectors),
    ):
        for line in lines:
            for label, number in (
                (_("Instituciones"), line.institutions),
                (_("Representantes"), line.representatives),
            ):
                yield [section, f"{line.label}: {label}", Amount().sureness, number, _("contada"), *asked, ""]
    for standing in indicators.standings(scope, amounts):
        if standing.amount is not None:
            yield indicator_line(standing, asked)


def indicator_line(standing, asked):
    indicator, amount = standing.indicator, standing.amount
    number = str(amount) if amount.is_hidden else amount.value
    how = [indicator.how_counted]
    if standing.reported:
        how.append(f"{standing.reported.source} ({standing.reported.day})")
    if standing.target:
        how.append(
            _("Meta al %(day)s: %(target)s") % {"day": indicator.target_day, "target": standing.target}
        )
    source = _("reportada") if standing.reported else _("contada")
    name = f"{indicator.code}: {indicator}"
    return [_("Indicadores"), name, amount.sureness, number, source, *asked, " · ".join(how)]
