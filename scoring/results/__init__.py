"""The scores of a campaign as values.

`queries` is the one door; everything else here is behind it.
"""
