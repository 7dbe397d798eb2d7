"""The figures, each with the rows that count for it: a number is never anything but what its list says."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from crm.figures import consultations, headcounts, promises
from crm.figures.amounts import NOTHING, Amount
from crm.figures.scope import Scope
from crm.models import Attendance, Study

Audience = Attendance.Audience
GROUPS = dict(Audience.choices) | {
    Audience.SEX_WORKERS: _("Representantes de organizaciones de trabajadoras sexuales")
}
SECTIONS = {
    "consultation": _("Consultas"),
    "training": _("Talleres y capacitaciones"),
    "conference": _("Conferencias, cada grupo por sí solo"),
    "promises": _("Compromisos y posturas"),
    "meetings": _("Encuentros"),
    "evidence": _("Estudios"),
}
TRAINED = _(
    "Suma de quienes venían por primera vez a talleres y capacitaciones; donde no se anotó, de todas las personas "
    "que asistieron. Nadie queda identificada: quien vino a dos donde no se anotó cuenta dos veces."
)
CONFERENCE = _(
    "Suma de quienes asistieron a conferencias, de este grupo solo. Los grupos no se suman entre sí: alguien pudo "
    "contarse en dos."
)


@dataclass(frozen=True)
class Figure:
    code: str  # also the end of its address
    section: str
    label: str
    how: str
    rows: Callable  # of a scope: what counts
    measure: Callable = lambda rows: Amount(rows.count())
    numbers: Callable | None = (
        None  # of a scope: what each row of the list has, by its number; the most first
    )
    is_optional: bool = False  # shown only where there is something

    def amount(self, scope):
        return self.measure(self.rows(scope))


@dataclass(frozen=True)
class HeadCount(Figure):
    """People counted by audience. All of them are read by one question."""

    key: tuple = ()  # which of the sums


def trained(code, label, audience, *, is_optional=False):
    return head_count(code, "training", label, TRAINED, audience, headcounts.TRAININGS, is_optional)


def attended(audience, label):
    code = f"conferencia-{audience.replace('_', '-')}"
    return head_count(code, "conference", label, CONFERENCE, audience, headcounts.CONFERENCES, True)


def head_count(code, section, label, how, audience, kinds, is_optional):
    return HeadCount(
        code,
        SECTIONS[section],
        label,
        how,
        lambda scope: headcounts.rows(scope, kinds).filter(audience=audience),
        headcounts.total_of,
        is_optional=is_optional,
        key=(headcounts.group_of(kinds), audience),
    )


def studies(scope):
    rows = Study.objects.visible_to(scope.user).published_by(scope.until)
    return rows.filter(published__gte=scope.since.isoformat()) if scope.since else rows


FIGURES = [
    Figure(
        "representantes-consultadas",
        SECTIONS["consultation"],
        _("Representantes consultadas y consultados"),
        _(
            "Personas distintas que participaron en consultas realizadas: cada una cuenta una sola vez. Quien vino en "
            "lugar de otra cuenta ella, y no la ausente. La sociedad civil está incluida."
        ),
        consultations.people,
    ),
    Figure(
        "instituciones-consultadas",
        SECTIONS["consultation"],
        _("Instituciones consultadas"),
        _(
            "Instituciones distintas por las que alguien vino a una consulta realizada. Cuenta instituciones, no personas."
        ),
        consultations.institutions,
        numbers=consultations.people_by_institution,
    ),
    Figure(
        "regiones-consultadas",
        SECTIONS["consultation"],
        _("Regiones con consultas"),
        _("Regiones en las que se realizó al menos una consulta."),
        consultations.regions,
        numbers=consultations.consultations_by_region,
    ),
    Figure(
        "consultas",
        SECTIONS["consultation"],
        _("Consultas realizadas"),
        _("Encuentros de tipo «Consulta» que se realizaron."),
        consultations.meetings,
    ),
    trained("educadoras-de-pares", _("Educadoras de pares capacitadas"), Audience.PEER_EDUCATORS),
    trained("funcionariado", _("Funcionariado regional y municipal capacitado"), Audience.OFFICIALS),
    trained("policia", _("Policía y serenazgo capacitados"), Audience.LAW_ENFORCEMENT),
    *(
        trained(code, label, audience, is_optional=True)
        for code, label, audience in (
            ("trabajadoras-sexuales", _("Trabajadoras sexuales en talleres"), Audience.SEX_WORKERS),
            ("personas-trans", _("Personas trans en talleres"), Audience.TRANS),
            ("personal-de-salud", _("Personal de salud capacitado"), Audience.HEALTH_STAFF),
            ("justicia", _("Operadores de justicia capacitados"), Audience.JUSTICE),
        )
    ),
    *(attended(audience, label) for audience, label in GROUPS.items()),
    Figure(
        "compromisos-hechos",
        SECTIONS["promises"],
        _("Compromisos hechos"),
        _("Compromisos cuya fecha cae en el periodo."),
        promises.made,
    ),
    Figure(
        "compromisos-cumplidos",
        SECTIONS["promises"],
        _("Compromisos cumplidos"),
        _(
            "Compromisos que se cerraron como cumplidos en el periodo, con su prueba. Los cumplidos en parte no cuentan."
        ),
        promises.kept,
    ),
    Figure(
        "compromisos-vencidos",
        SECTIONS["promises"],
        _("Compromisos vencidos"),
        _(
            "Compromisos que al último día del periodo seguían sin cerrarse, con el plazo pasado; hechos cuando fuera."
        ),
        promises.overdue,
    ),
    Figure(
        "posturas-a-favor",
        SECTIONS["promises"],
        _("Posturas que se movieron a favor"),
        _(
            "Posturas del periodo más favorables que la anterior de la misma persona o institución sobre la misma causa."
        ),
        promises.moved_towards,
    ),
    Figure(
        "posturas-en-contra",
        SECTIONS["promises"],
        _("Posturas que se movieron en contra"),
        _(
            "Posturas del periodo menos favorables que la anterior de la misma persona o institución sobre la misma causa."
        ),
        promises.moved_away,
    ),
    Figure(
        "encuentros",
        SECTIONS["meetings"],
        _("Encuentros realizados"),
        _("Reuniones, llamadas, talleres y todo lo demás que se realizó; ni lo programado ni lo cancelado."),
        Scope.interactions,
    ),
    Figure(
        "instituciones-con-encuentros",
        SECTIONS["meetings"],
        _("Instituciones con las que hubo encuentros"),
        _("Instituciones distintas; su lista dice cuántos encuentros hubo con cada una."),
        consultations.institutions_met,
        numbers=consultations.meetings_by_institution,
    ),
    Figure(
        "estudios",
        SECTIONS["evidence"],
        _("Estudios publicados"),
        _(
            "Estudios con fecha de publicación en el periodo. Son de todo el programa: no se reparten por región."
        ),
        studies,
    ),
]
BY_CODE = {figure.code: figure for figure in FIGURES}


def count_all(scope, ledger=None):
    """The amount of every figure, by code. What several figures have in common is read once."""
    ledger = ledger or consultations.ledger(scope)
    heads = headcounts.sums(scope)
    known = {
        "representantes-consultadas": Amount(ledger.representatives),
        "instituciones-consultadas": Amount(ledger.institutions),
    }
    for figure in FIGURES:
        if isinstance(figure, HeadCount):
            known[figure.code] = heads.get(figure.key, NOTHING)
        elif figure.code not in known:
            known[figure.code] = figure.amount(scope)
    return known
