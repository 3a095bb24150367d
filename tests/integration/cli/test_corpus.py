import pytest

from moderation.tables import read_table

TEXTS = "".join(
    f"the {word} is what I wanted to ask about, {{thank you|many thanks}}\n"
    for word in (
        "bread", "garden", "printer", "tyre", "flight", "paint", "school", "river",
        "kettle", "violin", "mayor", "recipe", "shelter", "harbour", "picture",
        "cellar", "beehive", "umbrella", "passport", "blanket", "lantern", "orchard",
        "pavement", "quarry", "raincoat", "saddle", "theatre", "village", "walnut",
        "yoghurt",
    )
)  # fmt: skip


@pytest.fixture
def write(tmp_path):
    def write_one(text, name="ham/asking"):
        path = tmp_path / f"{name}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write_one


def test_families_become_one_data_file(run, write, tmp_path):
    paths = [write(f"[en]\n{TEXTS}"), write("[de]\nhallo zusammen\n", "spam/hallo")]

    result = run("corpus", "build", "--out", tmp_path / "rows.csv.gz", *paths)

    table = read_table(tmp_path / "rows.csv.gz")
    assert result.stdout.startswith(f"{len(table):,} rows, SHA-256 ")
    assert set(table["label"]) == {"ham", "spam"}
    assert table["template"].nunique() == 31


def test_a_family_that_cannot_be_built_leaves_no_file(refuse, write, tmp_path):
    line = refuse(
        "corpus", "build", "--out", tmp_path / "a.csv", write("[en]\n{nobody}")
    )

    assert line == "Error: ham/asking.txt, line 2: no slot of the name 'nobody'"
    assert not (tmp_path / "a.csv").exists()


def test_a_word_that_is_a_slot_can_be_built_and_gives_a_hint(run, write, tmp_path):
    path = write(f"[en]\n{TEXTS}an {{email|letter}}, please\n")

    built = run("corpus", "build", "--out", tmp_path / "a.csv", path)
    checked = run("corpus", "check", path)

    assert (built.exit_code, checked.exit_code) == (0, 0)
    assert checked.stderr.splitlines() == [
        "ham/asking.txt, line 32: hint: {email|letter}: is the slot {email} meant?",
    ]


def test_a_good_family_is_counted_by_language(run, write):
    path = write(f"[en]\n{TEXTS}[es]\nhola a todos\nbuenos días\n")

    result = run("corpus", "check", path)

    assert (result.exit_code, result.stderr) == (0, "")
    [line] = result.stdout.splitlines()
    assert line.startswith("ham/asking: 32 texts, ")
    assert line.endswith(" rows, en:30 es:2")


def test_several_families_are_summed_up_by_label(run, write):
    paths = [
        write(f"[en]\n{TEXTS}"),
        write(f"[en]\n{TEXTS}[ru]\nпривет всем\n", "ham/b"),
        write(f"[en]\n{TEXTS}", "spam/c"),
    ]

    lines = run("corpus", "check", *paths).stdout.splitlines()

    assert [line.partition(":")[0] for line in lines] == [
        "ham/asking", "ham/b", "spam/c", "all ham, 2 families", "all spam, 1 families"
    ]  # fmt: skip
    assert "61 texts" in lines[3]
    assert lines[3].endswith("en:60 ru:1")


def test_the_faults_of_all_files_are_told(run, write):
    paths = [
        write("hello", "ham/a"),
        write("[en]\n{nobody}\n{two words}", "ham/b"),
        write("where: moon 1\n[en]\nhello", "ham/c"),
        write("[en]\nhello", "ham/d"),
    ]

    result = run("corpus", "check", *paths)

    assert result.exit_code == 1
    assert result.stdout == "ham/d: 1 texts, 1 rows, en:1\n"
    assert result.stderr.splitlines() == [
        "ham/a.txt, line 1: no language section above it",
        "ham/b.txt, line 2: no slot of the name 'nobody'",
        "ham/b.txt, line 3: no slot or choice: {two words}",
        "ham/c.txt, line 3: where: 'moon 1' is not understood",
        "ham/d: 1 texts, and 30 are the least",
        "Error: faults in the families: 5",
    ]


@pytest.mark.parametrize(("n_texts", "exit_code"), [(29, 1), (30, 0)])
def test_a_family_has_thirty_texts_or_more(run, write, n_texts, exit_code):
    texts = "\n".join(TEXTS.splitlines()[:n_texts])

    assert run("corpus", "check", write(f"[en]\n{texts}\n")).exit_code == exit_code


def test_without_files_all_families_are_checked(run, write, monkeypatch):
    paths = [write(f"[en]\n{TEXTS}", name) for name in ("ham/a", "spam/b")]
    monkeypatch.setattr("training.corpus.cli.family_files", lambda: paths)

    lines = run("corpus", "check").stdout.splitlines()

    assert [line.partition(":")[0] for line in lines[:2]] == ["ham/a", "spam/b"]


@pytest.mark.parametrize("rows", [1, 5])
def test_some_rows_are_shown(run, write, rows):
    result = run("corpus", "show", "--rows", rows, write(f"[en]\n{TEXTS}"))

    shown = [
        line for line in result.stdout.splitlines() if line.startswith("ham/asking:")
    ]
    assert len(shown) == rows
    assert "is what I wanted" in result.stdout


def test_no_more_rows_are_shown_than_there_are(run, write):
    result = run("corpus", "show", write("[en]\nhello there || author: Ann\n"))

    assert result.stdout.lower().count("hello there") == 1


@pytest.mark.parametrize("command", ["build", "check", "show"])
def test_a_file_that_is_not_there_is_a_wrong_call(run, tmp_path, command):
    assert run("corpus", command, tmp_path / "nothing.txt").exit_code == 2
