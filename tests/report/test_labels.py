"""Labels of pairs in a file that grows."""

import pytest

from dedup.errors import InputError
from dedup.report.labels import add_label, read_labels

ROW = {"pair_id": "p-1", "jaccard": 0.5, "text_a": "żuraw", "text_b": "crane", "diff": "x"}


def test_labels_come_back(tmp_path):
    """What was added is read; a later label of a pair replaces the earlier one."""
    path = tmp_path / "labels.jsonl"
    assert {} == read_labels(path)
    add_label(path, ROW, "y")
    add_label(path, ROW | {"pair_id": "p-2"}, "skip")
    add_label(path, ROW, "n")

    assert {"p-1": "n", "p-2": "skip"} == read_labels(path)
    expected = (
        '{"pair_id": "p-1", "jaccard": 0.5, "text_a": "żuraw", "text_b": "crane", "label": "y"}'
    )
    assert expected == path.read_text("utf-8").splitlines()[0]


@pytest.mark.parametrize("line", ["no", "{}", "[1]", '{"pair_id": "p", "label": "maybe"}', "3"])
def test_what_is_no_label(tmp_path, line):
    """The error names the file and the line."""
    path = tmp_path / "labels.jsonl"
    path.write_text(f'\n{{"pair_id": "p-1", "label": "y"}}\n{line}\n')

    with pytest.raises(InputError) as raised:
        read_labels(path)
    assert (
        'not a label, as {"pair_id": "p-...", "label": "y"}\n'
        f"  {path}:3\n"
        "  remove the line, or name another file with --labels"
    ) == str(raised.value)
