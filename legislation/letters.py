"""What a mail says about some changes. Only what Congress published: no stance, no note, no name of ours."""

import re
import textwrap
from collections import defaultdict
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from legislation import alerts, demonstration, leaving, paths, stages
from legislation.headlines import LINK_NOTES, is_taken_back
from legislation.models import BillLink, Chamber, Change, LabelReading
from legislation.plain_words import situation
from legislation.standing import CARRIED
from legislation.titles import calm, plain

SUBJECT = 78  # characters; longer ones are folded, and phones cut them anywhere
LONGEST = 600  # characters of any one text of the source; the rest is on the page
SHOWN_AGAIN_AFTER = timedelta(minutes=1)  # a step added to what we saw this much earlier had vanished

Kind = Change.Kind
# What a mail tells first, and names in its subject.
IMPORTANCE = [
    (
        Kind.STATUS_CHANGED,
        Kind.STEP_ADDED,
        Kind.STEP_CORRECTED,
        Kind.LAPSED,
        Kind.BILL_FOUND,
        Kind.SOURCE_FAILING,
        Kind.SOURCE_BACK,
    ),
    (Kind.STEP_EDITED, Kind.STEP_VANISHED, Kind.LINK_PROPOSED),
    (Kind.SIGNATORY_ADDED, Kind.FILE_ADDED),
]
RANK = {kind: rank for rank, kinds in enumerate(IMPORTANCE) for kind in kinds}
TITLES = {
    Kind.BILL_FOUND: gettext_lazy("Proyecto nuevo en el Congreso"),
    Kind.STATUS_CHANGED: gettext_lazy("Cambió de estado"),
    Kind.STEP_ADDED: gettext_lazy("Nuevo paso"),
    Kind.STEP_EDITED: gettext_lazy("El Congreso corrigió un paso"),
    Kind.STEP_VANISHED: gettext_lazy("El Congreso retiró un paso"),
    Kind.STEP_CORRECTED: gettext_lazy("Corrección de un paso que anotamos"),
    Kind.SIGNATORY_ADDED: gettext_lazy("Nueva firma"),
    Kind.FILE_ADDED: gettext_lazy("Documento nuevo"),
    Kind.LAPSED: gettext_lazy("Caducó al terminar el periodo parlamentario"),
    Kind.SOURCE_FAILING: gettext_lazy("No podemos leer una fuente del Congreso"),
    Kind.SOURCE_BACK: gettext_lazy("Volvimos a leer una fuente del Congreso"),
}
LINK_TITLES = {
    BillLink.Kind.ACCUMULATED: gettext_lazy("Puede que vaya junto con otro proyecto"),
    BillLink.Kind.REFILED_AS: gettext_lazy("Puede que se haya presentado de nuevo con otro número"),
    BillLink.Kind.PASSED_ON: gettext_lazy("Puede que haya pasado a la otra cámara con otro número"),
    BillLink.Kind.COMPANION: gettext_lazy("Puede que tenga un proyecto hermano"),
}
SAYS = {  # what stands before the old and the new words of a change
    Kind.BILL_FOUND: ("", gettext_lazy("El Congreso lo llama")),
    Kind.STATUS_CHANGED: (gettext_lazy("El Congreso decía"), gettext_lazy("Ahora dice")),
    Kind.STEP_ADDED: ("", gettext_lazy("El Congreso dice")),
    Kind.STEP_EDITED: (gettext_lazy("El Congreso decía"), gettext_lazy("Ahora dice")),
    Kind.STEP_VANISHED: (gettext_lazy("El Congreso decía"), ""),
    Kind.STEP_CORRECTED: (gettext_lazy("Habíamos anotado"), gettext_lazy("Lo correcto es")),
    Kind.SIGNATORY_ADDED: ("", gettext_lazy("Ahora también firma")),
    Kind.FILE_ADDED: ("", gettext_lazy("El documento se llama")),
    Kind.LINK_PROPOSED: ("", gettext_lazy("El otro proyecto es")),
    Kind.LAPSED: (gettext_lazy("Su último estado fue"), ""),
    Kind.SOURCE_FAILING: ("", gettext_lazy("Motivo")),
    Kind.SOURCE_BACK: ("", ""),
}


