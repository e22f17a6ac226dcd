"""What was asked is marked where it stands, and nothing of the text is lost."""

from collections.abc import Container, Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantoa.base.folding import normal_text
from lantoa.base.search import analysis, highlights
from lantoa.base.search.documents import Document

AT = datetime(2026, 3, 1, tzinfo=UTC)

_LETTERS = st.one_of(
    st.sampled_from("đối ngoại Đà Nẵng hội nghị. 对外信息 ຂໍ້ມູນ "), st.characters(exclude_categories=["Cs"])
)
TEXTS = st.text(_LETTERS, max_size=80).map(normal_text)


def _marked(text: str, query: str) -> str:
    return "".join(f"[{p.text}]" if p.is_found else p.text for p in highlights.pieces(text, analysis.asked(query)))


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("doi ngoai", "Công tác đối ngoại, đổi mới", "Công tác [đối ngoại], đổi mới"),
        ("đối ngoại", "Công tác đối ngoại, đổi mới", "Công tác [đối ngoại], đổi mới"),
        ("Đà Nẵng", "Da Nang City", "[Da Nang] City"),
        ("conference", "Conferences in Đà Nẵng", "[Conferences] in Đà Nẵng"),
        ("对外", "外国与对外信息", "外国与[对外]信息"),
        ("外", "外国与对外信息", "[外]国与对[外]信息"),
        ("다낭", "다낭시에서", "[다낭]시에서"),
        ("ຂໍ້ມູນ", "ວຽກງານຂໍ້ມູນຕ່າງປະເທດ", "ວຽກງານ[ຂໍ້ມູນ]ຕ່າງປະເທດ"),
        ("国际合作", "国际与国际合作", "国际与[国际合作]"),
        ("国际合作", "国际会议", "[国际]会议"),
        ("投資環境", "投资环境与投资", "[投资环境]与投资"),
        ("ຊາຍແດນ", "ໝາກໄມ້ຂ້າມແດນ, ຊາຍແດນ", "ໝາກໄມ້ຂ້າມແດນ, [ຊາຍແດນ]"),
        ("zzz", "Công tác", "Công tác"),
    ],
)
def test_what_was_asked_is_marked(query: str, text: str, marked: str) -> None:
    assert _marked(text, query) == marked


def test_an_excerpt_shows_where_it_all_stands_together() -> None:
    body = "Đầu tiên là lễ. " + "Chữ thừa. " * 60 + "Sau đó lễ hội hoa mở ra. " + "Chữ thừa. " * 60
    cut = highlights.excerpt(["Tóm tắt có chữ lễ", body], analysis.asked("lễ hội"))
    text = "".join(piece.text for piece in cut)
    assert [piece.text for piece in cut if piece.is_found] == ["lễ hội"]
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert len(text) <= 230


def test_an_excerpt_without_what_was_asked_is_the_beginning() -> None:
    cut = highlights.excerpt(["", "Mở đầu. " * 50], analysis.asked("zzz"))
    assert [piece.is_found for piece in cut] == [False, False]
    assert cut[0].text.startswith("Mở đầu.")
    assert highlights.excerpt([], analysis.asked("zzz")) == []


@given(TEXTS, TEXTS)
def test_pieces_are_the_text(text: str, query: str) -> None:
    asked = analysis.asked(query)
    assert "".join(piece.text for piece in highlights.pieces(text, asked)) == text
    excerpt = "".join(piece.text for piece in highlights.excerpt([text], asked)).removeprefix("… ").removesuffix(" …")
    assert excerpt in text


@given(TEXTS)
def test_a_text_that_asks_for_itself_is_marked(text: str) -> None:
    asked = analysis.asked(text)
    if asked.units:
        assert any(piece.is_found for piece in highlights.pieces(text, asked))


def _shown(query: str, *, title: str = "", summary: str = "", body: str = "", beside: str = "") -> tuple[str, str]:
    document = Document(1, "vi", "article", "", AT, title=title, summary=summary, body=body, beside=beside)
    found = highlights.shown(document.row(1), analysis.asked(query))
    title, excerpt = ("".join(f"[{p.text}]" if p.is_found else p.text for p in pieces) for pieces in found)
    return title, excerpt


def test_no_syllable_is_marked_alone_where_the_whole_word_stands() -> None:
    said = _shown("đối ngoại", title="Ngoại giao đối diện", summary="Công tác đối ngoại, ngoại tỉnh")
    assert said == ("Ngoại giao đối diện", "Công tác [đối ngoại], ngoại tỉnh")
    # Two of three words are a word, one alone is none.
    said = _shown("hội nghị đầu tư", title="Hội nghị về đầu tư ở hội trường", summary="Tư liệu")
    assert said == ("[Hội nghị] về [đầu tư] ở hội trường", "Tư liệu")
    # Found by its topic, whose name the reader does not see marked: a hill is no part of it.
    assert _shown("doi ngoai", title="Đồi chè", summary="Trên đồi") == ("Đồi chè", "Trên đồi")
    assert _shown("đồi ngoai", title="Đồi chè") == ("[Đồi] chè", "")
    # Nowhere together: then each is what it was found by.
    assert _shown("hoa biển", title="Hoa bên biển") == ("[Hoa] bên [biển]", "")


def test_an_excerpt_is_of_the_text_unless_only_what_stands_beside_it_says_it() -> None:
    beside = "Sở Ngoại vụ\nBến Trăng\nTư liệu mẫu"
    assert _shown("lễ hội", title="Đêm", body="Một lễ hội.", beside=beside)[1] == "Một [lễ hội]."
    assert _shown("đêm", title="Đêm", body="Một lễ hội.", beside=beside) == ("[Đêm]", "Một lễ hội.")
    assert _shown("bến trăng", title="Đêm", body="Một lễ hội.", beside=beside)[1] == "[Bến Trăng]"
    # Half of it in the text is not what was asked.
    assert _shown("sở ngoại vụ", title="Vụ mùa", body="Mùa vụ.", beside=beside) == ("Vụ mùa", "[Sở Ngoại vụ]")


def test_a_long_text_is_read_once_however_it_is_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real = analysis.units_of

    def counted(text: str, stems: Container[str]) -> Iterator[tuple[int, analysis.Unit]]:
        read.append(text)
        return real(text, stems)

    monkeypatch.setattr(analysis, "units_of", counted)
    body = "Hội ở đây, nghị ở kia. " * 900
    # As typed and not, four words, two, one; in the text and in what stands beside it.
    assert _shown("hội nghị đầu tư", title="Tin", body=body, beside="Tư liệu")[1].startswith("[Hội] ở đây, [nghị]")
    assert len(read) == 4
    assert max(map(len, read)) == 20_000
