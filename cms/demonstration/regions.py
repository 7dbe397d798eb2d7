"""The four regions of the demonstration, and the scorecard of what was promised."""

from cms.regions import CommitmentsPage, RegionPage, RegionsPage

INDEX = {
    "title": "Regiones",
    "slug": "regiones",
    "summary": "Qué pasa en cada región: próximas fechas, lo que prometieron sus instituciones y a quién acudir.",
}

REGIONS = [
    (
        "25",
        "Ucayali",
        "En Pucallpa empezó el diálogo con salud y con la policía. Hoy toca ver que se cumpla.",
        "<p>La mesa regional se reúne cada dos meses. Las compañeras de Ucayali llevan la voz en ella.</p>",
    ),
    (
        "04",
        "Arequipa",
        "La región con más establecimientos de salud en conversación, y con una respuesta pública de la policía.",
        "<p>Aquí pedimos dos cosas: turno de tarde para las pruebas y trato por el nombre social.</p>",
    ),
    (
        "20",
        "Piura",
        "Municipalidades que ya discuten una ordenanza, y una fiscalía que dejó una tarea pendiente.",
        "<p>En Piura trabajamos con dos municipalidades. La ordenanza contra la discriminación es la prioridad.</p>",
    ),
    (
        "12",
        "Junín",
        "En Huancayo y El Tambo se forma al personal que recibe denuncias.",
        "<p>La meta del año es que cada comisaría tenga a alguien que sepa recibir una denuncia sin juzgar.</p>",
    ),
]

COMMITMENTS = {
    "title": "Lo que prometieron",
    "slug": "compromisos",
    "summary": "Compromisos que las instituciones hicieron en público: cuáles cumplieron, cuáles vencieron y cuáles siguen.",
    "reply_to": "respuestas@demo.example",
    "body": [
        (
            "text",
            "<p>Aquí solo está lo que una institución dijo en público y cualquiera puede comprobar. No nombramos personas. Cuando "
            "algo cambia, el cambio queda a la vista.</p>",
        )
    ],
}


def add(pages):
    index = pages.add(pages.home, RegionsPage, INDEX)
    for code, name, summary, text in REGIONS:
        fields = {"title": name, "slug": name.lower().replace("í", "i"), "summary": summary}
        pages.add(index, RegionPage, fields | {"region_id": code, "body": [("text", text)]})
    pages.commitments = pages.add(pages.home, CommitmentsPage, COMMITMENTS)
    return index