class Letter(NamedTuple):
    subject: str
    text: str
    html: str


class Entry(NamedTuple):
    title: str
    words: list  # (what stands before, the source's words)
    notes: list  # sentences
    warnings: list  # sentences that a reader must not miss


class Section(NamedTuple):
    """All a mail says of one bill."""

    bill: object
    title: str
    doubts: list  # sentences: what it may be the continuation of, unless a person says otherwise
    entries: list
    path: object
    situation: object
    carried_by: str  # number of the dossier that this one is joined to
    source_url: str
    page_url: str


def for_writing(deliveries):
    return deliveries.select_related(
        "change__bill__period",
        "change__step",
        "change__link",
        "change__source",
        "recipient__wagtail_userprofile",
        "message",
    ).order_by("pk")


def language(user):
    """The language she chose for the staff screens, if it is one we write in."""
    profile = getattr(user, "wagtail_userprofile", None)
    chosen = profile.preferred_language if profile else ""
    return "en" if chosen.split("-")[0] == "en" else "es"


def compose(deliveries):
    """One letter that tells all of these, in the language that is active."""
    changes = [delivery.change for delivery in deliveries]
    is_demonstration = demonstration.is_loaded()
    teller = Teller(changes, {delivery.change_id: delivery.follows for delivery in deliveries})
    context = {
        "sections": teller.sections(),
        "sources": [teller.entry(change) for change in changes if change.bill is None],
        "reasons": dict.fromkeys(reason for delivery in deliveries for reason in alerts.reasons(delivery)),
        "stops": stops(deliveries),
        "is_subscriber": deliveries[0].recipient.is_subscriber,
        "following_url": settings.SITE_URL + reverse("following"),
        "is_demonstration": is_demonstration,
    }
    text = render_to_string("legislation/mail/alert.txt", context)
    return Letter(
        teller.subject(is_demonstration),
        re.sub(r"\n{3,}", "\n\n", text).strip() + "\n",
        render_to_string("legislation/mail/alert.html", context),
    )


def stops(deliveries):
    """(what a link stops, its address) for each follow for which this mail comes; who writes it down signs them."""
    follows = {follow.key: follow for delivery in deliveries for follow, *_onward in delivery.follows}
    return [
        (str(follow.cause or follow.bill.label), leaving.unsigned(key)) for key, follow in follows.items()
    ]


