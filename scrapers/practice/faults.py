"""What can go wrong with the real service, on demand."""

import json
import re
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from threading import RLock

BLOCKED = """<!DOCTYPE html>
<html><head><title>Unauthorized Request Blocked</title></head>
<body><h1>Unauthorized Activity Has Been Detected</h1>
<p>Case Number / Número de caso: <b>0000-PRACTICE</b></p></body></html>
"""
SHELL = """<!doctype html>
<html lang="es"><head><meta charset="utf-8"><title>Proyectos de Ley</title><base href="/spley-portal/"></head>
<body><app-root></app-root><script src="main-es2015.js" type="module"></script></body></html>
"""
NEW_LABEL = "EN MESA DE CONCERTACIÓN DE EJEMPLO"
EVERYWHERE = ("list", "detail", "periods", "filters")
ENDPOINTS = (*EVERYWHERE, "robots")
BILLS = ("list", "detail")
OPTIONS = {"seconds": float, "share": float, "step": int}
DATE_KEYS = {"fecPresentacion", "fecha", "fecIni", "fecFin"}


@dataclass(frozen=True)
class Kind:
    name: str
    says: str  # on the panel
    when: str  # "answer" replaces it, "rows" and "data" change it, "wire" spoils its bytes, "wait" delays it
    endpoints: tuple[str, ...] = EVERYWHERE  # where it happens unless an endpoint is named

    def can_hit(self, endpoint):
        if len(self.endpoints) == 1:
            return endpoint in self.endpoints
        return endpoint in (EVERYWHERE if self.when == "data" else ENDPOINTS)


KINDS = {
    kind.name: kind
    for kind in (
        Kind("403", "403: bloqueado por el cortafuegos", "answer"),
        Kind("429", "429: demasiadas consultas", "answer"),
        Kind("500", "500: error del servicio", "answer"),
        Kind("html", "HTML con estado 200", "answer"),
        Kind("redirect", "Redirección 301 a otra dirección", "answer"),
        Kind("blank", "Respuesta 200 sin un solo byte", "answer"),
        Kind("robots", "robots.txt que lo prohíbe todo", "answer", ("robots",)),
        Kind("slow", "Respuesta lenta", "wait"),
        Kind("empty", "Respuesta 200 vacía", "data"),
        Kind("shrunk", "Lista a la que le falta el 30 %", "rows", ("list",)),
        Kind("wrong_chamber", "Proyectos de otra cámara", "rows", ("list",)),
        Kind("new_label", "Estado nunca visto", "data", ("list", "detail", "filters")),
        Kind("renamed_key", "Campo con otro nombre", "data", BILLS),
        Kind("extra_key", "Campo de más", "data", BILLS),
        Kind("dates", "Fechas en otra forma", "data", BILLS),
        Kind("step_missing", "Falta un paso del expediente", "data", ("detail",)),
        Kind("step_edited", "Un paso fue editado", "data", ("detail",)),
        Kind("steps_reordered", "Pasos en otro orden", "data", ("detail",)),
        Kind("file_added", "Un archivo de más en el expediente", "data", ("detail",)),
        Kind("truncated", "JSON cortado", "wire"),
        Kind("wrong_length", "Conexión cortada antes de la longitud anunciada", "wire"),
    )
}


class UnknownFault(ValueError):
    pass


@dataclass
class Fault:
    number: int
    kind: Kind
    times: int | None  # None: until cleared
    endpoint: str | None
    bill: str | None
    options: dict = field(default_factory=dict)

    def hits(self, endpoint, bill):
        there = endpoint == self.endpoint if self.endpoint else endpoint in self.kind.endpoints
        return there and self.bill in (None, bill)


class Faults:
    def __init__(self):
        self.lock, self.active, self.injected = RLock(), [], 0

    def add(self, kind, times=None, endpoint=None, **options):
        name = str(kind).replace("-", "_").replace(" ", "_")
        if name not in KINDS:
            raise UnknownFault(f"There is no fault '{kind}': choose {', '.join(KINDS)}.")
        if endpoint is not None and not KINDS[name].can_hit(endpoint):
            raise UnknownFault(
                f"The fault '{name}' cannot hit '{endpoint}' (endpoints: {', '.join(ENDPOINTS)})."
            )
        if times is not None and times < 1:
            raise UnknownFault(f"A fault cannot happen {times} times: choose 1 or more, or nothing.")
        bill = options.pop("bill", None)
        options = {name: OPTIONS.get(name, _same)(value) for name, value in options.items()}
        with self.lock:
            self.injected += 1
            fault = Fault(self.injected, KINDS[name], times, endpoint, bill, options)
            self.active.append(fault)
        return fault

    def clear(self, which=None):
        """which: a kind, or "#3" for the third that was injected; without it, all."""
        with self.lock:
            self.active = [
                each for each in self.active if which not in (None, f"#{each.number}", each.kind.name)
            ]

    def take(self, endpoint, bill=None):
        """The faults that hit this request; each has then happened once more."""
        with self.lock:
            hitting = [each for each in self.active if each.hits(endpoint, bill)]
            for each in hitting:
                if each.times is not None:
                    each.times -= 1
            self.active = [each for each in self.active if each.times != 0]
        return hitting


