"""The page with the buttons. Spanish only, plain HTML: this half of the house knows no Django."""

from datetime import datetime
from html import escape

from .faults import EVERYWHERE, KINDS

STYLE = """
:root{color-scheme:light dark;--line:#8884;--red:#b3261e}
*{box-sizing:border-box}
body{font:17px/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:1rem;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.2}h2{font-size:1.2rem;margin:2rem 0 .5rem}h3{font-size:1.05rem;margin:0}
.notice{border:3px solid var(--red);border-radius:.5rem;padding:.75rem 1rem;font-weight:600}
section.story{border:1px solid var(--line);border-radius:.5rem;padding:1rem;margin:1rem 0}
ol,ul{padding-left:1.5rem;margin:.5rem 0}li.done{opacity:.65}
form{display:inline-flex;flex-wrap:wrap;gap:.5rem;align-items:end;margin:.25rem .5rem .25rem 0}
button,select,input{font:inherit;min-height:44px;padding:.25rem .75rem;max-width:100%}
form.fault{display:flex;margin-top:1rem}
label{display:flex;flex-direction:column;font-size:.9rem;max-width:100%;min-width:0}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;padding:.35rem;border-top:1px solid var(--line);vertical-align:top}
.small{font-size:.9rem}
"""
ENDPOINT_NAMES = {
    "list": "la lista",
    "detail": "los expedientes",
    "periods": "los periodos",
    "filters": "los filtros",
    "robots": "robots.txt",
}


def panel(state):
    stories = "".join(map(_story, state["stories"]))
    return f"""<!doctype html>
<html lang="es"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><link rel="icon" href="data:,"><title>Congreso de mentira</title><style>{STYLE}</style></head>
<body><main><h1>Congreso de mentira</h1>
<p class="notice">Este es un Congreso de práctica. Nada de lo que hay aquí es real: ni los proyectos de ley, ni las
personas, ni las fechas, ni las leyes.</p>
<p>Contesta como el servicio del Congreso y avanza {_pace(state["speed"])}. Úsalo para ensayar qué hace Incidencia
cuando un proyecto se mueve y cuando la fuente falla.</p>
<p><a href="/">Actualizar esta página</a> · <a href="/__practice__/state">Ver el estado en JSON</a></p>
<h2>Historias</h2>
{stories or "<p>Se sirven respuestas guardadas. Aquí no avanza ninguna historia.</p>"}
{_button("reset", "Empezar todo de nuevo", {})}
<h2>Fallas</h2>{_faults(state["faults"])}{_fault_form()}
<h2>Últimas consultas recibidas</h2>{_requests(state["requests"])}
</main></body></html>"""


def _pace(speed):
    if speed <= 0:
        return "solo cuando alguien aprieta un botón"
    if speed == 1:
        return "por sí solo, poco a poco"
    return f"por sí solo, a {speed:g} veces la velocidad normal"


def _story(story):
    events = "".join(map(_event, story["events"]))
    bills = "".join(
        f"<li><strong>{escape(bill['label'])}</strong> · <strong>{escape(bill['status'])}</strong><br>"
        f'<span class="small">{escape(bill["title"])}</span></li>'
        for bill in story["bills"]
    )
    return f"""<section class="story"><h3>{escape(story["title"])}</h3><p>{escape(story["about"])}</p>
<ul>{bills}</ul><ol>{events}</ol>{_advance_buttons(story)}</section>"""


def _event(event):
    says = escape(event["says"])
    if event["happened"]:
        return f'<li class="done">✓ {says} <span class="small">({_clock(event["happened"])})</span></li>'
    due = f' <span class="small">(a las {_clock(event["due"])})</span>' if event["due"] else ""
    return f"<li>{says}{due}</li>"


def _clock(moment):
    return datetime.fromisoformat(moment).strftime("%H:%M:%S")


def _advance_buttons(story):
    left = len(story["events"]) - story["happened"]
    if not left:
        return "<p><strong>Esta historia terminó.</strong></p>"
    name, title = story["name"], story["title"]
    return _button("advance", "Avanzar un paso", {"story": name, "steps": 1}, title) + _button(
        "advance", "Avanzar hasta el final", {"story": name, "steps": left}, title
    )


def _button(verb, text, fields, what=""):
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(str(value))}">' for name, value in fields.items()
    )
    label = f' aria-label="{escape(f"{text}: {what}")}"' if what else ""
    return f'<form method="post" action="/__practice__/{verb}">{hidden}<button{label}>{escape(text)}</button></form>'


def _faults(faults):
    if not faults:
        return "<p>Ahora no hay ninguna: el servicio contesta bien.</p>"
    rows = "".join(
        f"<li>{escape(fault['says'])}, en {escape(ENDPOINT_NAMES.get(fault['endpoint'], 'todo lo que alcanza'))}"
        f"{_times(fault['times'])} {_button('fault', 'Quitar', {'clear': '#' + str(fault['number'])}, fault['says'])}</li>"
        for fault in faults
    )
    return f"<ul>{rows}</ul>{_button('fault', 'Quitar todas las fallas', {'clear': 'all'})}"


def _times(times):
    if times is None:
        return ", hasta que se quite"
    return ", una vez más" if times == 1 else f", {times} veces más"


def _fault_form():
    kinds = "".join(f'<option value="{name}">{escape(kind.says)}</option>' for name, kind in KINDS.items())
    places = "".join(f'<option value="{name}">{ENDPOINT_NAMES[name]}</option>' for name in EVERYWHERE)
    return f"""<form class="fault" method="post" action="/__practice__/fault">
<label>Falla<select name="kind">{kinds}</select></label>
<label>En<select name="endpoint"><option value="">todo lo que alcance</option>{places}</select></label>
<label>Cuántas veces (vacío: hasta quitarla)<input name="times" type="number" min="1" inputmode="numeric"></label>
<button>Provocar la falla</button></form>"""


def _requests(requests):
    if not requests:
        return "<p>Nadie ha preguntado todavía.</p>"
    rows = "".join(
        f"<tr><td>{each['status'] or '…'}</td><td>{escape(each['method'])} {escape(each['path'])}</td>"
        f"<td>{escape(each['body'])}</td></tr>"
        for each in reversed(requests)
    )
    return f"<table><tr><th>Respuesta</th><th>Consulta</th><th>Cuerpo</th></tr>{rows}</table>"
