"""Files that attack: each refused in a sentence, at once and cheaply."""

import json
import os
import re
import subprocess
import sys

import pytest

from tests.crm import hostile


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """What a fresh process said of every file."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, (make, _words) in hostile.FILES.items():
        (folder / name).write_bytes(make())
    command = [
        sys.executable,
        "-m",
        "tests.crm.reading_hostile",
        *(str(folder / name) for name in hostile.FILES),
    ]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    said = subprocess.run(command, capture_output=True, check=True, env=environment).stdout
    return {os.path.basename(path): answer for path, answer in json.loads(said).items()}


@pytest.mark.parametrize("name", hostile.FILES)
def test_it_is_refused_in_a_sentence_within_a_second_of_work_and_150_mb(answers, name):
    answer = answers[name]

    assert answer["sentence"].startswith(f"«{name}» ")
    assert re.search(hostile.FILES[name][1], answer["sentence"])
    assert answer["sentence"].endswith(".")
    assert answer["seconds"] < 1
    assert answer["megabytes"] < 150
