"""What the class and id of an element hint at: one bit for each family of words."""

import re
from enum import IntFlag, auto
from functools import lru_cache

__all__ = ["Mark", "is_comment_frame", "level_of", "marks_of", "marks_of_tag"]


class Mark(IntFlag):
    """Families of words in classes and ids, and of tags that say the same."""

    COMMENT = auto()
    REPLY = auto()
    LIST = auto()
    BODY = auto()
    META = auto()
    AUTHOR = auto()
    DATE = auto()
    FORM = auto()
    ARTICLE = auto()
    CONTENT = auto()
    NAVIGATION = auto()
    HEADER = auto()
    FOOTER = auto()
    SIDEBAR = auto()
    SHARE = auto()
    RELATED = auto()
    ADVERT = auto()
    CAPTION = auto()
    TAGS = auto()
    NEWSLETTER = auto()
    COOKIE = auto()
    HIDDEN = auto()
    QUOTE = auto()
    FORUM = auto()
    TITLE = auto()
    REVIEW = auto()


# The first family that fits at a place in the name wins, so longer words stand first.
_WORDS: tuple[tuple[Mark, str], ...] = (
    (Mark.FORM, r"respond\b|reply-?title|comment-?form|commentform|logged-?in|captcha"),
    (Mark.COOKIE, r"cookie|consent|gdpr|privacy|onetrust|cmp\b"),
    (Mark.NEWSLETTER, r"newsletter|subscri|sign-?up|paywall|mailchimp|opt-?in"),
    (
        Mark.RELATED,
        r"related|recommend|popular|trending|latest|recent|teaser|you-?may"
        r"|most-?read|read-?more|read-?next|also|promo|similar|upsell|outbrain|taboola",
    ),
    (
        Mark.COMMENT,
        r"comment|kommentar|koment|comentario|commentaire|disqus|livefyre"
        r"|discuss|guestbook|g(?:ae|ä)stebuch|hyvor|isso\b|remark42|coral\b|reactie"
        r"|yorum|opini|pingback|trackback",
    ),
    (Mark.REPLY, r"repl(?:y|ies)|children|answer|antwort"),
    (Mark.REVIEW, r"review|testimonial|rating"),
    (Mark.FORUM, r"forum|thread|topic|message|bbs|viewtopic|post-?body|question"),
    (Mark.AUTHOR, r"author|byline|vcard|\bfn\b|user|nick|poster|avatar|profile|\bbio"),
    (Mark.DATE, r"date|time|\bago\b|publish|posted"),
    (Mark.META, r"meta|info\b|details|actions|permalink|says|vote|like|karma"),
    (Mark.CAPTION, r"caption|credit|figure|gallery|image|photo|thumb|media|video"),
    (
        Mark.SHARE,
        r"share|sharing|social|follow|facebook|twitter|tweet|whatsapp|addtoany"
        r"|print",
    ),
    (Mark.TAGS, r"tags?\b|tag-?cloud|categor|keywords|labels?\b"),
    (
        Mark.NAVIGATION,
        r"nav|menu|breadcrumb|pagin|pager|skip|toolbar|tabs?\b|crumbs"
        r"|sitemap|search",
    ),
    (Mark.SIDEBAR, r"side-?bar|aside|widget|rail\b|secondary|\bside\b|column-?right"),
    (Mark.ADVERT, r"\bads?\b|advert|sponsor|banner|affiliate|adsense|dfp"),
    (Mark.FOOTER, r"foot|bottom|copyright|colophon|legal|imprint|disclaimer"),
    (Mark.HEADER, r"head|masthead|\btop\b|logo|brand"),
    (
        Mark.HIDDEN,
        r"hidden|sr-only|screen-reader|modal|popup|overlay|dialog|tooltip"
        r"|drawer|collapse|offcanvas|dropdown",
    ),
    (Mark.QUOTE, r"quote"),
    (Mark.FORM, r"form\b|input|button|btn|login|submit|field"),
    (Mark.TITLE, r"title|headline|heading"),
    (Mark.ARTICLE, r"article|hentry|\bpost\b|\bpost-?\d|single|story|blog|entry"),
    (Mark.CONTENT, r"content|body|\bmain\b|text\b|prose|copy\b|rich"),
    (Mark.LIST, r"list|\bitems?\b|grid|cards?\b|feed|archive"),
)
_FAMILY = re.compile(
    "|".join(f"(?P<m{n}>{words})" for n, (_, words) in enumerate(_WORDS))
)
_BIT = {f"m{n}": int(mark) for n, (mark, _) in enumerate(_WORDS)}
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_+")
_MAX_CHARS = 300

_TAGS = {
    "nav": Mark.NAVIGATION, "menu": Mark.NAVIGATION,
    "header": Mark.HEADER, "footer": Mark.FOOTER, "aside": Mark.SIDEBAR,
    "form": Mark.FORM, "label": Mark.FORM, "button": Mark.FORM, "legend": Mark.FORM,
    "fieldset": Mark.FORM, "article": Mark.ARTICLE, "main": Mark.CONTENT,
    "figure": Mark.CAPTION, "figcaption": Mark.CAPTION, "blockquote": Mark.QUOTE,
    "dialog": Mark.HIDDEN,
}  # fmt: skip
_FRAME = re.compile(
    r"(?<![\w-])(?:(?:li-|div-|wp-|js-|c-)?(?:comment|kommentar|commento|reply|review"
    r"|opinion|post|msg|message|disqus|entry|c)(?:-?id)?-?\d+|comment|trackback|pingback"
    r"|comment-?(?:item|wrap(?:per)?|container|box|block|thread|node|entry|single)"
    r"|reply-item)(?![\w-])"
)


@lru_cache(maxsize=20_000)
def marks_of(names: str) -> int:
    """Return the bits of `names`, the classes and id of an element."""
    return _found(_split(names))


def marks_of_tag(tag: str) -> int:
    """Return the bits of a tag."""
    return int(_TAGS.get(tag, 0))


@lru_cache(maxsize=20_000)
def is_comment_frame(names: str) -> bool:
    """Tell whether `names` are those of an element around one comment."""
    return _FRAME.search(_split(names)) is not None


@lru_cache(maxsize=20_000)
def level_of(names: str) -> int:
    """Return how deep in a thread `names` say that an element is; -1 if they do not."""
    found = _LEVEL.search(names)
    return max(int(found[1]) - 1, 0) if found else -1


_LEVEL = re.compile(r"\b(?:depth|level|lvl|indent)-?(\d{1,2})\b")


def _split(names: str) -> str:
    return _HUMP.sub("-", names[:_MAX_CHARS]).lower()


def _found(names: str) -> int:
    bits = 0
    for match in _FAMILY.finditer(names):
        bits |= _BIT[match.lastgroup or ""]
    return bits
