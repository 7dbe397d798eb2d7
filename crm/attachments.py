"""Files of an encounter: which ones are taken, kept once, and handed out so that no browser opens them."""

import hashlib
import re
import zipfile
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from crm.models import Attachment

LARGEST = 10 * 1024 * 1024
OFFICE = {".docx": "word/", ".xlsx": "xl/", ".pptx": "ppt/"}
OPEN_OFFICE = {".odt", ".ods", ".odp"}
OLD_OFFICE = {".doc", ".xls", ".ppt"}
TEXT = {".txt", ".csv"}
# What a file of that kind begins with.
BEGINNINGS = {
    ".pdf": rb"%PDF-",
    ".jpg": rb"\xff\xd8\xff",
    ".jpeg": rb"\xff\xd8\xff",
    ".png": rb"\x89PNG\r\n\x1a\n",
    ".webp": rb"RIFF[\x00-\xff]{4}WEBP",
    **dict.fromkeys(OLD_OFFICE, rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
}
KINDS = sorted({*BEGINNINGS, *OFFICE, *OPEN_OFFICE, *TEXT})
ACCEPTED = ",".join(KINDS)
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")


def check(file):
    """Refuse, in a sentence, what is too large or is not what its name says."""
    if file.size > LARGEST:
        raise ValidationError(
            _("«%(name)s» pesa %(size).1f MB, y aquí caben archivos de hasta %(most)d MB."),
            params={"name": file.name, "size": file.size / 1024**2, "most": LARGEST // 1024**2},
        )
    kind = PurePath(file.name).suffix.lower()
    if kind not in KINDS:
        raise ValidationError(
            _("«%(name)s» no es un archivo que guardemos. Guardamos PDF, Office, imágenes y texto."),
            params={"name": file.name},
        )
    if not is_what_it_says(file, kind):
        raise ValidationError(
            _("«%(name)s» no es por dentro lo que dice su nombre. Ábrelo y guárdalo otra vez como %(kind)s."),
            params={"name": file.name, "kind": kind.lstrip(".").upper()},
        )


def is_what_it_says(file, kind):
    file.seek(0)
    if kind in BEGINNINGS:
        return bool(re.match(BEGINNINGS[kind], file.read(16)))
    if kind in TEXT:
        return not CONTROL.search(file.read())
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        return False
    if kind in OPEN_OFFICE:
        return "mimetype" in names and "content.xml" in names
    has_macros = any(name.endswith("vbaProject.bin") for name in names)
    return (
        "[Content_Types].xml" in names and not has_macros and any(n.startswith(OFFICE[kind]) for n in names)
    )


def keep(interaction, file, by):
    """Once however often it is sent. Returns whether it is new."""
    file.seek(0)
    body = file.read()
    _attachment, created = Attachment.objects.get_or_create(
        interaction=interaction,
        sha256=hashlib.sha256(body).hexdigest(),
        defaults={"name": named(file.name), "size": len(body), "body": body, "added_by": by},
    )
    return created


def named(name):
    """A name that ends as it did, however long it was."""
    name = re.sub(r"[\x00-\x1f\x7f]", "", PurePath(name).name)
    kind = PurePath(name).suffix
    return name if len(name) <= 150 else name[: 150 - len(kind)] + kind


def download(attachment):
    """The bytes as they came. They are a stranger's: a browser must neither open nor guess them."""
    response = HttpResponse(bytes(attachment.body), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, attachment.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
