import pytest

from moderation.comment import Author, Comment, Page
from moderation.features.author import AuthorFeatures, TitleFeatures
from tests.unit.features.rows import row_of


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("", set()),
        ("Ann Smith", set()),
        ("Иван", set()),
        ("Casino", {"name_is_trade"}),
        ("Cheap Loans Now", {"name_is_trade"}),
        ("one two three", set()),
        ("one two three four", {"name_is_long"}),
        ("Bob 12", set()),
        ("Bob 123", {"name_has_digits"}),
        ("www.bob", {"name_is_link"}),
        ("http bob", {"name_is_link"}),
        ("xkcd", set()),
        ("xkcdq", {"name_no_vowels"}),
        ("Šťvrť", set()),
    ],
)
def test_the_shape_of_a_name(name, columns):
    assert row_of(AuthorFeatures, Comment("x", Author(name))).keys() == columns


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
    row = row_of(AuthorFeatures, Comment("x", Author(email=email)))

    assert row.keys() == columns


@pytest.mark.parametrize(
    ("author", "columns"),
    [
        (Author(url="http://a.example"), {"has_url"}),
        (Author(url="http://a.example/"), {"has_url"}),
        (Author(url="http://a.example/b"), {"has_url"}),
        (Author(url="http://a.example/bc"), {"has_url", "url_is_deep"}),
        (Author(url="http://["), {"has_url"}),
        (Author("Bob", url="http://bob.example"), {"has_url"}),
        (Author("Bobby", url="http://bob-by.example"), {"has_url", "name_in_host"}),
        (
            Author(email="x@mail.b.com", url="http://www.b.com"),
            {"has_url", "email_of_host"},
        ),
        (Author(url="http://said.example"), {"has_url", "url_in_text"}),
    ],
    ids=lambda value: getattr(value, "url", None),
)
def test_what_an_authors_address_fits_together_with(author, columns):
    comment = Comment("look at Said.Example", author)

    assert row_of(AuthorFeatures, comment).keys() == columns


@pytest.mark.parametrize(
    ("text", "title", "columns"),
    [
        ("I love bread", "", {}),
        ("I love bread", "On Bread", {"title_overlap": 1}),
        ("I love bread", "Bread, butter", {"title_overlap": 0.5}),
        ("I love cake", "On Bread", {}),
        ("so: On Bread!", "On Bread", {"title_overlap": 1, "title_repeated": 1}),
        ("a cat sat on it", "a cat sat", {}),
    ],
)
def test_how_much_of_the_title_the_text_repeats(text, title, columns):
    comment = Comment(text, page=Page(title=title))

    assert row_of(TitleFeatures, comment) == columns
