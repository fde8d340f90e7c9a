"""Tables as every benchmark prints them."""

from collections.abc import Iterable, Sequence


def print_table(heads: Sequence[str], rows: Iterable[Sequence[str]], words: int = 0) -> None:
    """Markdown; the first `words` columns are words, the others numbers."""
    print("|", " | ".join(heads), "|")
    print("|" + "---|" * words + "---:|" * (len(heads) - words))
    for row in rows:
        print("|", " | ".join(row), "|")
