"""The last two years, counted back from the day of loading: what was said, stated, promised, and what comes next.

Every institution has a story (stories/*.toml), of which it has lived some steps; its table says how many, how long
ago the last one was, and which way its people lean.
"""

from collections import defaultdict
from datetime import timedelta
from itertools import count, cycle

from crm.circles import Circle
from crm.demonstration.book import texts
from crm.models import (
    Attendance,
    Commitment,
    DiscussionPoint,
    Follow,
    Interaction,
    Note,
    Participant,
    Position,
    SavedView,
    Task,
)

WINDOW = 700  # days
HOURS = [(9, 0), (10, 30), (15, 0), (11, 0), (16, 30), (9, 30), (17, 0)]
HOLIDAYS = {
    (1, 1),
    (5, 1),
    (6, 29),
    (7, 28),
    (7, 29),
    (8, 30),
    (10, 8),
    (11, 1),
    (12, 8),
    (12, 9),
    (12, 24),
    (12, 25),
    (12, 31),
}
AT_A_DISTANCE = {"call", "message", "email", "letter"}
TELLING = {"meeting", "conference"}  # in these they say where they stand
MOODS = {  # the stances of one after the other who speaks for an institution
    "ally": [2, 2, 2, 2],
    "friend": [1, 2, 2, 2],
    "warm": [0, 1, 2, 2],
    "slow": [0, 1, 0, 1],
    "hard": [-1, -2, -2, -1],
    "turned": [-1, 0, 1, 2],
    "cooled": [2, 1, -1, 0],
}
GRADES = ["one", "two", "written", "one", "inferred", "public", "two"]
FIRM = ["public", "written", "two"]  # of those who say it without reserve
FATES = ["kept", "kept", "overdue", "kept", "partly", "broken", "kept", "overdue", "withdrawn", "kept"]
CAPITALS = {"25": "u", "04": "a", "20": "p", "12": "j"}
ROUND_TABLES = [(560, 0), (380, 1), (200, 0), (85, 1)]  # days ago; consultation or round table
VIEWS = [
    ("people", "Piura, sin contacto hace 90 días", "region=20&silence=-90&in_office=1"),
    ("commitments", "Compromisos vencidos", "standing=overdue"),
    ("positions", "Quiénes dudan hoy", "stance=0&present=1"),
    ("institutions", "Influencia alta, en silencio", "influence=3&silence=-90"),
]


def turn(options, number):
    return options[number % len(options)]


def open_day(day, *, step=1):
    """That day, or the nearest after it (before it, with a step of -1) on which offices are open."""
    while day.weekday() > 4 or (day.month, day.day) in HOLIDAYS:
        day += timedelta(days=step)
    return day


