"""Quiet bills around the stories: made up, the same every time, and some of them traps for a search by words."""

from datetime import date, time, timedelta
from random import Random

from . import vocabulary
from .lima import LIMA
from .stories import Bill, File, Signature, Step, When

QUIET = 40  # in every list, around whatever the stories add
FIRST_QUIET, FIRST_EXTRA = 90_201, 100_001
MOST_EXTRA = 40_000  # dossier ids would run into the next list

SURNAMES = ("Ejemplo", "Ficticia", "Inventada", "Imaginaria", "Supuesta", "Muestra", "Ensayo", "Prueba")
NAMES = ("Alba", "Benito", "Celia", "Darío", "Elva", "Fausto", "Gilda", "Hipólito", "Irma", "Jacinto")
PEOPLE = [f"{one} {two}, {name}" for one in SURNAMES for two in SURNAMES[:4] for name in NAMES]
OTHERS = ("PODER EJECUTIVO", "Gobiernos Locales", "Colegios Profesionales")

# Words that a careless search takes for others: gay, trata, trans, sida, puta.
SUBJECTS = (
    "DECLARA DE INTERÉS NACIONAL LA CREACIÓN DE UNA UNIVERSIDAD DE EJEMPLO EN LA PROVINCIA DE HUALGAYOC",
    "DECLARA INTANGIBLE EL CAMPO IMAGINARIO DE LA PROVINCIA DE YUNGAY",
    "REGULA LA EMPRESA CONTRATISTA QUE CONTRATA Y SUBCONTRATA OBRAS FICTICIAS",
    "PROMUEVE EL TRATAMIENTO DE AGUAS RESIDUALES EN UN CANAL INVENTADO DEL DISTRITO DE CHUGAY",
    "MEJORA EL TRANSPORTE Y EL TRÁNSITO EN LA REGIÓN DE EJEMPLO",
    "DECLARA DE NECESIDAD PÚBLICA LA CARRETERA IMAGINARIA",
    "RESUELVE LA DISPUTA DE LÍMITES ENTRE DOS DISTRITOS DE EJEMPLO",
    "CREA EL DÍA FICTICIO DE LA PAPA INVENTADA",
    "MODIFICA LA LEY N° 99998, LEY DE EJEMPLO,  PARA PRECISAR SU ARTÍCULO 99",
    "ESTABLECE BENEFICIOS PARA BIBLIOTECAS QUE NO EXISTEN",
    "RECONOCE A LAS ORGANIZACIONES DE EJEMPLO DE LA REGIÓN IMAGINARIA",
)
SUMMARY = "PROPONE  UN TEXTO FICTICIO QUE NADIE HA PRESENTADO Y QUE SOLO EXISTE EN ESTA PRÁCTICA."
# One bill of each list deserves to be found, and one by its summary alone.
NEIGHBOUR, NEIGHBOUR_EVERY = "PREVIENE Y SANCIONA LA TRATA DE PERSONAS, TEXTO FICTICIO", 2_000
QUIET_NEIGHBOUR = "PROPONE, EN UN TEXTO INVENTADO, MEDIDAS SOBRE COMERCIO SEXUAL QUE EL TÍTULO CALLA."
# How far a quiet bill has come, with weights near those of a real period.
LIVES = {
    ("PRESENTADO",): 6,
    ("PRESENTADO", "EN COMISIÓN"): 20,
    ("PRESENTADO", "EN COMISIÓN", "DICTAMEN"): 6,
    ("PRESENTADO", "EN COMISIÓN", "DICTAMEN", "Orden del Día"): 4,
    ("PRESENTADO", "EN COMISIÓN", "DICTAMEN", "Orden del Día", "EN AGENDA DEL PLENO"): 2,
    ("PRESENTADO", "EN COMISIÓN", "DICTAMEN", "Aprobado Com.Permanente ", "AUTÓGRAFA"): 1,
    ("PRESENTADO", "EN COMISIÓN", "DICTAMEN", "APROBADO 1ERA. VOTACIÓN", "Aprobado Com.Permanente "): 1,
    ("PRESENTADO", "EN COMISIÓN", "DICTAMEN", "Al Archivo"): 2,
    ("PRESENTADO", "EN COMISIÓN", "Retirado por su Autor "): 1,
    (
        "PRESENTADO",
        "EN COMISIÓN",
        "DICTAMEN",
        "Orden del Día",
        "APROBADO 1ERA. VOTACIÓN",
        "APROBADO",
        "AUTÓGRAFA",
        "Publicada en el Diario Oficial El Peruano",
    ): 8,
}
STEP_TAKES = 12  # days, at least: nothing becomes law in the week it is filed
DETAILS = {
    "DICTAMEN": "EN MAYORÍA - FÓRMULA SUSTITUTORIA - TEXTO FICTICIO",
    "Orden del Día": "EL CONSEJO DIRECTIVO TOMÓ CONOCIMIENTO DEL DICTAMEN Y LO INCLUYÓ EN EL ORDEN DEL DÍA",
    "APROBADO 1ERA. VOTACIÓN": "ASISTENCIA Y VOTACIÓN - TEXTO SUSTITUTORIO",
    "APROBADO": "ASISTENCIA Y VOTACIÓN - EXONERACIÓN DE LA SEGUNDA VOTACIÓN\n",
    "AUTÓGRAFA": "SOBRE N° 999",
}


