"""What every page, file, mail and command answers to everybody in every phase, written down.

`python -m tests.answers record FOLDER` writes it down, `python -m tests.answers compare OLD NEW`
tells what two trees answer otherwise. Both take `--part pages|acts|commands|trial`.
"""
