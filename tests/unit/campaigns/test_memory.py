import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.campaigns.likeness import sign
from moderation.campaigns.memory import Memory, remembered
from moderation.comment import Author, Comment
from moderation.verdict import Label

OFFER = "Earn five hundred dollars every day from home, write to us on the messenger"
NEARLY = "Earn five hundred dollars every day from home, write to us on the messenger!!"
LONGER = f"{OFFER} and tell all your friends about it as soon as you have the money"
SHORT = "very nice post"
WRITER = Author("Ann", "ann@a.example", "https://ann.example", "192.0.2.1")


def signed(text):
    return sign([text])[0]


def memory(*said):
    """Remember pairs of a comment, or text, and a label under the ids "0", "1"..."""
    made = Memory()
    for n, (what, label, *only_exact) in enumerate(said):
        put(made, str(n), what, label, *only_exact)
    return made


def put(made, comment_id, what, label, only_exact=False):
    comment = Comment(what) if isinstance(what, str) else what
    here = signed(comment.text)
    made.put(remembered(comment, comment_id, label, here, only_exact=only_exact))


def find(made, what):
    """Name the label that is found; "" if nothing binds."""
    comment = Comment(what) if isinstance(what, str) else what
    found = made.find(comment, signed(comment.text))
    return "" if found is None else found.code.removeprefix("moderated-")


@pytest.mark.parametrize(
    ("label", "code", "sign_of_weight"),
    [
        (Label.HAM, "moderated-ham", -1),
        (Label.SPAM, "moderated-spam", 1),
        (Label.FOOTER, "moderated-spam", 1),
        (Label.ABUSE, "moderated-abuse", 1),
    ],
)
def test_the_same_text_gets_what_was_said_of_it(label, code, sign_of_weight):
    found = memory((OFFER, label)).find(Comment(OFFER), signed(OFFER))

    assert found.code == code
    assert found.weight * sign_of_weight > 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (OFFER, "spam"),
        (OFFER.upper(), "spam"),
        (f"  {OFFER.replace(' ', '   ')}\n", "spam"),
        (NEARLY, "spam"),
        (OFFER.replace("o", "0"), "spam"),
        (LONGER, ""),
        (OFFER[:40], ""),
        ("Thank you, I have baked this bread for years", ""),
        ("", ""),
    ],
)
def test_near_duplicates_are_the_same_and_half_of_a_text_is_not(text, code):
    assert find(memory((OFFER, Label.SPAM)), text) == code


def test_a_text_too_short_to_be_signed_is_known_again_as_it_is():
    made = memory(("ok", Label.SPAM))

    assert signed("ok") is None
    assert find(made, " OK ") == "spam"
    assert find(made, "ok!") == ""


def test_what_nobody_spoke_of_is_not_found():
    assert find(Memory(), OFFER) == ""


@pytest.mark.parametrize(
    "new",
    [
        f"{OFFER} http://new.example",
        f"{OFFER} @new_account",
        f"{OFFER} new@new.example",
        Comment(OFFER, Author("Eve", url="https://new.example")),
    ],
    ids=["link", "account", "mail", "author"],
)
def test_good_words_do_not_vouch_for_an_address_that_was_not_among_them(new):
    assert find(memory((OFFER, Label.HAM)), new) == ""


@pytest.mark.parametrize(
    "again",
    [
        Comment(f"{OFFER} http://old.example/other", WRITER),
        f"{OFFER} http://old.example",
    ],
    ids=["all of them", "some of them"],
)
def test_good_words_vouch_for_the_addresses_that_were_among_them(again):
    first = Comment(f"{OFFER} http://old.example/page", WRITER)

    assert find(memory((first, Label.HAM)), again) == "ham"


@pytest.mark.parametrize(
    ("again", "code"),
    [
        (SHORT, ""),
        (Comment(SHORT, Author("Bob", "bob@b.example")), ""),
        (Comment(SHORT, Author("ann")), "spam"),
        (Comment(SHORT, Author("Bob", "Ann@A.example")), "spam"),
        (Comment(SHORT, Author("Bob", ip="192.0.2.1")), "spam"),
        (Comment(SHORT, Author("Bob", url="http://www.bad.example/x")), "spam"),
    ],
    ids=["nobody", "another", "name", "mail", "ip", "url"],
)
def test_a_bad_address_does_not_condemn_the_few_words_beside_it(again, code):
    author = Author("Ann", "ann@a.example", "https://www.bad.example", "192.0.2.1")
    made = memory((Comment(SHORT, author), Label.SPAM))

    assert find(made, again) == code