def quiet_keys(period, chamber, extra=0):
    numbers = [*range(FIRST_QUIET, FIRST_QUIET + QUIET), *range(FIRST_EXTRA, FIRST_EXTRA + extra)]
    return [(period, chamber, number) for number in numbers]


def quiet_bill(key, started, extra=0):
    """One quiet bill, from its key alone: a big period is made row by row and dossier by dossier."""
    period, chamber, number = key
    chance = Random(f"{period}/{chamber}/{number}")
    bill = Bill(
        key=key,
        title=_title(number, subject_of(key)),
        summary=QUIET_NEIGHBOUR if number % NEIGHBOUR_EVERY == 225 else SUMMARY,
        proponent=OTHERS[number % 3] if number % 7 == 0 else vocabulary.PROPONENTS[period, chamber],
    )
    if number % 7 == 0:
        bill.suffix = "PE" if period == 2021 and number % 3 == 0 else ""
    else:
        bill.group = chance.choice(vocabulary.GROUPS)
        bill.signatures = _signatures(chance)
    _live(bill, chance, _filing_day(key, started, extra), _last_day(period, started))
    return bill


def subject_of(key):
    """The lists of one period hold the same numbers, and are about different things."""
    _period, chamber, number = key
    if number % NEIGHBOUR_EVERY == 217:
        return NEIGHBOUR
    return SUBJECTS[(number + 4 * "CDS".index(chamber)) % len(SUBJECTS)]


def _title(number, subject):
    title = f"PROYECTO DE LEY FICTICIO N° {number} QUE {subject}"
    # Real titles end in line breaks, or hold one in the middle.
    return title + ("\n\n" if number % 5 == 0 else "" if number % 11 else ".\nTEXTO DE PRÁCTICA")


def _signatures(chance):
    names = chance.sample(PEOPLE, chance.randint(1, 7))
    kinds = [1] + [2] * (len(names) - 2) + [3]
    return [Signature(name, kind) for name, kind in zip(names, kinds, strict=False)]


def _filing_day(key, started, extra):
    """Numbers grow with the days of filing, over the period up to a week before the story."""
    period, _, number = key
    first, last = vocabulary.PERIODS[period][0], _last_day(period, started) - timedelta(days=7)
    is_extra = number >= FIRST_EXTRA
    place, all_of_them = (number - FIRST_EXTRA, extra) if is_extra else (number - FIRST_QUIET, QUIET)
    share = place / max(all_of_them, 1)
    return first + timedelta(days=max(0, int((last - first).days * share)))


def _last_day(period, started):
    yesterday = started.astimezone(LIMA).date() - timedelta(days=1)
    return max(min(yesterday, vocabulary.PERIODS[period][1]), vocabulary.PERIODS[period][0])


def _live(bill, chance, filed_on, last_day):
    (life,) = chance.choices(list(LIVES), LIVES.values())
    room = max((last_day - filed_on).days, 0)
    life = life[: 1 + room // STEP_TAKES]
    days = sorted(chance.randint(0, min(room, 400)) for _ in life[1:])
    committee = chance.choice(vocabulary.COMMITTEES)
    for place, status in enumerate(life):
        day = filed_on + timedelta(days=days[place - 1] if place else 0)
        _add_step(bill, place, status, day, committee)
    if len(life) > 1 and chance.random() < 0.5:
        _ask_for_opinion(bill, committee, filed_on)


def _add_step(bill, place, status, day, committee):
    number = bill.key[2]
    when = When(on=day, at=time(9 + place, 11, 7) if place else time(0), is_bare=place == 0)
    detail = DETAILS.get(status, bill.title if place == 0 else "")
    if status.startswith("Publicada"):
        detail = f"LEY N° 99{number % 1000:03d} - LEY DE EJEMPLO QUE NO EXISTE"
    # Some labels of the source end in a blank.
    spelt = f"{status} " if status == "DICTAMEN" and number % 9 == 0 else status
    section = vocabulary.step_section(status, detail)
    files = None if status == "Orden del Día" else (File(f"DEMO_{number}_{place}.pdf", section, when),)
    committees = (committee,) if status in ("EN COMISIÓN", "DICTAMEN") else ()
    bill.steps.append(Step(spelt, when, detail, committees, files))


def _ask_for_opinion(bill, committee, filed_on: date):
    section = vocabulary.folder_section(committee, "Pedidos de opinión")
    bill.folder.append(File(f"OFICIO DE EJEMPLO {bill.key[2]}", section, When(on=filed_on)))
