import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone

from moderation.features.author import AuthorFeatures
from moderation.features.dense import log_scale
from moderation.features.form import FormFeatures
from moderation.features.kinds import Kind
from moderation.features.links import ContactFeatures, LinkFeatures
from moderation.features.offer import OfferFeatures
from moderation.features.title import TitleFeatures
from moderation.reasons import SENTENCES
from tests import hostile

ALL = [
    AuthorFeatures, ContactFeatures, FormFeatures, LinkFeatures, OfferFeatures,
    TitleFeatures,
]  # fmt: skip
each_transformer = pytest.mark.parametrize("features", ALL)


@each_transformer
def test_fitting_returns_the_transformer_itself(features):
    transformer = features()

    assert transformer.fit(list(hostile.SAMPLES)) is transformer


@each_transformer
def test_a_clone_is_another_object_with_the_same_parameters(features):
    transformer = features()
    copy = clone(transformer)

    assert copy is not transformer
    assert copy.get_params() == transformer.get_params() == {}


@each_transformer
def test_every_column_has_a_name_of_its_own_and_a_known_reason(features):
    names = features().get_feature_names_out()

    assert len(set(names)) == len(names) == len(features.CODES)
    assert set(features.CODES) <= SENTENCES.keys()


@each_transformer
def test_a_disguise_is_a_column_and_never_the_kind_of_a_whole_block(features):
    assert set(features.NAMES) >= features.DISGUISES
    assert features.KIND is not Kind.DISGUISE


@each_transformer
@pytest.mark.parametrize("n", [1, 2, len(hostile.SAMPLES)])
def test_there_is_a_row_for_each_comment(features, n):
    rows = features().fit_transform(list(hostile.SAMPLES[:n]))

    assert rows.shape == (n, len(features.NAMES))
    assert rows.dtype == np.float32


@each_transformer
def test_no_comments_give_no_rows(features):
    assert features().transform([]).shape == (0, len(features.NAMES))


@each_transformer
@given(comments=st.lists(hostile.comments, min_size=1, max_size=4))
def test_a_batch_gives_the_same_rows_as_one_at_a_time(features, comments):
    one_by_one = [features().transform([each])[0] for each in comments]

    assert np.array_equal(features().transform(comments), np.array(one_by_one))


@each_transformer
@given(comment=hostile.comments)
def test_every_column_of_any_comment_lies_near_0_and_1(features, comment):
    row = features().transform([comment])[0]

    assert np.isfinite(row).all()
    assert (row >= 0).all()
    assert (row <= 1.25).all()


@pytest.mark.parametrize(
    ("count", "full", "scaled"),
    [(0, 20, 0.0), (1, 3, 0.5), (3, 3, 1.0), (20, 20, 1.0), (10**9, 20, 1.0)],
)
def test_a_count_becomes_a_share_of_full_on_a_logarithmic_scale(count, full, scaled):
    assert log_scale(count, full) == pytest.approx(scaled)
