import pytest

from moderation.errors import AlreadyExists
from moderation.site import FooterAction, HoldAnswer, Promise, Site, SiteSettings
from moderation.verdict import Label, Thresholds
from tests.integration.storage.samples import a_comment, an_answer, feedback_on

OTHER = SiteSettings(
    Thresholds(hold=0.1),
    HoldAnswer.REVIEW,
    discard=True,
    footer_action=FooterAction.HOLD,
    promise=Promise(blocked=0.002, held=0.1),
)


def test_a_site_is_found_by_its_key_and_by_its_address(site, work):
    assert work.sites.by_key("site") == site
    assert work.sites.by_url("https://site.example") == site


@pytest.mark.parametrize("key", ["", "SITE", "sit_", "' OR 1=1 --"])
def test_a_wrong_key_opens_nothing(site, work, key):
    assert work.sites.by_key(key) is None


def test_an_unknown_address_is_absent(site, work):
    assert work.sites.by_url("https://sit%.example") is None


@pytest.mark.parametrize("settings", [SiteSettings(), OTHER])
def test_settings_come_back_as_they_were(work, settings):
    added = work.sites.add("https://new.example", "new", settings)

    assert work.sites.by_key("new") == added == Site(added.id, added.url, settings)


@pytest.mark.parametrize(
    ("kept", "settings"),
    [
        ("{}", SiteSettings(footer_action=FooterAction.SPAM)),
        (
            '{"thresholds":null,"hold_answer":"review","discard":true}',
            SiteSettings(hold_answer=HoldAnswer.REVIEW, discard=True),
        ),
    ],
)
def test_settings_from_before_a_field_was_there_have_its_default(
    store, site, kept, settings
):
    with store.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE sites SET settings = '{kept}'")

    with store.unit_of_work(False) as work:
        assert work.sites.by_key("site").settings == settings


def test_a_second_site_with_the_same_address_is_refused(site, work):
    with pytest.raises(AlreadyExists):
        work.sites.add(site.url, "another", SiteSettings())


def test_a_second_site_with_the_same_key_is_refused(site, work):
    with pytest.raises(AlreadyExists):
        work.sites.add("https://new.example", "site", SiteSettings())


def test_after_a_refused_site_the_unit_of_work_can_go_on(site, work):
    with pytest.raises(AlreadyExists):
        work.sites.add(site.url, "another", SiteSettings())

    added = work.sites.add("https://new.example", "new", SiteSettings())

    assert work.sites.by_key("new") == added


def test_all_sites_come_by_address_in_the_order_of_code_points(work):
    for url in ["https://b", "https://a-c", "https://a/d", "https://é", "https://ab"]:
        work.sites.add(url, url, SiteSettings())

    urls = [site.url for site in work.sites.all()]

    assert urls == sorted(urls)
    assert len(urls) == 5


def test_without_sites_all_is_empty(work):
    assert work.sites.all() == []


def test_a_new_key_opens_and_the_old_one_no_longer(site, work):
    work.sites.set_key(site.id, "new")

    assert work.sites.by_key("new") == site
    assert work.sites.by_key("site") is None


def test_the_key_of_another_site_cannot_be_taken(site, stranger, work):
    with pytest.raises(AlreadyExists):
        work.sites.set_key(site.id, "stranger")


def test_new_settings_take_the_place_of_the_old(site, stranger, work):
    work.sites.set_settings(site.id, OTHER)

    assert work.sites.by_key("site").settings == OTHER
    assert work.sites.by_key("stranger").settings == SiteSettings()


def test_a_removed_site_leaves_nothing_behind(site, work):
    row = a_comment(site)
    work.comments.add([row])
    work.feedback.put(feedback_on(row, Label.SPAM))
    work.answers.add(an_answer(site))

    work.sites.remove(site.id)

    assert work.sites.by_key("site") is None
    assert work.comments.get(site.id, row.id) is None
    assert work.feedback.of(site.id, row.id) == []
    assert work.answers.get(site.id, "k-1") is None


def test_removing_a_site_leaves_the_others_alone(site, stranger, work):
    row = a_comment(stranger)
    work.comments.add([row])

    work.sites.remove(site.id)

    assert work.comments.get(stranger.id, row.id) == row


def test_a_site_is_found_by_its_number(site, stranger, work):
    assert work.sites.by_id(site.id) == site
    assert work.sites.by_id(999) is None
