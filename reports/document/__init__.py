"""The report and its decision as one document: facts, sentences, the edited text, and how it is
printed.
"""
