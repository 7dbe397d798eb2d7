"""What the pages of the demonstration say. The bill is fictional, and so are its chapters."""

CAUSE = "trabajo-sexual-con-derechos"

HOME = {
    "heading": "El trabajo sexual merece derechos, no castigo",
    "summary": "Somos tres organizaciones peruanas. Pedimos una ley que nos cuide a todas, y aquí te contamos por dónde va.",
    "body": [],
}

VOICES = {
    "piura": {
        "es": (
            "No queremos permiso para existir. Queremos que, si nos roban o nos golpean, la denuncia valga lo mismo que la "
            "de mi vecina.",
            "Una compañera de Piura (voz de ejemplo)",
        ),
        "en": (
            "We do not want permission to exist. We want our report, when we are robbed or beaten, to count as much as my neighbour's.",
            "A colleague from Piura (example)",
        ),
    },
}

CAMPAIGN = {
    "title": "Una ley para trabajar sin miedo",
    "menu_title": "La ley",
    "slug": "ley-de-derechos",
    "summary": "Pedimos que el Congreso reconozca los derechos humanos y laborales de quienes ejercen el trabajo sexual: "
    "atenderse en salud sin maltrato, denunciar sin miedo y trabajar sin violencia.",
    "asks": [
        (
            "ask",
            {
                "title": "Denunciar sin miedo",
                "text": "Que toda comisaría reciba la denuncia de una trabajadora sexual "
                "sin preguntarle de qué vive y sin detenerla por ello.",
            },
        ),
        (
            "ask",
            {
                "title": "Salud sin maltrato",
                "text": "Que los establecimientos atiendan a todas por igual, guarden el "
                "secreto y no pidan más papeles que a cualquier otra persona.",
            },
        ),
        (
            "ask",
            {
                "title": "Trabajo reconocido",
                "text": "Que quien trabaja por su cuenta y por decisión propia pueda "
                "afiliarse a un seguro y a una pensión.",
            },
        ),
        (
            "ask",
            {
                "title": "Nadie obligada",
                "text": "Que la ley separe con claridad el trabajo sexual de la trata, y que se "
                "persiga a quien obliga, no a quien trabaja.",
            },
        ),
    ],
    "body": [
        ("heading", "Por qué hace falta"),
        (
            "text",
            "<p>En el Perú, ejercer el trabajo sexual no es delito. Pero ninguna ley dice qué derechos tiene quien lo "
            "ejerce. En ese vacío caben la multa inventada, el desalojo y la denuncia que nadie quiso recibir.</p>"
            "<p>Este proyecto llena el vacío. <b>No crea un registro, no obliga a nadie a identificarse y no cambia "
            "las penas por trata.</b></p>",
        ),
        (
            "comparison",
            {
                "caption": "Qué cambiaría",
                "first": "Hoy",
                "second": "Con la ley",
                "rows": [
                    {
                        "name": "En la comisaría",
                        "first": "Depende de quién esté de turno que reciban o no la denuncia.",
                        "second": "Recibirla es obligación. Negarse es una falta.",
                    },
                    {
                        "name": "En la posta",
                        "first": "A veces piden carné o hacen preguntas que a otras no les hacen.",
                        "second": "Se atiende con los mismos papeles que a cualquiera, y en secreto.",
                    },
                    {
                        "name": "En el trabajo",
                        "first": "No hay manera de aportar a un seguro diciendo la verdad.",
                        "second": "Se puede aportar como trabajadora independiente.",
                    },
                ],
            },
        ),
        ("voice", "piura"),
        ("heading", "Lo que ya se ha hecho"),
        (
            "figures",
            {
                "figures": [
                    {
                        "figure": "202",
                        "means": "representantes de instituciones consultadas sobre el proyecto",
                        "source": "69 instituciones de 4 regiones; registro del programa, septiembre de 2011",
                    },
                    {
                        "figure": "79 o más",
                        "means": "trabajadoras sexuales formadas como educadoras de pares",
                        "source": "Talleres de dos días; registro del programa, septiembre de 2011",
                    },
                    {
                        "figure": "28",
                        "means": "efectivos de las fuerzas del orden capacitados",
                        "source": "Registro del programa, septiembre de 2011",
                    },
                ]
            },
        ),
        ("heading", "Mitos y verdades"),
        (
            "myth",
            {
                "myth": "«Reconocer el trabajo sexual es permitir la trata».",
                "fact": "Son cosas distintas. En la trata alguien obliga o engaña: es un delito y lo seguirá siendo. Con "
                "derechos, denunciar a quien obliga es más fácil.",
                "source": "",
            },
        ),
        ("heading", "Preguntas que nos hacen"),
        (
            "questions",
            {
                "questions": [
                    {
                        "question": "¿La ley obliga a inscribirse en una lista?",
                        "answer": "<p>No. El proyecto prohíbe los registros de personas que ejercen el trabajo sexual.</p>",
                    },
                    {
                        "question": "¿Quiénes la escribieron?",
                        "answer": "<p>La redactaron organizaciones de trabajadoras sexuales y de personas trans, con apoyo de abogadas y "
                        "después de consultar a autoridades de cuatro regiones.</p>",
                    },
                    {
                        "question": "¿Qué pasa si el Congreso la archiva?",
                        "answer": "<p>Se puede presentar de nuevo, con otro número. Ya ocurrió una vez: por eso seguimos la causa y no "
                        "solo el número.</p>",
                    },
                ]
            },
        ),
    ],
    "easy": [
        (
            "text",
            "<p>Esta página habla de una ley.</p><p>La ley todavía no existe.</p><p>El Congreso tiene que decir sí o no.</p>",
        ),
        ("heading", "¿Qué es el trabajo sexual?"),
        (
            "text",
            "<p>Hay personas adultas que ofrecen sexo por dinero.</p><p>Lo deciden ellas.</p><p>Eso es el trabajo sexual.</p>"
            "<p>En el Perú no es un delito.</p>",
        ),
        ("heading", "¿Qué pedimos?"),
        (
            "text",
            "<ul><li>Que la policía nos escuche cuando denunciamos.</li><li>Que en la posta nos traten bien.</li>"
            "<li>Que podamos tener seguro.</li><li>Que nadie obligue a nadie.</li></ul>",
        ),
        ("heading", "¿Qué puedes hacer tú?"),
        (
            "text",
            "<ul><li>Cuéntale esto a otra persona.</li><li>Busca un lugar donde te ayuden, si lo necesitas.</li></ul>",
        ),
    ],
}

