"""`python -m tests.house`: the measures of the house."""

from tests.house.measures import measures
from tests.house.sources import read_sources
from tests.places import ROOT

if __name__ == "__main__":
    print(f"{'':68} {'now':>6} {'most':>6}")
    for measure in measures(read_sources(ROOT), ROOT):
        print(measure.line)
