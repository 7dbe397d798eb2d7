"""Pages for tests of the site."""

import io

from django.core.files.base import ContentFile
from django.test import TestCase
from django.utils import timezone
from reportlab.pdfgen.canvas import Canvas

import cms.demonstration
import crm.demonstration
from cms.directory import Service
from cms.models import HomePage
from cms.papers import Paper
from legislation.causes import add_bill
from legislation.models import Cause, Demonstration
from scrapers.management.commands import load_demo
from tests.legislation.public_rows import rich_bill


def home(language="es"):
    return HomePage.objects.get(locale__language_code=language)


def publish(parent, kind, title, /, **fields):
    page = kind(title=title, **{"summary": f"De {title}"} | fields)
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def service(parent, title="Consultorio", **fields):
    given = {"kind": "health", "hours": "Siempre", "phone": "000 113", "verified": timezone.localdate()}
    return publish(parent, Service, title, **given | fields)


def paper(title="Informe"):
    packed = io.BytesIO()
    canvas = Canvas(packed)
    canvas.drawString(50, 700, title)
    canvas.save()
    made = Paper(title=title, file=ContentFile(packed.getvalue(), name="informe.pdf"))
    made.full_clean()
    made.file_size = made.file.size
    made.save()
    return made


def text(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def load_demonstration():
    """All that readers see of the demonstration, without its practice Congress; within a transaction."""
    Demonstration.objects.create(pk=1)
    load_demo.create_team()
    cause = Cause.objects.create(**load_demo.CAUSE)
    add_bill(cause, rich_bill(), None)
    crm.demonstration.load(cause)
    with TestCase.captureOnCommitCallbacks(execute=True):  # translations are published on commit
        cms.demonstration.load(cause)