# title, text, label, and which page it leads to
ACTIONS = [
    (
        "Entiende en dos minutos",
        "Lee el mismo asunto en un artículo corto y pásalo a quien tenga dudas.",
        "Leer el artículo",
        "article",
    ),
    (
        "Busca o comparte ayuda",
        "Salud, violencia, VIH y ayuda legal: a quién llamar y cuándo atienden.",
        "Ver los servicios",
        "services",
    ),
    (
        "Firma con tu organización",
        "Si representas a una organización, súmala al llamado. Solo se publica su nombre y su región.",
        "Leer y firmar",
        "statement",
    ),
    (
        "Pide un taller para tu institución",
        "Para postas, comisarías, municipios y organizaciones: dos horas, sin costo.",
        "Pedir un taller",
        "form",
    ),
    (
        "Conoce quiénes somos",
        "Tres organizaciones con la misma voz. Escríbenos si quieres sumarte.",
        "Conocernos",
        "about",
    ),
]

LETTERS = [
    (
        "letter",
        {
            "audience": "worker",
            "subject": "Pido su voto por los derechos de las trabajadoras sexuales",
            "text": "Vivo en [región] y ejerzo el trabajo sexual por decisión propia. Le escribo porque usted decide en el "
            "Congreso.\n\nHoy, si me roban o me golpean, no sé si la comisaría recibirá mi denuncia. El proyecto que "
            "reconoce nuestros derechos la obliga a recibirla. No crea ningún registro y no cambia las penas por "
            "trata.\n\n[mis palabras]\n\nLe pido que lo apoye cuando llegue al Pleno, y que nos escuche antes de votar.",
        },
    ),
    (
        "letter",
        {
            "audience": "family",
            "subject": "Apoye la ley que protege a quienes queremos",
            "text": "Vivo en [región]. Alguien a quien quiero ejerce el trabajo sexual, y quiero que vuelva a casa sin "
            "miedo.\n\nEl proyecto de ley pide cosas sencillas: que se reciba su denuncia, que la atiendan en salud sin "
            "maltrato y que pueda aportar a un seguro.\n\n[mis palabras]\n\nLe pido que lo apoye.",
        },
    ),
    (
        "letter",
        {
            "audience": "professional",
            "subject": "Razones para apoyar la ley de derechos en el trabajo sexual",
            "text": "Trabajo en [región] y veo lo que pasa cuando la ley calla: personas que no denuncian ni se atienden por "
            "temor.\n\nEl proyecto separa con claridad el trabajo sexual de la trata, obliga a recibir las denuncias y "
            "protege el secreto en salud.\n\n[mis palabras]\n\nPongo mi experiencia a su disposición y le pido que lo "
            "apoye.",
        },
    ),
]

