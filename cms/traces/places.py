"""Where a file lay on somebody's machine. Such a place mostly has their name in it."""

import re

PLACE = re.compile(
    rb"""
    \b file:
    | (?<!\w) [a-z]:[\\/] (?!/)        # C:\Users, and C:/ but no http://
    | \\\\ [\w.$-]+ \\                 # \\machine\folder, and what of a place was cut in two
    | (?<![\w.:/-]) /(?:users|home)/   # no folder of a site
    """,
    re.IGNORECASE | re.VERBOSE,
)
OPEN = rb"(?i:https?:|mailto:|tel:|\#)"  # what may be linked to: everybody's, and places in the same file
