"""The Gregorian and the Julian calendar, joined by the Julian day number.

A Julian day number counts days without regard to any calendar, so two dates are one day exactly when
their numbers are equal. Both calendars are proleptic: their rules hold also before they were in use.
"""

from datetime import date

GREGORIAN = "gregorian"
JULIAN = "julian"

_DAY_BEFORE_DATE_MIN = (
    1721425  # Julian day number of the day before Gregorian 0001-01-01, where ordinals start
)
_JULIAN_MARCH_OF_YEAR_0 = 1721118  # Julian day number of Julian 0000-03-01
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def days_in_month(year: int, month: int, calendar: str = GREGORIAN) -> int:
    """The number of days of a month (1 to 12) in the given calendar."""
    leap = year % 4 == 0 and (calendar == JULIAN or year % 100 != 0 or year % 400 == 0)
    return 29 if leap and month == 2 else _DAYS[month - 1]


def day_number(year: int, month: int, day: int, calendar: str = GREGORIAN) -> int:
    """The Julian day number of an existing day of the years 1 to 9999 of the given calendar."""
    if calendar == GREGORIAN:
        return date(year, month, day).toordinal() + _DAY_BEFORE_DATE_MIN
    # Counted from March, the leap day is the last of its year and every five months have 153 days.
    year, month = (year, month - 3) if month > 2 else (year - 1, month + 9)
    return _JULIAN_MARCH_OF_YEAR_0 + year * 1461 // 4 + (153 * month + 2) // 5 + day - 1


def gregorian_day(number: int) -> date | None:
    """The Gregorian date of a Julian day number; None outside the years 1 to 9999."""
    ordinal = number - _DAY_BEFORE_DATE_MIN
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None


def iso_day(number: int, calendar: str = GREGORIAN) -> str:
    """A Julian day number as YYYY-MM-DD of the given calendar; "" outside the years 1 to 9999."""
    if calendar == GREGORIAN:
        day = gregorian_day(number)
        return day.isoformat() if day else ""
    days = number - _JULIAN_MARCH_OF_YEAR_0
    year = (4 * days + 3) // 1461
    days -= year * 1461 // 4
    month = (5 * days + 2) // 153
    day_of_month = days - (153 * month + 2) // 5 + 1
    year, month = (year, month + 3) if month < 10 else (year + 1, month - 9)
    return f"{year:04}-{month:02}-{day_of_month:02}" if 1 <= year <= 9999 else ""
