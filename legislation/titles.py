"""Titles of bills as people read them. Congress writes capitals throughout; what it wrote is kept beside this."""

import re
from functools import lru_cache

from scrapers.items import fold

MOSTLY_CAPITALS = 0.6  # share of capitals among the letters
OPENINGS = re.compile(
    r"^(?:actualizaci[oó]n de conformidad con .*?\(antes [^)]*\)"
    r"|propuesta legislativa remitida por (?:la c[aá]mara de diputados|el senado)(?: de la rep[uú]blica)?)"
    r"[\s\-–—:.]*(?=\S)",
    re.I | re.S,
)
NAMES = """
Perú · Lima · Callao · Áncash · Amazonas · Apurímac · Arequipa · Ayacucho · Cajamarca · Cusco · Huancavelica ·
Huánuco · Ica · Junín · Lambayeque · Loreto · Madre de Dios · Moquegua · Pasco · Piura · Puno ·
San Martín · Tacna · Tumbes · Ucayali ·
Congreso de la República · Congreso · Presidencia de la República · República · Cámara de Diputados · Senado ·
del Estado · Constitución Política · Decreto Legislativo · Decreto de Urgencia · Poder Ejecutivo · Poder Judicial · Poder Legislativo ·
Ministerio Público · Defensoría del Pueblo · Policía Nacional · Fuerzas Armadas · Tribunal Constitucional ·
Código Penal · Código Civil · Código Procesal Penal · Código Procesal Civil · Código Tributario ·
VIH · SIDA · ITS · LGBT · LGTB · LGBTI · LGTBI · LGTBIQ · LGBTIQ · SUNAT · SUNAFIL · SUNEDU · EsSalud · SIS · RENIEC · ONPE · JNE · INPE ·
PNP · ONP · AFP · UGEL · MYPE · CTS · CAS · IGV · UIT · DNI · PL · ONG · TIC · COVID
"""
# The longest first, so that "Congreso de la República" is not taken for "Congreso" and something else.
NAMES = sorted((" ".join(name.split()) for name in NAMES.split("·")), key=len, reverse=True)
SPELT = {fold(name): name for name in NAMES}
# Congress writes many of them without their accents.
FORMS = [re.escape(form) for name in NAMES for form in dict.fromkeys([name.lower(), fold(name)])]
KNOWN = re.compile(rf"\b(?:{'|'.join(FORMS)})\b")
OF_LAW = re.compile(r"\bley(?= n\W)|\bn(?=\.?\s?[°º])")
PLACES = re.compile(
    r"(?:distritos?|provincias?|departamentos?|regi[oó]n|ciudad|localidad|distrital|provincial|regional) del? "
    r"(?!la |las |los |su |sus )(\w)"
)
NUMBERED = re.compile(r"\b\d+[/-]\d{4}(?:-\d{4})?-[a-z]{1,3}\b|\b[ivx]{2,6}\b|\b[a-z]{1,3}-?\d+[a-z]?\b")
STARTS = re.compile(r"(?:^|[.;:]\s+|\s[-—]\s+)\W*\w")


def plain(title):
    """A title without its procedural opening, in sentence case."""
    return calm(OPENINGS.sub("", title.strip(), count=1))


@lru_cache(maxsize=4096)  # pages show the same titles again and again
def calm(text):
    """Text in sentence case, if it was written in capitals."""
    if sum(map(str.isupper, text)) <= MOSTLY_CAPITALS * sum(map(str.isalpha, text)):
        return text
    text = text.lower()
    text = KNOWN.sub(lambda match: SPELT[fold(match[0])], text)
    text = OF_LAW.sub(lambda match: match[0].capitalize(), text)
    text = PLACES.sub(lambda match: match[0][:-1] + match[1].upper(), text)
    text = NUMBERED.sub(lambda match: match[0].upper(), text)
    return STARTS.sub(lambda match: match[0].upper(), text)
