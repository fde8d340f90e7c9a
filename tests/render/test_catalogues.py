"""Both languages say the same: key by key, with the same facts, and nothing that nobody says."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

import pytest

import exporttrack
from conftest import ROOT
from exporttrack.render import (
    english,
    english_coherence,
    english_explanation,
    vietnamese,
    vietnamese_coherence,
    vietnamese_explanation,
)
from exporttrack.rules.assessment import STATUSES

Catalogue = Mapping[str, str]

REPORT = (
    {**english.SENTENCES, **english_explanation.SENTENCES},
    {**vietnamese.SENTENCES, **vietnamese_explanation.SENTENCES},
)
"""What is said of an explanation is looked up in the catalogue of the report first."""
COHERENCE = (
    english_coherence.SENTENCES,
    vietnamese_coherence.SENTENCES,
)
pair = pytest.mark.parametrize(
    ("ours", "theirs"),
    [pytest.param(*REPORT, id="report"), pytest.param(*COHERENCE, id="coherence")],
)

OTHER_FACTS = {
    "money-sign": {"minus", "amount", "unit"},  # 550 triệu USD for US$550 M
    "period-quarter": {"roman", "year"},  # quý III/2024 for 2024-Q3
    "period-first-months": {"last_month", "year"},  # 9 tháng đầu năm 2024 for 2024-01/2024-09
    "ytd-growth": {"change"},  # tăng 5,1 % for +5.1 %
    "ytd-needed-growth": {"change"},
}
"""Vietnamese sentences that take other facts than the English ones, and which."""

WORDLESS = {
    "money", "period-years", "asked", "mark-means", "met", "missed", "ytd", "outlook-note",
    "value-rate-ratio", "value-trend-to-target", "methods-mean", "kept-became", "kept-status",
    "why-with-note",
}  # fmt: skip
"""What is made of facts, symbols and marks alone is the same in both languages."""
WORDLESS_OF_COHERENCE = {
    "counts", "target", "years", "in-place", "reached", "multiply", "equals", "factors", "divide",
    "root", "root-1", "root-common", "root-common-1", "part", "part-common",
}  # fmt: skip


@pair
def test_keys_agree_in_their_order(ours: Catalogue, theirs: Catalogue) -> None:
    assert list(theirs) == list(ours)


def test_no_sentence_hides_another() -> None:
    assert not english.SENTENCES.keys() & english_explanation.SENTENCES.keys()


def facts(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@pair
def test_facts_agree(ours: Catalogue, theirs: Catalogue) -> None:
    other = {key: facts(theirs[key]) for key in ours if facts(ours[key]) != facts(theirs[key])}
    assert other == {key: OTHER_FACTS[key] for key in OTHER_FACTS.keys() & ours}


def ends(sentence: str) -> tuple[str, str]:
    """The marks at both ends, where sentences are joined to others."""
    inner = sentence.strip(" ;,.:")
    begin, _, end = sentence.partition(inner)
    return begin, end


def is_large(sentence: str) -> bool:
    return sentence.lstrip(" ;,")[:1].isupper()


@pair
def test_sentences_begin_and_end_alike(ours: Catalogue, theirs: Catalogue) -> None:
    assert [key for key in ours if ends(ours[key]) != ends(theirs[key])] == []
    with_words = [key for key in ours if ours[key][0] != "{" != theirs[key][0]]
    assert [key for key in with_words if is_large(ours[key]) != is_large(theirs[key])] == []


@pytest.mark.parametrize(
    ("ours", "theirs", "wordless"),
    [
        pytest.param(*REPORT, WORDLESS, id="report"),
        pytest.param(*COHERENCE, WORDLESS_OF_COHERENCE, id="coherence"),
    ],
)
def test_every_sentence_is_translated(
    ours: Catalogue, theirs: Catalogue, wordless: set[str]
) -> None:
    assert {key for key in ours if ours[key] == theirs[key]} == wordless


@pytest.mark.parametrize("sentences", REPORT, ids=["English", "Vietnamese"])
def test_every_status_has_a_word_of_its_own(sentences: Catalogue) -> None:
    assert len({sentences[f"status-{status}"] for status in STATUSES}) == len(STATUSES)


def test_the_glossary_has_the_words_of_the_statuses() -> None:
    rows = re.findall(
        r"^\| (.+?) \| (.+?) \|", (ROOT / "docs/glossary.md").read_text("utf-8"), re.M
    )
    glossary = {
        word: term
        for words, terms in rows
        for word, term in zip(words.split(", "), terms.split(", "), strict=False)
    }
    told = {status: glossary[status] for status in STATUSES}
    assert told == {status: vietnamese.SENTENCES[f"status-{status}"] for status in STATUSES}


@pair
def test_letters_are_composed(ours: Catalogue, theirs: Catalogue) -> None:
    for text in (*ours.values(), *theirs.values()):
        assert text == unicodedata.normalize("NFC", text)


# Who says what: the source is read for the keys that it writes out or puts together.

SOURCE = Path(exporttrack.__file__).parent
CATALOGUES = ("english", "vietnamese")
TREES = {
    path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
    for layer in ("rules", "render", "cli")
    for path in (SOURCE / layer).glob("*.py")
    if not path.stem.startswith(CATALOGUES)
}
TEXTS = {"1", "2"} | {
    node.value.strip()
    for tree in TREES.values()
    for node in ast.walk(tree)
    if isinstance(node, ast.Constant) and isinstance(node.value, str)
}
"""What a variable key can be, or a part of a key that is filled in: every text, and a half year."""


def patterns(node: ast.expr) -> Iterator[str]:
    """What the expression of a key may come to, as regular expressions."""
    match node:
        case ast.Constant(value=str() as text):
            yield re.escape(text)
        case ast.IfExp(body=body, orelse=orelse):
            yield from (*patterns(body), *patterns(orelse))
        case ast.JoinedStr(values=values):
            yield "".join("|".join(patterns(value)) for value in values)
        case ast.FormattedValue(value=ast.IfExp() as either):
            yield f"(?:{'|'.join(patterns(either))})"
        case ast.FormattedValue():
            yield "(.*?)"


def said(tree: ast.AST) -> Iterator[str]:
    """The keys of all calls of `say`, and of what is called a key before it is said."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name("say") | ast.Attribute(attr="say"), args=[key, *_]):
                yield from patterns(key)
            case ast.Assign(targets=[ast.Name("key")], value=key):
                yield from patterns(key)
            case ast.Assign(targets=[ast.Tuple([ast.Name("key"), *_])], value=ast.Tuple([key, *_])):
                yield from patterns(key)


def said_of(ours: Catalogue) -> set[str]:
    """What is said out of this catalogue: modules named after coherence have the other."""
    is_coherence = ours is COHERENCE[0]
    return {
        pattern
        for name, tree in TREES.items()
        if name.startswith("render/coherence") == is_coherence
        for pattern in said(tree)
    }


@pair
def test_what_is_said_has_a_sentence(ours: Catalogue, theirs: Catalogue) -> None:
    found = said_of(ours)
    assert len(found) > 20
    assert [one for one in found if not any(re.fullmatch(one, key) for key in theirs)] == []


@pair
def test_every_sentence_is_said(ours: Catalogue, theirs: Catalogue) -> None:
    found = said_of(ours)

    def is_said(key: str) -> bool:
        matches = (re.fullmatch(one, key) for one in found)
        return key in TEXTS or any(m and TEXTS.issuperset(m.groups()) for m in matches)

    # `fits-1` is said as `fits` with a count of one.
    counted = {key: re.sub(r"-[0-9]+$", "", key) for key in theirs}
    assert [key for key, stem in counted.items() if not is_said(key) and not is_said(stem)] == []
