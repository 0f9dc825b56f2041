"""What the results of an index depend on: two nights that differ in it cannot be compared."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from dedup.arrow import values
from dedup.config import Config
from dedup.errors import IncompatibleError
from dedup.index.manifest import Manifest
from dedup.schemas import RAW_ARTICLES
from dedup.stages.normalize import normalize
from dedup.stages.segment import segment

__all__ = ["containment_of", "params_of", "refuse_other_params", "settings_of"]

SETTINGS = (
    "segmenter", "language", "paragraphs", "similarity", "containment", "recall", "min_words", "seed",
)  # fmt: skip

# A text with something of everything that segmenting and normalizing treat in a way of their own.
SAMPLE = (
    "Dr. Ann O'Neil said: \u201cThe No. 4 line re-opens at 9 a.m. on Jan. 3.\u201d Not so fast!\n"
    "Prices rose 3.5% (to \u20ac1.2bn), e.g. in St. Gallen... ''Why?'' asked Mr. B. Smith.\n\n"
    "STRASSE stra\u00dfe \ufb01ne \u0130stanbul na\u00efve e\u0301te\u0301 \u00bd \u2167 \uff21\uff11\n"
    "\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440! \u039f\u03a3 \u03c2\u03c3. "
    "\u4eca\u65e5\u306f\u3002\u4f60\u597d\uff01\ud55c\uad6d \u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35 "
    "\u0627\u0644\u0633\u0644\u0627\u0645\u061f \u05e9\u05dc\u05d5\u05dd \u0928\u092e\u0938\u094d\u0924\u0947\u0964\n"
    "Left &amp; &#8217;n&eacute;, soft\u00adly bro-\nken.&nbsp;\u03a0\u03bf\u03cd; \u039d\u03b1. "
    "\u0642\u0627\u0644 \u062f. \u0623\u062d\u0645\u062f \u0627\u0644\u062c\u0640\u0633\u0631\u064f "
    "\u05ea\u05b4\u05bc\u05e9 \u05d0. \u05d1 \u0921\u0949. \u0935 \u0e14\u0e23. \u0e2a\n"
)


def params_of(config: Config) -> dict[str, Any]:
    """The settings that count, and a digest of how texts are cut and normalized."""
    kept: dict[str, Any] = {"units": list(config.units)}
    kept |= {name: getattr(config, name) for name in SETTINGS}
    return kept | {"text_rules": text_rules(config)}


def settings_of(manifest: Manifest) -> dict[str, Any]:
    """The settings an index was made with, as those of a run."""
    kept = {k: v for k, v in manifest.params.items() if k not in ("units", "text_rules")}
    units = manifest.params["units"]
    return kept | {"unit": "both" if len(units) > 1 else units[0]}


def containment_of(manifest: Manifest) -> float:
    """The containment that its nights look for: none in an index of the first format."""
    return float(manifest.params.get("containment", 0.0))


def text_rules(config: Config) -> str:
    """The sha256 of what becomes of the sample: it changes when a rule or a table of texts does."""
    row = dict.fromkeys(RAW_ARTICLES.schema.names) | {"article_id": "", "text": SAMPLE}
    row |= {"input_path": "", "input_row": 1}
    article = pa.Table.from_pylist([row], RAW_ARTICLES.schema)
    spans = segment(article, config)
    normalized = normalize(article, spans)
    digest = hashlib.sha256()
    for table, names in (
        (spans, ("byte_start", "byte_end")),
        (normalized, ("hash_high", "n_words")),
    ):
        for name in names:
            digest.update(values(table, name).tobytes())
    return digest.hexdigest()


def refuse_other_params(manifest: Manifest, config: Config, index: Path) -> None:
    """Raise IncompatibleError naming each setting in which the index was made otherwise.

    One of the first format knows no containment, whatever is asked for.
    """
    ours = params_of(config)
    theirs = {"containment": ours["containment"]} | dict(manifest.params)
    names = [name for name in ours if ours[name] != theirs.get(name)]
    if names:
        raise IncompatibleError(
            f"the index was made with other settings: {differences(names, theirs, ours)}",
            where=str(index),
            todo=f"use its settings, or dedup index rebuild {index} with the new ones",
        )


def differences(names: list[str], theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> str:
    """Each setting with the index's value and ours."""
    return "; ".join(f"{name} {shown(theirs.get(name))}, now {shown(ours[name])}" for name in names)


def shown(value: object) -> str:
    """A setting as people write it."""
    text = ",".join(value) if isinstance(value, list) else str(value)
    return text if len(text) < len("0" * 32) else text[:12]
