"""Let the Wagtail admin run under a policy that forbids inline scripts.

Wagtail 7.4 still starts its date pickers, choosers and inline panels with small inline scripts. Each is one call
with constants for arguments. Scripts of exactly these forms get the nonce of the page; any other stays forbidden,
so a script that somebody smuggles into a page does not run.
"""

import json
import re

from django.urls import reverse

INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
CALLS = [
    re.compile(call, re.DOTALL)
    for call in (
        # wagtailadmin/widgets/{date,datetime,time}_input.html
        r"init(?:Date|DateTime|Time)Chooser\((.*)\);",
        # wagtail.admin.widgets.chooser.BaseChooser.render_js_init
        r"new \w*Chooser\((.*)\);",
        # wagtailadmin/panels/{inline_panel,multiple_chooser_panel}.html
        r"\(function\(\) \{\s*var panel = new (?:Inline|MultipleChooser)Panel\(JSON\.parse\((.*)\)\);\s*\}\)\(\);",
    )
]


class AdminScriptsMiddleware:
    """It stands after CSPMiddleware, whose header it fills."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith(reverse("wagtailadmin_home")) and is_html(response):
            html = response.content.decode(response.charset)
            response.content = INLINE.sub(lambda script: allow(script, request), html)
        return response


def is_html(response):
    return not response.streaming and response.get("Content-Type", "").startswith("text/html")


def allow(script, request):
    if not is_known(script[1].strip()):
        return script[0]
    return f'<script nonce="{request.csp_nonce}">{script[1]}</script>'


def is_known(script):
    calls = filter(None, (call.fullmatch(script) for call in CALLS))
    return any(are_constants(call[1]) for call in calls)


def are_constants(arguments):
    try:
        json.loads(f"[{arguments}]")
    except ValueError:
        return False
    return True