def test_few_words_that_stood_alone_are_condemned_for_themselves():
    assert find(memory((SHORT, Label.SPAM)), SHORT) == "spam"


@pytest.mark.parametrize(("length", "code"), [(39, ""), (40, "spam")])
def test_from_forty_characters_on_words_are_condemned_whoever_says_them(length, code):
    text = (OFFER + OFFER)[: length - 1] + "x"
    bad = Comment(text, Author("Ann", url="https://bad.example"))

    assert find(memory((bad, Label.SPAM)), text) == code


@pytest.mark.parametrize("label", [Label.SPAM, Label.HAM, Label.ABUSE])
def test_a_suspect_label_binds_the_very_same_text_alone(label):
    made = memory((OFFER, label, True))

    assert find(made, OFFER) == label.value
    assert find(made, f" {OFFER.upper()}") == label.value
    assert find(made, NEARLY) == ""


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ([(OFFER, Label.HAM), (NEARLY, Label.SPAM)], "ham"),
        ([(NEARLY, Label.SPAM), (OFFER, Label.HAM)], "ham"),
        ([(OFFER, Label.SPAM), (OFFER, Label.HAM)], "ham"),
        ([(OFFER, Label.HAM), (OFFER, Label.SPAM)], "spam"),
    ],
    ids=["likest first", "likest last", "newest ham", "newest spam"],
)
def test_of_labels_that_contradict_the_likest_text_counts_then_the_newest(said, code):
    assert find(memory(*said), OFFER) == code


def test_a_label_that_does_not_bind_leaves_the_word_to_the_next():
    linked = f"{OFFER} http://new.example"
    made = memory((linked, Label.SPAM), (OFFER, Label.HAM))

    assert find(made, OFFER) == "ham"
    assert find(made, linked) == "spam"


def test_what_is_put_again_counts_in_the_place_of_the_first():
    made = memory((OFFER, Label.SPAM))

    put(made, "0", OFFER, Label.HAM, only_exact=True)

    assert find(made, OFFER) == "ham"
    assert (made.ids(), made.state("0")) == ({"0"}, (Label.HAM, True))
    put(made, "0", SHORT, Label.HAM)
    made.forget("0")
    assert vars(made) == vars(Memory())


def test_the_state_tells_what_is_remembered_and_none_of_others():
    made = memory((OFFER, Label.SPAM))

    assert made.state("0") == (Label.SPAM, False)
    assert made.state("1") is None


def test_what_is_forgotten_leaves_nothing_and_the_others_stay():
    made = memory((OFFER, Label.SPAM), (OFFER, Label.HAM), (SHORT, Label.SPAM))

    made.forget("1")
    made.forget("unknown")

    assert find(made, OFFER) == "spam"
    made.forget("0")
    assert find(made, OFFER) == find(made, NEARLY) == ""
    assert made.ids() == {"2"}
    made.forget("2")
    assert vars(made) == vars(Memory())


_steps = st.tuples(
    st.integers(0, 4),
    st.sampled_from([OFFER, NEARLY, LONGER, SHORT, ""]),
    st.sampled_from([*Label, None]),
    st.booleans(),
)


@given(st.lists(_steps, max_size=12))
def test_after_any_history_it_is_as_if_only_what_stands_was_ever_put(steps):
    lived, last = Memory(), {}
    for n, text, label, only_exact in steps:
        last.pop(n, None)
        lived.forget(str(n))
        if label is not None:
            last[n] = (text, label, only_exact)
            put(lived, str(n), *last[n])

    fresh = Memory()
    for n, what in sorted(last.items()):
        put(fresh, str(n), *what)
    for text in (OFFER, NEARLY, LONGER, SHORT, ""):
        assert find(lived, text) == find(fresh, text)
    assert {each: lived.state(each) for each in lived.ids()} == {
        each: fresh.state(each) for each in fresh.ids()
    }


def test_a_look_while_another_thread_forgets_finds_what_is_left():
    made, failed, stop = memory((OFFER, Label.SPAM)), [], threading.Event()

    def look():
        here = signed(OFFER)
        while not stop.is_set():
            try:
                assert made.find(Comment(OFFER), here) is not None
            except Exception as error:
                failed.append(error)
                return

    thread = threading.Thread(target=look)
    thread.start()
    here = signed(OFFER)
    for n in range(3_000):
        made.put(remembered(Comment(OFFER), f"x{n}", Label.SPAM, here))
        made.forget(f"x{n}")
    stop.set()
    thread.join()

    assert failed == []
