"""Whoever reads the log must not come to read somebody's calendar, or to confirm, leave or sign in in her name. No models here: logging begins before them."""

import logging
import re

PRIVATE = re.compile(
    r"(?<=/calendario/)[^/\s]+(?=\.ics)"
    r"|(?:(?<=/suscribirse/confirmar/)|(?<=/seguimiento/dejar/)|(?<=/password/reset/key/))[^/\s]+"
)


class HidePrivateAddresses(logging.Filter):
    def filter(self, record):
        text = record.getMessage()
        if PRIVATE.search(text):
            record.msg, record.args = PRIVATE.sub("…", text), ()
        return True
