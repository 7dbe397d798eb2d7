"""What a text might give away of somebody, for its author to look at again before it is published.

It asks and never forbids: the name of a minister is no harm, and no list knows them all.
"""

import re
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from scrapers.items import fold

GIVEN_NAMES = frozenset(
    "adriana alejandra alejandro alex alexander alicia ana andrea andres angel angela angelica antonio beatriz "
    "brenda camila carla carlos carmen carolina cecilia cesar claudia cristian cristina cynthia daniel daniela "
    "david diana diego edgar edith eduardo elena elizabeth elsa emma enrique erika esther eva fabiola fatima "
    "fernanda fernando fiorella flor francisco gabriel gabriela gisela gladys gloria gonzalo guadalupe guillermo "
    "gustavo hector henry hilda hugo ines ingrid irene iris isabel jaime janet javier jenny jessica jesus joaquin "
    "jorge jose josefina juan juana judith julia juliana julio karen karina karla katherine kevin laura leonardo "
    "leticia lidia liliana linda lizbeth lorena lourdes lucia luis luisa luz magaly manuel marcela marco margarita "
    "maria mariana maribel marina mario marisol maritza marlene marta martha martin martina mercedes mia miguel "
    "milagros mirella miriam miryam monica nadia nancy natalia nelly nicole nora norma olga oscar pablo pamela "
    "patricia paola paul paula pedro pilar rafael ramiro ramon raquel raul rebeca renzo ricardo rita roberto rocio "
    "rodrigo rosa rosario roxana ruben ruth sandra santiago sara sebastian sergio silvia sofia sonia stephanie "
    "susana sheyla tania teresa tatiana valentina valeria vanessa veronica victor victoria vilma violeta walter "
    "wendy ximena yesenia yolanda zoila".split()
)
COUNTED = r"(?:trabajador\w*|compañer\w*|mujer\w*|personas?|chicas?|usuari\w*|menores|menor|casos?|testigos?|víctimas?)"

FINDINGS = {
    "name": (
        re.compile(r"\b([A-ZÁÉÍÓÚÑ][a-záéíóúñ]+)((?:[ ]+(?:(?:de|del|la|los)[ ]+)*[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+)+)"),
        _("¿Es una persona privada? De quien no ejerce un cargo no se escribe el nombre, salvo que lo haya pedido."),
    ),
    "phone": (
        re.compile(r"(?<![\d/-])(?:\+?51[\s-]?)?9\d{2}[\s.-]?\d{3}[\s.-]?\d{3}(?!\d)|(?<![\d/-])0\d{1,2}[\s-]\d{3}[\s-]?\d{3,4}(?!\d)"),
        _("¿De quién es este teléfono? Solo se publican los de instituciones, y van en el directorio de servicios."),
    ),
    "mail": (
        re.compile(r"[\w.+-]+@(?:gmail|hotmail|outlook|yahoo|live|icloud)\.[a-z.]+", re.IGNORECASE),
        _("Es un correo personal."),
    ),
    "place": (
        re.compile(
            r"\b(?:jr\.?|jirón|av\.?|avenida|calle|pasaje|psje\.?|mz\.?|cuadra|hotel|hostal|night\s?club|discoteca|esquina\s+de)"
            r"\s+(?:\d+|[A-ZÁÉÍÓÚÑ][\wáéíóúñ]*)(?:\s+[A-ZÁÉÍÓÚÑ\d][\wáéíóúñ]*)*",
            re.IGNORECASE,
        ),
        _("¿Es un lugar donde alguien trabaja o vive? Se dice como mucho el distrito."),
    ),
    "count": (
        re.compile(rf"\b(?:[1-4]|un[ao]|dos|tres|cuatro)\s+(?:\w+\s+)?{COUNTED}(?:\s+(?:sexual\w*|trans\w*|con\s+vih))?", re.IGNORECASE),
        _("De tan pocas, alguien puede saber quiénes son. Menos de cinco no se cuentan."),
    ),
    "word": (
        re.compile(r"\b(?:prostitu\w*|meretri\w*|ramera\w*|travesti(?:s|do)?|víctimas? de la trata sexual|mujeres de la vida)\b", re.IGNORECASE),
        _("Esta casa dice «trabajadora sexual», «persona trans», «derechos»."),
    ),
}  # fmt: skip
# What bears somebody's name and is nobody: San Juan de Lurigancho, Hospital Rosalía de Lavalle.
NAMED_AFTER = frozenset(
    "san santa santo hospital clinica villa universidad instituto colegio plaza puente ley".split()
)


class Finding(NamedTuple):
    kind: str
    words: str
    asks: str


def findings(text):
    """What to look at again, each once, in the order of FINDINGS."""
    found = {}
    for kind, (pattern, asks) in FINDINGS.items():
        for match in pattern.finditer(text):
            words = " ".join(match[0].split())
            if is_of_interest(kind, match):
                found.setdefault((kind, fold(words)), Finding(kind, words, asks))
    return list(found.values())


def is_of_interest(kind, match):
    if kind == "name":
        return is_somebody(fold(match[0]).split())
    if (
        kind == "place"
    ):  # "Calle" that begins a title is no address; "calle Lima" is one, and so is "Av. 28 de Julio"
        rest = match[0].split(None, 1)[1]
        return rest[0].isupper() or rest[0].isdigit()
    if kind == "count":
        return "una persona" not in match[0].lower() and "un caso" not in match[0].lower()
    return True


def is_somebody(words):
    """Whether a given name stands among words that begin with capitals, followed by another, and names no place."""
    return any(
        word in GIVEN_NAMES and NAMED_AFTER.isdisjoint(words[:place]) for place, word in enumerate(words[:-1])
    )
