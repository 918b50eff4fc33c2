"""What the pages show is run."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest
from conftest import AT, DEMO, ROOT

PAGES = ["docs/python.md", "docs/inventory.md"]


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_of_a_page_run(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / page).read_text()
    blocks = re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert blocks
    folder = tmp_path / "demo"
    shutil.copytree(DEMO, folder)
    monkeypatch.chdir(folder)
    names: dict[str, object] = {"at": AT}
    if "corpus/" in text:
        sys.path.insert(0, str(ROOT / "examples/inventory"))
        import make_corpus  # type: ignore[import-not-found, unused-ignore]

        make_corpus.make("corpus", bundles=200, part=100, processes=1)
    for block in blocks:
        line = text[: text.index(block)].count("\n")
        exec(compile("\n" * line + block, ROOT / page, "exec"), names)


def test_the_page_names_every_option_of_a_profile() -> None:
    source = (ROOT / "bindings/python/src/options.rs").read_text()
    options = set(re.findall(r'^        "(\w+)"(?: if [^=]+)? =>', source, re.MULTILINE))
    assert len(options) > 15
    page = (ROOT / "docs/python.md").read_text()
    table = page[page.index("| option |") : page.index("## Many bundles")]
    assert not {option for option in options if f"`{option}`" not in table}
