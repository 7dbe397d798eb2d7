"""Two short courses of the demonstration."""

from cms.lessons import CoursePage, CoursesPage, LessonPage

INDEX = {
    "title": "Cursos",
    "slug": "cursos",
    "summary": "Lecciones de cinco minutos para quien atiende al público y para quien enseña a sus compañeras.",
}


def check(question, *answers):
    """Each answer: its text, whether it is right, and why."""
    listed = [dict(zip(("text", "is_right", "because"), answer, strict=True)) for answer in answers]
    return ("check", {"question": question, "answers": listed})


RECEIVING = (
    {
        "title": "Recibir una denuncia sin juzgar (ejemplo)",
        "slug": "recibir-una-denuncia",
        "summary": "Para quien atiende en una comisaría: qué se pregunta, qué no, y qué hacer después.",
        "audience": "police",
        "body": [],
    },
    [
        {
            "title": "Lo primero que dices",
            "slug": "lo-primero-que-dices",
            "summary": "La primera frase decide si la persona se queda o se va.",
            "minutes": 5,
            "body": [
                (
                    "text",
                    "<p>Saluda, di tu nombre y pregunta cómo quiere que la llames. Ofrece un lugar donde nadie escuche.</p>"
                    "<p>No preguntes de qué vive. <b>No hace falta para recibir la denuncia.</b></p>",
                )
            ],
            "checks": [
                check(
                    "Llega una mujer golpeada. ¿Qué preguntas primero?",
                    ("A qué se dedica", False, "No cambia lo que le hicieron, y puede hacer que se vaya."),
                    (
                        "Si está a salvo y si necesita atención médica",
                        True,
                        "Primero su seguridad; la denuncia viene después.",
                    ),
                    (
                        "Si tiene su DNI",
                        False,
                        "Se puede identificar después. Nadie se queda sin denunciar por eso.",
                    ),
                )
            ],
        },
        {
            "title": "Lo que no se pregunta",
            "slug": "lo-que-no-se-pregunta",
            "summary": "Cinco preguntas que no sirven para investigar y sí para ahuyentar.",
            "minutes": 6,
            "body": [
                (
                    "text",
                    "<ul><li>Cómo iba vestida.</li><li>Por qué estaba ahí a esa hora.</li><li>Con cuántas personas estuvo.</li>"
                    "<li>Por qué no denunció antes.</li><li>Si está segura de querer denunciar.</li></ul>",
                )
            ],
            "checks": [
                check(
                    "¿Puedes negarte a recibir la denuncia porque el hecho ocurrió mientras trabajaba?",
                    ("Sí", False, "El trabajo sexual no es delito y no quita ningún derecho."),
                    ("No", True, "Recibirla es tu obligación, igual que con cualquier otra persona."),
                )
            ],
        },
    ],
)

TEACHING = (
    {
        "title": "Enseñar entre compañeras (ejemplo)",
        "slug": "ensenar-entre-companeras",
        "summary": "Para educadoras de pares: cómo contar un derecho en diez minutos y cuidar a quien escucha.",
        "audience": "peers",
        "body": [],
    },
    [
        {
            "title": "Un derecho, una historia",
            "slug": "un-derecho-una-historia",
            "summary": "Se recuerda mejor lo que le pasó a alguien que el número de una norma.",
            "minutes": 5,
            "body": [
                (
                    "text",
                    "<p>Empieza con algo que pasó, sin nombres ni lugares. Después di el derecho en una frase. Al final, a quién "
                    "llamar.</p>",
                )
            ],
            "checks": [
                check(
                    "Una compañera cuenta lo que le hizo un policía, con su nombre. ¿Qué haces?",
                    (
                        "Lo apunto para no olvidarlo",
                        False,
                        "Un papel con nombres se pierde y hace daño. Acompáñala a denunciar.",
                    ),
                    (
                        "Le pregunto qué quiere hacer y la acompaño",
                        True,
                        "Ella decide. Tú no te quedas con su nombre.",
                    ),
                )
            ],
        }
    ],
)


def add(pages):
    index = pages.add(pages.home, CoursesPage, INDEX)
    for fields, lessons in (RECEIVING, TEACHING):
        course = pages.add(index, CoursePage, fields)
        for lesson in lessons:
            pages.add(course, LessonPage, lesson)
    return index
