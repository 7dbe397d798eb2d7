"""Answers of the real Congress, kept beside the repository and never in it."""

from pathlib import Path

import pytest

CONGRESS = Path(__file__).resolve().parents[2] / "shared" / "data" / "congress"

needs_stored_answers = pytest.mark.skipif(
    not CONGRESS.is_dir(),
    reason="the stored answers of Congress are not beside the repository (../shared/data/congress)",
)
