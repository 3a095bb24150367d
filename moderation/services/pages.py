"""Take pages apart, and judge the comments in them; nothing is stored."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from moderation.comment import Author, Comment, Page
from moderation.errors import PageTooLarge
from moderation.segment.blocks import LabelledPage, PageComment
from moderation.services import checking, scoring
from moderation.services.ports import Model, PageModel, Ports
from moderation.site import Site
from moderation.verdict import Reason, Verdict

__all__ = ["MAX_JUDGED", "comments_of", "judge", "judge_alone", "take_apart"]

# So many verdicts take about a second.
MAX_JUDGED: Final = 1_000

# A verdict is told at each block of its comment: a comment of 10,000 lines that are
# links would make an answer of 150 MB.
_MOST_SPANS = 2_000


def take_apart(content: str, *, is_html: bool, model: PageModel) -> LabelledPage:
    """Label the blocks of an HTML page, or of one that was pasted as lines.

    Raises
    ------
    PageTooLarge
        If it has more characters, nodes or blocks than we take apart.
    """
    return model.label_html(content) if is_html else model.label_text(content)


def judge(page: LabelledPage, url: str, *, site: Site, ports: Ports) -> list[Verdict]:
    """Judge the comments of a page for `site`, in their order.

    Raises
    ------
    PageTooLarge
        If there are more than `MAX_JUDGED`.
    """
    if len(page.comments) > MAX_JUDGED:
        raise PageTooLarge(
            f"the page has {len(page.comments):,} comments, and no more than "
            f"{MAX_JUDGED:,} are judged at a time; take it apart without judging"
        )
    comments = comments_of(page, url)
    # Most of them were sent before, one by one.
    rows = checking.judge(comments, site=site, ports=ports, is_new=False)
    return _of_page(page, [row.verdict for row in rows])


def judge_alone(
    page: LabelledPage, url: str, *, model: Model, now: datetime
) -> list[Verdict]:
    """Judge all comments of a page by the thresholds of `model`, outside any site."""
    comments = comments_of(page, url)
    verdicts = [scoring.check(each, model=model, now=now) for each in comments]
    return _of_page(page, verdicts)


def comments_of(page: LabelledPage, url: str = "") -> list[Comment]:
    """Return the comments of a page as a site would have sent them.

    What a comment links to without showing it stands at the end of its text.
    """
    return [_comment(each, Page(url, page.title)) for each in page.comments]


def _comment(found: PageComment, page: Page) -> Comment:
    text = "\n".join([found.text, *dict.fromkeys(found.links)])
    return Comment(text, Author(found.author, url=found.author_url), page)


def _of_page(page: LabelledPage, verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Keep spans to the text that the page shows, and the fewer the more blocks."""
    return [
        replace(verdict, reasons=tuple(_shown(r, found) for r in verdict.reasons))
        for found, verdict in zip(page.comments, verdicts, strict=True)
    ]


def _shown(reason: Reason, found: PageComment) -> Reason:
    spans = [span for span in reason.spans if span.end <= len(found.text)]
    most = max(_MOST_SPANS // max(len(found.blocks), 1), 1)
    return replace(reason, spans=tuple(spans[:most]))