SHARING = {
    "campaign": [
        (
            "ally",
            "Queremos denunciar sin miedo y atendernos sin maltrato. Hay una ley en camino, y se puede empujar en dos minutos:",
        ),
        (
            "authority",
            "El proyecto de ley reconoce los derechos humanos y laborales en el trabajo sexual, separa con claridad el "
            "trabajo sexual de la trata y no crea ningún registro. Aquí están el texto, sus razones y dónde va:",
        ),
        (
            "press",
            "Qué cambia y qué no cambia con el proyecto de ley sobre trabajo sexual: en qué paso del Congreso está hoy, "
            "cifras con su fuente y tres organizaciones a las que preguntar:",
        ),
    ],
    "article": [
        (
            "ally",
            "Trabajo sexual y trata no son lo mismo. Este texto lo explica en dos minutos; mándaselo a quien los confunde:",
        ),
    ],
}

# Nobody real, and addresses that cannot exist: name, chamber, region, address, whether it is the desk
LEGISLATORS = [
    ("Diputada Ficticia Uno", "D", "25", "diputada.uno@congreso.invalid", False),
    ("Diputado Ficticio Dos", "D", "25", "diputado.dos@congreso.invalid", False),
    ("Diputada Ficticia Tres", "D", "04", "diputada.tres@congreso.invalid", False),
    ("Diputado Ficticio Cuatro", "D", "20", "diputado.cuatro@congreso.invalid", False),
    ("Senadora Ficticia Cinco", "S", "20", "senadora.cinco@congreso.invalid", False),
    ("Diputada Ficticia Seis", "D", "12", "diputada.seis@congreso.invalid", False),
    ("Senador Ficticio Siete", "S", None, "senador.siete@congreso.invalid", False),
    ("Mesa de partes de Diputados (ejemplo)", "D", None, "mesa.diputados@congreso.invalid", True),
    ("Mesa de partes del Senado (ejemplo)", "S", None, "mesa.senado@congreso.invalid", True),
]

STATEMENT = {
    "title": "Llamado por una ley que proteja",
    "slug": "llamado",
    "summary": "Organizaciones que piden al Congreso que debata el proyecto este año y escuche a quienes vivirán con él.",
    "body": [
        (
            "text",
            "<p>Pedimos al Congreso que ponga el proyecto en su agenda y que invite a las organizaciones de trabajadoras "
            "sexuales cuando lo debata.</p><p>Ninguna ley sobre nosotras sin nosotras.</p>",
        )
    ],
}

FORM = {
    "title": "Pide un taller para tu institución",
    "slug": "pide-un-taller",
    "summary": "Vamos a postas, comisarías, municipios y organizaciones: dos horas para conocer los derechos de las "
    "trabajadoras sexuales y qué le toca a cada quien.",
    "body": [
        ("illustration", {"drawing": "table", "caption": ""}),
        (
            "text",
            "<p>El taller no cuesta nada. Lo dan una educadora de pares y una abogada, en el local de ustedes o en línea. "
            "Vienen de diez a treinta personas.</p>",
        ),
    ],
    "questions": [
        (
            "choice",
            {
                "label": "¿Para quiénes sería?",
                "hint": "",
                "required": True,
                "choices": ["Personal de salud", "Policía o serenazgo", "Municipio", "Otra organización"],
            },
        ),
        (
            "number",
            {"label": "¿Cuántas personas vendrían?", "hint": "Un número aproximado.", "required": True},
        ),
        ("day", {"label": "¿Desde qué día les conviene?", "hint": "", "required": False}),
        (
            "paragraph",
            {
                "label": "¿Qué quisieran conversar?",
                "hint": "Sin contar casos de personas.",
                "required": False,
            },
        ),
    ],
    "purpose": "Para preparar el taller y acordar la fecha por correo.",
    "thanks": "Te escribimos al correo que dejaste en los próximos siete días.",
}

