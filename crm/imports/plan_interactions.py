"""Planning encounters: with whom, which of us, what was said, and how many came."""

from collections import defaultdict
from datetime import timedelta

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import Partner
from crm.imports import values
from crm.imports.matching import People
from crm.imports.plan_rows import Planner, Verdict, Wrong
from crm.imports.writing import key_of, known_keys
from crm.models import Attendance, Interaction, Participant
from crm.searching import simple

NOON = 12
NOBODY = (frozenset(), frozenset())
ONE_DAY = timedelta(days=1)


class InteractionsPlanner(Planner):
    def __init__(self, sheet):
        super().__init__(sheet)
        self.people = People(self.user)
        self.partners = {}
        for partner in Partner.objects.all():
            self.partners |= {simple(partner.name): partner.pk, simple(partner.short_name): partner.pk}
        self.known = known_keys()
        self.fresh = {}

    def plan(self, number, data):
        if "date" not in data:
            raise Wrong(_("Falta la fecha."))
        moment = data["date"] if data["date"].hour else data["date"].replace(hour=NOON)
        starts = timezone.make_aware(moment)
        region = self.region(data)
        places = [self.institution(name, region) for name in data.get("institution", ())]
        people = []
        for name in data.get("people", ()):
            place = None if self.people.knows(name) else self.places.institution(name, region)
            if isinstance(
                place, int
            ):  # whoever was met may be an institution, as in the lists that we hand out
                places.append(place)
            else:
                people.append(self.person(name, places))
        counted = {one: data[one] for one in Attendance.Audience.values if data.get(one)}
        if not (places or people or counted):
            raise Wrong(_("No dice con qué institución, con quién o con cuántas personas fue."))
        fields = {
            "kind": data.get("kind", Interaction.Kind.MEETING.value),
            "starts": starts.isoformat(),
            "state": "planned" if starts > timezone.now() else "held",
            "region_id": region,
            "place": data.get("place", ""),
            "summary": data.get("summary", ""),
            "outcome": data.get("outcome", ""),
        }
        known = sorted({place for place in places if isinstance(place, int)})
        created = {place["key"]: place for place in places if isinstance(place, dict)}
        met = {"institutions": known, "created": list(created.values()), "people": sorted(set(people))}
        row = {"fields": fields, **met, "partners": self.ours(data), "counts": counted}
        return [self.settled(number, row, data)]

    def person(self, name, places):
        first = places[0] if places else None
        found = self.people.likely(name, first if isinstance(first, int) else first and -1, set())
        sure = [one for one in found if one.is_sure] or [one for one in found if one.is_name]
        if len(sure) == 1:
            return sure[0].pk
        if sure:
            raise Wrong(_("Hay %(n)d personas que se llaman «%(name)s».") % {"n": len(sure), "name": name})
        raise Wrong(_("No tenemos a «%(name)s». Impórtala primero como persona.") % {"name": name})

    @cached_property
    def held(self):
        """Encounters that she may see, in the days of which the file tells, by day, hour, kind and those met."""
        dates = self.sheet.columns.index("date")
        moments = [
            values.parse_moment(cells[dates]) for _n, cells in self.sheet.table[1] if dates < len(cells)
        ]
        moments = [timezone.make_aware(one) for one in moments if one and 1900 < one.year < 2100]
        if not moments:
            return {}
        span = (min(moments) - ONE_DAY, max(moments) + ONE_DAY)
        rows = Interaction.objects.visible_to(self.user).filter(starts__range=span).order_by("pk")
        met = defaultdict(lambda: (set(), set()))
        took_part = (
            Participant.objects.visible_to(self.user).filter(interaction__starts__range=span).order_by()
        )
        for pk, person, institution in took_part.values_list("interaction", "person", "institution"):
            met[pk][0 if person else 1].add(person or institution)
        found = {}
        for pk, kind, starts in rows.values_list("pk", "kind", "starts"):
            starts, those = (
                timezone.localtime(starts),
                tuple(map(frozenset, met[pk])) if pk in met else NOBODY,
            )
            for hour in ((starts.hour, starts.minute), None):
                found.setdefault((starts.date(), hour, kind, *those), pk)
        return found

    def what_was(self, row, moment):
        """As held() has it. Where nobody was met, only the same file may say that it is the same."""
        those = frozenset(row["people"]), frozenset(row["institutions"])
        if row["created"] or those == NOBODY:
            return None
        hour = (moment.hour, moment.minute) if moment.hour else None
        return moment.date(), hour, row["fields"]["kind"], *those

    def ours(self, data):
        unknown = [name for name in data.get("partners", ()) if simple(name) not in self.partners]
        if unknown:
            raise Wrong(_("«%(name)s» no es una de nuestras organizaciones.") % {"name": unknown[0]})
        return sorted({self.partners[simple(name)] for name in data.get("partners", ())})

    def settled(self, number, row, data):
        key = key_of(row, [*row["institutions"], *sorted(place["key"] for place in row["created"])])
        label = f"{Interaction.Kind(row['fields']['kind']).label}, {data['date']:%d/%m/%Y}"
        there = self.known.get(key) or self.held.get(self.what_was(row, data["date"]))
        if there:
            return self.row(number, 0, label, Verdict.SKIP, target=there)
        if key in self.fresh:
            reason = _("Repite la fila %(number)d.") % {"number": self.fresh[key]}
            return self.row(number, 0, label, Verdict.SKIP, reason=reason)
        self.fresh[key] = number
        lines = [
            [
                _("Con"),
                "",
                ", ".join(
                    [
                        *(self.places.details[pk][0] for pk in row["institutions"]),
                        *(_("%(place)s (se crea)") % {"place": place["name"]} for place in row["created"]),
                        *(self.people.known[pk].name for pk in row["people"]),
                    ]
                ),
            ],
            *([str(Attendance.Audience(one).label), "", shown(one, n)] for one, n in row["counts"].items()),
            *(
                [str(Interaction._meta.get_field(n).verbose_name), "", row["fields"][n]]
                for n in ("place", "outcome", "summary")
            ),
        ]
        return self.row(
            number, 0, label, Verdict.NEW, plan=row, differences=[line for line in lines if line[2]]
        )


def shown(audience, count):
    return Attendance(audience=audience, gender="not_asked", count=count).count_in_words
