"""What reading costs without us: python -m bench.reference bare|spider|started SERVICE

bare:    the standard library downloads the same answers and parses their JSON.
spider:  our spider downloads and parses the whole period, and nothing is imported.
started: the same in a process that has started Django, as every command of the product has."""

import json
import os
import sys
from urllib.request import Request, urlopen

PERIOD = {"perParId": 2021, "codTipoParl": "C", "pageSize": 1000}


def bare(service):
    rows, total = 0, 1
    while rows < total:
        request = Request(
            f"{service}/proyecto-ley/lista-con-filtro",
            data=json.dumps(PERIOD | {"rowStart": rows}).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urlopen(request) as response:
            data = json.load(response)["data"]
        rows, total = rows + len(data["proyectos"]), data["rowsTotal"]
    return rows


def spider(service):
    from scrapers.crawl import crawl
    from scrapers.items import BillItem
    from scrapers.spiders.spley import Spley

    reading = crawl(Spley, service=service, period=2021, chamber="C")
    if reading.problem:
        raise SystemExit(str(reading.problem))
    return sum(isinstance(item, BillItem) for item in reading.items)


def started(service):
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    return spider(service)


if __name__ == "__main__":
    print({"bare": bare, "spider": spider, "started": started}[sys.argv[1]](sys.argv[2]))
