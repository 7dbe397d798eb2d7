"""Which column is which: what people write above their columns, in Spanish and in English."""

import re
from itertools import zip_longest

from crm.searching import simple

LOOKED_AT = 15  # rows in which the headings are sought

SYNONYMS = {
    "name": "nombre y apellidos|nombres y apellidos|apellidos y nombres|nombre completo|nombre|persona|representante|"
    "contacto|funcionario|funcionaria|autoridad|full name|name|nombre que usa|persona de contacto|titular",
    "given_names": "nombres|primer nombre|nombres de pila|first name|given name|given names|prenombres",
    "surnames": "apellidos|apellido|surname|surnames|last name|family name",
    "first_surname": "apellido paterno|primer apellido|paterno|ap paterno|a paterno",
    "second_surname": "apellido materno|segundo apellido|materno|ap materno|a materno",
    "post": "cargo|puesto|funcion|puesto o funcion|position|role|job title|title|cargo actual",
    "institution": "institucion|entidad|organizacion|organismo|institution|organization|organisation|dependencia|"
    "institucion u organizacion|centro de trabajo|nombre de la institucion|instituciones",
    "since": "desde|inicio|fecha de inicio|since|start|en el cargo desde",
    "email": "correo|correo electronico|email|e mail|mail|correo institucional|correo e",
    "phone": "telefono|celular|movil|phone|mobile|whatsapp|telefono celular|tel|cel|n celular|fono|telefonos|"
    "numero de celular|numero de telefono|telefono fijo|celular o whatsapp",
    "phone_2": "otro telefono|telefono 2|celular 2|otro celular",
    "basis": "base legal|por que podemos guardarlo|base|legal basis",
    "proof": "prueba del consentimiento|prueba|consentimiento|consent",
    "region": "region|departamento|dpto|region o departamento|department|state",
    "province": "provincia|province|prov",
    "district": "distrito|district|dist",
    "tags": "etiquetas|etiqueta|tags|temas|palabras clave",
    "acronym": "siglas|sigla|acronimo|acronym|abreviatura",
    "kind": "tipo|clase|kind|type|tipo de institucion|tipo de encuentro|tipo de actividad|actividad",
    "level": "nivel|level|ambito",
    "address": "direccion|domicilio|address|direccion de la oficina|sede",
    "web": "web|pagina web|sitio web|website",
    "date": "fecha|cuando|dia|date|fecha del encuentro|fecha de la reunion|fecha de la actividad|comienza",
    "people": "personas|asistentes|participantes|con quien|con quienes|people|participants|representantes",
    "partners": "organizaciones socias|socias|organizaciones presentes|de nosotras|partners|"
    "organizaciones socias presentes",
    "summary": "resumen|que se converso|descripcion|summary|notes|notas|acuerdos y temas|temas tratados|asunto",
    "outcome": "resultado|en que quedo|acuerdos|acuerdo|outcome|result|conclusion",
    "place": "lugar|place|local|venue",
    "sex_workers": "trabajadoras sexuales|trabajadoras y trabajadores sexuales|n trabajadoras sexuales|sex workers",
    "trans": "personas trans|mujeres trans|n personas trans|trans people",
    "peer_educators": "educadoras de pares|promotoras|promotoras pares|peer educators",
    "officials": "funcionarios|funcionarias|funcionariado|funcionariado regional o municipal|officials",
    "law_enforcement": "policias|policia|policia y serenazgo|serenazgo|efectivos policiales|police",
    "health_staff": "personal de salud|health staff",
    "justice": "operadores de justicia|fiscales y jueces|justice operators",
    "civil_society": "sociedad civil|civil society",
    "authorities": "autoridades|authorities",
    "other": "otro publico|otros|others|other",
}
BY_HEADING = {}
for _field, _words in SYNONYMS.items():
    for _word in _words.split("|"):
        BY_HEADING.setdefault(_word, []).append(_field)
NUMBERING = re.compile(r"^(?:n|no|nro|num|item|numero|id)$")


def plain(heading):
    return " ".join(re.sub(r"[^a-z0-9]+", " ", simple(heading.replace(".", " ").replace("-", " "))).split())


def guess(heading, fields):
    """The field among these that somebody means who writes this above a column."""
    written = plain(heading)
    found = [field for field in BY_HEADING.get(written, ()) if field in fields]
    if not found and written == "nombre" and "name" in fields:
        return "name"
    return found[0] if found else ""


def guesses(names, fields):
    """A field for each column; the first column that asks for it has it."""
    taken, result = set(), []
    for name in names:
        field = guess(name, fields)
        if field == "phone" and "phone" in taken and "phone_2" in fields:
            field = "phone_2"
        result.append("" if field in taken else field)
        taken.add(field)
    if "surnames" in taken or "first_surname" in taken:  # beside surnames, a name is the given names
        result = ["given_names" if f == "name" and "given_names" not in taken else f for f in result]
    if "institution" not in fields and "name" in fields and "name" not in taken:
        result = [
            f or ("name" if guess(n, {"institution"}) else "") for f, n in zip(result, names, strict=True)
        ]
    return result


def row_of(rows, fields):
    """The place of the row of headings: the one of which most is understood; else the first with two texts."""
    scored = [(score(row, fields), -place) for place, row in enumerate(rows[:LOOKED_AT])]
    best, place = max(scored, default=(0, 0))
    if best:
        return -place
    return next((place for place, row in enumerate(rows[:LOOKED_AT]) if sum(map(bool, row)) > 1), None)


def score(row, fields):
    known = fields | {"institution"}
    return len({guess(cell, known) for cell in row} - {""})


def named(rows, place):
    """The headings, with those of the row above where one is blank: a heading over two rows."""
    above = rows[place - 1] if place else []
    width = max((len(row) for row in rows[place:]), default=0)
    own = rows[place] + [""] * (width - len(rows[place]))
    names = [name or over or "" for name, over in zip_longest(own, above[:width], fillvalue="")]
    return [name.replace("\n", " ") for name in names]
