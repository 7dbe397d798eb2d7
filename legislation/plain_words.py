"""What a bill's stage means, and what comes next, in words for everybody."""

from typing import NamedTuple

from django.utils import formats
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legislation import stages
from legislation.paths import DEPUTIES_FIRST, ONE_BODY, SENATE_REVIEW, index_of
from legislation.stages import Stage

TO_EXECUTIVE = gettext_lazy(
    "El texto aprobado se firma y se envía a la Presidencia de la República, que puede promulgarlo o devolverlo "
    "con observaciones."
)
AGAIN = gettext_lazy("Para que avance, alguien tiene que presentarlo de nuevo, y llevará otro número.")

MEANS = {
    Stage.FILED: gettext_lazy("El proyecto entró al Congreso y ya tiene número."),
    Stage.COMMITTEE: gettext_lazy(
        "Una comisión, es decir un grupo de congresistas, lo estudia y puede pedir opiniones."
    ),
    Stage.REPORTED: gettext_lazy(
        "Terminó la etapa de comisión: hay un dictamen, o el Congreso decidió seguir sin esperarlo."
    ),
    Stage.REPORTED_AGAINST: gettext_lazy("La comisión dio su dictamen y recomienda no aprobarlo."),
    Stage.SCHEDULED: gettext_lazy(
        "Está en la lista de temas por debatir. Estar en agenda no asegura que se debata ese día."
    ),
    Stage.DEBATE: gettext_lazy("Se está debatiendo. El texto todavía puede cambiar."),
    Stage.PASSED_FIRST: gettext_lazy("Ganó la primera votación."),
    Stage.PASSED: gettext_lazy("El Congreso lo aprobó. Todavía no es ley."),
    Stage.RECONSIDERED: gettext_lazy(
        "Se pidió revisar lo que se votó. Mientras tanto, el resultado queda en suspenso."
    ),
    Stage.SENT_TO_EXECUTIVE: gettext_lazy(
        "El Congreso envió el texto aprobado a la Presidencia de la República. Todavía no es ley."
    ),
    Stage.OBSERVED: gettext_lazy("La Presidencia de la República lo devolvió al Congreso con observaciones."),
    Stage.PROMULGATED: gettext_lazy("Fue promulgado."),
    Stage.LAW: gettext_lazy("Se publicó en el diario oficial El Peruano."),
    Stage.ARCHIVED: gettext_lazy("Fue archivado: con este número ya no sigue adelante."),
    Stage.REJECTED: gettext_lazy("No se aprobó: fue rechazado o no alcanzó los votos necesarios."),
    Stage.WITHDRAWN: gettext_lazy("Se retiró: con este número ya no sigue adelante."),
}
NEXT = {
    Stage.FILED: gettext_lazy("Debe pasar a una comisión que lo estudie."),
    Stage.COMMITTEE: gettext_lazy(
        "La comisión debe dar un dictamen: un informe que recomienda aprobarlo, cambiarlo o archivarlo."
    ),
    Stage.REPORTED: gettext_lazy("Debe entrar en la agenda del Pleno, donde se debate y se vota."),
    Stage.REPORTED_AGAINST: gettext_lazy("Puede ir al archivo, salvo que el Pleno decida otra cosa."),
    Stage.SCHEDULED: gettext_lazy("El debate y la votación."),
    Stage.DEBATE: gettext_lazy("La votación, en esta sesión o en otra."),
    Stage.PASSED_FIRST: gettext_lazy("Una segunda votación, salvo que se decida no hacerla."),
    Stage.PASSED: TO_EXECUTIVE,
    Stage.RECONSIDERED: gettext_lazy("El Pleno decide si se vota de nuevo."),
    Stage.SENT_TO_EXECUTIVE: gettext_lazy(
        "La Presidencia puede promulgarlo, y entonces se publica como ley, o devolverlo con observaciones."
    ),
    Stage.OBSERVED: gettext_lazy("El Congreso puede insistir en su texto, cambiarlo o dejarlo."),
    Stage.PROMULGATED: gettext_lazy("Debe publicarse en el diario oficial El Peruano."),
    Stage.LAW: "",
    Stage.ARCHIVED: AGAIN,
    Stage.REJECTED: gettext_lazy(
        "Todavía puede pedirse que se revise la votación. Si eso no ocurre, habría que presentarlo de nuevo."
    ),
    Stage.WITHDRAWN: AGAIN,
}
MEANS_THERE = {
    (DEPUTIES_FIRST.key, Stage.PASSED): gettext_lazy("La Cámara de Diputados lo aprobó. Todavía no es ley."),
    (SENATE_REVIEW.key, Stage.FILED): gettext_lazy("El Senado revisa lo que aprobó la Cámara de Diputados."),
    (SENATE_REVIEW.key, Stage.COMMITTEE): gettext_lazy(
        "Una comisión del Senado estudia lo que aprobó la Cámara de Diputados."
    ),
    (SENATE_REVIEW.key, Stage.PASSED): gettext_lazy("El Senado lo aprobó. Todavía no es ley."),
    (ONE_BODY.key, Stage.PASSED): gettext_lazy("Fue aprobado."),
}
NEXT_THERE = {
    (DEPUTIES_FIRST.key, Stage.REPORTED): gettext_lazy(
        "Debe entrar en la agenda del Pleno de Diputados, donde se debate y se vota."
    ),
    (DEPUTIES_FIRST.key, Stage.PASSED): gettext_lazy(
        "Pasa al Senado, que puede aprobarlo, cambiarlo o rechazarlo. Allí suele llevar otro número."
    ),
    (SENATE_REVIEW.key, Stage.REPORTED): gettext_lazy(
        "Debe entrar en la agenda del Pleno del Senado, que puede aprobarlo, cambiarlo o rechazarlo."
    ),
    (ONE_BODY.key, Stage.PASSED): gettext_lazy("Lo que sigue depende del tipo de propuesta."),
}


