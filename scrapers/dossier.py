"""One bill's dossier, as the JSON service gives it."""

import re

from pydantic import ValidationError

from scrapers.answers import LETTER_SECTIONS, SIGNATORY_FIELDS
from scrapers.dates import is_iso, read_day, read_iso
from scrapers.items import (
    DocumentItem,
    DossierItem,
    Key,
    NoticeItem,
    RelatedItem,
    SignatoryItem,
    StepItem,
    fold,
    seen,
    tidy,
)
from scrapers.keys import PORTAL, chamber_of, key_of, public_page, read_label
from scrapers.listing import PLACEHOLDER, first_error
from scrapers.problems import Unbelievable, excerpt

ROLES = {1: "author", 2: "coauthor", 3: "adherent"}
WEB_ADDRESS = re.compile(r"https?://.{1,490}")  # what the database holds of it
NO_STATUS = "(sin estado)"  # a step that says something but not what: shown, and raised as an unknown label

KNOWN = {
    "": {
        *("general", "comisiones", "seguimientos", "acumulados", "documentosAnexos", "firmantes", "archivos"),
        *("fases", "secciones"),
    },
    "general": {
        *(
            "pleyId",
            "perParId",
            "proyectoLey",
            "desPerParAbrev",
            "desLegis",
            "fecPresentacion",
            "desProponente",
        ),
        *("titulo", "sumilla", "desGpar", "estadoId", "desEstado", "publico", "proyectoArchivoId"),
        *("nombreArchivo", "observaciones", "pleyNum", "codTipoParl", "codTipoParlActual"),
    },
    "seguimientos": {
        *(
            "fecha",
            "desEstado",
            "desComisiones",
            "detalle",
            "observacion",
            "flagInicial",
            "pleyId",
            "archivos",
        ),
        "seguimientoPleyId",
    },
    "acumulados": {
        *("proyectoLey", "desEstado", "titulo", "fecPresentacion", "perParId", "pleyNum"),
        *("codTipoParl", "codTipoParlActual"),
    },
    "firmantes": SIGNATORY_FIELDS,
}


def read_dossier(data, *, answer="", portal=PORTAL):
    """`data` is what stands inside the envelope."""
    if not data:
        raise Unbelievable("empty", "the dossier has nothing in it")
    if not isinstance(data, dict):
        raise Unbelievable("shape", f"the dossier has no general; it is {excerpt(data)}")
    for part, kind in (("general", dict), ("seguimientos", list), ("firmantes", list), ("archivos", list)):
        if not isinstance(data.get(part), kind):
            raise Unbelievable("shape", f"the dossier has no {part}; it has {excerpt(', '.join(data))}")
    try:
        return _read(data, answer=answer, portal=portal)
    except KeyError as e:
        raise Unbelievable("shape", f"the dossier of {_label(data)} has no {e.args[0]}") from None
    except (AttributeError, TypeError, ValidationError) as e:
        raise Unbelievable(
            "shape", f"the dossier of {_label(data)} cannot be read: {first_error(e)}"
        ) from None


def _label(data):
    return f"«{excerpt(data['general'].get('proyectoLey'))}»"


def _read(data, *, answer, portal):
    general = data["general"]
    label = general["proyectoLey"]
    key = key_of(label, period=general["perParId"], code=general.get("codTipoParl"))
    files = _files(data)
    steps = _in_order([_step(row, files) for row in data["seguimientos"] if row["desEstado"] != PLACEHOLDER])
    return DossierItem(
        key=key,
        label=label,
        title=seen(general["titulo"]) or seen(general["sumilla"]) or label,
        summary=general["sumilla"] or "",
        status=_status(general, steps),
        presented=_presented(general),
        proponent=general["desProponente"] or "",
        parliamentary_group=general.get("desGpar") or "",
        legislature=general.get("desLegis") or "",
        approved_title=general.get("observaciones") or "",
        committees=_names(row["nombre"] for row in data.get("comisiones") or ()),
        steps=tuple(steps),
        signatories=tuple(_signatory(row) for row in data["firmantes"]),
        related=tuple(_related(row, key) for row in data.get("acumulados") or ()),
        documents=_loose_documents(data, files),
        url=public_page(key, portal),
        answer=answer,
    )


def _status(general, steps):
    status = seen(general["desEstado"])
    if status and status != PLACEHOLDER:
        return status
    if steps:
        return steps[-1].status
    raise Unbelievable("shape", f"«{general['proyectoLey']}» has neither a state nor a step")


def _presented(general):
    text = seen(general["fecPresentacion"])
    day = read_iso(text)[0]
    if day is None and text not in (None, "") and not is_iso(text):
        raise Unbelievable("shape", f"«{general['proyectoLey']}» was presented on {text!r}, which is no date")
    return day


