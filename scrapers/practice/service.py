"""From a request to the bytes of its answer, as the real service gives them."""

import json
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

from . import faults as broken
from . import path_key, vocabulary
from .lima import stamp

PREFIX = "/spley-portal-service"
JSON = {"Content-Type": "application/json"}
MISSING_PERIOD = (
    "Validation failed for argument [0] in public pe.gob.congreso.core.librarycommon.global.models.Respuesta "
    "pe.gob.congreso.app.spleyportalservice.endpoints.expediente.controller.ProyectoLeyController."
    "getListWithFilters(...): [Field error in object 'filtroProyecLeyDto' on field 'perParId': "
    "rejected value [null]; ... default message [Ingrese el periodo]] "
)


@dataclass
class Asked:
    """One request, as the log keeps it."""

    method: str
    path: str  # without prefix and query
    query: dict
    headers: dict
    body: bytes
    endpoint: str = ""
    status: int = 0

    @property
    def target(self):
        return self.path + (f"?{urlencode(self.query)}" if self.query else "")

    @property
    def json(self):
        return json.loads(self.body) if self.body else None


@dataclass
class Answer:
    status: int
    body: bytes
    headers: dict = field(default_factory=lambda: dict(JSON))
    length: int | None = None  # announced, where it is a lie


class Refused(Exception):
    def __init__(self, status, says, errors=None):
        super().__init__(says)
        self.status, self.says, self.errors = status, says, errors


def read_target(target):
    """Path without the prefix, under which everything answers too, and the query."""
    parts = urlsplit(target)
    path = parts.path
    if path == PREFIX or path.startswith(f"{PREFIX}/"):
        path = path.removeprefix(PREFIX)
    return path or "/", {name: values[-1] for name, values in parse_qs(parts.query).items()}


class Service:
    def __init__(self, congress, *, key="", clock, wait):
        if key:
            path_key.check(key)
        self.congress, self.key, self.clock, self.wait = congress, key, clock, wait
        self.faults = broken.Faults()

    def answer(self, asked):
        asked.endpoint, give = self._route(asked)
        hitting = self.faults.take(asked.endpoint, self._bill(asked)) if asked.endpoint else []
        for fault in _at("wait", hitting):
            self.wait(float(fault.options.get("seconds", 5)))
        for fault in _at("answer", hitting):
            status, headers, body = broken.replaced(fault, asked.target)
            return Answer(status, body, headers)
        try:
            answer = give(asked, hitting)
        except Refused as refused:
            answer = self._refusal(refused)
        for fault in _at("wire", hitting):
            answer.body, answer.length = broken.spoil(fault, answer.body)
        return answer

    def _route(self, asked):
        match asked.path.strip("/").split("/"):
            case ["proyecto-ley", "lista-con-filtro"]:
                return "list", self._list
            case ["expediente", _, _]:
                return "detail", self._detail
            case ["periodo-parlamentario"]:
                return "periods", self._periods
            case ["periodo-parlamentario", _, "filtros"]:
                return "filters", self._filters
            case ["robots.txt"]:
                return "robots", _nothing
        return "", _nothing

    def _bill(self, asked):
        if asked.endpoint != "detail":
            return None
        try:
            return "/".join(map(str, self._dossier_key(asked)))
        except Refused:
            return None

    def _list(self, asked, hitting):
        _expect(asked, "POST")
        wanted = _wanted(asked)
        period, chamber = _number(wanted, "perParId"), wanted.get("codTipoParl") or "C"
        if period is None:
            raise Refused(400, MISSING_PERIOD, [{"field": "perParId", "message": "Ingrese el periodo"}])
        listed = select(self.congress.listed(period, chamber), wanted)
        rows = [each.row for each in listed]
        for fault in _at("rows", hitting):
            rows = broken.change_rows(fault, rows, self._other_chamber(period, chamber))
        return self._envelope(page(rows, wanted), hitting, 2026)

    def _other_chamber(self, period, chamber):
        for other in vocabulary.LISTS:
            if other[0] == period and other[1] != chamber:
                return [each.row for each in self.congress.listed(*other)]
        return [each.row for each in self.congress.listed(2026, "C")]

    def _detail(self, asked, hitting):
        _expect(asked, "GET")
        key = self._dossier_key(asked)
        dossier = self.congress.dossier(*key)
        if dossier is None:
            raise Refused(404, "El Proyecto de Ley No Existe")
        return self._envelope(dossier, hitting, key[0])

    def _dossier_key(self, asked):
        _, period, number = asked.path.strip("/").split("/")
        try:
            if self.key:
                period, number = path_key.opened(period, self.key), path_key.opened(number, self.key)
            return int(period), asked.query.get("codTipoParl") or "C", int(number)
        except ValueError as error:
            raise Refused(400, f"Parámetro inválido: {error}") from error

    def _periods(self, asked, hitting):
        _expect(asked, "GET")
        return self._envelope(self.congress.periods(), hitting, 2026)

    def _filters(self, asked, hitting):
        _expect(asked, "GET")
        period = _number({"periodo": asked.path.split("/")[2]}, "periodo")
        filters = self.congress.filters(period, asked.query.get("codTipoParl") or "C")
        return self._envelope(filters, hitting, 2026)

    def _envelope(self, data, hitting, period):
        for fault in _at("data", hitting):
            data = broken.change_data(fault, data)
        now = stamp(self.clock(), period)
        return _json_answer(200, {"code": 200, "status": "success", "data": data, "timestamp": now})

    def _refusal(self, refused):
        told = {"code": refused.status, "status": refused.says}
        told |= {"errors": refused.errors} if refused.errors else {"data": None}
        return _json_answer(refused.status, told | {"timestamp": stamp(self.clock(), 2026)})


