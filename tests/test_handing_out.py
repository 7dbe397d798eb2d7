"""How tests are handed out to workers (conftest.py)."""

from types import SimpleNamespace

from tests import conftest

SHARED = "tests/cms/test_whole_site.py"


def test_tests_that_share_something_large_go_to_one_worker(pytestconfig):
    scheduler = SimpleNamespace(config=pytestconfig)

    def unit(nodeid):
        return conftest.OneByOne._split_scope(scheduler, nodeid)

    assert unit(f"{SHARED}::one") == unit(f"{SHARED}::two[x]")
    assert unit("tests/test_handing_out.py::one") != unit("tests/test_handing_out.py::two")
