"""The arithmetic of an assessment: pure functions on frozen values, exact fractions, no Django.

Points are exact (`Decimal` in, `Fraction` while computing); `ictindex.lib.numbers.half_up` rounds
once, at the edge.
"""
