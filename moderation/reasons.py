"""Every reason code we may answer, with its sentence for people.

Codes are API: renaming one is a breaking change. A `{value}` in a sentence is filled
with a number or a short word, never with the caller's text.
"""

from collections.abc import Sequence

from moderation.verdict import Reason, Span

__all__ = ["SENTENCES", "reason"]

SENTENCES: dict[str, str] = {
    # the words
    "spam-words": "words that spam uses",
    "ham-words": "words that good comments use",
    "insult-words": "words that insult or curse",
    "insult-at-you": 'an insult close to a "you"',
    "abuse-words": "words that abuse uses",
    "footer-words": "words that stand around comments, not in them",
    "footer-form": "labels and hints of a comment form",
    "footer-meta": "lines that stand around single comments",
    "footer-notice": "notices about log-in, moderation and house rules",
    "footer-privacy": "notices about spam filters and privacy",
    "footer-cookies": "a cookie banner",
    "footer-legal": "copyright and legal lines",
    "footer-navigation": "menus, tags and searches",
    "footer-share": "lines to share, follow or print",
    "footer-newsletter": "invitations to newsletters and subscriptions",
    "footer-caption": "captions and credits of images",
    "footer-byline": "bylines and date lines",
    "footer-related": "related articles and teasers",
    "footer-advert": "labels of advertisements",
    "footer-system": "messages and tools of the site's software",
    # links
    "link-count": "number of links: {value}",
    "link-density": "much of the text is links",
    "link-only": "the text is nothing but a link",
    "link-markup": "a link written in HTML or BBCode",
    "link-host": "where the links lead",
    "link-shortener": "a link shortener hides the target",
    "link-messenger": "a link into a messenger",
    "link-defanged": "a link disguised so that filters miss it",
    "link-promoted": "a link that pays whoever spread it",
    "link-bad": "a link that no browser could open",
    # contacts
    "contact-phone": "a phone number in the text",
    "contact-email": "an e-mail address in the text",
    "contact-handle": "a messenger name or an @handle in the text",
    # the author
    "author-data": "which fields about the author came along",
    "author-name": "what the author calls themselves",
    "author-trade-name": "the author's name is a trade or a product",
    "author-name-shape": "the author's name does not look like a name",
    "author-email": "the author's e-mail address",
    "author-disposable-email": "a throw-away e-mail address",
    "author-link": "the author left the address of a site",
    "author-link-host": "which site the author left",
    "author-name-in-text": "the text begins with the author's name",
    "author-mismatch": "how name, e-mail and site of the author fit together",
    # the page
    "title-overlap": "the text shares words with the title of the page",
    "title-other-script": "the text is in another script than the title of the page",
    "comment-type": "what kind of comment the site says it is",
    # the form of the text
    "text-length": "how long the text is",
    "text-capitals": "much of the text is in capitals",
    "text-repetition": "the text repeats itself",
    "text-symbols": "many symbols, digits or emoji",
    "text-you": 'speaks to somebody as "you"',
    "text-tags": "hashtags, mentions and tickers",
    "offer-money": "sums of money or shares in percent",
    "name-with-digits": "names that end in numbers, or words with digits inside",
    "random-letters": "letters at random",
    "template-residue": "remains of a template that was not filled in",
    "glued-words": "sentences or words run into each other",
    "mixed-scripts": "letters of several scripts inside one word",
    "fancy-letters": "letters drawn from decorative alphabets",
    "fancy-name": "a name in decorative letters, alone in plain text",
    "invisible-characters": "characters that nobody can see",
    "spaced-letters": "words spaced out letter by letter",
    # what the site's moderators taught
    "site-spam-words": "words that moderators of this site called spam",
    "site-ham-words": "words that moderators of this site let pass",
    "site-habits": "what else this site's moderators taught",
    "moderated-ham": "a moderator of this site let the same text pass",
    "moderated-spam": "a moderator of this site called the same text spam",
    "moderated-abuse": "a moderator of this site called the same text abuse",
    # the rules
    "honeypot-filled": "a form field that people do not see was filled",
    "trusted-role": "the site says that the author is one of its own",
    "test-marker": "the agreed test author",
    # what was kept before
    "seen-campaign": "copies of it came before: {value}",
    # the service
    "model-unavailable": "no model could be loaded, so a person has to look",
}


def reason(
    code: str, weight: float, *, value: object = "", spans: Sequence[Span] = ()
) -> Reason:
    """Make a reason with the sentence of `code`; an unknown code is a KeyError."""
    detail = SENTENCES[code].format(value=value)
    return Reason(code, round(float(weight), 4), detail, tuple(spans))
