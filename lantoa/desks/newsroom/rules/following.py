"""Which corrections of other languages a version has followed."""

from collections.abc import Collection, Iterable, Mapping


def followed(known: Iterable[int], carries: Mapping[int, Collection[int]]) -> set[int]:
    """All that those who wrote or settled `known` have dealt with.

    carries: what each correction carried over to its own language. It says no less than those; and whoever dealt with
             all of those has nothing new to read in it.
    """
    done = set(known)
    while True:
        more = {each for key in done for each in carries.get(key, ())}
        more |= {key for key, carried in carries.items() if carried and done.issuperset(carried)}
        if done.issuperset(more):
            return done
        done |= more
