"""How many queries each address takes, beside what all pages show alike: python -m bench.site_ask ADDRESS…"""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
SURROUNDED = "/leer-con-seguridad/"


def main(addresses):
    import django

    django.setup()
    from django.core.cache import caches
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from cms.addresses import path_of_home

    client, counts = Client(headers={"host": "localhost"}), {}
    for address in addresses:
        client.get(address)  # what a process asks once
        caches["pages"].clear()
        client.get(SURROUNDED)
        path_of_home()
        with CaptureQueriesContext(connection) as queries:
            status = client.get(address).status_code
        if status != 200:
            raise SystemExit(f"{address} answers {status}")
        counts[address] = len(queries)
    print(json.dumps(counts))


if __name__ == "__main__":
    main(sys.argv[1:])
