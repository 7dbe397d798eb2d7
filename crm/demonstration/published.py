"""Promises that the demonstration makes public: made up like all the others. Each says so, and so does the name of
whoever made it: a picture of the page must not blame an institution that exists."""

from datetime import timedelta

from crm.circles import Circle
from crm.models import Commitment, PublicCommitment
from crm.publishing import AUTHORITIES

REGIONS = ("25", "04", "20", "12")
EXAMPLE = " (ejemplo)"
MOST = 3  # in each region
TEXTS = {
    "Abrir el turno de tarde de ITS los martes y jueves": (
        "Abrir un turno de tarde para pruebas de ITS, martes y jueves (ejemplo)",
        "Open an afternoon clinic for STI tests, Tuesdays and Thursdays (example)",
    ),
    "Usar el nombre social en la hoja de filiación": (
        "Llamar a cada persona por su nombre social en la hoja de filiación (ejemplo)",
        "Call everybody by the name they use on the admission sheet (example)",
    ),
    "Colocar el aviso del derecho a denunciar en la sala de espera": (
        "Poner en la sala de espera un aviso del derecho a denunciar (ejemplo)",
        "Put up a notice of the right to report a crime in the waiting room (example)",
    ),
    "Nombrar responsable del canal de quejas": (
        "Nombrar a quien responde por las quejas de mal trato (ejemplo)",
        "Appoint somebody who answers for complaints of ill-treatment (example)",
    ),
    "Invitar a las asociaciones al presupuesto participativo": (
        "Invitar a las asociaciones al presupuesto participativo (ejemplo)",
        "Invite the associations to participatory budgeting (example)",
    ),
    "Capacitar a todo el personal de atención antes de fin de año": (
        "Capacitar a todo el personal que atiende al público (ejemplo)",
        "Train all staff who attend the public (example)",
    ),
    "Habilitar un espacio reservado para declarar": (
        "Habilitar un espacio reservado para declarar (ejemplo)",
        "Set up a private space for giving statements (example)",
    ),
    "Difundir la lista de preguntas que no se hacen": (
        "Difundir entre su personal las preguntas que no se hacen a quien denuncia (ejemplo)",
        "Tell their staff which questions are not to be asked of who reports a crime (example)",
    ),
    "Incluir a las asociaciones en la mesa de igualdad": (
        "Sentar a las asociaciones en la mesa de igualdad (ejemplo)",
        "Give the associations a seat on the equality board (example)",
    ),
    "Presentar el dictamen de la ordenanza": (
        "Presentar el dictamen de la ordenanza contra la discriminación (ejemplo)",
        "Submit the report on the ordinance against discrimination (example)",
    ),
    "Llevar el tema al consejo regional de salud": (
        "Llevar el trato en los servicios al consejo regional de salud (ejemplo)",
        "Take treatment in the services to the regional health council (example)",
    ),
}
REPLY = "«El aviso se retiró por pintado del local y vuelve este mes. El libro de quejas está abierto.» (Respuesta de ejemplo)"
REPLY_EN = (
    "“The notice came down while the building was painted and is back this month. The book of complaints is open.” "
    "(Example of a reply)"
)


def enter(book):
    left = dict.fromkeys(REGIONS, MOST)
    for row in reversed(book.rows[Commitment]):
        place = row.institution
        is_public = row.circle == Circle.COALITION and place and place.circle == Circle.COALITION
        if row.what in TEXTS and is_public and place.kind in AUTHORITIES and left.get(place.region_id):
            left[place.region_id] -= 1
            publish(book, row)


def publish(book, row):
    if not row.institution.name.endswith(EXAMPLE):
        row.institution.name += EXAMPLE
    day = min(row.made + timedelta(days=10), book.today)
    what_es, what_en = TEXTS[row.what]
    has_reply = "aviso" in row.what
    fields = {"reply_es": REPLY, "reply_en": REPLY_EN, "reply_day": day} if has_reply else {}
    book.add(
        PublicCommitment,
        at=book.moment(day),
        by=row.logged_by,
        commitment=row,
        what_es=what_es,
        what_en=what_en,
        source_name="Acta publicada de la mesa de trabajo (ejemplo)",
        source="https://example.org/acta",
        published=book.moment(day),
        **fields,
    )
