import pytest

from moderation.comment import Author, Comment
from moderation.features.author import AuthorFeatures
from tests.unit.features.rows import row_of


def columns_of(text, **author):
    return row_of(AuthorFeatures, Comment(text, Author(**author))).keys()


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("Ann Smith", set()),
        ("Иван", set()),
        ("Casino", {"name_is_trade"}),
        ("Cheap Loans Now", {"name_is_trade"}),
        ("One Two Three", set()),
        ("One Two Three Four", {"name_is_long"}),
        ("Bob 12", set()),
        ("Bob 123", {"name_has_digits"}),
        ("Bob 1 2 3", {"name_has_digits"}),
        ("www.Bob", {"name_is_link"}),
        ("HTTP Bob", {"name_is_link"}),
        ("bob.Com", {"name_is_link"}),
        ("xkcd", set()),
        ("xkcdq", {"name_no_vowels"}),
        ("Šťvrť", set()),
        ("ann", set()),
        ("ann smith", {"name_is_lower"}),
        ("иван петров", set()),
        ("Ann | Bread Blog", {"name_has_separator"}),
        ("Ann - Bread Blog", {"name_has_separator"}),
        ("Bread &laquo; Ann", {"name_has_separator"}),
        ("Ann-Marie Jones", set()),
        ("Ann: Bread", set()),
    ],
)
def test_the_shape_of_a_name(name, columns):
    assert columns_of("x", name=name) == {"has_name"} | columns


@pytest.mark.parametrize("part", ["name", "email", "url"])
def test_nothing_said_of_the_author_is_nothing_to_go_by(part):
    assert columns_of("x", **{part: ""}) == set()


@pytest.mark.parametrize(
    ("text", "name", "columns"),
    [
        ("Ann Smith here", "Ann Smith", {"name_opens_text": 1, "name_in_text": 1}),
        ("Hi, I am annsmith", "annsmith", {"name_opens_text": 1}),
        ("ann here", "Ann", {}),
        (
            "x" * 24 + "Ann Smith",
            "Ann Smith",
            {"name_opens_text": 1, "name_in_text": 1},
        ),
        ("x" * 25 + "Ann Smith", "Ann Smith", {"name_in_text": 1}),
        ("the Smiths", "Annie Smith", {"name_in_text": 0.5}),
        ("I met Lee", "Ann Lee", {}),
        ("x" * 1995 + "smith", "Annie Smith", {"name_in_text": 0.5}),
        ("x" * 1996 + "smith", "Annie Smith", {}),
    ],
    ids=lambda value: str(value)[-20:],
)
def test_a_name_that_stands_in_the_text(text, name, columns):
    row = row_of(AuthorFeatures, Comment(text, Author(name)))

    assert row == {"has_name": 1} | columns


@pytest.mark.parametrize(
    ("email", "columns"),
    [
        ("ann@work.example", set()),
        ("ann@gmail.com", {"email_free"}),
        ("ANN@GMAIL.COM", {"email_free"}),
        ("ann@mailinator.com", {"email_disposable"}),
        ("ann123@work.example", set()),
        ("ann1234@work.example", {"email_digits"}),
        ("no address", set()),
        ("@", set()),
        ("ann@", set()),
    ],
)
def test_the_kind_of_an_e_mail_address(email, columns):
    assert columns_of("x", email=email) == {"has_email"} | columns


@pytest.mark.parametrize(
    ("url", "columns"),
    [
        ("http://a.example", set()),
        ("http://a.example/", set()),
        ("http://a.example/b", set()),
        ("http://a.example/bc", {"url_is_deep"}),
        ("http://a.example/x.PHP", {"url_is_deep", "url_is_file"}),
        ("http://a.example/phpbb", {"url_is_deep"}),
        ("http://me.blogspot.com", {"url_is_house"}),
        ("http://www.github.com", {"url_is_house"}),
        ("http://a.xyz", {"url_is_cheap"}),
        (f"http://{'a' * 18}.com", set()),
        (f"http://{'a' * 19}.com", {"host_is_long"}),
        ("http://a-b-c.com", {"host_is_long"}),
        ("http://a.b.c.com", {"host_is_long"}),
        ("http://said.example", {"url_in_text"}),
    ],
)
def test_the_kind_of_an_authors_site(url, columns):
    found = columns_of("look at Said.Example", url=url)

    assert found == {"has_url"} | columns


@pytest.mark.parametrize("url", ["http://[", "http://", "?"])
def test_an_address_without_a_host_is_none(url):
    assert columns_of("x", url=url) == set()


@pytest.mark.parametrize(
    ("author", "columns"),
    [
        (Author("Bob", url="http://bob.com"), set()),
        (Author("Bobby", url="http://bob-by.com"), {"name_in_host"}),
        (Author("Red Roofs", url="http://a.com/roofs-in-town"), {"name_in_path"}),
        (Author("Red Ink", url="http://a.com/red-ink"), set()),
        (Author(email="x@mail.b.com", url="http://www.b.com"), {"email_of_host"}),
        (Author(email="x@c.com", url="http://www.b.com"), set()),
    ],
    ids=lambda value: getattr(value, "url", None),
)
def test_what_an_authors_address_fits_together_with(author, columns):
    fitting = {"name_in_host", "name_in_path", "email_of_host"}

    assert row_of(AuthorFeatures, Comment("x", author)).keys() & fitting == columns
