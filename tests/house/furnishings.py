"""What stands in a room besides its furniture: each module by its name, with what it is.

A module that is not listed here has no place. The furniture (`services`, `queries`, `forms` …) is
in `layout`.
"""

from collections.abc import Mapping

#: By room, or by the room inside a room.
Extras = Mapping[str, Mapping[str, str]]

UNITS: Extras = {
    "people": {"acts": "an act on a person behind a page that asks why; three rooms show it"},
    "sign_in": {
        "adapters": "how django-allauth behaves here",
        "events": "security events into the record, as receivers of Django and allauth",
        "session_limits": "how long a session lasts",
    },
    "record": {
        "runs": "doing a verification that was asked for, in the background worker",
        "tasks": "the task, under the name that is stored in the queue",
        "words": "rows, columns and values of the record in Vietnamese",
    },
}

SUBMISSIONS: Extras = {
    "frame": {
        "deadlines": "whether a file can still be changed",
        "form_rows": "a row of the form as it travels",
        "markup": "the cells of one criterion as HTML",
        "pieces": "templates of rows, read once and filled like a form",
        "menu": "the pages of one campaign that a person may open",
        "responses": "responses with files that people sent",
    },
    "campaigns": {
        "phases": "one entry for each phase",
        "phases.table": "the entries",
        "phases.values": "what an entry says, as values",
    },
    "answers": {"texts": "an entry as the texts of its row, and back"},
    "appraisal": {},
    "appraisal.assignment": {"spread": "spreading files evenly; pure"},
    "appraisal.second_reading": {},
    "reply": {"statements": "what a unit says to an outcome: typed, stored, in words"},
    "workbook": {
        "book": "makes the workbook",
        "cells": "an answer as the cells of its row",
        "guide": "the first sheet",
        "hidden_sheet": "the hidden sheet",
        "layout": "where things stand, for who writes and who reads",
        "limits": "what may be typed into each cell",
        "looks": "fonts, fills, borders, protection",
        "merge": "the three sides of one criterion; pure",
        "seals": "marks by which a changed hidden sheet is told",
        "sheet_reader": "reads the sheet of one group",
        "sheet_writer": "writes the sheet of one group",
        "upload": "reads an uploaded workbook against what the unit is asked",
        "values": "from one cell of a file to its canonical text",
    },
}

SCORING: Extras = {
    "core": {
        "aggregate": "from criteria to group and unit",
        "amounts": "reading exact numbers",
        "bands": "which class a score falls into",
        "criterion": "what one criterion came to",
        "explanation": "the working of a score, line by line",
        "fields": "one thing to fill in",
        "figures": "the figures of a unit and their averages",
        "ranks": "ranks",
        "readings": "other ways in which reports come to a figure",
        "reconciliation": "printed figures against recomputed ones",
        "reconstruction": "points per criterion where only sums are known",
        "results": "the results of a campaign as values",
        "rule_kinds": "the kinds of rule, each described once",
        "rule_kinds.counts": "so many points for each",
        "rule_kinds.judgement": "points by judgement",
        "rule_kinds.kinds": "the list of all kinds, and those made of other rules",
        "rule_kinds.levels": "the points of a level",
        "rule_kinds.parts": "several rules in one",
        "rule_kinds.ratios": "a ratio, by itself or against the best one",
        "rule_kinds.rule": "what every kind says of itself",
        "rule_kinds.yes_no": "yes or no",
        "rule_terms": "the terms of a rule as a framework writes them",
        "types": "the values of the arithmetic",
    },
    "published": {
        "conflicts": "statements that the printed scores do not allow",
        "description": "reading campaign.json",
        "figures": "the printed figures",
        "folder": "which files there are, and in which order they are checked",
        "people": "who assessed, and when",
        "places": "where the entries of a JSON text stand",
        "problems": "what is wrong with a file, where, and what to do",
        "questions": "what a framework asks, as the files name it",
        "rows": "one row of a table, cell by cell",
        "statements": "what the report's text says about single criteria",
        "tables": "a CSV file as rows",
        "units": "which units, and which annex each answers",
        "values": "what the files say, as frozen values",
    },
    "results": {
        "breakdown": "the working of one unit's score",
        "campaign": "a campaign's results as values",
        "interim_scores": "every unit as it stands now",
        "figures": "one unit's scores turned into its figures",
        "rows": "from rows to the arithmetic's values",
        "scores": "one unit's rows turned into its scores",
        "year_before": "what another campaign holds of the year before",
    },
}

