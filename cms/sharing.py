"""Ready words to share, in three tones. Links only: nothing is asked of those whose networks they lead to."""

from typing import NamedTuple
from urllib.parse import quote

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

LONGEST = 500  # characters, without the address that follows

TONES = {
    "ally": _("Para amigas y aliadas"),
    "authority": _("Para autoridades"),
    "press": _("Para la prensa"),
}


class SharingBlock(blocks.StreamBlock):
    """At most one text for each tone; of what is not written, the title and the summary make one."""

    ally = blocks.TextBlock(label=TONES["ally"], icon="group", rows=4, max_length=LONGEST)
    authority = blocks.TextBlock(label=TONES["authority"], icon="user", rows=4, max_length=LONGEST)
    press = blocks.TextBlock(label=TONES["press"], icon="openquote", rows=4, max_length=LONGEST)

    class Meta:
        block_counts = {tone: {"max_num": 1} for tone in TONES}
        required = False


class Ready(NamedTuple):
    id: str
    name: str
    text: str
    whatsapp: str
    telegram: str


def ready(text, address, tone="", name=""):
    whole = f"{text} {address}"
    return Ready(
        f"compartir-{tone}",
        name,
        whole,
        f"https://wa.me/?text={quote(whole, safe='')}",
        f"https://t.me/share/url?url={quote(address, safe='')}&text={quote(text, safe='')}",
    )


def ready_texts(page, address):
    """What the editor wrote, tone by tone; where she wrote nothing, one for all."""
    written = {block.block_type: " ".join(block.value.split()) for block in getattr(page, "sharing", ())}
    texts = [ready(written[tone], address, tone, name) for tone, name in TONES.items() if written.get(tone)]
    if texts:
        return texts
    title = page.title.strip().rstrip(".")
    return [ready(Truncator(f"{title}. {' '.join(page.summary.split())}").chars(LONGEST), address)]
