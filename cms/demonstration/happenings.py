"""Dates of the demonstration: ahead, cancelled, and over."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from cms.happenings import EventPage, EventsPage

INDEX = {
    "title": "Agenda",
    "slug": "agenda",
    "summary": "Charlas, talleres y audiencias a las que puedes venir. El lugar exacto se da al inscribirse.",
}

# in how many days, from and to which hour, and the rest
EVENTS = [
    (
        9,
        (18, 20),
        {
            "title": "Conversatorio: qué dice el proyecto (ejemplo)",
            "slug": "conversatorio-que-dice-el-proyecto",
            "summary": "Una abogada lee los cuatro capítulos con nosotras y responde preguntas.",
            "mode": "online",
            "link": "https://example.org/sala",
            "how_to_join": "No hace falta inscribirse. Puedes entrar con otro nombre y sin cámara.",
            "calendar_title": "",
            "body": [
                (
                    "text",
                    "<p>Dura dos horas. Al final queda un resumen escrito, sin nombres de quienes preguntaron.</p>",
                )
            ],
        },
    ),
    (
        16,
        (15, 18),
        {
            "title": "Taller de derechos en Callería (ejemplo)",
            "slug": "taller-de-derechos-ucayali",
            "summary": "Qué hacer si te interviene la policía, con casos y práctica. Para trabajadoras sexuales.",
            "mode": "place",
            "region_id": "25",
            "district": "Callería",
            "how_to_join": "Escribe a miluska@demo.example. Hay cuidado de niñas y niños, y pagamos el pasaje.",
            "calendar_title": "Curso",
            "body": [],
        },
    ),
    (
        23,
        (10, 12),
        {
            "title": "Mesa con la Dirección de Salud de Arequipa (ejemplo)",
            "slug": "mesa-con-salud-arequipa",
            "summary": "Se revisa qué cumplieron los establecimientos. Abierta a organizaciones.",
            "mode": "place",
            "region_id": "04",
            "district": "Cercado de Arequipa",
            "how_to_join": "Escribe a redtrans@demo.example.",
            "is_cancelled": True,
            "body": [],
        },
    ),
    (
        -30,
        (9, 13),
        {
            "title": "Presentación de la guía de bolsillo (ejemplo)",
            "slug": "presentacion-de-la-guia",
            "summary": "Se repartió la guía y se contó cómo usarla.",
            "mode": "place",
            "region_id": "20",
            "district": "Castilla",
            "body": [],
        },
    ),
]


def add(pages):
    index = pages.add(pages.home, EventsPage, INDEX)
    for days, hours, fields in EVENTS:
        day = pages.today + timedelta(days=days)
        starts, ends = (timezone.make_aware(datetime.combine(day, time(hour))) for hour in hours)
        pages.add(index, EventPage, fields | {"starts": starts, "ends": ends, "cause": pages.cause})
    return index