class Meetings:
    def __init__(self, book, stakeholders):
        self.book, self.stakeholders = book, stakeholders
        self.voices = texts("voices.toml")
        self.stories = {}
        self.numbers = defaultdict(count)
        self.fates = cycle(FATES)
        self.stated = {}

    def number(self, name):
        return next(self.numbers[name])

    def enter(self):
        for number, (key, profile) in enumerate(self.stakeholders.profiles.items()):
            self.tell(key, profile, number)
        for region, letter in CAPITALS.items():
            self.enter_round_tables(region, letter)
        self.enter_coordination()
        self.enter_agenda()
        self.enter_loose_ends()

    # One institution's two years

    def tell(self, key, profile, number):
        name, lived, silence = profile["story"], int(profile["meetings"]), int(profile["silence"])
        story = self.story(name)
        # Those of one kind are at different chapters.
        first = self.number(f"{name} begun") % (len(story) - lived + 1)
        pace = (WINDOW - silence) // lived
        for meeting in range(lived):
            is_last = meeting == lived - 1
            wobble = 0 if is_last else (number * 7 + meeting * 5) % 11 - 5
            day = self.working_day(silence + pace * (lived - 1 - meeting) + wobble)
            variant = self.number(f"{name} {first + meeting}")
            self.meet(key, story[first + meeting], day, variant=variant, is_last=is_last)

    def story(self, name):
        if name not in self.stories:
            self.stories[name] = texts(f"stories/{name}.toml")["step"]
        return self.stories[name]

    def working_day(self, ago):
        return open_day(self.book.today - timedelta(days=ago), step=-1)

    def us(self, key, number):
        """Who goes: mostly the organization that knows them, now and then another, or two together."""
        lead = self.stakeholders.lead(key)
        others = [user for user in self.book.team if user != lead]
        if number % 5 == 2:
            return [turn(others, number)]
        return [lead, turn(others, number)] if number % 4 == 3 else [lead]

    def meet(self, key, step, day, *, variant, is_last):
        turned = self.number("interaction")
        present = self.us(key, turned)
        institution = self.stakeholders.institutions[key]
        met = self.those_met(key, day, turned, step)
        who = met[0][0].name if met and met[0][0] else institution.name
        words = {name: turn(step[name], variant).format(who=who) for name in ("said", "outcome", "next")}
        interaction = self.interaction(
            step["kind"],
            day,
            present,
            turned,
            region_id=institution.region_id,
            place=step.get("place", ""),
            is_remote=step.get("remote", False) or step["kind"] in AT_A_DISTANCE,
            days=2 if step.get("trains") == "peers" else 1,
            circle=self.circle(turned, present[0], institution),
            summary=words["said"],
            outcome=words["outcome"],
            next_step=words["next"],
        )
        self.book.link(interaction, "causes", [self.book.cause])
        taken = [self.take_part(interaction, institution, *one) for one in met or [(None, None, None, None)]]
        task = self.follow_up(interaction, words["next"], present[0], day, is_last=is_last)
        self.discuss(interaction, step.get("points", []), taken, task, variant)
        if "trains" in step:
            self.count(interaction, step["trains"], turned)
        if step["kind"] in TELLING:
            self.ask(interaction, key, taken[0], day)
        if "promise" in step and variant % 7 != 6:
            self.promise(interaction, turn(step["promise"], variant), taken[0], day)
        if turned % 8 == 5:
            self.note(interaction, present[0])

    def circle(self, turned, user, institution):
        if turned % 19 == 7:
            return Circle.PARTNER
        is_leader = user == self.book.team[0]
        return Circle.LEADERSHIP if is_leader and turned % 31 == 12 else Circle.COALITION

    def interaction(self, kind, day, present, turned, *, days=1, **fields):
        hour, minute = turn(HOURS, turned)
        starts = self.book.moment(day, hour, minute)
        ends = None
        if kind not in AT_A_DISTANCE:
            ends = starts + timedelta(minutes=turn([60, 75, 90, 45, 120, 180], turned))
        if days > 1:
            ends = self.book.moment(day + timedelta(days=days - 1), 17)
        row = self.book.add(
            Interaction,
            at=min(starts, self.book.moment(self.book.today))
            + timedelta(hours=turn([3, 1, 26, 5, 50], turned)),
            by=present[0],
            kind=kind,
            starts=starts,
            ends=ends,
            **fields,
        )
        self.book.link(row, "staff", present)
        self.book.link(row, "partners", list(dict.fromkeys(user.partner for user in present)))
        return row

    # Whom we met

    def those_met(self, key, day, turned, step):
        """(person, her post, in whose place, that post) of those who came, the first one first."""
        seats = [seat for seat in self.stakeholders.seats[key] if seat.holder(day)]
        if not seats:
            return []
        if step.get("trains") and turned % 2:
            return []
        # Where they stand is asked of the same one again, and so is seen to move.
        main = turn(seats, len(key) if step["kind"] in TELLING else turned)
        met = [(main.holder(day), main.post, None, None)]
        if len(seats) > 1 and turned % 6 == 1:
            head, deputy = seats[0], seats[1]
            met = [(deputy.holder(day), deputy.post, head.holder(day), head.post)]
        elif len(seats) > 1 and turned % 5 in (0, 3) and step["kind"] not in AT_A_DISTANCE:
            other = turn(seats, seats.index(main) + 1)
            met.append((other.holder(day), other.post, None, None))
        return met

    def take_part(self, interaction, institution, person, post, absent, seat):
        return self.book.add(
            Participant,
            at=interaction.logged,
            by=interaction.logged_by,
            interaction=interaction,
            person=person,
            post=post,
            institution=institution,
            stands_in_for=absent,
            stands_in_for_post=seat,
        )

    def discuss(self, interaction, points, participants, task, variant):
        if not points:
            return
        chosen = (
            points if variant % 5 == 0 else [turn(points, variant), turn(points, variant + 1)][: len(points)]
        )
        for position, (topic, said) in enumerate(chosen):
            participant = turn(participants, position)
            self.book.add(
                DiscussionPoint,
                at=interaction.logged,
                by=interaction.logged_by,
                interaction=interaction,
                position=position,
                topic=topic,
                said=said,
                said_by=participant if said and participant.person else None,
                follow_up=task if position == 0 else None,
            )

    def count(self, interaction, audience, turned):
        women, men = 5 + turned * 7 % 9, 5 + turned * 5 % 8
        rows = [(audience, "women", women), (audience, "men", men)]
        if audience == "peers":
            rows = [
                ("sex_workers", "women", women + 5),
                ("sex_workers", "trans_women", turned % 6 + 3),
                ("peer_educators", "not_asked", 5 + turned % 3),
            ]
        for whom, gender, size in rows:
            self.book.add(
                Attendance,
                at=interaction.logged,
                by=interaction.logged_by,
                interaction=interaction,
                audience=whom,
                gender=gender,
                count=size,
                first_timers=size - size // 3 if whom != "peer_educators" else None,
            )

    # Where they stand, what they promise, what we do

    def ask(self, interaction, key, participant, day):
        """What they think of the bill, further along than when somebody was last asked there."""
        turned, profile = self.number("position"), self.stakeholders.profiles[key]
        place = self.stated.get(key, self.number("asked first") % 3)
        self.stated[key] = place + 1
        stance = turn(MOODS[profile["mood"]], min(place, 3))
        grade = turn(FIRM if abs(stance) == 2 else GRADES, self.number(f"grade {abs(stance)}"))
        is_of_all = participant.person is None or self.speaks_for_all(profile, stance)
        words = str(stance)
        if is_of_all:
            words = "ally" if profile["mood"] == "ally" else "institution"
        self.book.add(
            Position,
            at=interaction.logged,
            by=interaction.logged_by,
            person=None if is_of_all else participant.person,
            institution=participant.institution if is_of_all else None,
            post=None if is_of_all else participant.post,
            cause=self.book.cause,
            stance=max(stance, 0) if is_of_all else stance,
            stated=day,
            words=turn(self.voices["words"][words], self.number(f"words {words}")),
            grade=grade,
            evidence=turn(self.voices["evidence"][grade], turned),
            interaction=interaction,
            circle=Circle.PARTNER if turned % 11 == 3 else interaction.circle,
        )

    def speaks_for_all(self, profile, stance):
        """An organization of ours speaks as one; of the others, now and then one that is in favour."""
        is_ours = "Organización inventada" in profile["tags"]
        return stance > 0 and (is_ours or self.number("in favour") % 3 == 1)

    def promise(self, interaction, promise, participant, day):
        what, evidence = promise
        turned = self.number("promise")
        due = open_day(day + timedelta(days=turn([30, 45, 60, 75, 90], turned)))
        row = self.book.add(
            Commitment,
            at=interaction.logged,
            by=interaction.logged_by,
            person=participant.person,
            institution=participant.institution,
            post=participant.post,
            cause=self.book.cause if "proyecto" in what else None,
            what=what,
            made=day,
            due=due,
            interaction=interaction,
            circle=interaction.circle,
        )
        if due < self.book.today:
            self.settle(row, next(self.fates), evidence, turned)
        elif turned % 2:
            row.state = Commitment.State.IN_PROGRESS

    def settle(self, row, fate, evidence, turned):
        if fate == "overdue":
            return self.chase(row)
        proof = evidence if fate in Commitment.PROVEN else turn(self.voices["broken"]["evidence"], turned)
        day = min(row.due + timedelta(days=turn([-4, -1, 6, 0, 12], turned)), self.book.today)
        by = turn(self.book.team, turned)
        self.book.close(row, at=self.book.moment(day, 12), by=by, state=fate, evidence=proof, closed=day)
        return None

    def chase(self, commitment):
        self.book.add(
            Task,
            at=self.book.moment(commitment.due + timedelta(days=1), 8),
            by=commitment.logged_by,
            what=f"Pedir fecha nueva: «{commitment.what}»",
            assignee=commitment.logged_by,
            due=open_day(self.book.today + timedelta(days=self.number("task") % 11 - 4)),
            commitment=commitment,
            circle=commitment.circle,
        )

    def follow_up(self, interaction, what, user, day, *, is_last):
        turned = self.number("task")
        if turned % 5 in (1, 3):
            return None
        due = day + timedelta(days=turn([5, 10, 14, 21], turned))
        if is_last:
            ahead = turn([3, -4, 8, -2, 15, 1, -11, 22, 6, -7], self.number("last of all"))
            due = max(due, self.book.today + timedelta(days=ahead))
        due = open_day(due)
        row = self.book.add(
            Task,
            at=interaction.logged,
            by=user,
            what=what,
            assignee=user,
            due=due,
            interaction=interaction,
            circle=interaction.circle,
        )
        if not is_last:
            self.finish(row, due, turned)
        return row

    def finish(self, task, due, turned):
        is_dropped = turned % 13 == 6
        outcome = turn(self.voices["tasks"]["dropped" if is_dropped else "outcome"], turned)
        state = Task.State.DROPPED if is_dropped else Task.State.DONE
        at = self.book.moment(min(due - timedelta(days=turned % 4 - 1), self.book.today), 8)
        self.book.close(
            task, at=at, by=task.assignee, state=state, outcome=outcome, closed=at, closed_by=task.assignee
        )

    def note(self, about, user, *, at=None):
        turned = self.number("note")
        is_leader = user == self.book.team[0]
        circle = Circle.LEADERSHIP if is_leader and self.number("leader's note") % 2 else Circle.PARTNER
        if turned % 4 == 3 or about.circle != Circle.COALITION:
            circle = about.circle
        at = at or about.logged
        key = about._meta.model_name
        text = turn(self.voices["notes"][circle], turned)
        self.book.add(Note, at=at, by=user, text=text, circle=circle, **{key: about})

    # All of a region, and the three of us

    def enter_round_tables(self, region, letter):
        """Only those who are not silent since longer come: the table of an institution says since when it is."""
        keys = [key for key in self.stakeholders.profiles if key.startswith(f"{letter}-")]
        for number, (ago, which) in enumerate(ROUND_TABLES):
            ago += 9 * list(CAPITALS.values()).index(letter)
            day = self.working_day(ago)
            turned = self.number("interaction")
            step = self.voices["roundtable"][which]
            variant = list(CAPITALS.values()).index(letter) + number
            present = (
                self.book.team
                if which == 0
                else [self.stakeholders.lead(keys[0]), turn(self.book.team, turned)]
            )
            row = self.interaction(
                step["kind"],
                day,
                list(dict.fromkeys(present)),
                turned,
                region_id=region,
                place=step["place"],
                summary=turn(step["said"], variant),
                outcome=turn(step["outcome"], variant),
                next_step=turn(step["next"], variant),
            )
            self.book.link(row, "causes", [self.book.cause])
            came = [key for key in keys if int(self.stakeholders.profiles[key]["silence"]) <= ago][
                number % 2 :: 2
            ]
            taken = [self.send_one(row, key, day, turned) for key in came]
            self.discuss(row, step["points"], taken[2:] or taken, None, 0)

    def send_one(self, interaction, key, day, turned):
        institution = self.stakeholders.institutions[key]
        met = self.those_met(
            key, day, 6 * turned + list(self.stakeholders.profiles).index(key), {"kind": "call"}
        )
        return self.take_part(interaction, institution, *(met[0] if met else (None, None, None, None)))

    def enter_coordination(self):
        [step] = self.voices["coordination"]
        for number, ago in enumerate(range(655, 3, -41)):
            turned = self.number("interaction")
            present = (
                self.book.team[number % len(self.book.team) :]
                + self.book.team[: number % len(self.book.team)]
            )
            self.interaction(
                "coordination",
                self.working_day(ago),
                present,
                turned,
                is_remote=number % 3 != 1,
                place="" if number % 3 != 1 else "Sala de reuniones",
                circle=Circle.LEADERSHIP
                if present[0] == self.book.team[0] and number % 6 == 3
                else Circle.COALITION,
                **{
                    to: turn(step[of], number)
                    for to, of in (("summary", "said"), ("outcome", "outcome"), ("next_step", "next"))
                },
            )

    # What comes, and what did not

    def enter_agenda(self):
        keys = list(self.stakeholders.profiles)
        ahead = [1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 13, 14, 16, 17, 20, 22, 24, 27, 30, 34, 38, 43]
        chosen = [keys[(number * 13 + 4) % len(keys)] for number in range(len(ahead))]
        chosen[1], chosen[3] = "l-mujer", "l-mujer"  # two of us, one person, one week: the warning shows
        for number, (key, days) in enumerate(zip(chosen, ahead, strict=True)):
            kind = turn(["meeting", "meeting", "call", "visit", "meeting"], number)
            present = [turn(self.book.team, number)]
            self.schedule(
                key,
                days,
                kind,
                present,
                number,
                "planned",
                next_step=turn(self.voices["planned"]["next"], number),
            )
        for number, days in enumerate(
            (5, -12, -37, -66, -95, -140, -188, -240, -305, -370, -430, -520, -610)
        ):
            key = keys[(number * 17 + 9) % len(keys)]
            words = {
                field: turn(self.voices["cancelled"][name], number)
                for field, name in (("outcome", "outcome"), ("next_step", "next"))
            }
            self.schedule(key, days, "meeting", self.us(key, number), number, "cancelled", **words)

    def schedule(self, key, days, kind, present, number, state, **words):
        day = open_day(self.book.today + timedelta(days=days)) if days > 0 else self.working_day(-days)
        institution = self.stakeholders.institutions[key]
        turned = self.number("interaction")
        row = self.interaction(
            kind,
            day,
            present,
            turned,
            state=state,
            region_id=institution.region_id,
            is_remote=kind in AT_A_DISTANCE,
            place="" if kind in AT_A_DISTANCE else "Por confirmar",
            **words,
        )
        self.book.link(row, "causes", [self.book.cause])
        seat = self.stakeholders.seats[key][0]
        taken = self.take_part(
            row, institution, seat.holder(day), seat.post if seat.holder(day) else None, None, None
        )
        topics = self.voices["agenda"][self.stakeholders.profiles[key]["story"]]
        self.discuss(row, [(topic, "") for topic in topics[:2]], [taken], None, 0)

    def enter_loose_ends(self):
        """Notes on people and institutions, successors to receive, tasks about nothing but ourselves, saved views."""
        seats = self.stakeholders.all_seats()
        for number, seat in enumerate(seats[5::23]):
            person = seat.holder(self.book.today)
            if person:
                self.note(person, turn(self.book.team, number), at=self.days_ago(20 + 31 * number))
        for number, key in enumerate(list(self.stakeholders.institutions)[::14]):
            self.note(
                self.stakeholders.institutions[key],
                turn(self.book.team, number),
                at=self.days_ago(60 + 40 * number),
            )
        for seat in seats:
            self.receive_successor(seat)
        for number, what in enumerate(self.voices["tasks"]["loose"]):
            user = turn(self.book.team, number)
            due = open_day(self.book.today + timedelta(days=turn([4, 9, -6, 18, 27, 2], number)))
            self.book.add(Task, at=self.days_ago(18 + number), by=user, what=what, assignee=user, due=due)
        for place, name, query in VIEWS:
            self.book.add(
                SavedView, owner=self.book.team[0], place=place, name=name, query=query, is_shared=True
            )

        self.follow()

    def follow(self):
        """Each keeps an eye on a few institutions that she knows, and on who heads them."""
        for number, user in enumerate(self.book.team):
            known = [key for key in self.stakeholders.profiles if self.stakeholders.lead(key) == user]
            for key in known[number::6]:
                self.book.add(Follow, user=user, institution=self.stakeholders.institutions[key])
                person = self.stakeholders.seats[key][0].holder(self.book.today)
                if person:
                    self.book.add(Follow, user=user, person=person)

    def days_ago(self, days):
        return self.book.moment(self.book.today - timedelta(days=days), 18)

    def receive_successor(self, seat):
        """Of a post that somebody left or took within weeks."""
        recent = (self.book.today - timedelta(days=60)).isoformat()
        gone = next((one for one in seat.held if len(one.ended) == 10 and one.ended > recent), None)
        if gone is None or not seat.post.is_seat:
            return
        by = self.stakeholders.lead(seat.key)
        self.book.add(
            Task,
            at=self.book.moment(self.book.today.fromisoformat(gone.ended), 10),
            by=by,
            kind=Task.Kind.INDUCT,
            what=f"Recibir a quien sucede a {gone.person} en {seat.post.title}",
            assignee=by,
            due=open_day(self.book.today + timedelta(days=10 + seat.number % 20)),
            post=seat.post,
        )
