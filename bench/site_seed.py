"""The demonstration's site with as many articles of the campaign: python -m bench.site_seed ARTICLES

Run again with more, it adds what is missing."""

import os
import sys
from datetime import date, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
BODY = [
    {"type": "text", "value": f"<p>{'Lo que dice la ley y lo que cambia para quien trabaja. ' * 6}</p>"}
] * 5


def fill(articles):
    import cms.demonstration
    import crm.demonstration
    from cms.finding import write_down
    from cms.news import Article, NewsPage
    from legislation.causes import add_bill
    from legislation.importers import import_items
    from legislation.models import Bill, Cause, Edition
    from scrapers.management.commands import load_demo

    cause = Cause.objects.first()
    if cause is None:
        load_demo.create_team()
        cause = Cause.objects.create(**load_demo.CAUSE)
        import_items([dossier()])
        add_bill(cause, Bill.objects.get(), None)
        crm.demonstration.load(cause)
        cms.demonstration.load(cause)
    news = NewsPage.objects.get(locale__language_code="es")
    for number in range(Article.objects.filter(slug__startswith="medida-").count(), articles):
        page = Article(
            title=f"Artículo que se mide, número {number}",
            slug=f"medida-{number}",
            summary=f"De qué trata el artículo número {number}, en una frase.",
            day=date(2020, 1, 1) + timedelta(days=number // 4),
            cause=cause,
            body=BODY,
        )
        news.add_child(instance=page)
        write_down(page)
    Edition.advance()


def dossier():
    from scrapers.items import DocumentItem, DossierItem, Key, SignatoryItem, StepItem

    steps = tuple(
        StepItem(
            source_id=str(n),
            day=date(2025, 1, 1) + timedelta(days=3 * n),
            status="EN AGENDA DEL PLENO",
            detail="LA JUNTA DE PORTAVOCES ACORDÓ LA AMPLIACIÓN DE AGENDA",
            documents=(DocumentItem(source_id=f"d{n}", title=f"ACTA {n}"),),
        )
        for n in range(14)
    )
    people = tuple(
        SignatoryItem(source_id=str(n), name=f"Ficticia {n}, Ana", role="author") for n in range(8)
    )
    return DossierItem(
        key=Key(period=2021, chamber="C", number=90305),
        label="90305/2024-CR",
        title="LEY FICTICIA QUE SE MIDE",
        status="EN AGENDA DEL PLENO",
        presented=date(2025, 1, 1),
        steps=steps,
        signatories=people,
        url="https://congreso.example/90305",
    )


if __name__ == "__main__":
    import django
    from django.db import transaction

    django.setup()
    with transaction.atomic():
        fill(int(sys.argv[1]))
