"""A Congress in memory, small and obedient: what goes wrong is written in each test."""

import json
from pathlib import Path

PAGES = Path(__file__).parent / "pages"
SERVICE = "https://congreso.example/spley-portal-service"


def saved_page(name):
    return (PAGES / name).read_bytes()


def row(number, *, period=2021, chamber="C", **changes):
    return {
        "perParId": period,
        "pleyNum": number,
        "proyectoLey": f"{number:05}/2021-CR" if period == 2021 else f"{number:05}-2026-2031-{chamber}",
        "desEstado": "EN COMISIÓN",
        "fecPresentacion": "2021-08-02T00:00:00.000-05:00",
        "titulo": f"LEY FICTICIA NÚMERO {number}",
        "desProponente": "Congreso",
        "autores": "Ficticia Quispe, Rosa",
        "codTipoParl": chamber,
        "codTipoParlActual": chamber,
    } | changes


def envelope(data, **changes):
    return {
        "code": 200,
        "status": "success",
        "data": data,
        "timestamp": "2026-10-08T23:03:10.781-05:00",
    } | changes


def to_bytes(data):
    return data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode()


class Congress:
    """Answers requests for lists like the service: paged in the body, searched by substring of the title."""

    def __init__(self, rows):
        self.rows = rows
        self.asked = []  # bodies

    def __call__(self, request):
        asked = json.loads(request.body) if request.body else {}
        self.asked.append(asked)
        return self.answer(asked)

    def answer(self, asked):
        found = [row for row in self.rows if asked.get("palabras", "").casefold() in row["titulo"].casefold()]
        page = found[asked["rowStart"] :][: asked["pageSize"]]
        return envelope({"proyectos": page, "rowsTotal": len(found)})
