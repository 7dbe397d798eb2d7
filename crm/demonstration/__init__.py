"""The CRM's part of the demonstration: 69 institutions, 202 representatives, and what was said with them.

Two times live in it side by side.

*Until September 2011* lies what the case study reports of the programme, as rows that count to its figures: regional
consultations in which each of the 69 institutions took part once, with 202 people in the posts they held then, and
workshops, trainings and the conference of 2007 with their head-counts (programme.py). Whoever counts up to
30 September 2011 gets the published figures, whatever day the demonstration was loaded.

*The last two years* are counted back from the day of loading: some 300 interactions, positions that move, promises
kept and broken, tasks (meetings.py). They belong to those who hold the posts now, 202 people again, one for one: since
2011 authorities changed in 2014, 2018 and 2022, careers and associations went on, and a few people rose.

Public institutions bear their public names; every person, organization of the community, association, party, medium,
address and word is made up. Nothing is drawn at random that is not drawn the same again (docs/decisions/).
"""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from crm.demonstration import published
from crm.demonstration.book import Book
from crm.demonstration.meetings import Meetings
from crm.demonstration.programme import Programme
from crm.demonstration.stakeholders import Stakeholders
from crm.models import Institution

__all__ = ["load"]


def load(cause, *, today=None):
    """Everything at once, into a CRM that holds nothing; into any other, nothing."""
    team = list(User.objects.exclude(partner=None).select_related("partner").order_by("pk"))
    if Institution.objects.visible_to(team[0]).exists():
        return
    book = Book(cause, team, today or timezone.localdate())
    programme, stakeholders = Programme(book), Stakeholders(book)
    stakeholders.enter(programme.days(stakeholders.profiles).get)
    programme.enter(stakeholders)
    Meetings(book, stakeholders).enter()
    published.enter(book)
    programme.enter_lately()
    with transaction.atomic():
        book.write()
