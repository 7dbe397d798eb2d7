"""What a spreadsheet of each kind may hold: the columns, how each is cleaned, and what they are called.

The resources say what a column is and how it is cleaned. They do not save: planning.py resolves
all rows together, and writing.py writes them together (docs/decisions/15-spreadsheets.md).
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import fields, resources

from crm.imports import values
from crm.models import Attendance, ContactWay, Institution, Interaction

BASES = {
    "funcion publica": "public_function",
    "publico": "public_function",
    "si": "public_function",
    "consintio": "consent",
}
KINDS_OF_INTERACTION = {
    "meeting": "meeting", "reunion de incidencia": "meeting", "entrevista": "meeting", "whatsapp": "message",
    "carta": "letter", "oficio": "letter", "foro": "conference", "conversatorio": "conference",
    "curso": "training", "consulta regional": "consultation",
}  # fmt: skip


class Column(fields.Field):
    """A column, with its name on screen."""

    def __init__(self, label, widget, name=""):
        super().__init__(attribute=name, column_name=name, widget=widget)
        self.label = label


class SheetResource(resources.Resource):
    """Cleans rows; a subclass lists its columns."""

    needed = ()  # of each of these groups, one column

    @classmethod
    def columns(cls):
        return {name: field for name, field in cls.fields.items() if isinstance(field, Column)}

    def cleaned(self, cells, columns):
        """The values of a row by field, and what is wrong with it in sentences."""
        data, wrong = {}, []
        for name, cell in zip(columns, cells, strict=False):
            value = values.said(cell) if name else ""
            if not value:
                continue
            field = self.fields[name]
            try:
                data[name] = field.widget.clean(value)
            except ValidationError as e:
                wrong.append(f"{field.label}: {e.messages[0]}")
        return data, wrong

    def lacking(self, columns):
        """What must be said before anything can be imported, or nothing."""
        for group in self.needed:
            if not {*group} & {*columns}:
                return _("Falta decir qué columna es «%(name)s».") % {"name": self.fields[group[0]].label}
        return ""


class PeopleResource(SheetResource):
    needed = [("name", "given_names", "first_surname", "surnames")]

    name = Column(gettext_lazy("Nombre y apellidos"), values.Text(300))
    given_names = Column(gettext_lazy("Nombres"), values.Proper(80))
    surnames = Column(gettext_lazy("Apellidos"), values.Proper(120))
    first_surname = Column(gettext_lazy("Primer apellido"), values.Proper(60))
    second_surname = Column(gettext_lazy("Segundo apellido"), values.Proper(60))
    post = Column(gettext_lazy("Puesto"), values.Proper(600))  # of several, in a list that we handed out
    institution = Column(gettext_lazy("Institución"), values.Proper(800))
    since = Column(gettext_lazy("Desde"), values.Since())
    email = Column(gettext_lazy("Correo electrónico"), values.Email(200))
    phone = Column(gettext_lazy("Teléfono"), values.Phone(200))
    phone_2 = Column(gettext_lazy("Otro teléfono"), values.Phone(200))
    basis = Column(gettext_lazy("Por qué podemos guardarlo"), values.Choice(ContactWay.Basis, BASES))
    proof = Column(gettext_lazy("Prueba del consentimiento"), values.Text(200))
    region = Column(gettext_lazy("Región"), values.Text(60))
    tags = Column(gettext_lazy("Etiquetas"), values.Words())


class InstitutionsResource(SheetResource):
    needed = [("name",)]

    name = Column(gettext_lazy("Nombre"), values.Proper(200))
    acronym = Column(gettext_lazy("Siglas"), values.Text(30))
    kind = Column(gettext_lazy("Tipo"), values.Choice(Institution.Kind))
    level = Column(gettext_lazy("Nivel"), values.Choice(Institution.Level))
    region = Column(gettext_lazy("Región"), values.Text(60))
    province = Column(gettext_lazy("Provincia"), values.Text(60))
    district = Column(gettext_lazy("Distrito"), values.Proper(60))
    email = Column(gettext_lazy("Correo electrónico"), values.Email(200))
    phone = Column(gettext_lazy("Teléfono"), values.Phone(200))
    phone_2 = Column(gettext_lazy("Otro teléfono"), values.Phone(200))
    address = Column(gettext_lazy("Dirección de la oficina"), values.Text(200))
    web = Column(gettext_lazy("Página web"), values.Text(200))
    tags = Column(gettext_lazy("Etiquetas"), values.Words())


class InteractionsResource(SheetResource):
    needed = [("date",), ("institution", "people", *Attendance.Audience.values)]

    date = Column(gettext_lazy("Fecha"), values.Day())
    kind = Column(gettext_lazy("Tipo"), values.Choice(Interaction.Kind, KINDS_OF_INTERACTION))
    institution = Column(gettext_lazy("Instituciones"), values.Names())
    people = Column(gettext_lazy("Personas"), values.Names())
    partners = Column(gettext_lazy("Organizaciones socias presentes"), values.Words())
    region = Column(gettext_lazy("Región"), values.Text(60))
    place = Column(gettext_lazy("Lugar"), values.Text(150))
    summary = Column(gettext_lazy("Qué se conversó"), values.Text(5000))
    outcome = Column(gettext_lazy("En qué quedó"), values.Text(300))
    sex_workers = Column(Attendance.Audience.SEX_WORKERS.label, values.Count())
    trans = Column(Attendance.Audience.TRANS.label, values.Count())
    peer_educators = Column(Attendance.Audience.PEER_EDUCATORS.label, values.Count())
    officials = Column(Attendance.Audience.OFFICIALS.label, values.Count())
    law_enforcement = Column(Attendance.Audience.LAW_ENFORCEMENT.label, values.Count())
    health_staff = Column(Attendance.Audience.HEALTH_STAFF.label, values.Count())
    justice = Column(Attendance.Audience.JUSTICE.label, values.Count())
    civil_society = Column(Attendance.Audience.CIVIL_SOCIETY.label, values.Count())
    authorities = Column(Attendance.Audience.AUTHORITIES.label, values.Count())
    other = Column(Attendance.Audience.OTHER.label, values.Count())


RESOURCES = {
    "people": PeopleResource,
    "institutions": InstitutionsResource,
    "interactions": InteractionsResource,
}
