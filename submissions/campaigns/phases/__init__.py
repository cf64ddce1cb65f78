"""One entry for each phase of a campaign; `queries.steps` reads them.

What a phase is for modules on lower floors are its traits (`submissions.enums`).
"""
