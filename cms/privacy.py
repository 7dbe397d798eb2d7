"""Every field that can hold something about a person: what it is for, how long we keep it, who sees it.

The page on privacy is drawn from here, with the names that the models give their fields. A field that is named
neither here nor among those that hold nothing personal fails a test, so that nobody can add one in silence.
"""

from typing import NamedTuple

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cms.privacy_names import NAMES


class Kept(NamedTuple):
    about: str
    why: str
    until: str
    seen_by: str
    fields: dict  # model → the names of its fields


REGISTRY = [
    Kept(
        about=_("Autoridades y representantes de instituciones"),
        why=_(
            "Para saber con quién hablar y qué se dijo. Solo lo que toca a su función: cargo, teléfono y correo de "
            "trabajo, y lo que declaró sobre una ley. Nunca su vida privada."
        ),
        until=_(
            "Mientras dure el programa. Cada quien puede pedir ver lo que hay sobre ella, que se corrija o que se borre."
        ),
        seen_by=_(
            "El equipo de las tres organizaciones; lo reservado, solo una de ellas o la dirección. Las notas y las palabras "
            "textuales se guardan cifradas."
        ),
        fields={
            "crm.Person": ["name", "given_names", "first_surname", "second_surname", "search"],
            "crm.Person_tags": ["person"],
            "crm.Alias": ["person", "name"],
            "crm.ContactWay": ["person", "value", "label", "proof"],
            "crm.Affiliation": ["person", "started", "ended"],
            "crm.Position": ["person", "words", "evidence"],
            "crm.Note": ["person", "text"],
            "crm.Participant": ["person", "stands_in_for"],
            "crm.Follow": ["person"],
            "crm.Pair": ["person", "other_person", "reasons"],
            "crm.Merge": ["person", "journal"],
        },
    ),
    Kept(
        about=_("Lo que pasó en cada reunión"),
        why=_(
            "Para cumplir lo acordado y rendir cuentas. De quienes asisten a un taller se guarda cuántas personas eran, "
            "nunca quiénes."
        ),
        until=_("Mientras dure el programa."),
        seen_by=_("El equipo de las tres organizaciones, según el círculo de cada registro."),
        fields={
            "crm.Interaction": ["search", "place", "summary", "outcome", "next_step"],
            "crm.DiscussionPoint": ["topic", "said"],
            "crm.Attachment": ["name", "body", "sha256"],
            "crm.Commitment": ["person", "what", "evidence"],
            "crm.Task": ["what", "person", "outcome"],
        },
    ),
    Kept(
        about=_("Planillas que trae el equipo"),
        why=_("Para no escribir dos veces una lista de contactos."),
        until=_(
            "La copia de la planilla se borra al día siguiente. Queda qué cambió, para poder deshacerlo."
        ),
        seen_by=_("Quien la trajo y quienes coordinan."),
        fields={
            "crm.Spreadsheet": ["name", "sha256", "staged", "columns", "seen", "message"],
            "crm.SpreadsheetRow": ["label", "reason", "differences", "likely", "plan", "decision"],
            "crm.SpreadsheetWrite": ["made", "changed", "kept"],
            "crm.SpreadsheetEvent": ["detail"],
        },
    ),
    Kept(
        about=_("Las personas del equipo"),
        why=_("Para que solo ellas entren, y para avisarles de lo que siguen."),
        until=_(
            "Mientras sean del equipo. De cada sesión abierta, su dirección de red y su navegador, hasta que se cierra."
        ),
        seen_by=_("Ella misma y quienes administran las cuentas. La contraseña no la ve nadie."),
        fields={
            "accounts.User": ["password", "first_name", "last_name", "email"],
            "accounts.User_groups": ["user"],
            "accounts.User_user_permissions": ["user"],
            "account.EmailAddress": ["user", "email"],
            "mfa.Authenticator": ["user", "data"],
            "usersessions.UserSession": ["user", "ip", "session_key", "user_agent", "data"],
            "sessions.Session": ["session_key", "session_data"],
            "wagtailusers.UserProfile": ["user", "avatar"],
            "legislation.Follow": ["user"],
            "crm.Follow": ["user"],
            "crm.SavedView": ["owner", "name", "query"],
            "crm.CalendarAddress": ["user", "digest"],
        },
    ),
    Kept(
        about=_("Quien pidió avisos por correo"),
        why=_("Para enviarle los avisos que eligió, y para nada más. No pedimos su nombre."),
        until=_(
            "Hasta que deja lo último que sigue: entonces se borran su correo y los avisos que se le enviaron. Antes de "
            "que confirme desde su correo no guardamos nada."
        ),
        seen_by=_("Solo quien administra el servidor. El equipo no ve estos correos en ninguna pantalla."),
        fields={
            "accounts.User": ["email"],
            "wagtailusers.UserProfile": ["preferred_language"],
            "legislation.Follow": ["user"],
        },
    ),
    Kept(
        about=_("Los avisos que se enviaron"),
        why=_("Para que nadie reciba dos veces el mismo aviso ni se quede sin él."),
        until=_(
            "Los del equipo, sin plazo: son la prueba de qué se avisó y cuándo. Los de quien los pidió por correo se "
            "borran con su correo."
        ),
        seen_by=_("Quienes coordinan; de los que se pidieron por correo ven qué dicen, nunca a quién van."),
        fields={
            "legislation.Message": ["recipient", "message_id", "subject", "text", "html"],
            "legislation.Delivery": ["recipient", "reason", "why", "error"],
        },
    ),
    Kept(
        about=_("Quién del equipo hizo cada cosa"),
        why=_("Para saber a quién preguntar, y para deshacer un error."),
        until=_("Lo que dure el registro."),
        seen_by=_("El equipo. En el sitio público no aparece ningún nombre."),
        fields={
            **dict.fromkeys(
                ["crm.Institution", "crm.Person", "crm.Position", "crm.Commitment", "crm.ReportedValue"],
                ["logged_by"],
            ),
            "crm.Interaction": ["logged_by", "staff"],
            "crm.Interaction_staff": ["user"],
            "crm.Note": ["logged_by"],
            "crm.Task": ["logged_by", "assignee", "closed_by"],
            "crm.Attachment": ["added_by"],
            "crm.Pair": ["decided_by"],
            "crm.Merge": ["by", "undone_by"],
            "crm.Spreadsheet": ["logged_by", "undone_by"],
            "crm.SpreadsheetEvent": ["by"],
            "crm.Proposal": ["by"],
            "legislation.Step": ["entered_by", "entered_note"],
            "legislation.BillLink": ["decided_by", "reason"],
            "legislation.CauseBill": ["added_by"],
            "legislation.CauseMatch": ["decided_by"],
            "legislation.Change": ["by"],
            "cms.Picture": ["uploaded_by_user"],
            "cms.Paper": ["uploaded_by_user"],
            "wagtaildocs.Document": ["uploaded_by_user"],
            "wagtailimages.Image": ["uploaded_by_user"],
            "wagtail_localize.StringTranslation": ["last_translated_by"],
            "wagtail_localize.SegmentOverride": ["last_translated_by"],
            "wagtailadmin.EditingSession": ["user"],
            "wagtailadmin.FormState": ["user"],
            "wagtailcore.Page": ["owner", "locked_by"],
            "wagtailcore.Revision": ["user"],
            "wagtailcore.UploadedFile": ["uploaded_by_user"],
            "wagtailcore.WorkflowState": ["requested_by"],
            "wagtailcore.TaskState": ["finished_by"],
            "cms.Approval": ["user"],
            "cms.Adhesion": ["decided_by"],
            "cms.Consent": ["recorded_by"],
            "cms.VoiceCopy": ["recorded_by"],
            "wagtailcore.Comment": ["user", "resolved_by"],
            "wagtailcore.CommentReply": ["user"],
            "wagtailcore.PageSubscription": ["user"],
            "wagtailcore.PageLogEntry": ["user"],
            "wagtailcore.ModelLogEntry": ["user"],
        },
    ),
    Kept(
        about=_("Quien firma un pronunciamiento por su organización"),
        why=_("Para comprobar que la organización quiere firmar. Se publica solo su nombre y su región."),
        until=_(
            "El correo se borra al decidir. Lo que no se acepta, o nadie decide en noventa días, se borra entero; de lo "
            "aceptado queda quién firmó y en qué función, mientras esté publicado."
        ),
        seen_by=_("El equipo de las tres organizaciones."),
        fields={"cms.Adhesion": ["organization", "representative", "function", "email", "key"]},
    ),
    Kept(
        about=_("Quien responde un formulario por su organización"),
        why=_("Para lo que dice cada formulario junto a su botón, y para nada más."),
        until=_("Los días que dice el formulario, 180 como mucho. Después se borra sola."),
        seen_by=_("El equipo de las tres organizaciones. Las respuestas se guardan cifradas."),
        fields={"cms.Answer": ["organization", "representative", "function", "email", "said", "digest"]},
    ),
    Kept(
        about=_("Voces publicadas con permiso"),
        why=_("Para que se oiga a quien vive lo que contamos, como ella quiso que se la nombre."),
        until=_(
            "Hasta el día que ella puso, o hasta que diga que no. Entonces deja de verse; si dijo que no, sus palabras "
            "se borran y queda solo qué día dijo que sí y qué día dijo que no."
        ),
        seen_by=_("Cualquiera que lea la página. A qué dijo que sí, y cuándo, solo el equipo."),
        fields={
            "cms.Voice": ["words", "named"],
            "cms.VoiceTranslation": ["words", "named"],
            "cms.Consent": ["voice", "day", "until", "proof"],
            "cms.VoiceCopy": ["what"],
        },
    ),
    Kept(
        about=_("Lo que dicen las páginas"),
        why=_("Para contar lo que pedimos y lo que pasa."),
        until=_("Mientras la página esté publicada, y en sus versiones anteriores."),
        seen_by=_("Cualquiera."),
        fields={
            "cms.HomePage": ["body"],
            "cms.CampaignPage": ["asks", "body", "easy", "actions", "letters", "sharing"],
            "cms.Article": ["body", "sharing"],
            "cms.StatementPage": ["body", "sharing"],
            "cms.AboutPage": ["organizations", "body"],
            "cms.PlainPage": ["body"],
            "cms.FormPage": ["body", "questions"],
            "cms.EventPage": ["body"],
            "cms.RegionPage": ["body"],
            "cms.CommitmentsPage": ["body"],
            "cms.PublicationPage": ["body"],
            "cms.CoursePage": ["body"],
            "cms.LessonPage": ["body"],
            "cms.PageWords": ["text", "folded"],
            "cms.Picture": ["file", "title", "description"],
            "cms.Rendition": ["file"],
            "cms.Paper": ["file", "title"],
        },
    ),
    Kept(
        about=_("Congresistas y quienes firman proyectos"),
        why=_("Es lo que el Congreso publica de cada proyecto: quién lo presentó y quién lo firmó."),
        until=_("Sin plazo: es parte de la historia del proyecto."),
        seen_by=_("Cualquiera, aquí y en el sitio del Congreso."),
        fields={
            "legislation.Bill": ["proponent", "authors", "search"],
            "legislation.Signatory": ["source_key", "name"],
            "cms.Legislator": ["name", "email"],
            "legislation.Snapshot": ["packed"],
            "legislation.Observation": ["request", "headers"],
        },
    ),
]

