"""The example that a newcomer sees first, asked of the running service."""

import json
import re

import httpx
import pytest

from tests.end_to_end.conftest import ROOT


@pytest.fixture(scope="module")
def page():
    return (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def answer(hamgate, page):
    request = json.loads(re.search(r"-d '(\{.*?\})'", page, re.DOTALL)[1])
    key = hamgate.add_site("https://untaught.example")
    headers = {"Authorization": f"Bearer {key}"}
    found = httpx.post(f"{hamgate.url}/v1/comments", json=request, headers=headers)
    return found.raise_for_status().json()


@pytest.fixture(scope="module")
def printed(page):
    block = re.search(r"^```json\n(.*?)^```", page, re.DOTALL | re.MULTILINE)[1]
    return json.loads(re.sub(r",\s*…", "", block))


def test_the_example_of_the_readme_has_the_verdict_it_prints(answer, printed):
    same = ("label", "action", "scores", "model", "stored", "external_id")

    assert {name: answer[name] for name in same} == {
        name: printed[name] for name in same
    }
    assert answer.keys() == printed.keys()


def test_the_example_of_the_readme_has_the_reasons_it_prints(answer, printed):
    assert len(printed["reasons"]) >= 3
    for found, shown in zip(answer["reasons"], printed["reasons"], strict=False):
        n_shown = len(shown["spans"])
        assert found | {"spans": found["spans"][:n_shown]} == shown
