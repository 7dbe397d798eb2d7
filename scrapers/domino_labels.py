"""The states of the old system (1995-2021): known labels, and those that a wrong code page broke."""

import re

from scrapers.items import fold, tidy

# Labels after which a step names the committee.
COMMITTEE_LABELS = (
    "A comisión",
    "Actualizado",
    "Al Archivo",
    "Decretado a...",
    "Devuelto",
    "Dictamen",
    "Dictamen Desfavorable",
    "Dictamen Favorable",
    "Dictamen Favorable Sustitutorio",
    "Dictamen Negativo",
    "Dictamen Sustitutorio",
    "Dispensado de Dictamen",
    "En comisión",
    "Pasa a comisión",
    "Rechazado de Plano",
    "Se inhibe",
)
LABELS = COMMITTEE_LABELS + (
    "Anulado",
    "Aprobado",
    "Aprobado 1ra. votación",
    "Aprobado en Primera Votación",
    "Archivo",
    "Autógrafa",
    "Dispensado 2da Votación",
    "Dispensado 2da. votación",
    "Observado",
    "Oficio",
    "Orden del Día",
    "Pleno (en debate)",
    "Por disposición del Oficial Mayor",
    "Presentado",
    "Promulgado",
    "Promulgado Ley",
    "Publicado",
    "Publicado El Peruano",
    "Reconsideración",
    "Retirado",
    "Texto Sustitutorio",
)
KNOWN = frozenset(map(fold, LABELS))
WITH_COMMITTEE = frozenset(map(fold, COMMITTEE_LABELS))
LONGEST = max(len(label.split()) for label in LABELS)
BROKEN = re.compile(r"[^\x20-\x7eáéíóúüñÁÉÍÓÚÜÑ°º]|\?")


def repair(label):
    """«En comisˇn» is «En comisión»; what could be two labels, or none, stays as it is."""
    label = tidy(label)
    if not BROKEN.search(label):
        return label
    # One broken sign stands for one letter, or for two that ran together.
    pattern = ".{1,2}".join(re.escape(fold(part)) for part in BROKEN.split(label))
    fitting = {known for known in LABELS if re.fullmatch(pattern, fold(known))}
    return fitting.pop() if len(fitting) == 1 else label


def split_label(text):
    """(label as the source writes it or as repaired, the rest with its blanks) of one step's text."""
    for words in range(min(LONGEST, len(text.split())), 0, -1):
        match = re.match(rf"\s*((?:\S+\s+){{{words - 1}}}\S+)", text)
        label = repair(match[1])
        if fold(label) in KNOWN:
            return label, text[match.end() :]
    return _until_gap(text)


def _until_gap(text):
    """An unknown label ends at a run of blanks, a dash, or with the text."""
    match = re.match(r"\s*(.+?)(?=\s{3,}|\s+-\s|\s*$)", text, re.DOTALL)
    return (repair(match[1]), text[match.end() :]) if match else ("", "")


def committee_after(label, rest):
    """The committee that stands between the label and the next run of blanks, or ""."""
    if fold(label) not in WITH_COMMITTEE:
        return ""
    first = re.split(
        r"\s{2,}|\s+-\s|(?=\s(?:Favorable|Desfavorable|Negativo|Sustitutorio)\b)", rest.strip(), maxsplit=1
    )[0]
    return "" if first.startswith("-") else tidy(first)
