"""Whether the tests would notice: one thing in the code is changed at a time, and the tests that
reach it are run. `python -m tests.mutants --help`; not part of any suite.
"""
