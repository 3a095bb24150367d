import json
import re

import pytest

URL = "https://blog.example"


def promise(**changed):
    return {"blocked": 0.001, "held": 0.05, "stated": False} | changed


@pytest.fixture
def added(ask):
    return ask("site", "add", URL, "--json")


def test_a_new_site_prints_its_key_once(run):
    result = run("site", "add", "Blog.Example/")

    url, key, _ = result.stdout.splitlines()
    assert url == URL
    assert re.fullmatch("key [0-9a-f]{12}", key)
    assert key.split()[1] not in run("site", "list").stdout


def test_sites_are_listed_with_their_settings(run, ask, added):
    assert ask("site", "list", "--json") == [
        {
            "url": URL,
            "hold_answer": "false",
            "discard": False,
            "footer_action": "spam",
            "mode": "enforce",
            "promise": promise(),
            "thresholds": None,
        }
    ]
    assert run("site", "list").stdout == (
        f"{URL}  hold answers false, discard off, footer action spam, "
        "thresholds by its promise\n"
    )


def test_without_sites_the_list_is_empty(run, ask):
    assert ask("site", "list", "--json") == []
    assert run("site", "list").stdout == ""


def test_a_new_key_takes_the_place_of_the_old_one(ask, added):
    rotated = ask("site", "rotate-key", URL, "--json")

    assert rotated["url"] == URL
    assert rotated["key"] != added["key"]


@pytest.mark.parametrize(
    ("options", "changed"),
    [
        (["--hold-answer", "review"], {"hold_answer": "review"}),
        (["--discard"], {"discard": True}),
        (["--discard", "--no-discard"], {"discard": False}),
        (["--footer-action", "hold"], {"footer_action": "hold"}),
        (["--mode", "shadow"], {"mode": "shadow"}),
        (["--mode", "shadow", "--mode", "enforce"], {"mode": "enforce"}),
        (["--blocked", ".002"], {"promise": promise(blocked=0.002, stated=True)}),
        (["--held", "0.1"], {"promise": promise(held=0.1, stated=True)}),
        (["--promise"], {"promise": promise(stated=True)}),
        (["--no-promise"], {}),
        (["--held", "0.1", "--no-promise"], {"promise": promise(held=0.1)}),
        ([], {}),
    ],
)
def test_settings_are_changed_one_by_one(ask, added, options, changed):
    before = ask("site", "list", "--json")[0]

    assert ask("site", "set", URL, *options) == before | changed
    assert ask("site", "list", "--json") == [before | changed]


def test_footers_that_were_held_can_be_spam_again(run, ask, added):
    ask("site", "set", URL, "--footer-action", "hold")
    assert ", footer action hold, " in run("site", "list").stdout

    assert ask("site", "set", URL, "--footer-action", "spam")["footer_action"] == "spam"


def test_a_site_in_shadow_is_listed_as_such(run, ask, added):
    ask("site", "set", URL, "--mode", "shadow")

    assert run("site", "list").stdout.startswith(f"{URL}  in shadow, hold answers")


def test_thresholds_begin_from_those_of_the_model(ask, added, artifact):
    of_model = json.loads((artifact / "manifest.json").read_text())["thresholds"]

    found = ask(
        "site", "set", URL, "--threshold", "spam=0.95", "--threshold", "hold=.4"
    )

    assert found["thresholds"] == of_model | {"spam": 0.95, "hold": 0.4}


def test_a_second_change_of_thresholds_begins_from_the_first(ask, added):
    ask("site", "set", URL, "--threshold", "hold=0.4")

    found = ask("site", "set", URL, "--threshold", "spam=0.95", "--discard")

    assert (found["thresholds"]["hold"], found["thresholds"]["spam"]) == (0.4, 0.95)


def test_a_threshold_without_a_score_goes_back_to_the_promise(ask, added):
    ask("site", "set", URL, "--threshold", "hold=0.4")

    assert ask("site", "set", URL, "--threshold", "hold=")["thresholds"] is None


