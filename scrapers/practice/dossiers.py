"""A bill as it stands now, written as the service writes it: a row of the list, a dossier."""

from uuid import UUID
from zlib import crc32

from . import vocabulary
from .lima import annual_period, midnight, stamp

NO_DNI = "00000000"  # the real answers carry the identity number of every signatory; so must ours, masked
PASSED = {"APROBADO", "Aprobado Com.Permanente", "AUTÓGRAFA"}


class Standing:
    """What one bill shows once the events that have these moments have happened."""

    def __init__(self, bill, started, moments=()):
        self.bill, self.started, self.moments = bill, started, moments
        self.period, self.chamber, self.number = bill.key
        self.filed_on = bill.steps[0].when.day(started, moments, self.period)
        seen = [(n, step) for n, step in enumerate(bill.steps) if self.shows(step)]
        # Newest first by its date, as the source does: a step entered late with an old date sinks.
        self.steps = sorted(seen, key=lambda pair: (self.moment(pair[1]), pair[0]), reverse=True)
        self.status = self.steps[0][1].status
        self.label = bill.label(self.filed_on)

    def shows(self, part):
        return part.when.is_seen(self.moments)

    def moment(self, part):
        return part.when.moment(self.started, self.moments, self.period)

    def day(self, part):
        return part.when.day(self.started, self.moments, self.period)

    def committees(self):
        sent = [
            step
            for n, step in sorted(self.steps)
            if step.status.strip() in ("EN COMISIÓN", "PASA A COMISIÓN")
        ]
        return list(dict.fromkeys(name for step in sent for name in step.committees))

    def is_joined(self):
        return self.bill.joined is not None and self.shows(self.bill.joined)


def row(standing):
    bill = standing.bill
    signed = [s.name for s in bill.signatures if s.kind < 3 and standing.shows(s)]
    return {
        "perParId": standing.period,
        "pleyNum": standing.number,
        "proyectoLey": standing.label,
        "desEstado": standing.status,
        "fecPresentacion": midnight(standing.filed_on, 2026),  # lists of 2021 bills have the new form too
        "titulo": bill.title,
        "desProponente": bill.proponent,
        "autores": "; ".join(signed),
        "codTipoParl": standing.chamber,
        "codTipoParlActual": standing.chamber,
    }


def detail(standing, family=()):
    """family: the bills it is accumulated with, standing."""
    bill = standing.bill
    return {
        "general": _general(standing),
        "comisiones": [
            {
                "comisionId": vocabulary.committee_id(name, standing.chamber),
                "nombre": name,
                "pagWeb": None,
            }
            for name in standing.committees()
        ],
        "seguimientos": [_step(standing, n, step) for n, step in standing.steps],
        "acumulados": [_accumulated(other) for other in family],
        "documentosAnexos": [
            _letter(standing, n, each) for n, each in enumerate(bill.letters) if standing.shows(each)
        ],
        "fases": vocabulary.phase_rows(standing.status),
        "firmantes": [_signatory(bill, n, s) for n, s in enumerate(bill.signatures) if standing.shows(s)],
        "secciones": vocabulary.section_rows(),
        "archivos": _all_files(standing),
    }


def _general(standing):
    bill, filed_on = standing.bill, standing.filed_on
    passed = any(step.status.strip() in PASSED for _, step in standing.steps)
    return {
        "pleyId": bill.dossier_id,
        "perParId": standing.period,
        "proyectoLey": standing.label,
        "desPerParAbrev": f"{standing.period}-{standing.period + 5}",
        "desLegis": _legislature(filed_on),
        "fecPresentacion": filed_on.isoformat(),
        "desProponente": bill.proponent,
        "titulo": bill.title,
        "sumilla": bill.summary,
        "desGpar": bill.group,
        "estadoId": vocabulary.STATUS_IDS[standing.status.strip()],
        "desEstado": standing.status,
        "publico": True,
        "proyectoArchivoId": None,
        "nombreArchivo": None,
        "observaciones": bill.approved_title if passed else "",
    }


def _legislature(day):
    ordinal = "Segunda" if 3 <= day.month <= 7 and (day.month, day.day) < (7, 27) else "Primera"
    return f"{ordinal} Legislatura Ordinaria {annual_period(day)}"


def _step(standing, place, step):
    step_id = standing.bill.dossier_id * 100 + place
    detail = step.detail
    for edit in standing.bill.edits:
        if edit.step == place and standing.shows(edit):
            detail = edit.detail
    return {
        "fecha": stamp(standing.moment(step).replace(microsecond=0), standing.period),
        "desEstado": step.status,
        "desComisiones": "; ".join(step.committees) or None,
        "detalle": detail,
        "observacion": detail,
        "flagInicial": place == 0,
        "pleyId": standing.bill.dossier_id,
        "archivos": _step_files(standing, place, step),
        "seguimientoPleyId": step_id,
    }


def _step_files(standing, place, step):
    if step.files is None:
        return None
    return [
        {
            **_file(standing, place * 10 + n, file, standing.bill.dossier_id * 100 + place),
            "uuid": None if file.link else _uuid(standing, place * 10 + n),
            "fecha": standing.day(file).isoformat(),
            "publico": True,
            "activo": True,
        }
        for n, file in enumerate(step.files)
    ]


def _all_files(standing):
    hanging = [
        _file(standing, place * 10 + n, file, standing.bill.dossier_id * 100 + place)
        for place, step in standing.steps
        for n, file in enumerate(step.files or ())
    ]
    folder = [
        _file(standing, 500 + n, file, None)
        for n, file in enumerate(standing.bill.folder)
        if standing.shows(file)
    ]
    return hanging + folder


def _file(standing, place, file, step_id):
    # The source names no file where it only points to the old system.
    name = None if file.link else file.name
    return {
        "proyectoArchivoId": standing.bill.dossier_id * 1000 + place,
        "seguimientoPleyId": step_id,
        "seccionId": file.section,
        "pleyId": standing.bill.dossier_id,
        "uuid": None,
        "fecha": midnight(standing.day(file), standing.period),
        "nombreArchivo": name,
        "descripcion": file.name.removesuffix(".pdf"),
        "enlace": file.link,
        "publico": None,
        "activo": None,
    }


def _uuid(standing, place):
    return str(UUID(int=(standing.bill.dossier_id * 1000 + place) << 64, version=4))


def _accumulated(other):
    return {
        "proyectoLey": other.label,
        "desEstado": other.status,
        "titulo": other.bill.title,
        "fecPresentacion": other.filed_on.isoformat(),
        "perParId": other.period,
        "pleyNum": other.number,
    }


def _letter(standing, place, letter):
    return {
        "documentoAnexoId": standing.bill.dossier_id * 100 + place,
        "pleyId": standing.bill.dossier_id,
        "fecha": standing.day(letter).isoformat(),
        "descripcion": letter.text,
        "uuid": _uuid(standing, 900 + place),
        "enlace": None,
        "activo": True,
    }


def _signatory(bill, place, signature):
    number = person_id(signature.name)
    return {
        "firmanteId": bill.dossier_id * 100 + place,
        "tipoFirmanteId": signature.kind,
        "congresistaId": number,
        "nombre": signature.name,
        "dni": NO_DNI,
        "sexo": "F" if signature.name.endswith("a") else "M",
        "pagWeb": f"https://congreso.invalid/legisladores/{number}/",
    }


def person_id(name):
    return 90_000 + crc32(name.encode()) % 10_000_000
