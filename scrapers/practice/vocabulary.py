"""What the service's catalogues say: periods, states, committees, phases, sections of a dossier."""

from datetime import date

CHAMBERS = ("C", "D", "S")
PERIODS = {2021: (date(2021, 7, 22), date(2026, 7, 26)), 2026: (date(2026, 7, 27), date(2031, 7, 26))}
LISTS = ((2021, "C"), (2026, "D"), (2026, "S"), (2026, "C"))

# Identifiers from 9001 on are ours: the real ones are not known.
STATUS_IDS = {
    "PRESENTADO": 1,
    "ACTUALIZADA": 9001,
    "EN COMISIÓN": 3,
    "PASA A COMISIÓN": 34,
    "RETORNA A COMISIÓN": 11,
    "ACUERDO DE COMISIÓN": 9002,
    "DICTAMEN": 35,
    "Dispensado de Dictamen": 9003,
    "Orden del Día": 7,
    "EN AGENDA DEL PLENO": 95,
    "EN DEBATE - PLENO": 86,
    "EN CUARTO INTERMEDIO": 96,
    "TEXTO SUSTITUTORIO": 9004,
    "Acumulado en Sala": 9005,
    "APROBADO 1ERA. VOTACIÓN": 72,
    "Pendiente 2da. votación": 73,
    "EN RECONSIDERACIÓN": 21,
    "No alcanzó Nº de votos": 9006,
    "RECHAZADO": 9007,
    "APROBADO": 10,
    "Aprobado Com.Permanente": 9008,
    "AUTÓGRAFA": 9,
    "AUTÓGRAFA OBSERVADA": 9009,
    "Promulgado/Presidente de la República": 9010,
    "Promulgado/Presidente del Congreso": 9011,
    "Publicada en el Diario Oficial El Peruano": 29,
    "ACLARACIÓN": 101,
    "Al Archivo": 30,
    "DECRETO DE ARCHIVO": 9012,
    "Solicita Retiro": 9013,
    "Retirado por su Autor": 12,
}
# The real filters name only about half of the states that steps use.
NOT_IN_FILTERS = {
    "ACUERDO DE COMISIÓN",
    "Dispensado de Dictamen",
    "TEXTO SUSTITUTORIO",
    "Acumulado en Sala",
    "No alcanzó Nº de votos",
    "RECHAZADO",
    "Solicita Retiro",
    "DECRETO DE ARCHIVO",
    "Promulgado/Presidente del Congreso",
}

COMMITTEES = (
    "Agraria",
    "Ciencia, Innovación y Tecnología",
    "Comercio Exterior y Turismo",
    "Constitución y Reglamento",
    "Cultura y Patrimonio Cultural",
    "Defensa del Consumidor y Organismos Reguladores de los Servicios Públicos",
    "Defensa Nacional, Orden Interno, Desarrollo Alternativo y Lucha Contra las Drogas",
    "Descentralización, Regionalización, Gobiernos Locales y Modernización de la Gestión del Estado",
    "Economía, Banca, Finanzas e Inteligencia Financiera",
    "Educación, Juventud y Deporte",
    "Energía y Minas",
    "Fiscalización y Contraloría",
    "Inclusión Social y Personas con Discapacidad",
    "Inteligencia",
    "Justicia y Derechos Humanos",
    "Mujer y Familia",
    "Presupuesto y Cuenta General de la República",
    "Producción, Micro y Pequeña Empresa y Cooperativas",
    "Pueblos Andinos, Amazónicos y Afroperuanos, Ambiente y Ecología",
    "Relaciones Exteriores",
    "Salud y Población",
    "Trabajo y Seguridad Social",
    "Transportes y Comunicaciones",
    "Vivienda y Construcción",
)
# The same name has another identifier in each chamber.
COMMITTEE_OFFSETS = {"C": 0, "S": 52, "D": 65}

