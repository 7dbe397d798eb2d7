"""Let the Wagtail admin run under a policy that forbids inline scripts.

Wagtail 7.4 still starts its date pickers, choosers and inline panels with small inline scripts. Each is one call
with constants for arguments; two screens of translations have one that says always the same. Scripts of exactly these
forms get the nonce of the page; any other stays forbidden,
so a script that somebody smuggles into a page does not run. The editor of pages draws its rich text with inline
styles: there, and nowhere else, those are allowed.
"""

import json
import re

from csp.constants import UNSAFE_INLINE
from django.urls import reverse

EDITOR = re.compile(r"pages/(?:\d+/edit|add/\w+/\w+/\d+)/$")
INLINE = re.compile(r'<script(?: type="text/javascript")?>(.*?)</script>', re.DOTALL)
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
FIXED = [
    # wagtail_localize/admin/edit_translation.html
    re.compile(
        r'if \(typeof window\.chooserUrls === "undefined"\) \{ window\.chooserUrls = '
        r'\{(?: \w+Chooser: "[\w/-]+",)+ \} \}'
    ),
    # wagtail_localize/admin/submit_translation.html
    re.compile(
        re.escape(
            "document.addEventListener('DOMContentLoaded', function() { "
            "var selectAll = document.querySelector('[name=\"select_all\"]'); "
            "var locales = document.querySelectorAll('[name=\"locales\"]'); "
            "selectAll.addEventListener('change', function() { for (var i = 0; i < locales.length; i++) { "
            "locales[i].checked = selectAll.checked; } }); });"
        )
    ),
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
            if EDITOR.search(request.path):
                response._csp_update = {"style-src": [UNSAFE_INLINE]}
        return response


def is_html(response):
    return not response.streaming and response.get("Content-Type", "").startswith("text/html")


def allow(script, request):
    if not is_known(script[1].strip()):
        return script[0]
    return f'<script nonce="{request.csp_nonce}">{script[1]}</script>'


def is_known(script):
    calls = filter(None, (call.fullmatch(script) for call in CALLS))
    in_one_line = " ".join(script.split())
    return any(are_constants(call[1]) for call in calls) or any(one.fullmatch(in_one_line) for one in FIXED)


def are_constants(arguments):
    try:
        json.loads(f"[{arguments}]")
    except ValueError:
        return False
    return True
