from moderation.comment import Comment
from tests import tiny
from training.costs import costs_of, size_of

COMMENTS = [Comment(text) for text in tiny.labelled_rows(ham=40)["text"]]


def test_reports_do_not_count_as_size(tmp_path):
    folder = tiny.write_random(tmp_path / "model")
    before = size_of(folder)

    (folder / "card.md").write_text("words")

    weights = (folder / "weights.joblib").stat().st_size
    assert size_of(folder) == before > weights


def test_both_models_are_timed_and_weighed(tmp_path):
    folder = tiny.write_random(tmp_path / "model")
    model = tiny.random_scorer()

    costs = costs_of((model, folder), (model, folder), COMMENTS)

    assert costs.n_bytes == (size_of(folder), size_of(folder))
    assert min(costs.seconds) > 0


def test_no_comments_take_no_time(tmp_path):
    folder = tiny.write_random(tmp_path / "model")
    model = tiny.random_scorer()

    assert costs_of((model, folder), (model, folder), []).seconds == (0.0, 0.0)


def test_a_model_that_takes_longer_is_seen(tmp_path):
    folder = tiny.write_random(tmp_path / "model")
    model = tiny.random_scorer()

    costs = costs_of((model, folder), (Slow(model), folder), COMMENTS)

    assert costs.seconds[1] > 3 * costs.seconds[0]


class Slow:
    def __init__(self, model):
        self.model = model

    def score(self, comments):
        for _ in range(5):
            found = self.model.score(comments)
        return found
