"""Texts that staff write in Spanish, and may put into English beside it."""

from django.utils.translation import get_language


def in_language(spanish, english):
    """(text, its language): English where that is active and somebody wrote it."""
    return (english, "en") if english and get_language() == "en" else (spanish, "es")
