"""What has no documentation, or another one than it says, fails here."""

import csv
import importlib.util
import os
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from urllib.parse import unquote

import pytest

from moderation.reasons import SENTENCES
from moderation.settings import PREFIX, Settings
from moderation.web.app import create_app
from tests.fakes import make_world
from training.corpus.build import shared_slots
from training.corpus.invented import INVENTED
from training.corpus.syntax import FIELDS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"

NOT_OURS = {"node_modules", "build", "dist", "var"}
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}

HEADING = re.compile(r"^#{1,6} +(.+?)\s*$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^()\s]+)\)")
VARIABLE = re.compile(r"<[^>]*>|\{[^}]*\}")
# The dialect has each call under two versions, and under a key in front of them.
DIALECT = re.compile(r"^(?:/\{\})?/1\.[12]/")


def generator():
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pages() -> Iterator[Path]:
    for folder, inner, names in os.walk(ROOT):
        inner[:] = [n for n in inner if n not in NOT_OURS and not n.startswith(".")]
        yield from (Path(folder) / name for name in names if name.endswith(".md"))


def headings(page: Path) -> list[str]:
    return HEADING.findall(FENCE.sub("", page.read_text(encoding="utf-8")))


def code_headings(page: Path) -> list[str]:
    found = (re.fullmatch(r"`(.+)`", heading) for heading in headings(page))
    return [each[1] for each in found if each]


def shape(path: str) -> str:
    """Write a route in one way, whatever its parts are called."""
    return DIALECT.sub("/1.1/", VARIABLE.sub("{}", path))


def methods_of(path: str, allowed: set[str]) -> set[str]:
    """Name the methods that need a heading; the dialect says "or GET" below it."""
    if path.startswith("/1.1/") and "POST" in allowed:
        return {"POST"}
    return allowed & METHODS


def routes() -> set[str]:
    rules = create_app(make_world().ports).url_map.iter_rules()
    return {
        f"{method} {shape(rule.rule)}"
        for rule in rules
        for method in methods_of(shape(rule.rule), rule.methods)
        if rule.endpoint != "static"
    }


def documented_routes() -> set[str]:
    lines = code_headings(DOCS / "http-api.md") + code_headings(DOCS / "akismet.md")
    pairs = (line.split(" ") for line in lines if line.split(" ")[0] in METHODS)
    return {f"{method} {shape(path)}" for method, path in pairs}


def anchors(page: Path) -> set[str]:
    """Name the headings of a page as a forge does."""
    plain = (re.sub(r"[^\w\- ]", "", each.lower()) for each in headings(page))
    return {each.replace(" ", "-") for each in plain}


def broken(page: Path) -> Iterator[str]:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    for link in LINK.findall(text):
        target, _, anchor = unquote(link).partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        found = page.parent / target if target else page
        if not found.exists() or (anchor and anchor not in anchors(found)):
            yield link


def families() -> list[Path]:
    data = ROOT / "data"
    tables = [*data.glob("footers/*.csv"), *data.glob("articles/*.csv")]
    return sorted([*data.glob("comments/*/*.txt"), *tables])


def tables() -> list[Path]:
    return [path for path in families() if path.suffix == ".csv"]


def rows_of(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("page", ["cli.md", "settings.md"])
def test_a_generated_page_is_what_the_generator_makes(page):
    made = generator().PAGES[page]()

    assert (DOCS / page).read_text(encoding="utf-8") == made, "run docs/generate.py"


def test_every_route_has_a_heading():
    assert routes() - documented_routes() == set()


def test_every_heading_of_a_route_has_its_route():
    assert documented_routes() - routes() == set()


def test_every_command_has_a_heading():
    commands = {context.command_path for context in generator().commands()}

    assert set(code_headings(DOCS / "cli.md")) == commands


def test_every_setting_has_a_heading():
    variables = {PREFIX + row.name.upper() for row in fields(Settings)}

    assert set(code_headings(DOCS / "settings.md")) == variables


def test_every_reason_has_a_heading():
    assert sorted(code_headings(DOCS / "reasons.md")) == sorted(SENTENCES)


@pytest.mark.parametrize(
    "page", sorted(pages()), ids=lambda p: str(p.relative_to(ROOT))
)
def test_every_relative_link_leads_somewhere(page):
    assert list(broken(page)) == []


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "data/README.md"])
def test_every_make_command_has_a_target(page):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([\w-]+):(?!=)", makefile, re.MULTILINE))

    code = "\n".join(CODE.findall(read(page)))
    named = re.findall(r"\bmake ([a-z][\w-]*)", code)

    assert named
    assert set(named) <= targets


@pytest.mark.parametrize("folder", sorted({path.parent for path in families()}))
def test_every_data_family_is_named(folder):
    page = read("data/README.md")
    names = [path.stem for path in families() if path.parent == folder]

    assert [name for name in names if f"`{name}`" not in page] == []


@pytest.mark.parametrize("family", tables(), ids=lambda path: path.stem)
def test_a_table_of_texts_has_the_columns_that_are_described(family):
    assert f"`{','.join(rows_of(family)[0])}`" in read("data/README.md")


def test_every_slot_of_a_family_that_is_always_there_is_described():
    named = set(re.findall(r"`([a-z_]+)`", read("data/comments/README.md")))

    assert {*INVENTED, *(name for _, name in shared_slots())} - named == set()


def test_every_field_of_a_text_is_described():
    page = read("data/comments/README.md")

    assert [name for name in FIELDS if f"{name}:`" not in page] == []


def test_every_list_and_source_is_described():
    page = read("data/README.md")
    lists = {path.name for path in (ROOT / "data" / "lists").iterdir()}
    sources = {row["source"] for row in rows_of(ROOT / "data" / "sources.csv")}

    assert [name for name in lists | sources if f"| `{name}` |" not in page] == []


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")
