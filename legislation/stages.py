"""Our reading of the source's free labels. The labels themselves are always kept.

Change the mapping, then raise VERSION: `manage.py restage` reads every bill again, and tells nobody.
"""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _

from scrapers.items import fold

VERSION = 1


class Stage(models.TextChoices):
    FILED = "filed", _("Presentado")
    COMMITTEE = "committee", _("En comisión")
    REPORTED = "reported", _("Con dictamen")
    REPORTED_AGAINST = "reported_against", _("Con dictamen en contra")
    SCHEDULED = "scheduled", _("En agenda")
    DEBATE = "debate", _("En debate")
    PASSED_FIRST = "passed_first", _("Aprobado en primera votación")
    PASSED = "passed", _("Aprobado")
    RECONSIDERED = "reconsidered", _("En reconsideración")
    SENT_TO_EXECUTIVE = "sent_to_executive", _("Enviado al Ejecutivo")
    OBSERVED = "observed", _("Observado por el Ejecutivo")
    PROMULGATED = "promulgated", _("Promulgado")
    LAW = "law", _("Publicado como ley")
    ARCHIVED = "archived", _("Archivado")
    REJECTED = "rejected", _("Rechazado")
    WITHDRAWN = "withdrawn", _("Retirado")
    UNKNOWN = "unknown", _("Sin clasificar")


# A bill in one of these lapses when its period ends. Once the text is with the Executive it no longer does.
OPEN = [
    Stage.FILED,
    Stage.COMMITTEE,
    Stage.REPORTED,
    Stage.REPORTED_AGAINST,
    Stage.SCHEDULED,
    Stage.DEBATE,
    Stage.PASSED_FIRST,
    Stage.PASSED,
    Stage.RECONSIDERED,
    Stage.OBSERVED,
    Stage.UNKNOWN,
]

LABELS = {
    Stage.FILED: ["presentado", "actualizada", "actualizado"],
    Stage.COMMITTEE: [
        "en comision",
        "pasa a comision",
        "retorna a comision",
        "acuerdo de comision",
        "decretado a",
        "se inhibe",
        "devuelto",
    ],
    Stage.REPORTED: [
        "dictamen",
        "dictamen favorable",
        "dictamen favorable sustitutorio",
        "dispensado de dictamen",
        "exonerado de dictamen",
        "exonerado de plazo de publicacion",
        "dispensado de publicacion en el portal",
    ],
    Stage.REPORTED_AGAINST: ["dictamen negativo"],
    Stage.SCHEDULED: [
        "para consejo directivo",
        "en agenda cd",
        "orden del dia",
        "en agenda del pleno",
        "en agenda de la comision permanente",
    ],
    Stage.DEBATE: [
        "en debate pleno",
        "pleno en debate",
        "en debate comision permanente",
        "en debate de la comision permanente",
        "en cuarto intermedio",
        "texto sustitutorio",
        "acumulado en sala",
    ],
    Stage.PASSED_FIRST: [
        "aprobado 1era votacion",
        "aprobado 1ra votacion",
        "aprobado en primera votacion",
        "pendiente 2da votacion",
    ],
    Stage.PASSED: ["aprobado", "aprobado com permanente", "dispensado 2da votacion"],
    Stage.RECONSIDERED: ["en reconsideracion", "reconsideracion"],
    Stage.SENT_TO_EXECUTIVE: ["autografa"],
    Stage.OBSERVED: ["autografa observada", "observado"],
    Stage.PROMULGATED: [
        "promulgado presidente de la republica",
        "promulgado presidente del congreso",
        "promulgado ley",
        "promulgado",
    ],
    Stage.LAW: ["publicada en el diario oficial el peruano", "publicado el peruano", "publicado"],
    Stage.ARCHIVED: ["al archivo", "archivo", "decreto de archivo", "anulado"],
    Stage.REJECTED: ["rechazado", "rechazado de plano", "no aprobado", "no alcanzo no de votos"],
    Stage.WITHDRAWN: ["retirado por su autor", "retirado"],
}

# Entries that leave a bill where it was.
NEUTRAL = {
    "",
    "acuerdo del pleno",
    "aclaracion",
    "retiro de firma",
    "solicita retiro",
    "oficio",
    "por disposicion del oficial mayor",
}

# Events of their own beside the others of their stage: "Orden del Día" today and "En agenda del Pleno" tomorrow are
# two. The other labels of one stage are ways to write one event.
OF_THEIR_OWN = {
    *LABELS[Stage.SCHEDULED],
    "pasa a comision",
    "retorna a comision",
    "acuerdo de comision",
    "decretado a",
    "se inhibe",
    "devuelto",
    "dispensado de dictamen",
    "exonerado de dictamen",
    "exonerado de plazo de publicacion",
    "dispensado de publicacion en el portal",
    "en cuarto intermedio",
    "texto sustitutorio",
    "acumulado en sala",
    "pendiente 2da votacion",
    "dispensado 2da votacion",
}

STAGES = {label: stage for stage, labels in LABELS.items() for label in labels}

AGAINST = re.compile(r"\bno aprobacion\b|\benvio al archivo\b|\bnegativo\b|\binhibi")
MINORITY = re.compile(r"\ben minoria\b|\bminoria\b")
LAW_NUMBER = re.compile(r"\bley\s*n[o\W]{0,5}(\d{4,6})\b")


def key(label):
    """What two spellings of one label have in common."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", fold(label.replace("º", "o").replace("°", "o"))).split())


def is_known(label, readings=()):
    return key(label) in STAGES or key(label) in NEUTRAL or key(label) in readings


def stage_of(label, detail="", readings=None):
    """The stage one entry stands for; None for an entry that leaves the bill where it was."""
    folded = key(label)
    if folded in NEUTRAL:
        return None
    stage = STAGES.get(folded) or (readings or {}).get(folded) or Stage.UNKNOWN
    if stage == Stage.REPORTED and AGAINST.search(fold(detail)):
        return Stage.REPORTED_AGAINST
    return Stage(stage)


def read_steps(steps, readings=None):
    """The stage the bill had reached at each of these (label, detail), oldest first.

    A minority report does not undo what the majority reported."""
    reached, majority, now = [], None, Stage.FILED
    for label, detail in steps:
        stage = stage_of(label, detail, readings)
        if stage in (Stage.REPORTED, Stage.REPORTED_AGAINST):
            if MINORITY.search(fold(detail)) and majority:
                stage = majority
            elif not MINORITY.search(fold(detail)):
                majority = stage
        elif stage is not None:
            majority = None
        now = stage or now
        reached.append(now)
    return reached


def law_number(steps):
    """Digits of the law that (label, detail) pairs name as this dossier's own, or ""."""
    for label, detail in reversed(steps):
        if stage_of(label) in (Stage.PROMULGATED, Stage.LAW) and (match := LAW_NUMBER.search(fold(detail))):
            return match[1]
    return ""