# organization, region, whether it stands on the page; all invented
ADHESIONS = [
    ("Red Ejemplo de Mujeres", "20", True),
    ("Colegio Ficticio de Obstetras", "25", True),
    ("Mesa Inventada de Salud", "12", False),
]

NEWS = {
    "title": "Para entender",
    "slug": "para-entender",
    "summary": "Artículos cortos sobre la ley, el Congreso y nuestros derechos, en palabras claras.",
}

ARTICLES = [
    {
        "title": "Trabajo sexual y trata: por qué no son lo mismo",
        "slug": "trabajo-sexual-y-trata",
        "summary": "Confundirlos hace daño dos veces: deja sin derechos a quien trabaja y sin ayuda a quien es obligada.",
        "sharing": SHARING["article"],
        "days_ago": 4,
        "body": [
            (
                "text",
                "<p>En el <b>trabajo sexual</b> una persona adulta decide ofrecer servicios sexuales y cobra por ellos. En la "
                "<b>trata</b> otra persona la capta, la engaña o la obliga. La diferencia es la decisión.</p>"
                "<p>La trata es un delito grave y este proyecto no toca sus penas.</p>",
            ),
            ("heading", "Qué pasa cuando se confunden"),
            (
                "text",
                "<ul><li>Los operativos detienen a quien trabaja y dejan ir a quien obliga.</li><li>Quien quiere denunciar "
                "calla, porque teme que la detengan.</li><li>Los recursos para ayudar se gastan donde no hacen falta.</li></ul>",
            ),
            (
                "myth",
                {
                    "myth": "«Ninguna lo elige».",
                    "fact": "Muchas lo eligen entre las opciones que tienen, como pasa con otros "
                    "trabajos duros. Tener pocas opciones es razón para dar más derechos, no menos.",
                    "source": "",
                },
            ),
        ],
    },
    {
        "title": "Cómo una idea se vuelve ley en el Perú",
        "slug": "como-se-hace-una-ley",
        "summary": "Los pasos de un proyecto en el Congreso de dos cámaras, y en cuál está el nuestro.",
        "days_ago": 19,
        "body": [
            (
                "text",
                "<p>Un proyecto de ley empieza cuando alguien lo presenta y recibe un número. Después hace un camino largo, y en "
                "cualquier parada puede quedarse.</p>",
            ),
            (
                "timeline",
                {
                    "events": [
                        {"when": "Primero", "what": "Se presenta y recibe un número."},
                        {
                            "when": "Después",
                            "what": "Una comisión lo estudia y da su opinión, que se llama dictamen.",
                        },
                        {"when": "Luego", "what": "La Cámara de Diputados lo debate y vota."},
                        {"when": "Más tarde", "what": "El Senado lo revisa y vota también."},
                        {
                            "when": "Al final",
                            "what": "La Presidencia lo firma, y se publica. Recién entonces es ley.",
                        },
                    ]
                },
            ),
            ("heading", "Dónde está el nuestro"),
            ("cause_status", {"cause": CAUSE}),
        ],
    },
    {
        "title": "Tus derechos si te interviene la policía",
        "slug": "si-te-interviene-la-policia",
        "summary": "Qué pueden pedirte, qué no, y a quién llamar si se pasan de la raya.",
        "days_ago": 41,
        "region_id": "04",
        "body": [
            (
                "text",
                "<p>Estar en la calle no es delito. Ejercer el trabajo sexual tampoco. Un policía puede pedirte tu documento; "
                "no puede pedirte dinero, revisar tu teléfono sin tu permiso ni insultarte.</p>",
            ),
            ("heading", "Qué hacer"),
            (
                "text",
                "<ol><li>Mantén la calma y pregunta el motivo.</li><li>Mira y recuerda el nombre en el uniforme.</li>"
                "<li>Si te llevan, pide que avisen a alguien de tu confianza.</li><li>Después, cuéntalo: hay quien te "
                "acompaña a denunciar.</li></ol>",
            ),
            (
                "questions",
                {
                    "questions": [
                        {
                            "question": "¿Pueden detenerme por llevar condones?",
                            "answer": "<p>No. Llevar condones no prueba nada y nadie puede quitártelos.</p>",
                        },
                    ]
                },
            ),
        ],
    },
]

