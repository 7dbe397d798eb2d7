"""Where a bill stands, for whoever reads with difficulty: one idea in a line, no number, no abbreviation."""

from django.utils.translation import gettext_lazy as _

from legislation.paths import DEPUTIES_FIRST, SENATE_REVIEW
from legislation.stages import Stage

NOT_LAW = _("Todavía no es ley.")
SAID_YES = _("El Congreso dijo que sí.")
DEPUTIES_SAID_YES = _("La Cámara de Diputados dijo que sí.")
SENATE_DECIDES = _("Ahora decide el Senado.")
PRESIDENT_DECIDES = _("Ahora decide la Presidencia de la República.")
AGAIN = _("Para seguir, alguien tiene que presentarla otra vez.")

LAPSED = [_("El tiempo de este Congreso terminó."), _("La propuesta no llegó a ser ley."), AGAIN]
LINES = {
    Stage.FILED: [_("La ley todavía es una propuesta."), _("El Congreso ya la recibió.")],
    Stage.COMMITTEE: [
        _("Un grupo de congresistas estudia la propuesta."),
        _("Ese grupo se llama comisión."),
        _("Después dirá si conviene aprobarla."),
    ],
    Stage.REPORTED: [
        _("Terminó el estudio de la propuesta."),
        _("Ahora falta que todo el Congreso la debata y vote."),
    ],
    Stage.REPORTED_AGAINST: [
        _("La comisión estudió la propuesta."),
        _("La comisión dice que no conviene aprobarla."),
        _("El Congreso todavía puede decidir otra cosa."),
    ],
    Stage.SCHEDULED: [
        _("La propuesta está en la lista para debatir."),
        _("No es seguro que la debatan ese día."),
    ],
    Stage.DEBATE: [_("El Congreso está debatiendo la propuesta."), _("Todavía puede cambiar.")],
    Stage.PASSED_FIRST: [_("El Congreso votó una vez y dijo que sí."), _("Falta votar otra vez.")],
    Stage.PASSED: [SAID_YES, NOT_LAW],
    Stage.RECONSIDERED: [_("Alguien pidió votar otra vez."), _("Mientras tanto, no hay nada decidido.")],
    Stage.SENT_TO_EXECUTIVE: [SAID_YES, PRESIDENT_DECIDES, NOT_LAW],
    Stage.OBSERVED: [
        _("La Presidencia de la República pide cambios."),
        _("La propuesta volvió al Congreso."),
        _("El Congreso decide qué hacer."),
    ],
    Stage.PROMULGATED: [_("La ley ya está firmada."), _("Falta publicarla.")],
    Stage.LAW: [_("Ya es ley."), _("Todas las personas deben cumplirla.")],
    Stage.ARCHIVED: [_("El Congreso dejó de lado esta propuesta."), AGAIN],
    Stage.REJECTED: [
        _("El Congreso votó y dijo que no."),
        _("Todavía se puede pedir que vote otra vez."),
        _("Si no, alguien tiene que presentarla de nuevo."),
    ],
    Stage.WITHDRAWN: [_("Quien presentó la propuesta la retiró."), AGAIN],
}
LINES_THERE = {
    (DEPUTIES_FIRST.key, Stage.PASSED): [DEPUTIES_SAID_YES, SENATE_DECIDES, NOT_LAW],
    (SENATE_REVIEW.key, Stage.FILED): [DEPUTIES_SAID_YES, SENATE_DECIDES],
    (SENATE_REVIEW.key, Stage.COMMITTEE): [
        DEPUTIES_SAID_YES,
        _("Ahora un grupo del Senado estudia la propuesta."),
    ],
    (SENATE_REVIEW.key, Stage.PASSED): [_("El Senado dijo que sí."), NOT_LAW],
}


def lines(path):
    """Of the bill of a path, or of the one that goes on for it in the Senate. Nothing of a state we cannot read."""
    if not path.passed_on:
        return lines_of(path.bill, path.procedure)
    there = path.passed_on.other
    found = lines_of(there, SENATE_REVIEW) if there else [SENATE_DECIDES]
    return found if DEPUTIES_SAID_YES in found else [DEPUTIES_SAID_YES, *found]


def lines_of(bill, procedure):
    if bill.lapsed:
        return LAPSED
    return LINES_THERE.get((procedure.key, bill.stage)) or LINES.get(bill.stage, [])
