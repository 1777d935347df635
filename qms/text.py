"""Vietnamese text: folding for search, keys for sorting."""

import re
import unicodedata

_D = str.maketrans({"đ": "d", "Đ": "D"})
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền hỏi ngã sắc nặng


# what XML 1.0 (XLSX, DOCX) or PostgreSQL cannot hold: C0 controls but tab and line ends, U+FFFE/F, half a pair;
# and what turns the reading order round (bidi overrides)
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def storable(text: str) -> str:
    """Without the characters no paper and no database column can hold."""
    return UNSTORABLE.sub("", text)


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def unmarked(text: str) -> str:
    """“Hồ sơ Đánh giá” → “Ho so Danh gia”: the same letters without their marks."""
    plain = unicodedata.normalize("NFD", storable(text).translate(_D))
    return "".join(c for c in plain if not unicodedata.combining(c))


def fold(text: str) -> str:
    """“Hồ sơ  Đánh giá” → “ho so danh gia”: lower case, no marks, single spaces."""
    return " ".join(unmarked(text).lower().split())


def in_sentence(label: str) -> str:
    """“Cấp huyện” → “cấp huyện”; an abbreviation at its beginning stays: “TTHC thuộc phạm vi”."""
    first = label.partition(" ")[0]
    return label if len(first) > 1 and first.isupper() else label[:1].lower() + label[1:]


def as_label(name: str) -> str:
    """“thay đổi TTHC” → “Thay đổi TTHC”."""
    return name[:1].upper() + name[1:]


def _weights() -> dict[str, str]:
    """Two characters a letter, ASCII digits and letters only, so every database collation orders them alike."""
    seen: dict[str, int] = {}
    weights = {}
    for letter in _LETTERS:
        base = fold(letter)
        weights[letter] = f"{base}{seen.setdefault(base, 0)}"
        seen[base] += 1
    return weights


_WEIGHT = _weights()


def sort_key(text: str, length: int = 240) -> str:
    """A key whose binary order is the Vietnamese one (An < Ăn < Ân, Da < Đà), numbers by value (QT-2 < QT-10)."""
    letters: list[str] = []
    tones: list[str] = []
    digits = ""
    for char in nfc(text).lower() + " ":
        if char.isascii() and char.isdigit():
            digits += char
            continue
        if digits:
            letters.append("1" + digits.lstrip("0").rjust(9, "0"))
            digits = ""
        parts = unicodedata.normalize("NFD", char)
        tone = next((_TONES[c] for c in parts if c in _TONES), "0")
        letter = nfc("".join(c for c in parts if c not in _TONES))
        if weight := _WEIGHT.get(letter):
            letters.append(weight)
            tones.append(tone)
        elif letters and letters[-1] != "00":
            letters.append("00")
    return ("".join(letters) + "00" + "".join(tones))[:length]
