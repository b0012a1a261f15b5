"""What the profile knows about English, as tables; all patterns are matched on normalised text."""

import re
from collections.abc import Mapping

_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
         "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

NUMBERS: Mapping[str, int] = (
    {word: value for value, word in enumerate(_ONES)}
    | {word: 10 * value for value, word in enumerate(_TENS, 2)}
    | {
        f"{ten}{joint}{one}": 10 * value + digit
        for value, ten in enumerate(_TENS, 2)
        for digit, one in enumerate(_ONES[1:10], 1)
        for joint in "- "
    }
)
"""Number words up to ninety-nine."""

NUMBER_WORD = "|".join(sorted(NUMBERS, key=len, reverse=True))

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
SHORT_WEEKDAY = r"(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b\.?"

RELATIVE_DAYS: Mapping[str, int] = {
    r"\bday after tomorrow\b": 2,
    r"\btomorrow\b": 1,
    r"\b(?:today|tonight)\b": 0,
}
"""Pattern of a word -> days from today; a longer one stands before one that it contains."""

WINDOWS: Mapping[str, str] = {
    "morning": r"\bmorning\b|(?<!i )\bam\b",
    "afternoon": r"\b(?:afternoon|midday|noon|lunchtime|pm)\b",
    "evening": r"\b(?:evening|night|tonight)\b",
}
"""Time window -> pattern of the words that name it."""

GREETING = re.compile(r"\bgood (?:morning|afternoon|evening|night)\b", re.ASCII)

CLAUSE_END = re.compile(r";|\bbut\b|\bhowever\b", re.ASCII)
"""A contrast: what is denied before it is something else."""

YES = r"""\b(?:
    sure(?:[ ]thing)?|of[ ]course|absolutely|certainly|definitely|exactly|agreed
    |(?:(?:that's|that[ ]is|it's|all)[ ])?(?:correct|right)
    |go[ ]ahead|do[ ]it|please[ ]do|proceed|book[ ]it|confirm(?:ed)?|sounds[ ](?:good|great|fine)
    |(?:that[ ])?works(?:[ ]for[ ]me)?|i[ ]do|i[ ]would
)\b"""
NO = r"\b(?:not[ ](?:really|now|today)|never[ ]?mind|don't|do[ ]not|stop|no[ ](?:thanks|thank[ ]you))\b"
MILD_YES = r"\b(?:(?:(?:that's|that[ ]is|it's|all)[ ])?(?:ok(?:ay)?|fine|good|perfect)|no[ ](?:problem|worries))\b"
FILLER = r"\b(?:please|thanks|thank[ ]you|very[ ]much|well|then|um|uh)\b"
YES_HEAD = r"(?:yes|yeah|yep|yup)\b(?![ ](?:and|or)[ ]no\b)"
NO_HEAD = r"(?:no|nope|nah)\b(?=$|[,.!;~-]|[ ](?:thanks?|that|it|i|we|please|not|wait)\b)"
HEDGE = r"\b(?:but|actually|instead|change[ ](?:the|to|it[ ]to|that[ ]to)|except|however|wait|hold[ ]on|if|unless)\b"
