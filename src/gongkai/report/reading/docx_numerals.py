"""How Word writes the numbers of its automatic numbering (ST_NumberFormat, ISO/IEC 29500-1 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_LEGAL_SIMPLIFIED = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def numeral(number: int, style: str) -> str:
    """`number` in a format of Word; decimal where the format is unknown or has no sign for it.

        >>> numeral(12, "chineseCounting"), numeral(105, "chineseCountingThousand"), numeral(4, "upperRoman")
        ('十二', '一百零五', 'IV')
    """
    write = _STYLES.get(style)
    return (write(number) if write and 0 <= number < 10_000 else None) or str(number)


def _positional(digits: str) -> Callable[[int], str]:
    return lambda number: "".join(digits[int(digit)] for digit in str(number))


def _counted(digits: str, units: tuple[str, ...], *, bare_ten: bool = False,
             bare_units: bool = False) -> Callable[[int], str]:
    """Digits with 十百千 between: `bare_ten` writes 十 for 10–19, `bare_units` 百 for 一百 as well."""

    def write(number: int) -> str:
        text, gap = "", False
        for power in (3, 2, 1, 0):
            digit = number // 10**power % 10
            if not digit:
                gap = bool(text)
                continue
            one = digit == 1 and power and (bare_units or (bare_ten and power == 1 and not text))
            text += (digits[0] if gap and not bare_units else "") + ("" if one else digits[digit]) + units[power]
            gap = False
        return text or digits[0]

    return write


def _to_99(digits: str) -> Callable[[int], str]:
    """Counted up to 99, digit by digit from 100 on."""
    counted, positional = _counted(_DIGITS, _UNITS, bare_ten=True), _positional(digits)
    return lambda number: counted(number) if number < 100 else positional(number)


def _listed(signs: str) -> Callable[[int], str | None]:
    return lambda number: signs[number - 1] if 1 <= number <= len(signs) else None


def _letters(first: str) -> Callable[[int], str | None]:
    # a … z, aa, bb … zz, aaa: Word repeats the letter.
    return lambda n: chr(ord(first) + (n - 1) % 26) * ((n - 1) // 26 + 1) if 1 <= n <= 780 else None


def _roman(number: int) -> str | None:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _ordinal(number: int) -> str:
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if 10 <= number % 100 <= 20 else suffix}"


def _run(first: str, count: int) -> str:
    return "".join(chr(ord(first) + i) for i in range(count))


_UNITS = ("", "十", "百", "千")
_LEGAL_UNITS = ("", "拾", "佰", "仟")
_CIRCLED = _run("①", 20)

_STYLES: dict[str, Callable[[int], str | None]] = {
    "none": lambda number: "\0",
    "upperRoman": lambda number: (_roman(number) or "").upper(),
    "lowerRoman": _roman,
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
    "ordinal": _ordinal,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "numberInDash": lambda number: f"- {number} -",
    "decimalEnclosedCircle": _listed(_CIRCLED),
    "decimalEnclosedCircleChinese": _listed(_CIRCLED),
    "decimalEnclosedFullstop": _listed(_run("⒈", 20)),
    "decimalEnclosedParen": _listed(_run("⑴", 20)),
    "ideographEnclosedCircle": _listed(_run("㊀", 10)),
    "ideographTraditional": _listed("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _listed("子丑寅卯辰巳午未申酉戌亥"),
    "ideographDigital": _positional("〇一二三四五六七八九"),
    "japaneseDigitalTenThousand": _positional("〇一二三四五六七八九"),
    "taiwaneseDigital": _positional("○一二三四五六七八九"),
    "chineseCounting": _to_99("○一二三四五六七八九"),
    "taiwaneseCounting": _to_99("○一二三四五六七八九"),
    "chineseCountingThousand": _counted(_DIGITS, _UNITS, bare_ten=True),
    "taiwaneseCountingThousand": _counted(_DIGITS, _UNITS, bare_ten=True),
    "japaneseCounting": _counted(_DIGITS, _UNITS, bare_units=True),
    "chineseLegalSimplified": _counted(_LEGAL_SIMPLIFIED, _LEGAL_UNITS),
    "ideographLegalTraditional": _counted(_LEGAL_TRADITIONAL, _LEGAL_UNITS),
    "japaneseLegal": _counted(_LEGAL_TRADITIONAL, _LEGAL_UNITS),
}
