"""Vietnamese of before Unicode: texts in TCVN3 (ABC) and VNI-Windows letters, and letters taken apart (NFD).

Both old sets put Vietnamese letters where Western European ones stand, so a cell typed in them arrives as `Héi nghÞ`
or `Hoäi nghò` (Hội nghị). Whether a text is one of these is asked syllable by syllable: a cell is converted only if
it holds words that are no Vietnamese as they stand and are Vietnamese when converted. A cell with a letter that only
Unicode has (đ, ơ, ế) is never touched.

The tables follow TCVN 5712:1993 set 3 and the VNI-Windows font layout. TCVN3 has no capitals with tones (another
font drew them), so they come back as small letters.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import ngettext

_TCVN3_FROM = (
    "¡¢£¤¥¦§¨©ª«¬\u00ad®"
    "µ¶·¸¹»¼½¾ÆÇÈÉÊË"
    "ÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞ"
    "ßáâãäåæçèéêëìíî"
    "ïñòóôõö÷øùúûüýþ"
)  # fmt: skip
_TCVN3_INTO = (
    "ĂÂÊÔƠƯĐăâêôơưđ"
    "àảãáạằẳẵắặầẩẫấậ"
    "èẻẽéẹềểễếệìỉĩíị"
    "òỏõóọồổỗốộờởỡớợ"
    "ùủũúụừửữứựỳỷỹýỵ"
)  # fmt: skip
TCVN3 = dict(zip(_TCVN3_FROM, _TCVN3_INTO, strict=True))

# A letter and the mark typed after it; the marks' order: sắc, huyền, hỏi, ngã, nặng.
_TONES = "\u0301\u0300\u0309\u0303\u0323"
_VNI_PAIRS = {
    "a": ("ùøûõï", "a"), "e": ("ùøûõï", "e"), "o": ("ùøûõï", "o"), "u": ("ùøûõï", "u"), "y": ("ùøûõ", "y"),
    "ô": ("ùøûõï", "ơ"), "ö": ("ùøûõï", "ư"),
}  # fmt: skip
_VNI_HATS = {"a": [("âáàåãä", "â"), ("êéèúüë", "ă")], "e": [("âáàåãä", "ê")], "o": [("âáàåãä", "ô")]}
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni() -> dict[str, str]:
    table: dict[str, str] = {}
    for base, (marks, letter) in _VNI_PAIRS.items():
        for mark, tone in zip(marks, _TONES, strict=False):
            table[base + mark] = unicodedata.normalize("NFC", letter + tone)
    for base, hats in _VNI_HATS.items():
        for marks, letter in hats:
            for mark, tone in zip(marks, ["", *_TONES], strict=True):
                table[base + mark] = unicodedata.normalize("NFC", letter + tone)
    table |= _VNI_SINGLE
    capitals = {before.upper(): after.upper() for before, after in table.items()}
    # A capital with a small mark is read too: both stand on the keyboard.
    mixed = {before[0].upper() + before[1:]: after.upper() for before, after in table.items()}
    return {**mixed, **table, **capitals}


VNI = _vni()
_VNI_TEXT = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))


def is_unicode(text: str) -> bool:
    """Whether it holds a Vietnamese letter that no old set has."""
    return bool(_ONLY_UNICODE.search(text))


def from_tcvn3(text: str) -> str:
    """`Héi nghÞ` -> `Hội nghị`"""
    return "".join(TCVN3.get(sign, sign) for sign in text)


def from_vni(text: str) -> str:
    """`Hoäi nghò` -> `Hội nghị`"""
    return _VNI_TEXT.sub(lambda found: VNI[found[0]], text)


# -- what is Vietnamese ------------------------------------------------------------------------------

_ONSETS = frozenset(re.findall(r"\w*", "b,c,ch,d,đ,g,gh,gi,h,k,kh,l,m,n,ng,ngh,nh,p,ph,q,qu,r,s,t,th,tr,v,x"))
_RHYMES = frozenset(
    re.findall(
        r"\w+",
        "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
        "e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu "
        "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc "
        "oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
        "u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt "
        "uynh uyt uyu uyn uyp ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu yt",
    )
)
_ONLY_BEFORE_E = {"k", "gh", "ngh"}  # e, ê, i, y
_NOT_BEFORE_E = {"c", "g", "ng"}
_UNITS = {"µm", "µg", "µl", "µs"}
_CLOSED = ("p", "t", "c", "ch")
_WORDS = re.compile(r"[^\s\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f“”‘’…–—]+")
_HIGH = re.compile(r"[^\x00-\x7f]")
_ONLY_UNICODE = re.compile("[\u0100-\u01ff\u0300-\u036f\u1e00-\u1eff]")
_OLD = re.compile("[\u00a1-\u00ff]")


def is_syllable(word: str) -> bool:
    """Could this be a Vietnamese syllable, by its letters and its tone?"""
    plain: list[str] = []
    tones: list[str] = []
    for sign in unicodedata.normalize("NFD", word.lower()):
        (tones if sign in _TONES else plain).append(sign)
    letters = unicodedata.normalize("NFC", "".join(plain))
    if len(tones) > 1:
        return False
    for length in range(min(3, len(letters)), -1, -1):
        onset, rhyme = letters[:length], letters[length:]
        wrong_spelling = _NOT_BEFORE_E if rhyme[:1] in "eêiy" else _ONLY_BEFORE_E
        if onset in _ONSETS and onset not in wrong_spelling and rhyme in _RHYMES:
            return not rhyme.endswith(_CLOSED) or tones in (["\u0301"], ["\u0323"])
    return letters == "gi"


@dataclass(frozen=True)
class OldLetters:
    name: str
    convert: Callable[[str], str]

    def weigh(self, text: str) -> tuple[int, int]:
        """(words that are Vietnamese only when converted, words that are none then): what speaks for, what against."""
        proofs = against = 0
        for word in _WORDS.findall(text):
            if not _HIGH.search(word) or word in _UNITS:
                continue
            converted = self.convert(word)
            if converted == word:
                against += not is_syllable(word)  # "ý" and "chí" are written the same either way
            elif is_syllable(converted):
                proofs += not is_syllable(word)
            else:
                against += 1
        return proofs, against

    def can_convert(self, text: str) -> bool:
        return not self.weigh(text)[1] and self.convert(text) != text


SETS = (OldLetters("TCVN3 (ABC)", from_tcvn3), OldLetters("VNI-Windows", from_vni))


@dataclass(frozen=True)
class Mended:
    """What was done to a column's cells: how many, and the first of them before and after."""

    name: str
    count: int
    before: str
    after: str

    @property
    def message(self) -> str:
        if not self.name:
            said = ngettext(
                "%(count)s cell held letters taken apart (NFD); they were put together.",
                "%(count)s cells held letters taken apart (NFD); they were put together.", self.count,
            )  # fmt: skip
            return said % {"count": self.count}
        said = ngettext(
            "%(count)s cell was typed in the old letters %(name)s and was converted: “%(before)s” is read as "
            "“%(after)s”. Capital letters with tones may have become small.",
            "%(count)s cells were typed in the old letters %(name)s and were converted: “%(before)s” is read as "
            "“%(after)s”. Capital letters with tones may have become small.", self.count,
        )  # fmt: skip
        return said % {"count": self.count, "name": self.name, "before": self.before, "after": self.after}


