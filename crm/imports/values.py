"""What cells say, cleaned: the widgets of the resources. What cannot be understood is refused in a sentence."""

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _
from import_export import widgets

from crm import partial_dates
from crm.imports import names
from crm.searching import digits, simple

NOTHING = {
    "", "-", "--", "---", ".", "#n/a", "#n/d", "#na", "n/a", "n.a.", "na", "#ref!", "#value!", "#¡valor!", "#¡ref!",
    "#div/0!", "#¡div/0!", "#name?", "#¿nombre?", "#null!", "#num!", "s/n", "s/d", "sin dato", "sin datos", "null",
    "none", "ninguno", "ninguna", "no tiene", "x", "?", "nd", "n.d.", "#########",
}  # fmt: skip
MONTHS = "ene feb mar abr may jun jul ago set oct nov dic".split()
ENGLISH = {"jan": 1, "apr": 4, "aug": 8, "dec": 12, "sep": 9}
NUMERIC = re.compile(r"(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4}|\d{2})(?:\s+(\d{1,2}):(\d{2})(?::\d{2})?)?")
ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::\d{2})?)?")
IN_WORDS = re.compile(
    r"(?:\w+,?\s+)?(\d{1,2})\.?\s*(?:de\s+|-|/)?\s*([a-z]{3,10})\.?\s*(?:del?\s+|-|/|,)?\s*(\d{4}|\d{2})"
)
SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})")
WRITTEN_BY_A_MACHINE = ("=", "@")
is_email = EmailValidator()


def said(cell):
    """A cell without the marks by which spreadsheets say that there is nothing."""
    cell = cell.strip().removeprefix("'") if cell[:1] in "' \t" else cell
    return "" if cell.casefold() in NOTHING else cell


class Text(widgets.CharWidget):
    def __init__(self, longest):
        super().__init__()
        self.longest = longest

    def clean(self, value, row=None, **kwargs):
        if value.startswith(WRITTEN_BY_A_MACHINE):
            raise ValidationError(
                _("«%(cell)s» es una fórmula. Copia la columna y pégala como valores.") % {"cell": value[:40]}
            )
        if len(value) > self.longest:
            raise ValidationError(
                _("«%(cell)s…» es muy largo: caben %(most)d letras.")
                % {"cell": value[:40], "most": self.longest}
            )
        return value


class Proper(Text):
    def clean(self, value, row=None, **kwargs):
        return names.proper(super().clean(value.replace("\n", " "), row))


class Email(Text):
    def clean(self, value, row=None, **kwargs):
        found = [part.strip("<>().,").lower() for part in re.split(r"[\s;,/]+|mailto:", value) if part]
        for part in found:
            try:
                is_email(part)
            except ValidationError:
                raise ValidationError(
                    _("«%(cell)s» no es un correo electrónico.") % {"cell": value}
                ) from None
        return found


class Phone(Text):
    def clean(self, value, row=None, **kwargs):
        return [
            one_phone(part)
            for part in re.split(r"\s*(?:[;,\n]|\s/\s|/(?=\s*\d{6,})|\sy\s)\s*", value)
            if part
        ]


def one_phone(text):
    if match := SCIENTIFIC.fullmatch(text.strip()):
        text = restored(text, *match.groups())
    number = digits(re.split(r"(?i)\s*(?:anexo|anx|ext)\b", text)[0])
    if not 6 <= len(number) <= 15 or re.search(
        r"[^\W\d]{4,}", re.sub(r"(?i)anexo|celular|fijo|whatsapp|telf?\w*", "", text)
    ):
        raise ValidationError(_("«%(cell)s» no es un teléfono.") % {"cell": text})
    return grouped(number) if len(number) == 9 and number.startswith("9") else text.strip()


def restored(text, whole, fraction, power):
    """A number that a spreadsheet shortened: whole again if it wrote every digit, refused if digits are lost."""
    fraction = fraction or ""
    try:
        number = Decimal(f"{whole}.{fraction or 0}E{power}")
    except InvalidOperation:
        number = None
    if number is None or len(fraction) < int(power):
        raise ValidationError(
            _(
                "«%(cell)s» es un teléfono al que la hoja de cálculo le quitó cifras. Dale a la columna formato de "
                "texto y escríbelo otra vez."
            )
            % {"cell": text}
        )
    return str(int(number))


def grouped(number):
    return f"{number[:3]} {number[3:6]} {number[6:]}"


class Day(widgets.DateWidget):
    """A day however written. In Peru the day stands before the month."""

    def clean(self, value, row=None, **kwargs):
        moment = parse_moment(value)
        if moment is None:
            raise ValidationError(
                _("«%(cell)s» no es una fecha que entendamos. Escríbela como 5/3/2026.") % {"cell": value}
            )
        return moment


def parse_moment(text):
    """A date and, where it is said, its hour."""
    text = text.strip()
    if SERIAL.fullmatch(text):
        return datetime(1899, 12, 30) + timedelta(days=float(text))
    if match := ISO.fullmatch(text):
        year, month, day, *clock = match.groups()
    elif match := NUMERIC.fullmatch(text):
        day, month, year, *clock = match.groups()
    elif match := IN_WORDS.fullmatch(simple(text.replace("-", " ").replace("/", " "))):
        day, word, year = match.groups()
        month, clock = month_of(word), []
    else:
        return None
    try:
        year = int(year) + (2000 if int(year) < 70 else 1900) if len(year) == 2 else int(year)
        return datetime(year, int(month), int(day), *(int(part or 0) for part in clock))
    except (ValueError, TypeError):
        return None


def month_of(word):
    start = {"sep": "set"}.get(word[:3], word[:3])
    return MONTHS.index(start) + 1 if start in MONTHS else ENGLISH.get(start)


class Since(widgets.CharWidget):
    """A year, a month or a day."""

    def clean(self, value, row=None, **kwargs):
        if re.fullmatch(r"\d{4}|\d{1,2}/\d{4}|\d{4}-\d{2}", value):
            return partial_dates.parse(value)
        return Day().clean(value).date().isoformat()


class Choice(widgets.CharWidget):
    """One of a list, by its word on screen or in code, by its start, or by another word for it."""

    def __init__(self, choices, more=None):
        super().__init__()
        self.choices, self.more = choices, more or {}

    def clean(self, value, row=None, **kwargs):
        wanted = simple(value)
        known = {simple(str(label)): one for one, label in self.choices.choices}
        known |= {simple(one): one for one in self.choices.values} | self.more
        if wanted in known:
            return known[wanted]
        starts = {one for word, one in known.items() if word.startswith(wanted) or wanted in word.split()}
        if len(starts) == 1 and len(wanted) > 2:
            return starts.pop()
        raise ValidationError(
            _("«%(cell)s» no es ninguno de estos: %(known)s.")
            % {"cell": value, "known": ", ".join(str(label) for _one, label in self.choices.choices)}
        )


class Words(widgets.CharWidget):
    """A few with commas or semicolons between."""

    def clean(self, value, row=None, **kwargs):
        return list(
            dict.fromkeys(" ".join(part.split()) for part in re.split(r"[;,\n]", value) if part.strip())
        )


class Names(widgets.CharWidget):
    """Names of people or institutions, which may have commas inside."""

    def clean(self, value, row=None, **kwargs):
        return [part.strip() for part in re.split(r"[;\n]|\s/\s", value) if part.strip()]


class Count(widgets.IntegerWidget):
    def clean(self, value, row=None, **kwargs):
        if not re.fullmatch(r"\d{1,5}(?:\.0+)?", value):
            raise ValidationError(_("«%(cell)s» no es un número de personas.") % {"cell": value})
        return int(float(value))
