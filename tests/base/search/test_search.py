"""The index: what is found, in which order, after everything that was published and withdrawn."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lantoa.base.search import actions, analysis, documents, queries, terms
from lantoa.base.search.documents import Document
from lantoa.base.search.models import SearchDocument, SearchWord

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def put(key: int, title: str, body: str = "", **values: Any) -> None:
    actions.put(
        Document(
            key=key, title=title, body=body, summary=values.get("summary", ""), language=values.get("language", "vi"),
            kind=values.get("kind", "article"), topic=values.get("topic", ""),
            published_at=values.get("at", NOON + timedelta(days=key)),
        )
    )  # fmt: skip


def keys(text: str, language: str | None = "vi", **filters: Any) -> list[int]:
    return [hit.key for hit in queries.search(text, language, **filters).hits]


# -- what is found ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("binh duong", "Đoàn tỉnh Bình Dương thăm tỉnh"),
        ("da nang", "Hội nghị tại Đà Nẵng"),
        ("dong bo", "Triển khai đồng bộ các giải pháp"),
        ("doi ngoai", "Công tác đối ngoại"),
        ("A Dot", "Cửa khẩu A Đớt"),
        ("对外信息", "加强对外信息工作"),
        ("外", "加强对外信息工作"),
        ("対外情報", "対外情報の強化"),
        ("다낭", "다낭시에서 열린 회의"),
        ("ຂໍ້ມູນ", "ວຽກງານຂໍ້ມູນຕ່າງປະເທດ"),
        ("ព័ត៌មាន", "ការងារព័ត៌មានការបរទេស"),
        ("developpement", "Le développement économique"),
        ("конференция", "Участники конференции"),
    ],
)
def test_a_document_is_found_without_accents_in_title_or_body(query: str, title: str) -> None:
    put(1, title)
    put(2, "Khác", body=title)
    put(3, "Khác hẳn")
    assert keys(query) == [1, 2]


def test_accents_as_typed_come_first_then_titles_then_phrases_then_the_newest() -> None:
    put(1, "Chợ Đà Nẵng")
    put(2, "Tin", body="về Đà Nẵng")
    put(3, "Tin", body="Đà Lạt nắng, Nẵng")
    put(4, "Da nang trong mat")
    put(5, "Tin", body="da nang")
    put(6, "Tin", body="nang qua da")
    put(7, "Chợ Đà Nẵng mới")
    assert keys("Đà Nẵng") == [7, 1, 2, 3, 4, 5, 6]
    assert keys("da nang") == [7, 4, 1, 5, 2, 6, 3]


def test_all_filters_hold_together() -> None:
    put(1, "Lễ hội", kind="event", topic="culture")
    put(2, "Lễ hội", kind="event", topic="trade")
    put(3, "Lễ hội", kind="article", topic="culture")
    put(4, "Lễ hội", kind="event", topic="culture", language="en")
    put(5, "Lễ hội", kind="event", topic="culture", at=NOON + timedelta(days=400))
    assert keys("le hoi") == [5, 3, 2, 1]
    assert keys("le hoi", None) == [5, 4, 3, 2, 1]
    assert keys("le hoi", kind="event", topic="culture") == [5, 1]
    year: dict[str, Any] = {"since": date(2026, 1, 1), "until": date(2027, 1, 1)}
    assert keys("le hoi", kind="event", topic="culture", **year) == [1]
    assert keys("le hoi", since=date(2027, 1, 1)) == [5]


def test_a_day_begins_and_ends_at_midnight_where_the_office_is() -> None:
    put(1, "Tin", at=datetime(2026, 3, 1, 16, 59, 59, tzinfo=UTC))  # 23:59:59 of 1 March in Hà Nội
    put(2, "Tin", at=datetime(2026, 3, 1, 17, 0, 0, tzinfo=UTC))
    assert keys("tin", since=date(2026, 3, 1), until=date(2026, 3, 2)) == [1]
    assert keys("tin", since=date(2026, 3, 2), until=date(2026, 3, 3)) == [2]


def test_pages_cut_what_was_found_and_its_number_is_exact_or_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    for key in range(1, 46):
        put(key, "Tin" if key % 2 else "Khác", body="tin")
    first, last = queries.search("tin", "vi"), queries.search("tin", "vi", page=3)
    assert (first.count, first.is_more, first.page_count, len(first.hits), len(last.hits)) == (45, False, 3, 20, 5)
    everything = [hit.key for page in (1, 2, 3) for hit in queries.search("tin", "vi", page=page).hits]
    assert everything == [*range(45, 0, -2), *range(44, 0, -2)]
    assert queries.search("tin", "vi", page=99).page == 3
    monkeypatch.setattr(queries, "MOST_COUNTED", 40)
    bounded = queries.search("tin", "vi", page=2)
    assert (bounded.count, bounded.is_more, len(bounded.hits)) == (40, True, 20)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", '"',
        "\"'", "*", ":", "a:b", "NEAR(a b)", "a AND b OR NOT c", "-a", "^a", "a*", "\0", "a\0b", "{a b}: c",
        "!!! ???", "😀", "👩‍👩‍👧", "x" * 10_000, "tin " * 2_500, "\ud800", "﷽", "⑴", "' OR 1=1 --", "a & b | !c <-> d",
        "%", "_",
        "\\", "a\\'b", "½",
        "ﬁ", "İ", "́", "្", "\u200b", "tin\u00a0tức",
    ],
)  # fmt: skip
def test_odd_input_is_answered(text: str) -> None:
    put(1, "Tin tức", body="a b c x")
    assert queries.search(text, "vi").count <= 1
    queries.suggested(text, "vi")
    queries.meant(text, "vi")
    queries.languages_of(text)


@given(st.text(max_size=40))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_indexed_and_found_by_itself(text: str) -> None:
    with transaction.atomic():
        put(1, f"Tin {text}", body=text)
        if analysis.asked(text).levels:
            assert keys(text) == [1]
        queries.suggested(text, "vi")
        transaction.set_rollback(True)


# -- what is written -------------------------------------------------------------------------------


def test_a_document_put_again_is_found_by_its_new_words_alone() -> None:
    put(1, "Lễ hội hoa", body="mùa xuân")
    put(1, "Hội nghị", body="mùa hè", kind="event")
    assert (keys("hoa"), keys("xuan"), keys("hoi nghi"), keys("mua he")) == ([], [], [1], [1])
    assert (keys("mua", kind="article"), keys("mua", kind="event")) == ([], [1])
    assert set(SearchWord.objects.values_list("written", flat=True)) == {"hội", "nghị", "hội nghị"}


def test_a_removed_document_is_not_found_and_removing_it_again_does_no_harm() -> None:
    put(1, "Lễ hội")
    put(2, "Lễ hội")
    assert keys("le hoi") == [2, 1]
    actions.remove(2)
    actions.remove(2)
    assert keys("le hoi") == [1]
    actions.remove(1)
    assert (keys("le hoi"), SearchDocument.objects.count(), SearchWord.objects.count()) == ([], 0, 0)


def test_documents_of_one_second_keep_apart() -> None:
    for key in range(1, 6):
        put(key, "Tin", at=NOON)
    actions.remove(2)
    put(6, "Tin", at=NOON)
    assert sorted(keys("tin")) == [1, 3, 4, 5, 6]


def test_what_was_rolled_back_is_not_found() -> None:
    put(1, "Tin cũ")
    with transaction.atomic():
        put(2, "Tin mới")
        actions.remove(1)
        assert keys("tin") == [2]
        transaction.set_rollback(True)
    assert keys("tin") == [1]


_TITLE_WORDS = ["lễ", "hội", "hoa", "Đà", "Nẵng", "tin", "对外"]
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.integers(1, 5), st.lists(st.sampled_from(_TITLE_WORDS), max_size=6)),
        st.tuples(st.just("remove"), st.integers(1, 5), st.just([])),
    ),
    max_size=12,
)  # fmt: skip


@given(_STEPS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_writing_the_index_is_what_building_it_anew_makes(steps: list[tuple[str, int, list[str]]]) -> None:
    with transaction.atomic():
        kept: dict[int, str] = {}
        for verb, key, words in steps:
            if verb == "put":
                kept[key] = " ".join(words)
                put(key, kept[key], body=kept[key][::-1])
            else:
                kept.pop(key, None)
                actions.remove(key)
        before = _answers()
        assert {key for key, title in kept.items() if "hội" in title.split()} <= set(before["hội"])
        assert actions.replace_all(_documents()) == len(kept)
        assert _answers() == before
        transaction.set_rollback(True)


def _documents() -> list[Document]:
    return [
        Document(row.key, row.language, row.kind, row.topic, row.published_at, row.title, row.summary, row.body)
        for row in SearchDocument.objects.order_by("position")
    ]


def _answers() -> dict[str, Any]:
    words = ["lễ", "le", "hội", "hoa", "da nang", "Đà Nẵng", "tin", "对外", "外"]
    found: dict[str, Any] = {word: keys(word) for word in words}
    found["words"] = sorted(SearchWord.objects.values_list("written", "folded", "is_pair", "document_count"))
    return found


def test_a_very_long_document_is_indexed() -> None:
    put(1, "Dài", body=" ".join(f"từ{number}" for number in range(40_000)))
    put(2, "长", body="".join(chr(0x20000 + number % 40_000) for number in range(70_000)))
    assert (keys("tu77"), keys(chr(0x20000) + chr(0x20001))) == ([1], [2])


def test_sqlite_finds_its_index_whole_after_writing() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("FTS5 checks itself on SQLite")
    put(1, "Lễ hội")
    put(2, "Lễ hội hoa", body="Đà Nẵng")
    actions.remove(1)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO base_searchterms (base_searchterms) VALUES ('integrity-check')")
    assert keys("le hoi") == [2]


def test_postgresql_asks_gin_alone_and_never_unpacks_the_terms_of_every_row() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("FTS5 has one way to answer")
    for key in range(1, 60):
        put(key, "Lễ hội", body="hoa")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE base_searchterms")

    def scans() -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_stat_get_xact_numscans('base_searchterms'::regclass),"
                " pg_stat_get_xact_numscans('base_searchterms_pkey'::regclass),"
                " pg_stat_get_xact_numscans('base_searchterms_terms'::regclass)"
            )
            return [int(number) for number in cursor.fetchone()]

    before = scans()
    between = (0, 2**62)
    assert terms.count({"le_hoi"}, between=between, limit=1000) == 59
    assert len(terms.positions({"le_hoi"}, between=between, limit=5)) == 5
    assert [after - earlier for earlier, after in zip(before, scans(), strict=True)] == [0, 0, 2]


def test_a_question_takes_the_same_queries_whatever_is_found(count_queries: Any) -> None:
    put(1, "Lễ hội")
    with count_queries() as one:
        assert keys("le hoi") == [1]
    put(2, "Lễ hội")
    put(3, "Lễ hội")
    with count_queries() as three:
        assert keys("le hoi") == [3, 2, 1]
    assert (len(one), len(three)) == (3, 3)
    for key in range(4, 20):
        put(key, "Khác", body="lễ hội, hội lễ" if key % 2 else "hội và lễ")
    with count_queries() as most:
        assert len(keys("Lễ hội")) == 19
    assert len(most) <= 8


# -- suggestions -----------------------------------------------------------------------------------


def test_the_last_word_is_completed_with_what_titles_say() -> None:
    put(1, "Công tác đối ngoại nhân dân")
    put(2, "Đối ngoại và hội nhập")
    put(3, "Đôi điều về lễ hội")
    put(4, "Foreign doings", language="en")
    doi = queries.suggested("doi ngo", "vi")
    assert (doi.texts, [hit.key for hit in doi.hits]) == (["đối ngoại"], [2, 1])
    assert queries.suggested("cong tac doi", "vi").texts == ["công tác đối"]
    assert "đối ngoại" in queries.suggested("đố", "vi").texts
    assert queries.suggested("d", "vi") == queries.suggested("", "vi") == queries.Suggested([], [])


def test_two_words_that_merely_met_are_not_suggested() -> None:
    for key in range(1, 19):
        put(key, "Đối ngoại", summary="Từ sáng" if key % 2 else "Đội bóng")
    put(19, "Đội từ xa", summary="Đời vẫn vui")
    put(20, "Đội từ xa")
    texts = queries.suggested("doi", "vi").texts
    assert {"đối ngoại", "đội bóng"} <= set(texts)
    assert not {"đội từ", "đời vẫn"} & set(texts)


def test_one_letter_of_a_second_word_keeps_the_list() -> None:
    put(1, "Lan xuân")
    put(2, "Lan hồ điệp")
    found = queries.suggested("lan x", "vi")
    assert (found.texts, [hit.key for hit in found.hits]) == (["lan xuân"], [2, 1])


def test_titles_are_suggested_where_words_have_no_gaps() -> None:
    put(1, "加强对外信息工作", language="zh-hans")
    assert [hit.key for hit in queries.suggested("对外", "zh-hans").hits] == [1]
    assert queries.suggested("对外", "zh-hans").texts == []


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("bing duong", "bình dương"),
        ("doi ngoia", "đối ngoại"),
        ("đói ngọai x", ""),
        ("doingoai", "đối ngoại"),
        ("viet nam", "vietnam"),
        ("bimh duomg", "bình dương"),
        ("zzzzz", ""),
        ("对外x", ""),
        ("ddoois ngoaji", "đối ngoại"),
        ("doois ngoaij", "đối ngoại"),
        ("d9o61i ngoa5i", "đối ngoại"),
        ("Binhf Duwowng", "bình dương"),
        ("Ddaf Nawngx", "đà nẵng"),
        ("minhs duong", ""),  # each is a word, and nobody wrote them beside each other
        ("FDI", ""),
    ],
)
def test_what_was_mistyped_is_mended_if_that_finds_something(text: str, better: str) -> None:
    for key, title in enumerate(
        ["Công tác đối ngoại", "Đoàn Bình Dương", "Bình minh ở Đà Nẵng", "Vietnam today", "Bằng đường bộ"], start=1
    ):
        put(key, title)
    assert keys(text) == []
    assert queries.meant(text, "vi") == better
    assert not better or keys(better)


def test_a_name_in_two_syllables_is_offered_in_one_where_only_texts_have_it() -> None:
    put(1, "Today", body="In Vietnam", language="en")
    assert queries.meant("viet nam", "en") == "vietnam"
    assert queries.meant("ha noi", "en") == ""


@pytest.mark.parametrize(
    ("language", "query", "text"),
    [
        ("en", "how to invest in the province", "Invest: the best of our province"),
        ("fr", "comment l'entreprise", "Forum d'entreprises"),
        ("vi", "làm thế nào để đầu tư vào tỉnh là gì", "Đầu tư vào tỉnh"),
        ("ru", "что это для инвестора и в провинции", "Это провинция, инвестор"),
        ("ja", "ベトナムの投資について", "投資とベトナム"),
        ("ko", "베트남의 투자를", "투자, 베트남"),
        ("zh-hans", "如何投资", "投资"),
        ("km", "ការវិនិយោគ", "វិនិយោគ"),
        ("lo", "ການລົງທຶນ", "ລົງທຶນ"),
    ],
)
def test_little_words_need_not_be_found(language: str, query: str, text: str) -> None:
    put(1, text, language=language)
    put(2, "ASEAN", body=f"{text} {query}", language=language)
    put(3, query, language=language)
    assert sorted(keys(query, language)) == [1, 2, 3]
    assert keys(query, None) == [3, 2]


def test_a_query_of_little_words_alone_finds_them() -> None:
    put(1, "Who we are", language="en")
    put(2, "News", language="en")
    assert keys("who we are", "en") == [1]


def test_languages_that_have_it_are_named() -> None:
    put(1, "ASEAN", language="en")
    put(2, "ASEAN", language="en")
    put(3, "ASEAN", language="fr")
    assert queries.languages_of("asean") == [("en", 2), ("fr", 1)]


def test_labels_are_no_words() -> None:
    put(1, "Tin", kind="article", topic="trade")
    assert keys("article") == keys("language:vi kind:article") == keys("trade") == []
    assert documents.terms(SearchDocument.objects.get()) >= {"kind:article", "topic:trade", "language:vi"}


def test_words_that_only_met_in_a_document_are_offered_without_accents_of_either() -> None:
    put(1, "Đồi chè", summary="Ngoài phố có lễ hội.")
    assert queries.meant("doi ngoia", "vi") == "doi ngoai"
    assert queries.meant("le hoii", "vi") == "lễ hội"
    assert queries.meant("chef", "vi") == "chè"
