"""What the programme had done by September 2011, as rows that count to the published figures.

The figures, and what each counts, are the case study's. It gives totals only: the days, the places, who came and how
a total falls into parts are made up here, and every row says so.
"""

from datetime import date, timedelta

from accounts.models import Partner
from crm.demonstration.book import texts
from crm.models import Attendance, Indicator, Interaction, Participant, ReportedValue, Study, StudyTable

COUNTED = date(2011, 9, 30)  # as of when the case study counts
REGIONS = {"25": "Ucayali", "04": "Arequipa", "20": "Piura", "12": "Junín"}
# Each institution was consulted once, with those of its kind: a session for each in every region.
SESSIONS = [
    (date(2008, 9, 9), ("regional_government", "municipality")),
    (date(2009, 5, 12), ("health_directorate", "health_service")),
    (date(2010, 3, 9), ("police", "prosecution", "judiciary", "ombudsman")),
    (date(2011, 4, 5), ("education", "community", "civil_society", "media")),
]
NATIONAL = SESSIONS[-1]  # those from Lima travelled to one of the four
PEERS = {"25": (24, "="), "04": (20, "="), "20": (19, "="), "12": (16, ">=")}  # at least 79
OFFICIALS = {"25": (10, "="), "04": (10, "="), "20": (10, "="), "12": (10, ">")}  # more than 40
# Station → months since its last training, how many came, how many of them for the first time, how many there are.
STATIONS = {
    "u-com": (15, 6, 2, 14),
    "p-com": (4, 9, 7, 12),
    "a-com": (None, 0, 0, 18),
    "j-com": (26, 5, 3, 16),
}
POLICE = {"25": (8, "="), "04": (7, "="), "20": (7, "="), "12": (6, "=")}  # 28
SAYS = "Registro de la demostración: {fact} La fuente da solo el total, a septiembre de 2011; {made_up} de práctica."
DAY_AND_PLACE = "el día, la sede y el reparto por región son"


