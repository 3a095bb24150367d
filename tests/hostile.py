"""Text and comments as strangers send them, for Hypothesis."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from moderation.comment import Author, Comment, Page

# Each once broke, or could break, a filter: see the names in a table of Unicode.
_TRICKS = (
    "\x00", "\ud800", "\udfff", "\u200b", "\u202e", "\u0301", "\u0323", "\ufdfa",
    "\ufeff", "\u00ad", "\u0130", "\u1e9e", "\u3000", "\U0001f1e6", "\U000e0041",
    "\U0010ffff", "\U00031350", "&amp;", "&#0;", "&#1;", "&#x110000;", "&nbsp;",
    "http://", "http://[", "hxxp://", "[.]", " dot com", "www.", ".com", "<a href=",
    "[url=", "://", "@", "a b c d ", "1 2 3 4 5 6 7 8 9 ", "v1agra", "\n", "\r", "\t",
)  # fmt: skip

# Any code point, lone surrogates too, and the tricks more often than chance has them.
texts = st.lists(
    st.one_of(st.sampled_from(_TRICKS), st.text(st.characters(), max_size=8)),
    max_size=12,
).map("".join)

authors = st.builds(
    Author, name=texts, email=texts, url=texts, ip=texts, user_agent=texts, role=texts
)

comments = st.builds(
    Comment,
    text=texts,
    author=authors,
    page=st.builds(Page, url=texts, title=texts),
    type=texts,
    language=texts,
    posted_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    honeypot=texts,
    parent_id=texts,
    external_id=texts,
)

# One comment for each corner of the features, for tables and batches.
SAMPLES = (
    Comment(""),
    Comment("\u0301"),
    Comment("a"),
    Comment("Thanks, this helped me a lot."),
    Comment(
        "Buy now http://pills.example <a href='http://x.example'>x</a> call "
        "+1 (555) 123-4567 or mail me@mail.example",
        Author("Cheap Loans 2026", "x12345@mailinator.com", "http://loans.example/a/b"),
        Page("https://blog.example/post", "How I bake bread"),
        type="comment",
    ),
    Comment("ВИАГРА дешево v1agrа \u200bi\u200bn v i a g r a ⓕⓡⓔⓔ 💊💊💊"),
    Comment("無料 ดี हिन्दी 한국어 &lt;b&gt; \ud800\U000e0041", Author("")),
    Comment("x " * 12_000, Author("Ann"), posted_at=datetime(2026, 1, 1, tzinfo=UTC)),
)