class Teller:
    """Changes of one letter, and what must be known of their bills to tell them."""

    def __init__(self, changes, follows):
        self.follows = follows
        self.changes = sorted(changes, key=lambda change: (RANK[change.kind], change.pk))
        # First the bill that the subject names.
        moved = [change for change in (self.weightiest(), *self.changes) if change.bill]
        self.bills = list({change.bill_id: change.bill for change in moved}.values())
        self.paths = paths.for_bills(self.bills)
        self.carriers = carriers_of(self.bills)
        self.doubts = doubts_about(self.bills)
        self.readings = LabelReading.objects.stages()

    def sections(self):
        return [
            Section(
                bill,
                short(plain(bill.title)),
                self.doubts[bill.pk],
                [self.entry(change) for change in self.changes if change.bill_id == bill.pk],
                self.paths[bill.pk],
                situation(self.paths[bill.pk]),
                self.carriers.get(bill.pk, ""),
                bill.source_url if bill.source_url.startswith(("https://", "http://")) else "",
                settings.SITE_URL + bill.get_absolute_url(),
            )
            for bill in self.bills
        ]

    def entry(self, change):
        title, stage = self.title(change), self.stage(change)
        return Entry(
            f"{title}: {stage.label}" if stage else title,
            words(change),
            list(notes(change)),
            list(warnings(change)),
        )

    def title(self, change):
        if change.kind == Kind.LINK_PROPOSED:
            return str(LINK_TITLES[change.link.kind])
        if is_taken_back(change):
            return _("Corrección: no hubo el paso que anotamos")
        if self.is_of_carrier(change):
            return _("Cambió el expediente que lo reúne con otros")
        if is_shown_again(change):
            return _("El Congreso volvió a mostrar un paso que había retirado")
        return str(TITLES[change.kind])

    def is_of_carrier(self, change):
        """Whether the source says of this bill what is true of the one it is joined to: "Publicada"."""
        if change.bill_id not in self.carriers or change.kind not in (Kind.STATUS_CHANGED, Kind.STEP_ADDED):
            return False
        label = change.step.status if change.step else change.new
        return stages.stage_of(label, readings=self.readings) in CARRIED

    def stage(self, change):
        """The stage that this change itself leads to, in our reading, if any."""
        bill, step, stage = change.bill, change.step, None
        if self.is_of_carrier(change):
            return None
        if change.kind == Kind.STATUS_CHANGED and stages.key(change.new) == stages.key(bill.status):
            stage = bill.stage
        elif step and (change.kind == Kind.STEP_ADDED or is_put_right(change)):
            stage = stages.stage_of(step.status, step.detail, self.readings) and step.stage
        return stages.Stage(stage) if stage and stage != stages.Stage.UNKNOWN else None

    def subject(self, is_demonstration):
        """Which bill, and what moved; of the cause only the name that it has for locked phones."""
        change = self.weightiest()
        rest = len(self.changes) - 1
        start = _("[Demostración]") + " " if is_demonstration else ""
        more = ngettext(" y %(n)d novedad más", " y %(n)d novedades más", rest) % {"n": rest} if rest else ""
        fewer = _(" y %(n)d más") % {"n": rest} if rest else ""
        what, name = " ".join(self.topic(change).split()), self.short_name(change)
        number = change.bill.label if change.bill else ""
        for head, end in (
            (f"{number}, {name}", more),
            (f"{number}, {name}", fewer),
            (number, more),
            (number, fewer),
        ):
            head = f"{start}{head.strip(', ')}: ".removeprefix(": ")
            if len(head) + len(what) + len(end) <= SUBJECT:
                break
        return head + textwrap.shorten(what, SUBJECT - len(head) - len(end), placeholder="…") + end

    def weightiest(self):
        """The change that a subject names: of the most important ones the last, hearsay only where there is no other."""
        top = [change for change in self.changes if RANK[change.kind] == RANK[self.changes[0].kind]]
        return ([change for change in top if not is_unconfirmed(change)] or top)[-1]

    def short_name(self, change):
        """Of the cause for which she is told of it."""
        causes = (follow.cause for follow, *_onward in self.follows[change.pk] if follow.cause)
        return next((cause.short_title for cause in causes if cause.short_title), "")

    def topic(self, change):
        what = self.title(change)
        if change.bill is None or is_taken_back(change):
            return what
        moved = change.kind in (Kind.STATUS_CHANGED, Kind.STEP_ADDED, Kind.STEP_CORRECTED)
        if moved and not self.is_of_carrier(change):
            stage = self.stage(change)
            what = str(stage.label) if stage else calm(change.step.status if change.step else change.new)
        if is_put_right(change):
            return _("Corrección: %(what)s") % {"what": what}
        if is_unconfirmed(change):
            return _("sin confirmar: %(what)s") % {"what": what}
        if change.late:
            return _("con retraso: %(what)s") % {"what": what}
        return what


def carriers_of(bills):
    """Bill id → number of the dossier it is joined to. Where two name each other, neither leads."""
    links = BillLink.objects.standing().filter(
        Q(bill__in=bills) | Q(other__in=bills), kind=BillLink.Kind.ACCUMULATED
    )
    pairs = {(lead, other): label for lead, other, label in links.values_list("bill", "other", "bill__label")}
    return {other: label for (lead, other), label in pairs.items() if (other, lead) not in pairs}


def doubts_about(bills):
    """Bill id → sentences: which bills it may be the continuation of, as long as nobody has confirmed it."""
    doubts = defaultdict(list)
    links = BillLink.objects.onward().proposed().filter(other__in=bills)
    for other, label in links.order_by("pk").values_list("other", "bill__label"):
        says = _("Puede ser la continuación de %(bill)s: lo propone el programa y todavía nadie lo confirmó.")
        doubts[other].append(says % {"bill": label})
    return doubts


def is_shown_again(change):
    """A step that comes back after its dossier had gone without it."""
    known = change.kind == Kind.STEP_ADDED and change.step and change.step.first_observed
    return bool(known) and change.seen - known > SHOWN_AGAIN_AFTER


