"""Vietnamese dates and numbers. Django's own `vi` leaves reading to the American order: 07/12/2020
would be 12 July.

The long form of documents ("ngày 05 tháng 01 năm 2021", but "tháng 6") pads by month, which no
format can say.
"""

# How they are shown, in the language of Django's `date` filter.
DATE_FORMAT = SHORT_DATE_FORMAT = "d/m/Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "H:i d/m/Y"
YEAR_MONTH_FORMAT = r"\t\há\n\g n/Y"
MONTH_DAY_FORMAT = "d/m"
FIRST_DAY_OF_WEEK = 1

# How they are read, in the language of strptime. Django adds the ISO forms, which date fields of
# browsers send.
DATE_INPUT_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S", "%Hh%M"]
DATETIME_INPUT_FORMATS = [
    *(f"{date} {time}" for date in DATE_INPUT_FORMATS for time in TIME_INPUT_FORMATS),
    *(f"{time} {date}" for date in DATE_INPUT_FORMATS for time in TIME_INPUT_FORMATS),
]

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
NUMBER_GROUPING = 3
