"""The parts of the printed document in reading order: decision, sections, tables, pictures,
letters.
"""
