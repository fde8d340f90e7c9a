"""What people write in place of exporttrack: months added up to years, and the growth of each.

    python benchmarks/with_pandas.py FILE.csv

Needs pandas (`pip install exporttrack[bench]`). It knows no targets, no revisions and no sources:
it is here to be compared with, and to be faster.
"""

import sys

import pandas as pd


def main(path: str) -> None:
    """Print the yearly sums of every series, and how they grew a year from 2019 to 2025."""
    figures = pd.read_csv(path)
    figures["year"] = figures["period"].str[:4].astype(int)
    years = figures.groupby(["series", "year"])["value"].sum().unstack()
    years["growth"] = (years[2025] / years[2019]) ** (1 / 6) - 1
    print(years.to_json(orient="index"))


if __name__ == "__main__":
    main(sys.argv[1])
