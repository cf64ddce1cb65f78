"""Whether the tests would notice: one thing in the code is changed at a time, and the tests that
reach it are run. By hand: `python -m tests.mutants --help`; the suite only asks whether it works.
"""
