"""Institutions, their posts and who held them: at the consultations of 2008 to 2011, since, and today."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.text import slugify

from crm.demonstration.book import table, texts
from crm.models import Affiliation, Alias, ContactWay, Institution, Person, Post

POOLS = {"25": "amazon", "04": "andes", "12": "andes", "20": "north", "15": "coast"}
# A role that several have at a time, and that is not vacant when one of them leaves.
ROLES = {
    "Regiduría",
    "Consejería regional",
    "Integrante de la comisión",
    "Docencia e investigación en género",
}
TERMS = [
    ("2007", "2010"),
    ("2011", "2014"),
    ("2015", "2018"),
    ("2019-01-01", "2023-01-01"),
    ("2023-01-01", ""),
]
CHANGED = [34, 75, 110, 150, 190, 240, 310, 400, 500, 620]  # days ago, of the appointed who are new
# Area codes are real. After one, no Peruvian number begins with 0 (0 is dialled before an area code, 00 before a
# country), and no mobile begins with anything but 9: these numbers can belong to nobody.
AREAS = {"25": "(061) 00", "04": "(054) 00", "12": "(064) 00", "20": "(073) 00", "15": "(01) 000"}
HEADS = (
    "Gobernatura",
    "Alcaldía",
    "Presidencia",
    "Jefatura de la Región",
    "Dirección Regional",
    "Gerencia Regional de",
)
ON_CONSENT = ("community", "civil_society", "media", "party")


@dataclass
class Seat:
    """One place in a post, with those who have held it, the first one first."""

    key: str
    post: Post
    rhythm: str
    number: int
    before: str = ""
    held: list = field(default_factory=list)

    def holder(self, day):
        return next((one.person for one in self.held if one.held_on(day)), None)


class Names:
    def __init__(self, dice):
        self.dice, self.given, self.used = dice, texts("names.toml"), set()
        self.chosen = list(self.given["chosen"])

    def new(self, pool, *, women=0.55):
        """A name that nobody has yet. Two surnames of one region, or one of the coast."""
        while True:
            is_woman = self.dice.random() < women
            first = self.dice.choice(self.given["women" if is_woman else "men"])
            surnames = self.given["surnames"]
            one = self.dice.choice(surnames[pool])
            two = self.dice.choice(surnames[pool if self.dice.random() < 0.7 else "coast"])
            if one != two and (first, one) not in self.used:
                self.used.add((first, one))
                return first, one, two


class Stakeholders:
    def __init__(self, book):
        self.book, self.names = book, Names(book.dice)
        self.profiles = {row["key"]: row for row in table("institutions.csv")}
        self.institutions, self.seats, self.phones = {}, {key: [] for key in self.profiles}, 100
        self.closed_to = {row["before"] for row in table("posts.csv")}

    def enter(self, consulted_on):
        """Everything of them; consulted_on(key) is the day on which an institution was consulted."""
        for profile in sorted(self.profiles.values(), key=self.steps_down):
            self.enter_institution(profile)
        self.enter_posts()
        for seat in self.all_seats():
            self.fill(seat, consulted_on(seat.key))
        for seat in self.all_seats():
            self.promote(seat)
        for seat in self.all_seats():
            self.enter_ways(seat)
        self.seat_at_round_tables()

    def all_seats(self):
        return [seat for seats in self.seats.values() for seat in seats]

    # Institutions and posts

    def enter_institution(self, profile):
        key, by = profile["key"], self.lead(profile["key"])
        institution = self.book.add(
            Institution,
            by=by,
            **{name: profile[name] for name in ("name", "acronym", "kind", "level", "district")},
            region_id=profile["region"],
            province_id=profile["province"],
            influence=profile["influence"] or None,
            parent=self.institutions[profile["parent"]] if profile["parent"] else None,
        )
        self.institutions[key] = institution
        self.book.tag(institution, profile["tags"].split(";"))
        if profile["alias"]:
            self.book.add(Alias, by=by, institution=institution, name=profile["alias"])
        self.enter_ways_of(institution, profile, by)

    def steps_down(self, profile):
        parent = self.profiles.get(profile["parent"])
        return 1 + self.steps_down(parent) if parent else 0

    def lead(self, key):
        """Which of the three organizations mostly goes there."""
        return self.book.team[list(self.profiles).index(key) % len(self.book.team)]

    def enter_ways_of(self, institution, profile, by):
        seat = institution.district or {"community": "local"}.get(institution.kind, "Lima")
        ways = [
            (ContactWay.Kind.EMAIL, f"mesadepartes@{domain(institution)}", "mesa de partes"),
            (ContactWay.Kind.PHONE, self.phone(profile["region"]), "central"),
            (ContactWay.Kind.OFFICE, f"Mesa de partes, sede principal, {seat}", ""),
        ]
        if institution.kind == Institution.Kind.COMMUNITY:
            ways = [
                (ContactWay.Kind.EMAIL, f"hola@{domain(institution)}", ""),
                (*self.mobile(), "de la organización"),
            ]
        for number, (kind, value, label) in enumerate(ways):
            self.book.add(
                ContactWay,
                by=by,
                institution=institution,
                kind=kind,
                value=value,
                label=label,
                is_preferred=not number,
            )

    def phone(self, region):
        self.phones += 7
        return f"{AREAS[region]}-{self.phones:04}"

    def mobile(self):
        self.phones += 7
        return ContactWay.Kind.MOBILE, f"000 {self.phones // 10:03} {self.phones * 37 % 1000:03}"

    def enter_posts(self):
        for number, row in enumerate(table("posts.csv")):
            key, title = row["institution"], row["title"]
            post = self.book.add(
                Post,
                by=self.lead(key),
                institution=self.institutions[key],
                title=title,
                is_seat=title not in ROLES,
                influence=self.influence(key, title),
            )
            for place in range(max(1, int(row["people"]))):
                seat = Seat(key, post, row["rhythm"], number + place, row["before"] if not place else "")
                self.seats[key].append(seat)

    def influence(self, key, title):
        """The head has that of the institution, the others less; of organizations it was never judged."""
        rated = self.profiles[key]["influence"]
        return max(1, int(rated) - (not title.startswith(HEADS))) if rated else None

    # Who held them

    def fill(self, seat, consulted):
        for started, ended in getattr(self, f"spans_{seat.rhythm}")(seat, consulted):
            at = self.heard_of(started)
            self.hold(seat, self.person(seat, at), at, started=started, ended=ended)

    def heard_of(self, started):
        is_old = started < self.book.archive.date().isoformat()
        return self.book.archive if is_old else self.book.moment(date.fromisoformat(f"{started}-01"[:10]))

    def hold(self, seat, person, at, **span):
        by = self.lead(seat.key)
        seat.held.append(self.book.add(Affiliation, at=at, by=by, person=person, post=seat.post, **span))

    def ago(self, days):
        return (self.book.today - timedelta(days=days)).isoformat()

    def spans_elected(self, seat, consulted):
        first = 0 if consulted.year <= 2010 else 1
        return TERMS[first:]

    def spans_council(self, seat, consulted):
        return [TERMS[0 if consulted.year <= 2010 else 1], TERMS[-1]]

    def spans_appointed(self, seat, consulted):
        then = (str(consulted.year - 1), f"{consulted.year + 2}-03")
        if seat.number % 5 < 2:
            changed = self.ago(CHANGED[seat.number // 5 % len(CHANGED)])
            return [then, ("2021-09-15", changed), (changed, "")]
        return [then, (f"{2022 + seat.number % 2}-{1 + seat.number % 12:02}", "")]

    def spans_career(self, seat, consulted):
        stayed = seat.number % 4 and f"{seat.key}:{seat.post.title}" not in self.closed_to
        if stayed:
            return [(str(2001 + seat.number % 7), "")]
        return [("2004", "2017"), (f"{2017 + seat.number % 4}-{2 + seat.number % 9:02}", "")]

    def spans_association(self, seat, consulted):
        if seat.number % 3:
            return [("2006", "")]
        return [("2007", "2014"), (str(2018 + seat.number % 6), "")]

    def spans_congress(self, seat, consulted):
        return [
            ("2006-07", "2011-07"),
            ("2021-07-27", "2026-07-26"),
            ("2026-07-28" if seat.number % 2 else "2026-08", ""),
        ]

    def spans_left(self, seat, consulted):
        return [("2023-02", self.ago(20 + seat.number % 40))]

    def spans_new(self, seat, consulted):
        return []

    def person(self, seat, at):
        institution = seat.post.institution
        by = self.lead(seat.key)
        if institution.name.startswith("Colectiva Trans"):
            surname = self.book.dice.choice(self.names.given["surnames"][POOLS[institution.region_id]])
            return self.book.add(
                Person, at=at, by=by, name=f"{self.names.chosen.pop(0)} {surname}", first_surname=surname
            )
        given, one, two = self.names.new(
            POOLS[institution.region_id], women=1 if institution.kind == "community" else 0.55
        )
        short = seat.number % 7 == 3
        name = f"{given.split()[0]} {one}" if short else f"{given} {one} {two}"
        return self.book.add(
            Person, at=at, by=by, name=name, given_names=given, first_surname=one, second_surname=two
        )

    def promote(self, seat):
        """Somebody who was consulted in another post holds this one today."""
        if not seat.before:
            return
        key, title = seat.before.split(":")
        former = next(other for other in self.seats[key] if other.post.title == title)
        now = seat.held[-1]
        self.book.rows[Person].remove(now.person)
        now.person = former.held[0].person

    # How to reach them, and what else they are

    def enter_ways(self, seat):
        """Only of those in office: who has left is no longer reached in her function."""
        person = seat.holder(self.book.today)
        if person is None:
            return
        institution, by = seat.post.institution, self.lead(seat.key)
        self.tag_person(person, seat)
        for number, (kind, value, label) in enumerate(self.ways(person, seat)):
            self.book.add(
                ContactWay,
                by=by,
                person=person,
                kind=kind,
                value=value,
                label=label,
                is_preferred=not number,
                **basis(institution),
            )
        if " " in person.given_names and person.name.startswith(person.given_names):
            short = f"{person.given_names.split()[0]} {person.first_surname}"
            self.book.add(Alias, by=by, person=person, name=short)

    def ways(self, person, seat):
        institution = seat.post.institution
        name = slugify(f"{person.name.split()[0][0]} {person.first_surname}").replace("-", ".")
        mail = (ContactWay.Kind.EMAIL, f"{name}@{domain(institution)}", "")
        desk = (ContactWay.Kind.PHONE, self.phone(institution.region_id), f"anexo {10 + seat.number % 80}")
        if institution.kind in ON_CONSENT:
            return [(*self.mobile(), "de la organización"), mail]
        return [[mail, desk], [desk, mail], [mail], [(*self.mobile(), "de la oficina"), mail]][
            seat.number % 4
        ]

    def tag_person(self, person, seat):
        tags = {
            "Enlace": seat.number % 9 == 4,
            "Leyó el proyecto": seat.number % 6 == 1,
            "Pide capacitación": seat.number % 11 == 7,
            "Aliada": seat.post.institution.kind in ("community", "civil_society"),
        }
        self.book.tag(person, [tag for tag, holds in tags.items() if holds])

    def seat_at_round_tables(self):
        """Organizations sit at the regional round table through somebody of theirs: a second post of hers."""
        for key in ("u-gore", "a-gore", "p-gore", "j-gore"):
            by = self.lead(key)
            table_seat = self.book.add(
                Post,
                by=by,
                institution=self.institutions[key],
                title="Integrante de la Mesa Regional de Trato Igual",
                is_seat=False,
            )
            for other in ("ts", "trans", "ong", "def"):
                for seat in self.seats.get(f"{key[0]}-{other}", [])[:1]:
                    self.book.add(
                        Affiliation,
                        by=by,
                        person=seat.holder(self.book.today),
                        post=table_seat,
                        on_behalf_of=seat.post.institution,
                        started="2024-03",
                    )


def domain(institution):
    """Below example.org, which is nobody's and never will be."""
    return f"{slugify(institution.acronym or institution.name)[:40].strip('-')}.example.org"


def basis(institution):
    if institution.kind in ON_CONSENT:
        return {
            "basis": ContactWay.Basis.CONSENT,
            "proof": "Firmó la hoja de contactos en la reunión de presentación",
        }
    return {"basis": ContactWay.Basis.PUBLIC_FUNCTION}