GROUPS = ("Bancada de Ejemplo ", "Alianza Imaginaria", "Grupo Ficticio del Norte ", "No Agrupados")
PROPONENTS = {
    (2021, "C"): "Congreso",
    (2026, "C"): "Congreso",
    (2026, "D"): "Cámara de Diputados",
    (2026, "S"): "Senado de la República",
}
SIGNATORY_KINDS = ((1, "Autor Principal"), (2, "Coautor"), (3, "Adherente"))

PHASES = (
    (1, "Presentado"),
    (2, "Enviado a Comisiones"),
    (3, "En Comisiones"),
    (4, "Debate en Pleno"),
    (5, "Enviado al Ejecutivo"),
    (6, "Ley Publicada"),
    (8, "EN DEBATE DE LA COMISIÓN PERMANENTE"),
    (9, "EN AGENDA DE LA COMISIÓN PERMANENTE"),
)
# Phase 2 is never marked in stored dossiers, not even in those that went through it.
PHASE_OF_STATUS = {
    **dict.fromkeys(("PRESENTADO", "ACTUALIZADA"), 1),
    **dict.fromkeys(("AUTÓGRAFA", "AUTÓGRAFA OBSERVADA"), 5),
    **dict.fromkeys(
        (
            "Promulgado/Presidente de la República",
            "Promulgado/Presidente del Congreso",
            "Publicada en el Diario Oficial El Peruano",
            "ACLARACIÓN",
        ),
        6,
    ),
    **dict.fromkeys(
        (
            "Orden del Día",
            "EN AGENDA DEL PLENO",
            "EN DEBATE - PLENO",
            "EN CUARTO INTERMEDIO",
            "TEXTO SUSTITUTORIO",
            "Acumulado en Sala",
            "APROBADO 1ERA. VOTACIÓN",
            "Pendiente 2da. votación",
            "EN RECONSIDERACIÓN",
            "No alcanzó Nº de votos",
            "RECHAZADO",
            "APROBADO",
            "Aprobado Com.Permanente",
        ),
        4,
    ),
}

STEP_SECTIONS = {
    "PRESENTADO": 8,
    "ACTUALIZADA": 8,
    "EN COMISIÓN": 10,
    "PASA A COMISIÓN": 10,
    "RETORNA A COMISIÓN": 10,
    "EN AGENDA DEL PLENO": 234,
    "TEXTO SUSTITUTORIO": 237,
    "EN RECONSIDERACIÓN": 233,
    "APROBADO 1ERA. VOTACIÓN": 238,
    "APROBADO": 238,
    "RECHAZADO": 238,
    "AUTÓGRAFA": 244,
    "AUTÓGRAFA OBSERVADA": 244,
    "Promulgado/Presidente de la República": 251,
    "Promulgado/Presidente del Congreso": 252,
    "Publicada en el Diario Oficial El Peruano": 245,
    "Al Archivo": 229,
}
FOLDER = (
    "Informe de admisibilidad",
    "Pedidos de opinión",
    "Respuestas de opinión",
    "Opiniones y pedidos ciudadanos sobre la propuesta legislativa",
    "Informes adicionales",
    "Otros documentos",
    "Predictamen",
    "Acta de la sesión",
)
ROOT_SECTIONS = (
    (1, 1, "Presentación del proyecto de ley (Art. 74 RCR)"),
    (2, 2, "Envío a comisiones (Art. 77 RCR)"),
    (3, 3, "Estudio en comisiones (Art. 77 RCR)"),
    (4, 4, "Debate y aprobación en el Pleno (Art. 78 RCR)"),
    (5, 5, "Envío al presidente de la República (Art. 79 RCR)"),
    (6, 6, "Promulgación y publicación (Art. 80 RCR)"),
    (7, 7, "Documentación anexa"),
    (8, 1, "Archivo de Proyecto de Ley"),
    (9, 2, "Decretado a la comisión"),
    (10, 2, "En comisión"),
    (228, 3, "Dictamen no aprobación de la ley"),
    (229, 3, "Decreto de archivo"),
    (233, 4, "Orden del Día"),
    (234, 4, "Agenda de Pleno"),
    (237, 4, "Texto sustitutorio"),
    (238, 4, "Asistencia y votación"),
    (244, 5, "Autógrafa de Ley"),
    (245, 6, "Publicación de la Ley o la Resolución Legislativa en el diario oficial El Peruano"),
    (249, 7, "Otros documentos"),
    (251, 6, "Promulgado por el Presidente de la República"),
    (252, 6, "Promulgado por el Presidente del Congreso"),
    (253, 3, "Dictamen en Mayoría"),
    (254, 3, "Dictamen en Minoría"),
    (255, 3, "Dictamen por Unanimidad"),
)