def _step(row, files):
    source_id = row["seguimientoPleyId"]
    if type(source_id) is not int:
        raise Unbelievable("shape", f"a step has the seguimientoPleyId {source_id!r}, not a number")
    day, moment = read_iso(row["fecha"])
    if day is None and read_day(row["fecha"]):
        raise Unbelievable(
            "shape", f"step {source_id} is dated {row['fecha']!r}: its dates used to begin with the year"
        )
    return StepItem(
        source_id=str(source_id),
        day=day,
        moment=moment,
        status=seen(row["desEstado"]) or NO_STATUS,
        committees=_names((row.get("desComisiones") or "").split(";")),
        detail=_detail(row, day),
        documents=tuple(_document(file) for file in files.get(source_id, {}).values()),
    )


def _detail(row, day):
    detail, note = tidy(row.get("detalle") or ""), tidy(row.get("observacion") or "")
    if fold(note) not in fold(detail):  # mostly the two are one text, or one ends with the other
        detail = f"{detail} — {note}" if detail else note
    if day is None and row["fecha"]:
        detail = f"[{row['fecha']}] {detail}"
    return detail


def _in_order(steps):
    """Oldest first. The source gives the newest first, which settles steps of one moment."""
    steps = list(reversed(steps))
    sort_key, places = "", []
    for step in steps:
        if step.day:
            sort_key = step.moment.isoformat() if step.moment else step.day.isoformat()
        places.append(sort_key)  # a step whose date cannot be read stays with the one before it
    return [steps[i] for i in sorted(range(len(steps)), key=places.__getitem__)]


def _files(data):
    """{step or None: {file id: file}}. The same file stands in its step and again among all files."""
    shown = {step["seguimientoPleyId"] for step in data["seguimientos"] if step["desEstado"] != PLACEHOLDER}
    in_steps = [
        (row["seguimientoPleyId"], file) for row in data["seguimientos"] for file in row.get("archivos") or ()
    ]
    files, seen = {}, set()
    for step, file in in_steps + [(file.get("seguimientoPleyId"), file) for file in data["archivos"]]:
        file_id = file["proyectoArchivoId"]
        if file_id in seen or file.get("activo") is False or file.get("publico") is False:
            continue
        seen.add(file_id)
        files.setdefault(step if step in shown else None, {})[file_id] = file
    return files


def _document(file):
    title = seen(file.get("descripcion")) or seen(file.get("nombreArchivo"))
    title = title or f"Documento {file['proyectoArchivoId']}"
    address = file.get("enlace") or ""
    if file.get("seccionId") in LETTER_SECTIONS:
        title, address = "Opinión ciudadana", ""  # its name may be a person's
    return DocumentItem(
        source_id=str(file["proyectoArchivoId"]),
        title=title,
        day=read_iso(file.get("fecha"))[0],
        url=address.strip() if WEB_ADDRESS.fullmatch(address.strip()) else "",
    )


def _loose_documents(data, files):
    letters = (letter for letter in data.get("documentosAnexos") or () if letter.get("activo") is not False)
    return (
        *(_document(file) for file in files.get(None, {}).values()),
        *(DocumentItem(title="Documento anexo", day=read_iso(letter.get("fecha"))[0]) for letter in letters),
    )


def _signatory(row):
    source_id = row.get("congresistaId")
    return SignatoryItem(
        source_id="" if source_id is None else str(source_id),
        name=row["nombre"],
        role=ROLES.get(row["tipoFirmanteId"], "adherent"),
    )


def _related(row, key):
    period, label = row["perParId"], row["proyectoLey"]
    code = row.get("codTipoParl") or (key.chamber if not read_label(label).suffix else None)
    return RelatedItem(
        key=Key(period=period, chamber=chamber_of(label, period=period, code=code), number=row["pleyNum"]),
        label=label,
        title=row.get("titulo") or "",
        status=row.get("desEstado") or "",
        presented=read_iso(row.get("fecPresentacion"))[0],
    )


def _names(texts):
    return tuple(filter(None, (tidy(text) for text in texts)))


def novelties(data, *, answer=""):
    """What the dossier has that we do not know yet: one NoticeItem for each new field, role and chamber."""
    found = {}
    for part, known in KNOWN.items():
        rows = data if not part else data.get(part)
        for row in rows if isinstance(rows, list) else [rows]:
            for name in (row.keys() if isinstance(row, dict) else set()) - known:
                found[name, f"expediente {part}".strip()] = "key"
    for row in data["firmantes"]:
        if row.get("tipoFirmanteId") not in ROLES:
            found[f"tipoFirmanteId {row.get('tipoFirmanteId')}", "expediente firmantes"] = "key"
    general = data["general"]
    if (now := general.get("codTipoParlActual")) is not None and now != general.get("codTipoParl"):
        change = f"{general.get('proyectoLey')}: {general.get('codTipoParl')} → {now}"
        found[change, "expediente codTipoParlActual"] = "chamber"
    return tuple(
        NoticeItem(what=what, value=value, where=where, answer=answer)
        for (value, where), what in found.items()
    )
