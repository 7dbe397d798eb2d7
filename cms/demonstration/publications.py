"""Publications of the demonstration. The study of 2009 is real; its table, and everything else here, are made up."""

from io import BytesIO

from django.core.files.base import ContentFile
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

from cms.papers import Paper
from cms.resources import PublicationPage, ResourcesPage
from crm.models import Study

INDEX = {
    "title": "Publicaciones",
    "slug": "publicaciones",
    "summary": "Estudios, informes y guías, cada uno con lo que dice en palabras claras antes del documento.",
}

STUDY = {
    "title": "Mapeo y encuesta del trabajo sexual en cuatro ciudades del Perú",
    "slug": "mapeo-y-encuesta-2009",
    "summary": "El primer estudio que preguntó a las propias trabajadoras sexuales, en cuatro ciudades, quiénes son y qué necesitan.",
    "sort": "study",
    "year": 2009,
    "authors": "Salazar y Silva",
    "paper_language": "en",
    "body": [
        ("heading", "Qué es"),
        (
            "text",
            "<p>Un equipo recorrió cuatro ciudades y conversó con quienes ejercen el trabajo sexual. El informe reúne lo que "
            "contaron: edad, estudios, familia y trato en los servicios.</p>",
        ),
        ("heading", "Para qué sirve"),
        (
            "text",
            "<p>Antes de este estudio, las autoridades decidían sin saber a cuántas personas ni a quiénes afectaban. Sus tablas "
            "permiten hablar con números y sin señalar a nadie.</p>",
        ),
        ("heading", "Lo que no publicamos"),
        (
            "text",
            "<p>El estudio ubicó lugares de trabajo. Esos mapas <b>no están aquí ni en ningún otro lugar de este sitio</b>: en "
            "malas manos servirían para perseguir. Si investigas y necesitas el informe, escríbenos desde «Quiénes somos».</p>",
        ),
    ],
}

# with the document of each: its title and its paragraphs
OTHERS = [
    (
        {
            "title": "Si te interviene la policía: guía de bolsillo (ejemplo)",
            "slug": "guia-de-bolsillo",
            "summary": "Una hoja doblada en cuatro: qué pueden pedirte, qué no, y qué hacer después.",
            "sort": "guide",
            "year": 2026,
            "authors": "IESSDEH, Miluska Vida y Dignidad, REDTRANS",
            "body": [
                (
                    "text",
                    "<p>Está hecha para imprimir, doblar y guardar. No lleva el nombre de ninguna organización, para que nadie "
                    "sepa por ella quién eres.</p>",
                ),
                (
                    "questions",
                    {
                        "questions": [
                            {
                                "question": "¿Puedo repartirla?",
                                "answer": "<p>Sí. Puedes copiarla y repartirla sin pedir permiso.</p>",
                            }
                        ]
                    },
                ),
            ],
        },
        "Guía de bolsillo",
        [
            "Texto de práctica: no es consejo legal.",
            "Estar en la calle no es delito. Pueden pedirte tu documento. No pueden pedirte dinero ni revisar tu teléfono sin tu "
            "permiso.",
            "Pregunta el motivo con calma. Recuerda el nombre del uniforme. Si te llevan, pide que avisen a alguien de tu confianza.",
        ],
    ),
    (
        {
            "title": "Lo que propone la ley, capítulo por capítulo (ejemplo)",
            "slug": "la-ley-capitulo-por-capitulo",
            "summary": "Los cuatro capítulos del proyecto, cada uno en un párrafo que se entiende a la primera.",
            "sort": "law",
            "year": 2026,
            "authors": "IESSDEH, Miluska Vida y Dignidad, REDTRANS",
            "body": [
                (
                    "text",
                    "<p>El proyecto tiene cuatro capítulos: qué es el trabajo sexual, qué derechos tiene quien lo ejerce, qué "
                    "deben hacer las instituciones y cómo se vigila que cumplan.</p>",
                ),
                ("heading", "Y ahora"),
                (
                    "action",
                    {
                        "title": "Mira por dónde va",
                        "text": "El camino del proyecto en el Congreso, al día.",
                        "label": "Ver la causa",
                        "page": "campaign",
                    },
                ),
            ],
        },
        "Lo que propone la ley",
        [
            "Texto de práctica: el proyecto de esta demostración es ficticio.",
            "Capítulo 1. Define el trabajo sexual como lo que decide y hace una persona adulta, y lo separa de la trata.",
            "Capítulo 2. Reconoce los mismos derechos que a cualquier trabajadora independiente.",
            "Capítulo 3. Dice qué deben hacer las comisarías, los establecimientos de salud y las municipalidades.",
            "Capítulo 4. Crea una mesa que vigila, con las organizaciones adentro.",
        ],
    ),
]


def add(pages):
    """Below the first page, through `pages`, the one that publishes."""
    index = pages.add(pages.home, ResourcesPage, INDEX)
    study = Study.objects.exclude(published="").first()
    pages.add(index, PublicationPage, STUDY | {"study": study})
    for fields, title, paragraphs in OTHERS:
        paper = Paper(title=title, file=ContentFile(printed(title, paragraphs), name=f"{fields['slug']}.pdf"))
        paper.full_clean()
        paper.file_size = paper.file.size
        paper.save()
        pages.add(index, PublicationPage, pages.with_actions(fields) | {"paper": paper})
    return index


def printed(title, paragraphs):
    packed, styles = BytesIO(), getSampleStyleSheet()
    lines = [Paragraph(text, styles["BodyText"]) for text in paragraphs]
    SimpleDocTemplate(packed, pagesize=A5, title=title).build(
        [Paragraph(title, styles["Title"]), Spacer(1, 12), *lines]
    )
    return packed.getvalue()
