"""What all tests share: in CI a skip is a failure, so that nothing goes untested."""

import os

import pytest


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped and os.environ.get("CI") == "true":
        reporter.write_line(f"{len(skipped)} skipped: a failure in CI", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
