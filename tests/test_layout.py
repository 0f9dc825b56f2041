"""What no linter knows of the house: small files, one verb each, and an order that is told once."""

import ast
import importlib
import inspect
import re
from pathlib import Path

import pytest

import dedup
from dedup import pipeline
from dedup.stages import ORDER

ROOT = Path(__file__).parent.parent
MODULES = sorted(path for top in ("dedup", "jobs", "tests") for path in (ROOT / top).rglob("*.py"))
SHIPPED = [path for path in MODULES if "tests" not in path.parts]
FIXED = {"dedup", "jobs", "tests", "seeds", "pyproject.toml", "README.md"}
ALSO = {"LICENSE", "CHANGELOG.md"}
MADE_BY_RUNS = {"out", "demo", "dist"}


def name(path):
    """The path as it is shown when a test fails."""
    return str(path.relative_to(ROOT))


def test_top_level():
    """Beside the six fixed names stand only dot-files, LICENSE and CHANGELOG.md."""
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}

    assert FIXED == found - ALSO - MADE_BY_RUNS


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_files_are_short_and_say_what_they_are(path):
    """Every file has a docstring and fewer than 300 lines."""
    source = path.read_text(encoding="utf-8")

    assert ast.get_docstring(ast.parse(source))
    assert len(source.splitlines()) < 300


@pytest.mark.parametrize("path", SHIPPED, ids=name)
def test_modules_declare_what_they_export(path):
    """Every module of the package has __all__, and every name in it exists."""
    if path.name == "__main__.py" or path.parts[-2] == "jobs":
        return
    module = importlib.import_module(
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    )
    if path.name == "__init__.py" and not hasattr(module, "__all__"):
        assert module.__doc__
        assert [] == [node for node in ast.parse(path.read_text()).body if not is_docstring(node)]
        return
    assert [] == [one for one in module.__all__ if not hasattr(module, one)]


def is_docstring(node):
    """Whether a statement is a string alone."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


@pytest.mark.parametrize("verb", ORDER)
def test_a_stage_is_one_function_of_its_name(verb):
    """Each stage exports a function of its own name, and says what goes in and what comes out."""
    stage = importlib.import_module(f"dedup.stages.{verb}")
    functions = [one for one in stage.__all__ if inspect.isfunction(getattr(stage, one))]

    assert verb in functions
    assert "->" in stage.__doc__.splitlines()[0]


def test_the_order_is_told_once():
    """The files, the list in dedup.stages and the first page of the pipeline agree."""
    files = {path.stem for path in (ROOT / "dedup/stages").iterdir() if path.stem[0] != "_"}

    assert set(ORDER) == files
    assert " -> ".join(ORDER) in pipeline.__doc__


def test_jobs_are_short():
    """What a scheduler runs holds no logic: 30 lines at most."""
    jobs = (ROOT / "jobs").glob("*.py")

    assert [] == [name(path) for path in jobs if len(path.read_text().splitlines()) > 30]


def test_public_names():
    """The public API is three names, and each can be had."""
    assert ["Config", "find_duplicates", "run"] == sorted(dedup.__all__) == dir(dedup)
    assert all(callable(getattr(dedup, one)) for one in dedup.__all__)


def test_unknown_attribute():
    """A name that is not public is an ordinary AttributeError."""
    with pytest.raises(AttributeError, match=r"^module 'dedup' has no attribute 'runn'$"):
        dedup.runn  # noqa: B018 - the attribute access is the test


def test_numba_and_datasketch_have_one_home():
    """numba is imported in kernels/jit.py alone, datasketch in sketch/permutations.py alone."""
    homes = {
        "numba": ["dedup/kernels/jit.py"],
        "datasketch": ["dedup/stages/sketch/permutations.py"],
    }
    for package, home in homes.items():
        pattern = re.compile(rf"^\s*(from|import) {package}\b", re.MULTILINE)
        package = [path for path in SHIPPED if ROOT / "dedup" in path.parents]
        users = [name(path) for path in package if pattern.search(path.read_text())]
        assert home == users


def test_no_path_of_a_machine():
    """Nothing in the project names a folder of the machine it was written on."""
    texts = [path for path in ROOT.rglob("*") if path.suffix in {".py", ".md", ".toml"}]
    made = {".venv", "test_layout.py", *MADE_BY_RUNS}
    own = [path for path in texts if not made & set(path.relative_to(ROOT).parts)]

    assert [] == [name(path) for path in own if re.search(r"/work/|\.\./shared", path.read_text())]
