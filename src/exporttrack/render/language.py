"""The language of what people read: English, or Vietnamese where it is asked for.

It is set once a run. Keys and statuses of JSON, CSV and metrics are the same in every language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import import_module
from types import MappingProxyType

LANGUAGES = ("en", "vi")
_language: ContextVar[str] = ContextVar("language", default="en")
_units: ContextVar[Mapping[str, str]] = ContextVar("units", default=MappingProxyType({}))
_SWAPPED = str.maketrans(",.", ".,")


def speak(language: str, units: Mapping[str, str] | None = None) -> None:
    """From here on everything is said in `language`; `units` says what units are called in it."""
    _language.set(language)
    _units.set(units or {})


def spoken() -> str:
    """The code of the language: `en` or `vi`."""
    return _language.get()


@contextmanager
def in_english() -> Iterator[None]:
    """For the words of an error, which is English in every language."""
    before = _language.set("en"), _units.set({})
    yield
    _language.reset(before[0])
    _units.reset(before[1])


def say(key: str, **facts: object) -> str:
    """A sentence of the catalogue with its facts filled in."""
    return say_of(key, facts)


def say_of(key: str, facts: Mapping[str, object]) -> str:
    """The same, with facts that may be made when they are asked for."""
    sentence = sentences().get(key)
    if sentence is None:
        sentence = sentences("explanation")[key]
    return sentence.format_map(facts)


def sentences(subject: str | None = None) -> Mapping[str, str]:
    """A catalogue of the language: of `explanation`, of `coherence`, or of all else.

    The others are not even imported.
    """
    return _catalogue("vietnamese" if _language.get() == "vi" else "english", subject)


@cache
def _catalogue(language: str, subject: str | None) -> Mapping[str, str]:
    name = f"{language}_{subject}" if subject else language
    found: Mapping[str, str] = import_module(f"exporttrack.render.{name}").SENTENCES
    return found


def marked(digits: str) -> str:
    """Digits with the marks of the language: `1,234.5` is `1.234,5` in Vietnamese.

    >>> marked("1,234.5")
    '1,234.5'
    """
    return digits.translate(_SWAPPED) if _language.get() == "vi" else digits


def listed(figures: Iterable[str]) -> str:
    """Each figure once, parted by what is no decimal mark of the language.

    >>> listed(["1.1^2 = 1.21", "1.2^2 = 1.44"])
    '1.1^2 = 1.21, 1.2^2 = 1.44'
    """
    return ("; " if _language.get() == "vi" else ", ").join(dict.fromkeys(figures))


def unit_named(unit: str) -> str:
    """What the targets file calls a unit in this language; else the unit itself."""
    return _units.get().get(unit, unit)