REPORTS: Extras = {
    "frame": {
        "addresses": "where the pages of figures are",
        "phrases": "how administrative prose writes dates, numbers and lists",
        "surroundings": "what every page of figures asks and shows",
        "values": "tables and charts of a report as values",
    },
    "drawing": {
        "geometry": "where everything of a chart lies",
        "letters": "text in a drawing: width, lines, XML",
        "names": "what a drawing calls a unit",
        "paper": "charts as the print sets them",
        "shapes": "what a chart is made of",
        "svg": "charts as SVG",
    },
    "layout": {
        "blocks": "the pieces of a printed report",
        "docx_parts": "paragraphs and tables of a Word file as XML",
        "docx_tables": "tables of words and of figures as parts of a Word file",
        "docx_writer": "blocks to a Word file; the only importer of python-docx and docxtpl",
        "pdf": "HTML to PDF/A; the only importer of WeasyPrint",
    },
    "document": {
        "printing": "the parts of the printed document in reading order",
        "printing.decision": "the decision as finished lines",
        "printing.figure_tables": "tables of figures as the print sets them",
        "printing.letter": "a unit's letter about the first round",
        "printing.pictures": "charts as the print sets them",
        "printing.reconciliation": "the appendix on figures that the rule does not give",
        "printing.sections": "what stands where, under stable keys",
        "printing.word_tables": "the tables of words",
        "prose": "the sentences of a report, and what they rest on",
        "prose.changes": "this year against the year before",
        "prose.conclusions": "achievements, limits, recommendations",
        "prose.facts": "what a report says besides its figures",
        "prose.failings": "which units got nothing for which criterion",
        "prose.method": "purpose, requirements and method",
        "prose.moves": "which criteria got other points than the year before",
        "prose.narrative": "the sentences about the figures",
        "prose.reasons": "why scores changed, as far as the data say it",
        "text": "the words of a report as values",
        "text.assembly": "one document from stored words and present figures",
        "text.comparison": "what would be written now against what is stored",
        "text.drafts": "what the application would write now",
        "text.figures": "the figures in a passage",
        "text.html_reader": "reads HTML into paragraphs, lists and tables",
        "text.markup": "between stored text and the blocks that are printed",
        "text.passages": "the stored text as values without rows",
        "text.plain_text": "words as they are typed where no script runs",
    },
    "data_book": {
        "criteria": "the sheets of criteria",
        "sheets": "how the sheets look",
        "tables": "the sheets of figures",
    },
    "editions": {
        "content": "the frozen content",
        "members": "what an edition is made from",
        "pdf": "the PDF from the frozen content",
        "signature": "what a signed PDF holds",
        "signature.bounds": "how much signing may add",
        "signature.revisions": "what was added after the first revision",
        "signature.signatures": "reads signatures; the only importer of pyHanko",
    },
    "exports": {"package": "a campaign's whole file as one ZIP"},
    "site": {"api": "open data over HTTP: views of another kind"},
}

#: As high as views: they answer requests, or stand behind what does. Every other extra stands no
#: higher than `services`: it reaches no forms, pages, views or urls.
AS_VIEWS: Mapping[str, str] = {
    "units.people.acts": "the common half of views that ask for a reason: it holds a form",
    "reports.site.api": "its functions are called by addresses, and one shows a page",
}
