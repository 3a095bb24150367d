"""What a site's moderators taught, as reasons."""

from moderation.classify.explain import word_reasons
from moderation.classify.site_model import SiteModel
from moderation.classify.weights import Weights
from moderation.features.reading import Reading
from moderation.features.union import Encoded
from moderation.reasons import reason
from moderation.verdict import Reason

__all__ = ["explain_site"]

# Log-odds below which what was learned is noise to a reader.
_LEAST = 0.3


def explain_site(
    reading: Reading,
    encoded: Encoded,
    weights: Weights,
    learned: tuple[SiteModel, float],
) -> tuple[Reason, ...]:
    """Return at most three reasons for the one comment read.

    `learned` are the site model and what it adds to the log-odds of the base model;
    what the words do not account for is one reason of its own.
    """
    site, added = learned
    starts = (*weights.layout.block_starts,)
    columns = [site.hashed[starts[0] : starts[1]], site.hashed[starts[1] : starts[2]]]
    codes = ("site-spam-words", "site-ham-words")
    found = [*word_reasons(reading, encoded, weights, (columns, codes))]
    rest = added - sum(each.weight for each in found)
    found.append(reason("site-habits", rest))
    return tuple(each for each in found if abs(each.weight) >= _LEAST)
