"""What reading costs without us: python -m bench.reference spider|bare SERVICE

spider: our spider downloads and parses the whole period, and nothing is imported.
bare:   the standard library downloads the same answers and parses their JSON."""

import json
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


if __name__ == "__main__":
    print({"bare": bare, "spider": spider}[sys.argv[1]](sys.argv[2]))