class Programme:
    def __init__(self, book):
        self.book, self.leader = book, book.team[0]

    def enter(self, stakeholders):
        self.stakeholders = stakeholders
        self.enter_consultations(stakeholders)
        self.enter_workshops()
        self.enter_trainings()
        self.enter_conference()
        self.enter_study()
        self.enter_indicators()

    def enter_lately(self):
        """Of the last two years, with what the ladder of trainings and the tables of studies need."""
        for key, (months, heads, new_heads, staff) in STATIONS.items():
            station = self.stakeholders.institutions[key]
            station.staff_to_train, station.staff_counted = staff, self.book.today - timedelta(days=500)
            if heads:
                day = self.book.today - timedelta(days=round(30.44 * months))
                self.enter_training_at(station, day, heads, new_heads)

    def enter_training_at(self, station, day, heads, new_heads):
        row = self.book.add(
            Interaction,
            at=self.book.moment(day, 18),
            by=self.leader,
            kind=Interaction.Kind.TRAINING,
            starts=self.book.moment(day),
            ends=self.book.moment(day, 13),
            region_id=station.region_id,
            summary=f"Registro de la demostración: capacitación en derechos al personal de {station.name}.",
        )
        self.book.link(row, "partners", [self.leader.partner])
        self.send(row, station, heads, new_heads=new_heads)
        self.count(row, Attendance.Audience.LAW_ENFORCEMENT, heads)

    def send(self, training, institution, heads, **more):
        fields = {"interaction": training, "institution": institution, "heads": heads} | more
        self.book.add(Participant, by=self.leader, **fields)

    # Consultations: 202 representatives of 69 institutions, in four regions

    def days(self, profiles):
        """Institution → the day on which it was consulted."""
        return {
            key: self.session(profile, number)[1] for number, (key, profile) in enumerate(profiles.items())
        }

    def session(self, profile, number):
        """Where and when: the region, and the day of the session of its kind."""
        if profile["region"] in REGIONS:
            day = next(day for day, kinds in SESSIONS if profile["kind"] in kinds)
            region = profile["region"]
        else:
            day, region = NATIONAL[0], list(REGIONS)[number % 4]
        return region, day + timedelta(days=7 * list(REGIONS).index(region))

    def enter_consultations(self, stakeholders):
        sessions = {}
        for number, (key, profile) in enumerate(stakeholders.profiles.items()):
            session = self.session(profile, number)
            if session not in sessions:
                sessions[session] = self.consultation(*session)
            for seat in stakeholders.seats[key]:
                self.take_part(sessions[session], seat, session[1])

    def consultation(self, region, day):
        fact = f"consulta regional en {REGIONS[region]}, para dar a conocer las necesidades de las trabajadoras sexuales."
        made_up = "el día, la sede y quiénes asistieron son"
        row = self.held(Interaction.Kind.CONSULTATION, day, region, fact, made_up)
        self.book.link(row, "causes", [self.book.cause])
        return row

    def take_part(self, interaction, seat, day):
        person = seat.holder(day)
        if person:
            self.book.add(
                Participant,
                interaction=interaction,
                person=person,
                post=seat.post,
                institution=seat.post.institution,
            )

    # Workshops, trainings, the conference: head-counts

    def enter_workshops(self):
        for number, (region, (count, qualifier)) in enumerate(PEERS.items()):
            day = date(2008 + number, 6, 14)
            fact = (
                f"taller de dos días para educadoras de pares en {REGIONS[region]}, facilitado por líderes."
            )
            row = self.held(Interaction.Kind.WORKSHOP, day, region, fact, DAY_AND_PLACE, days=2)
            self.count(row, Attendance.Audience.PEER_EDUCATORS, count, qualifier)
        fact = "taller de dos días en Pucallpa con un grupo de 14 trabajadoras sexuales."
        row = self.held(
            Interaction.Kind.WORKSHOP, date(2010, 10, 23), "25", fact, "el día y la sede son", days=2
        )
        self.count(row, Attendance.Audience.SEX_WORKERS, 14)

    def enter_trainings(self):
        for audience, counts, whom in (
            (
                Attendance.Audience.OFFICIALS,
                OFFICIALS,
                "funcionarios y funcionarias regionales y municipales",
            ),
            (Attendance.Audience.LAW_ENFORCEMENT, POLICE, "personal policial"),
        ):
            for number, (region, (count, qualifier)) in enumerate(counts.items()):
                day = date(2009, 8, 4) + timedelta(days=140 * number + (7 if counts is POLICE else 0))
                fact = f"capacitación a {whom} en {REGIONS[region]}."
                row = self.held(Interaction.Kind.TRAINING, day, region, fact, DAY_AND_PLACE)
                self.count(row, audience, count, qualifier)
                if counts is POLICE:
                    self.send_police(row, region, count)

    def send_police(self, training, region, count):
        """The head-count once more, by the institution that sent them."""
        profiles = self.stakeholders.profiles
        keys = [key for key, one in profiles.items() if (one["kind"], one["region"]) == ("police", region)]
        for number, key in enumerate(keys):
            heads = len(range(number, count, len(keys)))
            self.send(training, self.stakeholders.institutions[key], heads)

    def enter_conference(self):
        """98, 130 and 69 are never added: nobody knows who was counted in two of them."""
        fact = (
            "conferencia nacional de 2007. Además de los tres grupos contados vinieron, sin que se sepa cuántas "
            "personas, sociedad civil, academia y organismos internacionales."
        )
        row = self.held(Interaction.Kind.CONFERENCE, date(2007, 11, 15), "15", fact, "el día y la sede son")
        for audience, count in (
            (Attendance.Audience.SEX_WORKERS, 98),
            (Attendance.Audience.TRANS, 130),
            (Attendance.Audience.AUTHORITIES, 69),
        ):
            self.count(row, audience, count)

    def enter_study(self):
        """The document. Its tables are not in the case study: the one here is made up, and says so. Places are nowhere."""
        study = self.book.add(
            Study,
            by=self.leader,
            title=(
                "Final Report on the Situational Mapping and Socio-demographic Survey of Sex Work in Four Cities in Peru"
            ),
            authors="Salazar y Silva",
            published="2009",
            scope="Cuatro ciudades",
            notes="Registro de la demostración: el título, quiénes lo escribieron y el año son los de la fuente.",
        )
        self.book.add(StudyTable, by=self.leader, study=study, **texts("indicators.toml")["table"])

    def enter_indicators(self):
        """What is promised and where it began: reported, while the value itself is counted."""
        partners = {partner.short_name: partner for partner in Partner.objects.all()}
        for row in texts("indicators.toml")["indicator"]:
            reported, target = row.pop("reported", None), row.pop("target", None)
            if target:
                row |= {"target": target, "target_day": date(self.book.today.year + 1, 12, 31)}
            if "baseline" in row:
                row["baseline_day"] = COUNTED
            fields = row | {"owner": partners[row["owner"]]}
            indicator = self.book.add(Indicator, by=self.leader, **fields)
            if reported:
                self.book.add(
                    ReportedValue, by=self.leader, logged_by=self.leader, indicator=indicator, **reported
                )

    def held(self, kind, day, region, fact, made_up, *, days=1):
        row = self.book.add(
            Interaction,
            by=self.leader,
            kind=kind,
            starts=self.book.moment(day),
            ends=self.book.moment(day + timedelta(days=days - 1), 17),
            region_id=region,
            summary=SAYS.format(fact=fact, made_up=made_up),
        )
        self.book.link(row, "partners", list(dict.fromkeys(user.partner for user in self.book.team)))
        return row

    def count(self, interaction, audience, count, qualifier="="):
        self.book.add(
            Attendance,
            by=self.leader,
            interaction=interaction,
            audience=audience,
            count=count,
            qualifier=qualifier,
        )