def committee_id(name, chamber):
    return COMMITTEES.index(name) + 1 + COMMITTEE_OFFSETS[chamber]


def folder_section(committee, kind):
    return 36 + len(FOLDER) * COMMITTEES.index(committee) + FOLDER.index(kind)


def step_section(status, detail):
    if status != "DICTAMEN":
        return STEP_SECTIONS.get(status, 249)
    if "NO APROBACIÓN" in detail:
        return 228
    return 255 if "UNANIMIDAD" in detail else 254 if "MINORÍA" in detail else 253


def section_rows():
    rows = [_section(number, parent, name) for number, parent, name in ROOT_SECTIONS]
    for place, name in enumerate(COMMITTEES):
        rows.append(_section(12 + place, 3, f"Comisión {name}", committee=place + 1))
        rows += [_section(folder_section(name, kind), 12 + place, kind) for kind in FOLDER]
    return sorted(rows, key=lambda row: row["seccionId"])


def _section(number, parent, name, committee=None):
    return {
        "seccionId": number,
        "parentSeccionId": parent,
        "desSeccion": name,
        "flagComision": committee is not None,
        "flagEstado": number in (238, 244),
        "comisionId": committee,
        "orden": number,
        "activo": True,
    }


def phase_rows(status):
    now = PHASE_OF_STATUS.get(status.strip(), 3)
    return [
        {"faseId": number, "fase": name, "orden": number, "tipo": _phase_mark(number, now)}
        for number, name in PHASES
    ]


def _phase_mark(number, now):
    if number == now:
        return 2
    return 1 if number < now and number != 2 else 0


def period_rows():
    return [_period(first) for first in sorted(PERIODS, reverse=True)]


def _period(first):
    start, end = PERIODS[first]
    known_years = [first] if first == 2026 else range(first, first + 5)
    return {
        "perParId": first,
        "desPerPar": f"Periodo Parlamentario {first} - {first + 5}",
        "desPerParAbrev": f"{first}-{first + 5}",
        "fecIni": f"{start} 00:00:00.0",
        "fecFin": f"{end} 00:00:00.0",
        "activo": True,
        "periodosLegislativos": [
            {
                "perParId": first,
                "perLegId": year,
                "desPerLeg": f"{year} - {year + 1}",
                "desPerLegAbrev": str(year),
                "fecIni": f"{year}-07-27T00:00:00",
                "fecFin": f"{year + 1}-07-26T00:00:00",
                "activo": True,
            }
            for year in known_years
        ],
    }


def filter_rows(period, chamber):
    if (period, chamber) not in LISTS:
        return {"comisiones": [], "estados": [], "gruposParlamentarios": [], "tiposFirmantes": []}
    return {
        "comisiones": [_choice(committee_id(name, chamber), name) for name in COMMITTEES],
        "estados": [
            {"estadoId": number, "desEstado": label, "flagPortalDictamen": False}
            for label, number in sorted(STATUS_IDS.items(), key=lambda pair: pair[0].casefold())
            if label not in NOT_IN_FILTERS and (period >= 2026 or label != "ACTUALIZADA")
        ],
        "gruposParlamentarios": [_choice(number, name) for number, name in enumerate(GROUPS, start=1)],
        "proponentes": [_choice(1, PROPONENTS[period, chamber]), _choice(2, "PODER EJECUTIVO")],
        "legislaturas": [_choice(1, f"Primera Legislatura Ordinaria {period}")],
        "tiposFirmantes": [_choice(number, name) for number, name in SIGNATORY_KINDS],
    }


def _choice(number, name):
    return {"id": number, "descripcion": name, "flagPortalDictamen": None}
