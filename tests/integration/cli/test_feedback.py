"""Whoever runs Hamgate says what comments are, and takes it back."""

import pytest

from moderation.comment import Comment
from moderation.record import GivenBy
from moderation.services import checking, feedback, sites
from moderation.services.feedback import Voice
from moderation.settings import Settings
from moderation.verdict import Label
from service import build_ports

URL, OTHER = "https://blog.example", "https://other.example"
SPAM = "buy cheap casino pills now and\x1b[2J\x08\r win a cash prize http://win.example"
NO_SUCH_ID = "0" * 32


@pytest.fixture
def ports(ask, artifact, tmp_path):
    for url in (URL, OTHER):
        ask("site", "add", url, "--json")
    settings = Settings(data_dir=str(tmp_path / "var"), model_dir=str(artifact))
    return build_ports(settings)


@pytest.fixture
def site(ports):
    return {each.url: each for each in sites.every(ports=ports)}[URL]


@pytest.fixture
def comment_id(ports, site) -> str:
    rows = checking.judge([Comment(SPAM)], site=site, ports=ports)
    checking.keep(rows, ports=ports)
    return rows[0].id


@pytest.fixture
def doubted(ports, site, comment_id) -> str:
    """What a key called ham, and all else calls spam."""
    voice = Voice("api")
    feedback.give(comment_id, Label.HAM, voice=voice, site=site, ports=ports)
    return comment_id


def said(ports, site, comment_id):
    with ports.unit_of_work(False) as work:
        return work.feedback.of(site.id, comment_id)


def status_of(ports, site, comment_id):
    with ports.unit_of_work(False) as work:
        return work.comments.get(site.id, comment_id).status


@pytest.mark.parametrize(
    "moved", [("ham", "approved"), ("spam", "spam"), ("abuse", "spam")], ids=" ".join
)
def test_a_label_is_given_as_the_owner_and_moves_the_comment(
    run, ports, site, comment_id, moved
):
    label, status = moved

    result = run("feedback", "give", URL, comment_id, label)

    assert result.stdout == f"{comment_id} is {label}\n"
    (kept,) = said(ports, site, comment_id)
    assert (kept.label, kept.given_by, kept.learn) == (label, GivenBy.OWNER, True)
    assert kept.source == "cli"
    assert status_of(ports, site, comment_id) == status


def test_a_label_can_move_the_comment_and_teach_nothing(run, ports, site, comment_id):
    result = run("feedback", "give", URL, comment_id, "ham", "--no-learn")

    assert result.stdout == f"{comment_id} is ham, which teaches nothing\n"
    assert not said(ports, site, comment_id)[0].learn
    assert status_of(ports, site, comment_id) == "approved"


def test_what_was_said_is_taken_back_whoever_said_it(run, ports, site, doubted):
    run("feedback", "give", URL, doubted, "ham")

    result = run("feedback", "take-back", URL, doubted)

    assert result.stdout == f"{doubted} is back where its verdict put it: spam\n"
    assert said(ports, site, doubted) == []
    assert status_of(ports, site, doubted) == "spam"


def test_taking_back_twice_says_the_same(run, doubted):
    first, again = (run("feedback", "take-back", URL, doubted) for _ in range(2))

    assert again.stdout == first.stdout


def test_suspects_are_listed_until_the_owner_agrees(run, ask, doubted):
    listed = run("feedback", "suspects", URL)
    (row,) = ask("feedback", "suspects", URL, "--json")

    assert listed.stdout.startswith(f"{doubted}  spam     now approved buy cheap")
    assert listed.stderr == "1 labels wait for a second that agrees\n"
    assert (row["id"], row["action"], row["status"]) == (doubted, "spam", "approved")
    assert ask("site", "show", URL, "--json")["n_suspects"] == 1

    run("feedback", "give", URL, doubted, "ham")

    assert ask("feedback", "suspects", URL, "--json") == []
    found = ask("site", "show", URL, "--json")
    assert (found["n_labels"], found["n_suspects"]) == (1, 0)


def test_without_suspects_the_list_is_empty(run, ask, comment_id):
    assert ask("feedback", "suspects", URL, "--json") == []
    assert run("feedback", "suspects", URL).stdout == ""


def test_of_another_site_there_are_no_suspects(ask, doubted):
    assert ask("feedback", "suspects", OTHER, "--json") == []


def test_a_strangers_text_cannot_move_the_cursor(run, doubted):
    said = run("feedback", "suspects", URL).stdout

    assert "buy cheap casino" in said
    assert not set(said) & set("\x1b\x08\r")


def test_a_site_shows_what_it_learned_from(run, doubted):
    said = run("site", "show", URL).stdout

    assert said.endswith("learned from 0 labels, 1 suspect\n")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["give", "https://nobody.example", NO_SUCH_ID, "spam"], "no site https://no"),
        (["give", URL, NO_SUCH_ID, "spam"], "no such comment"),
        (["give", URL, "", "spam"], "no such comment"),
        (["take-back", URL, NO_SUCH_ID], "no such comment"),
        (["take-back", "ftp://x", NO_SUCH_ID], "a site's address begins with http"),
        (["suspects", "https://nobody.example"], "no site https://nobody.example"),
    ],
)
def test_what_cannot_be_done_is_one_line(refuse, ports, arguments, why):
    assert refuse("feedback", *arguments).startswith(f"Error: {why}")


@pytest.mark.parametrize(
    "act", [["give", OTHER, "ID", "ham"], ["take-back", OTHER, "ID"]]
)
def test_a_comment_of_another_site_is_not_there(refuse, ports, site, doubted, act):
    arguments = [doubted if each == "ID" else each for each in act]

    assert refuse("feedback", *arguments) == "Error: no such comment"
    assert len(said(ports, site, doubted)) == 1


def test_a_label_that_is_none_is_a_usage_error(run, comment_id):
    assert run("feedback", "give", URL, comment_id, "good").exit_code == 2