SERVICES = {
    "title": "Servicios",
    "slug": "servicios",
    "summary": "A quién llamar por salud, violencia, VIH o ayuda legal: qué hacen, cuándo atienden y desde cuándo lo sabemos.",
}

# kind, region, title, summary, phone, hours, place, cost, days since verified, name on the sheet. The numbers lead nowhere.
PLACES = [
    (
        "violence",
        None,
        "Línea de ayuda contra la violencia (ejemplo)",
        "Escuchan, orientan y avisan a quien puede ir a ayudarte.",
        "000 100",
        "Todos los días, las 24 horas",
        "",
        "Gratis, desde cualquier teléfono",
        12,
        "Línea de ayuda",
    ),
    (
        "health",
        None,
        "Línea de salud (ejemplo)",
        "Resuelven dudas de salud y dicen qué establecimiento te toca.",
        "000 113",
        "Todos los días, las 24 horas",
        "",
        "Gratis",
        25,
        "Línea de salud",
    ),
    (
        "hiv",
        "25",
        "Centro de atención de Ucayali (ejemplo)",
        "Pruebas de VIH y de otras infecciones, con resultado el mismo día y en secreto.",
        "000 555 010",
        "Lunes a viernes, 8:00 a 14:00",
        "Av. Ficticia 123, Pucallpa",
        "Gratis. No hace falta DNI.",
        40,
        "Consultorio",
    ),
    (
        "hiv",
        "04",
        "Centro de atención de Arequipa (ejemplo)",
        "Pruebas, tratamiento y consejería. Atienden a personas trans con su nombre.",
        "000 555 020",
        "Lunes a sábado, 8:00 a 18:00",
        "Calle Imaginaria 45, Arequipa",
        "Gratis",
        8,
        "Consultorio",
    ),
    (
        "legal",
        "20",
        "Defensa pública de Piura (ejemplo)",
        "Una abogada del Estado te acompaña a denunciar. No te cobra.",
        "000 555 030",
        "Lunes a viernes, 8:30 a 16:30",
        "Jr. Inventado 678, Piura",
        "Gratis. Lleva tu DNI si lo tienes.",
        260,
        "",
    ),
    (
        "violence",
        "12",
        "Centro de emergencia de Junín (ejemplo)",
        "Psicóloga, abogada y trabajadora social en un mismo lugar.",
        "000 555 040",
        "Lunes a viernes, 8:00 a 16:15",
        "Av. Supuesta 90, Huancayo",
        "Gratis",
        30,
        "Oficina de orientación",
    ),
]

ABOUT = {
    "title": "Quiénes somos",
    "slug": "quienes-somos",
    "summary": "Tres organizaciones peruanas que deciden juntas. Ninguna habla por las otras: lo que firma la coalición lo aprobaron las tres.",
    "organizations": [
        (
            "organization",
            {
                "name": "IESSDEH",
                "about": "<p>Investiga y coordina. Estudia la salud, la sexualidad y el desarrollo humano, y "
                "cuida que lo que decimos tenga pruebas.</p>",
                "email": "iessdeh@demo.example",
            },
        ),
        (
            "organization",
            {
                "name": "Miluska Vida y Dignidad",
                "about": "<p>Asociación de trabajadoras sexuales. Forma educadoras de pares "
                "y acompaña a compañeras en todo el país.</p>",
                "email": "miluska@demo.example",
            },
        ),
        (
            "organization",
            {
                "name": "REDTRANS",
                "about": "<p>Red de personas trans. Defiende el derecho a la identidad, a la salud y al "
                "trabajo, desde sus propias regiones.</p>",
                "email": "redtrans@demo.example",
            },
        ),
    ],
    "body": [
        ("heading", "Cómo decidimos"),
        (
            "text",
            "<p>Cada organización tiene un voto. Ningún comunicado sale con el nombre de la coalición si falta uno.</p>",
        ),
        ("heading", "Por qué un paraguas rojo"),
        (
            "text",
            "<p>Desde 2001 el paraguas rojo es el signo de los derechos de las trabajadoras sexuales en el mundo: protege de lo que "
            "cae desde arriba, y se ve de lejos.</p>",
        ),
    ],
}

FOOTER = {
    "es": "Puedes copiar y compartir estos textos sin pedir permiso.",
    "en": "You may copy and share these texts without asking.",
}
