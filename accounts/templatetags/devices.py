from django import template
from django.utils.translation import gettext as _

register = template.Library()

# The first that fits: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
MACHINES = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "CrOS": "Chromebook",
    "Linux": "Linux",
}


@register.filter
def device(user_agent):
    """A browser's long name for itself, in words that its owner recognises."""
    browser = first(BROWSERS, user_agent)
    machine = first(MACHINES, user_agent)
    if browser and machine:
        return _("%(browser)s en %(machine)s") % {"browser": browser, "machine": machine}
    return browser or machine or _("Un navegador desconocido")


def first(names, user_agent):
    return next((name for mark, name in names.items() if mark in user_agent), "")