def _same(value):
    return value


def replaced(fault, target):
    """status, headers, body instead of the answer."""
    kind, html = fault.kind.name, {"Content-Type": "text/html; charset=utf-8"}
    if kind == "403":
        return 403, {**html, "Server": "rdwr"}, BLOCKED.encode()
    if kind == "html":
        return 200, html, SHELL.encode()
    if kind == "redirect":
        host = fault.options.get("location", "http://congreso-mudado.invalid/spley-portal-service")
        return 301, {"Location": host.rstrip("/") + target}, b""
    if kind == "blank":
        return 200, {"Content-Type": "application/json"}, b""
    if kind == "robots":
        return 200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /\n"
    status = int(kind)
    headers = {"Content-Type": "application/json"} | ({"Retry-After": "60"} if status == 429 else {})
    words = "Too Many Requests" if status == 429 else "Internal Server Error"
    return status, headers, json.dumps({"code": status, "status": words}).encode()


def change_rows(fault, rows, elsewhere):
    """elsewhere: the rows of another chamber."""
    if fault.kind.name == "wrong_chamber":
        return elsewhere
    lost = fault.options.get("share", 0.3)
    # Spread over the whole list, so that no page is spared.
    return [row for place, row in enumerate(rows) if int(place * lost) == int((place + 1) * lost)]


def change_data(fault, data):
    try:
        return CHANGES[fault.kind.name](fault, deepcopy(data))
    except (KeyError, IndexError):
        return data  # another fault has already taken away what this one would break


def spoil(fault, body):
    """The bytes to send and the length to announce."""
    cut = body[: len(body) // 2]
    return cut, len(cut) if fault.kind.name == "truncated" else len(body)


def _walk(value, change):
    """change(key, value) gives the new (key, value) of every field, at any depth."""
    if isinstance(value, dict):
        return dict(change(key, _walk(each, change)) for key, each in value.items())
    if isinstance(value, list):
        return [_walk(each, change) for each in value]
    return value


def _empty(fault, data):
    if "proyectos" in data:
        return {"proyectos": [], "rowsTotal": 0}
    return [] if isinstance(data, list) else {}


def _renamed(fault, data):
    old, new = fault.options.get("key", "desEstado"), fault.options.get("to", "estadoActual")
    return _walk(data, lambda key, value: (new if key == old else key, value))


def _extra(fault, data):
    name, value = fault.options.get("key", "codEtapa"), fault.options.get("value", 7)
    for each in _records(data):
        each[name] = value
    return data


def _records(data):
    if isinstance(data, list):
        return data
    return data["proyectos"] if "proyectos" in data else [data["general"]] if "general" in data else [data]


def _new_label(fault, data):
    label = fault.options.get("label", NEW_LABEL)
    if isinstance(data, list):
        return data
    if data.get("proyectos"):
        data["proyectos"][0]["desEstado"] = label
    if "general" in data:
        data["general"] |= {"desEstado": label, "estadoId": 9999}
        data["seguimientos"][0]["desEstado"] = label
    if "estados" in data:
        data["estados"].append({"estadoId": 9999, "desEstado": label, "flagPortalDictamen": False})
    return data


def _dates(fault, data):
    form = fault.options.get("form", "%d/%m/%Y")

    def change(key, value):
        if key in DATE_KEYS and re.match(r"\d{4}-\d\d-\d\d", value or ""):
            value = date.fromisoformat(value[:10]).strftime(form)
        return key, value

    return _walk(data, change)


def _chosen_step(fault, data):
    # Not the newest, unless there is no other: its loss would change the bill's state as well.
    return min(fault.options.get("step", 1), len(data["seguimientos"]) - 1)


def _step_missing(fault, data):
    del data["seguimientos"][_chosen_step(fault, data)]
    return data


def _step_edited(fault, data):
    step = data["seguimientos"][_chosen_step(fault, data)]
    step["detalle"] = fault.options.get("text", f"{step['detalle']} (TEXTO CORREGIDO)".strip())
    return data


def _steps_reordered(fault, data):
    data["seguimientos"].reverse()
    return data


def _file_added(fault, data):
    dossier = data["general"]["pleyId"]
    name = fault.options.get("name", "OFICIO AÑADIDO SIN AVISO")
    data["archivos"].append(
        {
            "proyectoArchivoId": dossier * 1000 + 999,
            "seguimientoPleyId": None,
            "seccionId": 249,
            "pleyId": dossier,
            "uuid": None,
            "fecha": data["seguimientos"][0]["fecha"],
            "nombreArchivo": name,
            "descripcion": name,
            "enlace": None,
            "publico": None,
            "activo": None,
        }
    )
    return data


CHANGES = {
    "empty": _empty,
    "new_label": _new_label,
    "renamed_key": _renamed,
    "extra_key": _extra,
    "dates": _dates,
    "step_missing": _step_missing,
    "step_edited": _step_edited,
    "steps_reordered": _steps_reordered,
    "file_added": _file_added,
}
