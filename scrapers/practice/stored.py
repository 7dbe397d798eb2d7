"""Stored answers of the real service, served again as they are."""

import json
import re
from pathlib import Path

from . import vocabulary
from .congress import Listed
from .lima import midnight

CHAMBER_OF_SUFFIX = {"CD": "D", "S": "S"}


class NothingStored(ValueError):
    pass


class StoredCongress:
    """Lists come from stored list answers; bills known only by their dossier get a row made from it."""

    def __init__(self, folder):
        self.dossiers, self.rows, self.summaries = {}, {}, {}
        self.stored_periods, self.ignored = None, []
        paths = sorted(Path(folder).rglob("*.json"))
        for path in paths:
            self._keep(path)
        if not self.dossiers and not self.rows:
            raise NothingStored(f"Among {len(paths)} JSON files in {folder} there is no dossier and no list.")
        for key, dossier in self.dossiers.items():
            self.summaries[key] = dossier["general"].get("sumilla") or ""
            self.rows.setdefault(key, _row(key, dossier))

    def _keep(self, path):
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            told = None
        data = told.get("data", told) if isinstance(told, dict) else told
        if isinstance(data, dict) and {"general", "seguimientos"} <= data.keys():
            self.dossiers[_dossier_key(data["general"])] = data
        elif rows := _stored_rows(data):
            self.rows |= {_row_key(row): row for row in rows}
        elif isinstance(data, list) and data and "periodosLegislativos" in data[0]:
            self.stored_periods = data
        else:
            self.ignored.append(path)

    def listed(self, period, chamber):
        here = [
            Listed(key, _complete(key, row), self.summaries.get(key, ""))
            for key, row in self.rows.items()
            if key[:2] == (period, chamber)
        ]
        return sorted(here, key=lambda each: each.order, reverse=True)

    def dossier(self, period, chamber, number):
        return self.dossiers.get((period, chamber, number))

    def periods(self):
        return self.stored_periods or vocabulary.period_rows()

    def filters(self, period, chamber):
        """The vocabulary of what is stored here, so that it never calls a stored label unknown."""
        filters = vocabulary.filter_rows(period, chamber)
        known = {state["desEstado"] for state in filters["estados"]}
        for label in sorted({each.row["desEstado"].strip() for each in self.listed(period, chamber)} - known):
            number = vocabulary.STATUS_IDS.get(label, 9999)
            filters["estados"].append({"estadoId": number, "desEstado": label, "flagPortalDictamen": False})
        return filters


def _stored_rows(data):
    rows = data.get("proyectos") if isinstance(data, dict) else data
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        return []
    return rows if all({"pleyNum", "proyectoLey", "desEstado"} <= row.keys() for row in rows) else []


def _row_key(row):
    return row["perParId"], row.get("codTipoParl") or _chamber(row["proyectoLey"]), row["pleyNum"]


def _dossier_key(general):
    label = general["proyectoLey"]
    number = int(re.match(r"\d+", label)[0])
    return general["perParId"], general.get("codTipoParl") or _chamber(label), number


def _chamber(label):
    if "/" in label:
        return "C"
    return CHAMBER_OF_SUFFIX.get(label.rsplit("-", 1)[-1], "C")


def _complete(key, row):
    """Rows stored before 2026 lack the chamber, which the service adds to them today."""
    return {**row, "codTipoParl": key[1], "codTipoParlActual": row.get("codTipoParlActual", key[1])}


def _row(key, dossier):
    general = dossier["general"]
    signed = [each["nombre"] for each in dossier["firmantes"] if each["tipoFirmanteId"] < 3]
    return {
        "perParId": key[0],
        "pleyNum": key[2],
        "proyectoLey": general["proyectoLey"],
        "desEstado": general["desEstado"],
        "fecPresentacion": midnight(general["fecPresentacion"], 2026),
        "titulo": general["titulo"],
        "desProponente": general["desProponente"],
        "autores": "; ".join(signed),
    }
