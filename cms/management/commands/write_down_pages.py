from django.core.management.base import BaseCommand
from wagtail.models import Page

from cms import finding
from cms.pages import PublicPage


class Command(BaseCommand):
    help = "Let `/buscar/` find the live pages of which it has no words yet, as those published before it was there."

    def handle(self, **options):
        known = finding.PageWords.objects.values("page")
        pages = Page.objects.live().exclude(pk__in=known).filter(depth__gt=1).specific()
        written = [finding.write_down(page) for page in pages.iterator() if isinstance(page, PublicPage)]
        if written:  # at every start: nothing to say
            self.stdout.write(f"{len(written)} pages can be found now.")