def select(listed, wanted):
    """Only the filters known to work in the real service; it ignores unknown names without a word."""
    number, state, words = _number(wanted, "pleyNum"), _number(wanted, "estadoId"), wanted.get("palabras")
    if number is not None:
        listed = [each for each in listed if each.row["pleyNum"] == number]
    if state is not None:
        listed = [each for each in listed if _status_id(each.row) == state]
    if words:
        listed = [each for each in listed if str(words).casefold() in each.texts]
    return listed


def _status_id(row):
    return vocabulary.STATUS_IDS.get(row["desEstado"].strip())


def page(rows, wanted):
    """Without both paging fields in the body the whole list comes, and says that it has 0 rows."""
    size, start = _number(wanted, "pageSize"), _number(wanted, "rowStart")
    if size is None or start is None:
        return {"proyectos": [{**row, "rowsTotal": 0} for row in rows], "rowsTotal": 0}
    total = len(rows)
    shown = [{**row, "rowsTotal": total} for row in rows[start : start + size]]
    # The total is a column of the rows: past the end there is none to read it from.
    return {"proyectos": shown, "rowsTotal": total if shown else 0}


def _wanted(asked):
    if "json" not in asked.headers.get("content-type", ""):
        raise Refused(415, "Unsupported Media Type")
    try:
        wanted = json.loads(asked.body)
    except ValueError as error:
        raise Refused(400, f"JSON parse error: {error}") from error
    if not isinstance(wanted, dict):
        raise Refused(400, "JSON parse error: the body is no object")
    return wanted


def _number(wanted, name):
    value = wanted.get(name)
    if value in (None, ""):
        return None
    try:
        number = int(value)
    except (TypeError, ValueError) as error:
        raise Refused(400, f"JSON parse error: {name} cannot be {value!r}") from error
    if number < 0:
        raise Refused(400, f"JSON parse error: {name} cannot be {number}")
    return number


def _expect(asked, method):
    if asked.method != method:
        raise Refused(405, f"Request method '{asked.method}' not supported")


def _nothing(asked, hitting):
    raise Refused(404, f"No static resource {asked.path}")


def _at(when, hitting):
    return [fault for fault in hitting if fault.kind.when == when]


def _json_answer(status, told):
    return Answer(status, json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode())
