"""Lima time, and the forms in which the service writes it."""

from datetime import timedelta, timezone

LIMA = timezone(timedelta(hours=-5))  # no daylight saving; a fixed offset needs no time zone database


def stamp(moment, period):
    """Milliseconds and offset: "-05:00" since 2026, "-0500" in what was written before."""
    text = moment.astimezone(LIMA).isoformat(timespec="milliseconds")
    return text if period >= 2026 else text.removesuffix("-05:00") + "-0500"


def midnight(day, period):
    return f"{day}T00:00:00.000" + ("-05:00" if period >= 2026 else "-0500")


def annual_period(day):
    """The year in which the annual period of that day began: periods run from 27 July to 26 July."""
    return day.year if (day.month, day.day) >= (7, 27) else day.year - 1