# Texts that are about laws, institutions, places and pages.
IMPERSONAL = {
    "accounts.Partner": ["name", "short_name"],
    "scrapers.Source": ["name", "chamber"],
    "scrapers.ScrapeRun": ["note"],
    "legislation.Period": ["label"],
    "legislation.Bill": [
        *("label", "title", "summary", "status", "law_number", "parliamentary_group", "legislature"),
        *("approved_title", "committees", "source_url", "row_digest"),
    ],
    "legislation.Step": ["source_key", "source_id", "status", "committees", "detail"],
    "legislation.Document": ["source_key", "title", "url"],
    "legislation.BillLink": ["other_chamber", "other_label", "other_title"],
    "legislation.LabelReading": ["key", "label"],
    "legislation.Cause": [
        *("name", "short_name", "slug", "purpose", "terms"),
        *("name_en", "short_name_en", "purpose_en"),
    ],
    "legislation.CauseMatch": ["term"],
    "legislation.Snapshot": ["sha256"],
    "legislation.Observation": ["url", "parser"],
    "legislation.Change": ["old", "new"],
    "legislation.Delivery": ["channel"],
    "crm.Region": ["code", "name"],
    "crm.Province": ["code", "name"],
    "crm.Tag": ["name"],
    "crm.Institution": ["search", "name", "acronym", "district"],
    "crm.Post": ["title"],
    "crm.Indicator": [
        *("code", "name_es", "name_en", "definition", "how_counted", "computation", "unit", "population"),
        *("disaggregation", "evidence"),
    ],
    "crm.ReportedValue": ["source"],
    "crm.Study": ["title", "authors", "published", "scope", "link", "notes"],
    "crm.StudyTable": ["title", "source", "notes", "headings", "rows"],
    "crm.Spreadsheet": ["counts"],
    "crm.ColumnMemory": ["heading", "field"],
    "crm.Proposal": ["words"],
    "crm.PublicCommitment": [
        *("what_es", "what_en", "source_name", "source", "proof", "reply_es", "reply_en"),
    ],
    "cms.Picture": ["file_hash"],
    "cms.Rendition": ["filter_spec", "focal_point_key"],
    "cms.Paper": ["file_hash"],
    "cms.HomePage": ["summary", "menu_title", "heading"],
    **dict.fromkeys(
        [
            *("cms.CampaignPage", "cms.NewsPage", "cms.Article", "cms.ServicesPage", "cms.AboutPage"),
            *("cms.PlainPage", "cms.EventsPage", "cms.RegionsPage", "cms.RegionPage", "cms.ResourcesPage"),
            *("cms.CoursesPage", "cms.CoursePage", "cms.StatementPage"),
        ],
        ["summary", "menu_title"],
    ),
    "cms.Service": ["summary", "menu_title", "phone", "hours", "place", "cost", "sheet_name"],
    "cms.EventPage": ["summary", "menu_title", "district", "how_to_join", "link", "calendar_title"],
    "cms.FormPage": ["summary", "menu_title", "purpose", "thanks"],
    "cms.CommitmentsPage": ["summary", "menu_title", "reply_to"],
    "cms.PublicationPage": ["summary", "menu_title", "authors", "link"],
    "cms.LessonPage": ["summary", "menu_title", "checks"],
    "cms.PageWords": ["kind", "folded_title"],
    "cms.SiteSettings": ["exit_address"],
    "cms.LanguageWords": ["notice", "footer"],
}


def entries():
    """The registry as the page shows it: of each entry, what is kept, with the names of its fields."""
    return [(entry, tables(entry)) for entry in REGISTRY]


def tables(entry):
    """Name of a model → names of its fields; models of one name are one to a reader."""
    found = {}
    for label, names in entry.fields.items():
        if not apps.get_model(label)._meta.auto_created:
            fields = dict.fromkeys(called(f"{label}.{name}") for name in names)
            found.setdefault(capfirst(called(label)), {}).update(fields)
    return found


def called(label):
    """What readers call "app.Model" or "app.Model.field"."""
    app, model, *field = label.split(".")
    meta = apps.get_model(app, model)._meta
    return NAMES.get(label) or (meta.get_field(*field).verbose_name if field else meta.verbose_name_plural)