def is_unconfirmed(change):
    stands = change.kind == Kind.STEP_ADDED or is_put_right(change)
    return bool(stands and change.step and change.step.is_unconfirmed)


def is_put_right(change):
    return change.kind == Kind.STEP_CORRECTED and not is_taken_back(change)


def is_by_hand(change):
    return change.kind in (Kind.STEP_ADDED, Kind.STEP_CORRECTED) and change.by_id is not None


def words(change):
    before, now = SAYS[change.kind]
    if change.kind == Kind.STEP_ADDED and is_by_hand(change):
        now = _("Nuestro equipo anotó")
    said = [(before, change.old), (now, change.new)]
    return [(str(says), short(text)) for says, text in said if says and text]


def notes(change):
    """What a reader may want to know besides: sentences, where it came from and when."""
    if change.kind == Kind.STEP_VANISHED:
        yield _("Lo buscamos en varias lecturas completas seguidas y ya no está.")
    if change.kind == Kind.FILE_ADDED:
        yield _("Se abre desde la página oficial.")
    if change.kind == Kind.BILL_FOUND:
        yield _("Usa palabras que buscamos. Una persona del equipo decide si es de la causa.")
    if change.kind == Kind.LINK_PROPOSED:
        yield short(change.link.reason)
        yield str(LINK_NOTES[change.link.state])
    if change.source:
        yield source_words(change.source)
    if change.kind == Kind.SOURCE_BACK:
        if since := moment_in(change.old):
            yield _("No la pudimos leer desde el %(since)s.") % {"since": since}
        yield _("Ya la leímos entera: si algo cambió mientras tanto, te avisamos aparte.")
    if change.day:
        yield day_of(change)
    if change.kind != Kind.LAPSED:
        yield seen_at(change)


def day_of(change):
    day = {"day": formats.date_format(change.day, "DATE_FORMAT")}
    if change.kind == Kind.LAPSED:
        return _("El periodo terminó el %(day)s.") % day
    if change.kind == Kind.BILL_FOUND:
        return _("Se presentó el %(day)s.") % day
    if change.day > timezone.localdate(change.seen):
        return _("Está previsto para el %(day)s.") % day
    if is_by_hand(change):
        return _("Con fecha %(day)s.") % day
    return _("Su fecha en el Congreso es el %(day)s.") % day


def seen_at(change):
    seen = timezone.localtime(change.seen)
    moment = {
        "day": formats.date_format(seen, "DATE_FORMAT"),
        "time": formats.date_format(seen, "TIME_FORMAT"),
    }
    if change.kind == Kind.STEP_CORRECTED:
        return _("Lo corregimos el %(day)s a las %(time)s (hora de Lima).") % moment
    if is_by_hand(change):
        return _("Lo anotamos el %(day)s a las %(time)s (hora de Lima).") % moment
    return _("Lo vimos el %(day)s a las %(time)s (hora de Lima).") % moment


def warnings(change):
    if is_taken_back(change):
        yield _("Lo habíamos anotado sin confirmar y no era correcto. Ya no aparece en la página.")
    if is_unconfirmed(change):
        yield _(
            "Sin confirmar: lo anotó el equipo. El expediente del Congreso todavía no lo muestra; cuando lo muestre, no "
            "te escribiremos otra vez."
        )
    if change.late:
        yield _("Registrado con retraso: el Congreso lo publicó días después de su fecha.")
    if change.kind == Kind.SOURCE_FAILING:
        yield _(
            "Mientras dure, que no te escribamos no quiere decir que no haya novedades. Seguimos intentando y te "
            "avisaremos cuando vuelva."
        )


def source_words(source):
    parts = [source.get_spider_display()]
    if source.period:
        parts.append(_("periodo %(period)s") % {"period": source.period})
    if source.chamber:
        parts.append(str(Chamber(source.chamber).label))
    return _("Es esta: %(source)s.") % {"source": ", ".join(parts)}


def moment_in(text):
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def short(text):
    """A text of the source as it stands, unless it is a very long one: the rest is on the page."""
    return Truncator(text).chars(LONGEST)
