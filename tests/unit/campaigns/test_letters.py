import pytest

from moderation.campaigns.letters import letters_of


def read(text: str) -> str | None:
    (letters,) = letters_of([text])
    return None if letters is None else "".join(map(chr, letters))


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Buy my cheap pills", "buymycheapils"),
        ("Buy my CHEAAAAP pills!!!", "buymycheapils"),
        ("b u y  m y  c h e a p  p i l l s", "buymycheapils"),
        ("8uy my ch34p p1ll5", "buymycheapils"),
        ("Buy m\u200by ch&#101;ap p<b></b>ills", "buymycheapils"),
        ("Buy 100 cheap pills in 2026", "buycheapilsin"),
        ("Купи мои таблетки", "kynmontaблetkn"),
        ("今天天气很好我们去公园", "今天气很好我们去公园"),
        ("Buy my cheap pills https://a.example/b?c=d", "buymycheapils"),
        ("Buy my cheap pills at a[.]shop [dot] com", "buymycheapilsat"),
    ],
    ids=lambda value: value[:12],
)
def test_letters_alone_are_read(text, letters):
    assert read(text) == letters


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "!!!",
        "Hello",
        "Congratulations",
        "Good evening",
        "I am ok",
        "1234 5678 9012",
        "👍 👍 👍 👍 👍 👍 👍 👍 👍 👍 👍 👍",
        "今天好",
        "今天天气好",
        "290억 아니고",
        "https://a.ru",
    ],
)
def test_too_little_is_not_signed(text):
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Buy my pills",
        "สวัสดีครับวันนี้อากาศดีมาก",
        "오늘 날씨 좋네요",
        "今天气真好呀",
    ],
)
def test_three_words_are_enough(text):
    assert read(text) is not None


def test_where_a_link_is_nearly_all_it_is_read():
    assert read("look https://cheap-pills.example/offer") is not None
    assert read("see https://casino-best.example/win") != read(
        "see https://garden-club.example/rose"
    )


def test_another_address_leaves_the_words_the_same():
    words = "Everybody can earn a lot with our new system, look here: "

    assert read(words + "https://one.example/a") == read(words + "http://two.example")


def test_head_and_tail_of_a_long_text_are_read():
    long = " ".join(f"{'abcdefghij'[n % 10]}{'klmnop'[n % 6]}word" for n in range(3000))

    letters = read("begin here " + long + " finally over")

    assert len(letters) == 4_000
    assert letters.startswith("beginhere")
    assert letters.endswith("finalyover")