@pytest.mark.parametrize("threshold", ["other=0.5", "hold=high", "0.5", "=0.5"])
def test_a_threshold_that_cannot_be_read_is_a_usage_error(run, added, threshold):
    result = run("site", "set", URL, "--threshold", threshold)

    assert result.exit_code == 2
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "threshold", ["hold=0.99", "hold=-1", "discard=1.1", "abuse=nan"]
)
def test_thresholds_that_do_not_rise_change_nothing(refuse, ask, added, threshold):
    line = refuse("site", "set", URL, "--threshold", threshold)

    assert line.startswith("Error: thresholds must")
    assert ask("site", "list", "--json")[0]["thresholds"] is None


def test_the_two_shares_of_a_promise_are_changed_one_by_one(ask, added):
    ask("site", "set", URL, "--blocked", "0.01")

    found = ask("site", "set", URL, "--held", "0.2")

    assert found["promise"] == promise(blocked=0.01, held=0.2, stated=True)


@pytest.mark.parametrize(
    "options", [["--blocked", "0.1"], ["--held", "0.6"], ["--blocked", "nan"]]
)
def test_shares_that_do_not_rise_change_nothing(refuse, ask, added, options):
    line = refuse("site", "set", URL, *options)

    assert line.startswith("Error: promised shares must rise")
    assert ask("site", "list", "--json")[0]["promise"]["held"] == 0.05


def test_a_new_site_shows_how_many_labels_its_promise_takes(run, ask, added):
    found = ask("site", "show", URL, "--json")

    assert found["url"] == URL
    assert not found["chosen"]
    assert (found["blocked"]["promise"], found["blocked"]["n_more"]) == (0.001, 2995)
    assert (found["held"]["promise"], found["held"]["n_more"]) == (0.05, 59)
    said = run("site", "show", URL).stdout
    assert "0 labelled as ham, 2,995 more labels to go by the site alone" in said
    assert "  chosen as the model and its labels have it\n" in said


def test_thresholds_chosen_by_hand_are_shown_before_the_promise(run, ask, added):
    ask("site", "set", URL, "--threshold", "spam=0.95", "--threshold", "hold=.4")

    found = ask("site", "show", URL, "--json")

    assert found["chosen"]
    assert (found["thresholds"]["hold"], found["thresholds"]["spam"]) == (0.4, 0.95)
    said = run("site", "show", URL).stdout
    assert "thresholds hold 0.4, spam 0.95, " in said
    assert "  chosen by hand\n" in said


def test_a_promise_of_nothing_is_shown_by_no_number_of_labels(run, ask, added):
    ask("site", "set", URL, "--blocked", "0")

    assert ask("site", "show", URL, "--json")["blocked"]["n_more"] is None
    assert ask("site", "show", URL, "--json")["thresholds"]["spam"] == 1
    assert "no number of labels" in run("site", "show", URL).stdout


def test_a_site_is_removed_when_it_is_confirmed(run, ask, added):
    result = run("site", "remove", URL, input="y\n")

    assert result.stdout.endswith(f"removed {URL}\n")
    assert ask("site", "list", "--json") == []


@pytest.mark.parametrize("said", ["n\n", "", "\n"])
def test_a_site_stays_when_it_is_not_confirmed(run, ask, added, said):
    result = run("site", "remove", URL, input=said)

    assert result.exit_code == 1
    assert len(ask("site", "list", "--json")) == 1


def test_the_store_lies_in_the_data_folder(added, tmp_path):
    assert (tmp_path / "var" / "hamgate.sqlite3").is_file()


def test_no_key_lies_in_the_data_folder(added, tmp_path):
    files = [path for path in (tmp_path / "var").rglob("*") if path.is_file()]

    assert files
    assert not any(added["key"].encode() in path.read_bytes() for path in files)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["add", URL + "/"], "a site with this address is there already"),
        (["add", "ftp://blog.example"], "a site's address begins with http"),
        (["add", "http://["], "not an address"),
        (["rotate-key", "https://nobody.example"], "no site https://nobody.example"),
        (["set", "https://nobody.example"], "no site https://nobody.example"),
        (["show", "https://nobody.example"], "no site https://nobody.example"),
        (["remove", "https://nobody.example", "--yes"], "no site https://nobody"),
    ],
)
def test_what_cannot_be_done_is_one_line(refuse, added, arguments, why):
    assert refuse("site", *arguments).startswith(f"Error: {why}")