@dataclass(frozen=True)
class Column:
    """Cells of one column (key, text). apart: letters taken apart; old: may be old, each with what speaks for each set;
    is_unicode: some hold letters that only Unicode has
    """

    apart: list[tuple[int, str]]
    old: list[tuple[int, str, dict[str, int]]]
    is_unicode: bool


def weigh(texts: Iterable[tuple[int, str]]) -> Column:
    apart: list[tuple[int, str]] = []
    old: list[tuple[int, str, dict[str, int]]] = []
    is_unicode = False
    for key, text in texts:
        if _ONLY_UNICODE.search(text):
            is_unicode = True
            if not unicodedata.is_normalized("NFC", text):
                apart.append((key, text))
        elif _OLD.search(text):
            old.append((key, text, _proofs(text)))
    return Column(apart, old, is_unicode)


def mend(texts: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str, str]]:
    """Of the texts of one column (key, text) those that are to be read otherwise: see `mend_column`."""
    return mend_column(weigh(texts))


def mend_column(column: Column) -> Iterator[tuple[int, str, str]]:
    """The cells of one column that are to be read otherwise: (key, new text, name of the set).

    The name is "" for letters that were only put together. A cell with two words that prove it is converted; one with
    less follows its column, where that is old without doubt and nowhere Unicode.
    """
    for key, text in column.apart:
        yield key, unicodedata.normalize("NFC", text), ""
    totals = {old.name: sum(proofs[old.name] for _key, _text, proofs in column.old) for old in SETS}
    of_column = max(SETS, key=lambda old: totals[old.name])
    is_old = not column.is_unicode and totals[of_column.name] > 1
    for key, text, proofs in column.old:
        own = max(SETS, key=lambda old: proofs[old.name])
        if proofs[own.name] > max(min(proofs.values()), 1):
            yield key, own.convert(text), own.name
        elif is_old and of_column.can_convert(text):
            yield key, of_column.convert(text), of_column.name


def mend_rest(columns: Iterable[Column], known: OldLetters) -> Iterator[tuple[int, int, str]]:
    """Cells that their own column leaves in doubt, on a sheet beside cells of a known set: (which, key, new text).

    A heading of one word stands alone above numbers: it is converted if it proves itself. What could be either ("Ghi
    chó") follows only where no cell of the sheet is Unicode and most are old.
    """
    columns = list(columns)
    proven = [proofs[known.name] > 0 for column in columns for _key, _text, proofs in column.old]
    is_old = not any(column.is_unicode for column in columns) and sum(proven) * 2 > len(proven)
    for which, column in enumerate(columns):
        for key, text, proofs in column.old:
            if (is_old or proofs[known.name]) and known.can_convert(text):
                yield which, key, known.convert(text)


def _proofs(text: str) -> dict[str, int]:
    """For each set how many words speak for it, 0 where as many speak against it."""
    weighed = {old.name: old.weigh(text) for old in SETS}
    return {name: proofs if proofs > against else 0 for name, (proofs, against) in weighed.items()}