class Situation(NamedTuple):
    heading: str
    means: str
    next: str


def situation(path):
    """Where the bill of a path stands, in a heading and two short texts."""
    if path.passed_on:
        return in_senate(path.passed_on)
    found = situation_of(path.bill, path.procedure)
    if path.refiled and found.next == AGAIN:
        found = found._replace(
            next=_("Ya se presentó de nuevo, como %(bill)s.") % {"bill": path.refiled.other_label}
        )
    return found


def in_senate(link):
    """Where a text stands that the deputies sent on, said on their own dossier's page."""
    sent = _("La Cámara de Diputados lo aprobó y pasó al Senado como %(bill)s.") % {"bill": link.other_label}
    if link.other is None:
        return Situation(_("En el Senado"), sent, "")
    there = situation_of(link.other, SENATE_REVIEW)
    place = index_of(SENATE_REVIEW.stations, link.other.stage)
    is_there = place is not None and SENATE_REVIEW.stations[place].key != "executive"
    if is_there and link.other.stage != Stage.LAW and not link.other.lapsed:
        there = there._replace(heading=_("En el Senado: %(stage)s") % {"stage": there.heading.lower()})
    return there._replace(means=f"{sent} {there.means}")


def situation_of(bill, procedure):
    if bill.lapsed:
        return lapsed(bill)
    if bill.stage == Stage.UNKNOWN:
        return Situation(
            _("«%(label)s»") % {"label": bill.status},
            _(
                "Así lo llama el Congreso. Todavía no sabemos qué significa este estado; lo mostramos tal como está y "
                "lo estamos averiguando."
            ),
            "",
        )
    if bill.stage == Stage.REPORTED and stages.key(bill.status).startswith("dictamen"):
        means = _("La comisión dio su dictamen: un informe que dice qué recomienda hacer con el proyecto.")
    elif bill.stage == Stage.PASSED and "permanente" in stages.key(bill.status):
        means = _("La Comisión Permanente lo aprobó. Todavía no es ley.")
    else:
        means = MEANS_THERE.get((procedure.key, bill.stage)) or MEANS[bill.stage]
    comes_next = NEXT_THERE.get((procedure.key, bill.stage)) or NEXT[bill.stage]
    if bill.stage == Stage.COMMITTEE and bill.committees:
        means = f"{means} {committees(bill.committees)}"
    return Situation(heading(bill), str(means), str(comes_next))


def heading(bill):
    if bill.stage == Stage.LAW and bill.law_number:
        return _("Es la Ley N.° %(number)s") % {"number": bill.law_number}
    return str(Stage(bill.stage).label)


def lapsed(bill):
    return Situation(
        _("Caducó"),
        _(
            "El periodo parlamentario %(period)s terminó el %(day)s sin que llegara a ser ley. El Congreso no lo anuncia "
            "en su página: lo sabemos por la fecha. Su último estado fue «%(status)s»."
        )
        % {
            "period": bill.period.label,
            "day": formats.date_format(bill.period.ends, "DATE_FORMAT"),
            "status": bill.status,
        },
        str(AGAIN),
    )


def committees(names):
    listed = get_text_list(names, _("y"))
    if len(names) == 1:
        return _("Está en la comisión de %(committee)s.") % {"committee": listed}
    return _("Está en las comisiones de %(committees)s.") % {"committees": listed}
