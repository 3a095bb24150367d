import pytest

from moderation.comment import Author, Comment
from moderation.services import checking, joining, sites
from moderation.settings import read_settings
from service import build_ports

URL = "https://blog.example"
SPAM = "Earn five hundred dollars every day\x1b[2J\x08\r at home, write to a@b.example"
NO_SUCH_ID = "0" * 32


@pytest.fixture
def kept(ask, tmp_path, artifact, monkeypatch) -> list[str]:
    """A campaign of two comments on the site at URL; their ids."""
    ask("site", "add", URL, "--json")
    monkeypatch.setenv("HAMGATE_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("HAMGATE_MODEL_DIR", str(artifact))
    ports = build_ports(read_settings())
    (site,) = sites.every(ports=ports)
    comments = [Comment(SPAM, Author(name)) for name in ("Ann", "Bob")]
    rows = checking.judge(comments, site=site, ports=ports)
    with ports.unit_of_work(True) as work:
        work.comments.add(rows)
        joining.join(joining.signed_rows(rows), work=work, ports=ports)
        work.commit()
    return [row.id for row in rows]


@pytest.fixture
def campaign_id(ask, kept) -> str:
    return ask("campaigns", "list", URL, "--json")[0]["id"]


def test_campaigns_are_listed(run, ask, kept, campaign_id):
    (row,) = ask("campaigns", "list", URL, "--json")

    assert (row["n_here"], row["n_elsewhere"], row["n_authors"]) == (2, 0, 2)
    assert row["contacts"] == [{"value": "a@b.example", "n": 2}]
    assert set(row["comment_ids"]) == set(kept)
    (line,) = run("campaigns", "list", URL).stdout.splitlines()
    assert line.startswith(f"{campaign_id}  2 here, 0 elsewhere, 2 authors, 2")
    assert "unmarked: Earn five hundred" in line


def test_the_list_goes_on_below_a_campaign(ask, campaign_id):
    assert ask("campaigns", "list", URL, "--before", campaign_id, "--json") == []


def test_a_campaign_is_shown_with_what_it_shares(run, ask, campaign_id):
    assert ask("campaigns", "show", URL, campaign_id, "--json")["id"] == campaign_id
    assert "\n  2 x a@b.example\n" in run("campaigns", "show", URL, campaign_id).stdout


@pytest.mark.parametrize("command", [["list", URL], ["show", URL, "ID"]])
def test_a_strangers_text_cannot_move_the_cursor(run, campaign_id, command):
    arguments = [campaign_id if each == "ID" else each for each in command]

    said = run("campaigns", *arguments).stdout

    assert "Earn five hundred" in said
    assert not set(said) & set("\x1b\x08\r")


def test_marking_says_which_comments_moved(run, ask, kept, campaign_id):
    said = run("campaigns", "mark", URL, campaign_id, "footer").stdout

    first, *moved = said.splitlines()
    assert first.startswith("2 marked footer, ")
    assert len(moved) == int(first.split()[3])
    again = ask("campaigns", "mark", URL, campaign_id, "footer", "--json")
    assert (again["n_marked"], again["n_turned"], again["turned"]) == (2, 0, [])
    (row,) = ask("campaigns", "list", URL, "--json")
    assert row["labels"] == {"footer": 2}


def test_another_label_moves_all_of_them(ask, kept, campaign_id):
    ask("campaigns", "mark", URL, campaign_id, "spam", "--json")

    done = ask("campaigns", "mark", URL, campaign_id, "ham", "--no-learn", "--json")

    assert {each["comment_id"] for each in done["turned"]} == set(kept)
    assert {each["status"] for each in done["turned"]} == {"approved"}


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["list", "https://nobody.example"], "no site https://nobody.example"),
        (["show", URL, NO_SUCH_ID], "no such campaign"),
        (["mark", URL, NO_SUCH_ID, "spam"], "no such campaign"),
    ],
)
def test_what_is_not_there_is_one_line(refuse, kept, arguments, why):
    assert refuse("campaigns", *arguments) == f"Error: {why}"


def test_a_label_that_is_none_is_a_usage_error(run, campaign_id):
    assert run("campaigns", "mark", URL, campaign_id, "good").exit_code == 2
