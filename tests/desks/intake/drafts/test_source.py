"""Feeds and exports are read whole or refused with a reason, whatever stands in them."""

import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.utils import translation

from lantoa.desks.intake.drafts import items_of, source
from lantoa.desks.intake.drafts.source import BadSource, moment_of, read
from lantoa.desks.intake.models import Gap
from tests.desks.intake.files import ATOM, OLD, post, rss, rss_item, wordpress

MAY = datetime(2017, 5, 3, 2, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_an_export_of_wordpress_is_read_with_all_it_says() -> None:
    found = read(wordpress(post(12, "Khai hội", "<p>Đông vui.</p>", categories=["Lễ hội", "Tin"], excerpt="Mở hội.")))
    assert (found.form, found.title, found.link) == ("wordpress", "Cổng cũ Sông Xanh", OLD)
    (item,) = found.items
    assert (item.guid, item.link) == (f"{OLD}/?p=12", f"{OLD}/2017/05/bai-12/")
    assert (item.title, item.html, item.summary) == ("Khai hội", "<p>Đông vui.</p>", "Mở hội.")
    assert (item.author, item.published_at, item.categories) == ("Lê Thị Hoa", MAY, ["Lễ hội", "Tin"])
    assert (item.kind, item.status, item.slug, item.is_protected) == ("post", "publish", "bai-12", False)
    assert "gia.example" not in repr(found)


def test_languages_of_polylang_and_of_wpml_are_read_with_their_groups() -> None:
    polylang = post(1, "A", polylang={"language": "zh_CN", "post_translations": "pll_7"})
    wpml = post(2, "B", meta={"_wpml_import_language_code": "en", "_wpml_import_translation_group": "g2"})
    found = read(wordpress(polylang, wpml, post(3, "C")))
    assert [(item.language, item.group) for item in found.items] == [("zh-hans", "pll_7"), ("en", "g2"), ("", "")]
    assert found.items[0].categories == []


def test_the_first_picture_of_a_post_is_found_where_wordpress_keeps_it() -> None:
    lead = post(
        7, "anh", kind="attachment", meta={"_wp_attachment_image_alt": "Đua ghe"},
        raw=f"<wp:attachment_url>{OLD}/wp-content/uploads/ghe.jpg</wp:attachment_url>",
    )  # fmt: skip
    found = read(wordpress(lead, post(8, "Đua ghe ngo", meta={"_thumbnail_id": "7"})))
    assert found.items[1].files == [(f"{OLD}/wp-content/uploads/ghe.jpg", "Đua ghe", "image/*")]


def test_a_feed_of_rss_is_read_and_no_address_of_a_person_with_it() -> None:
    more = (
        "<author>hoa@bao-lang.example (Lê Hoa)</author><category>Làng</category>"
        '<enclosure url="https://bao-lang.example/a.mp3" type="audio/mpeg" length="1"/>'
    )
    (item,) = read(rss(rss_item("Hội làng", more=more))).items
    assert (item.title, item.html, item.author, item.published_at) == ("Hội làng", "Hội mở lúc tám giờ.", "Lê Hoa", MAY)
    assert (item.guid, item.categories, item.files) == (
        "b1",
        ["Làng"],
        [("https://bao-lang.example/a.mp3", "", "audio/mpeg")],
    )


def test_a_feed_of_atom_is_read_its_markup_too() -> None:
    found = read(ATOM)
    (item,) = found.items
    assert (found.form, found.link) == ("atom", "https://cho-noi.example/")
    assert (item.title, item.link, item.author) == (
        "Chợ họp sớm",
        "https://cho-noi.example/2017/cho-hop-som",
        "Trần Văn Ghe",
    )
    assert (item.categories, item.published_at) == (["chợ"], MAY)
    assert "<p>Ghe <b>cập bến</b> &lt;5 giờ&gt;.</p>" in item.html


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252", "iso-8859-1"])
def test_the_encoding_that_a_file_declares_is_believed(encoding: str) -> None:
    title = "Fête" if encoding.startswith(("windows", "iso")) else "Lễ hội"
    content = rss(rss_item(title)) if encoding == "utf-8" else None
    if content is None:
        text = rss(rss_item(title)).decode().replace("Báo làng", "Bao").replace("utf-8", encoding)
        content = text.replace("Hội mở lúc tám giờ.", "x").encode(encoding)
    assert read(content).items[0].title == title


def test_letters_of_windows_1258_are_put_together() -> None:
    text = '<?xml version="1.0" encoding="windows-1258"?><rss><item><title>H\xf4\u0323i</title></item></rss>'
    assert read(text.encode("cp1258")).items[0].title == "H\xf4\u0323i"


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
REFUSED = {
    "a bomb of entities": (f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]><rss><channel>&l9;</channel></rss>', "entities"),
    "one entity": ('<!DOCTYPE rss [<!ENTITY a "x">]><rss><channel>&a;</channel></rss>', "entities"),
    "a file of ours": ('<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss>&a;</rss>', "entities"),
    "an address": ('<!DOCTYPE rss [<!ENTITY % a SYSTEM "http://10.0.0.1/x">%a;]><rss/>', "entities"),
    "deep nesting": ("<rss>" + "<a>" * 100 + "</a>" * 100 + "</rss>", "too deeply"),
    "a page": ("<html><body>Chào</body></html>", "web page"),
    "an older page": ("\n<!DOCTYPE html><html><br></html>", "web page"),
    "another tongue": ("<opml/>", "neither RSS"),
    "cut off": ("<rss><channel>\n<item><title>A</title>", "ends in the middle"),
    "cut off within a tag": ("<rss><channel><item><ti", "ends in the middle"),
    "wrong within": ("<rss><channel>\n</rss>", "Line 2"),
    "no xml": ("Kính gửi", "Line 1"),
    "nothing": ("", "Line 1"),
    "no item": ("<rss><channel><title>A</title></channel></rss>", "no item"),
    "an unknown encoding": ('<?xml version="1.0" encoding="tcvn"?><rss/>', "encoding"),
    "an encoding of two bytes": ('<?xml version="1.0" encoding="gb18030"?><rss/>', "encoding"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_harms_or_is_no_feed_is_refused_as_a_whole(name: str) -> None:
    text, words = REFUSED[name]
    with pytest.raises(BadSource, match=words):
        read(text.encode())


def test_letters_of_another_encoding_than_declared_are_refused_with_their_line() -> None:
    content = rss("\n", rss_item("Fête")).replace("Fête".encode(), b"F\xeate")
    with pytest.raises(BadSource, match="Line 4"):
        read(content)


def test_more_than_can_be_read_safely_is_refused_and_takes_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadSource, match="64 MB"):
        read(bytes(source.MOST_BYTES + 1))
    monkeypatch.setattr(source, "MOST_ITEMS", 3)
    with pytest.raises(BadSource, match="more than 3 items"):
        read(rss(*[rss_item("A", guid=str(number)) for number in range(4)]))


def test_a_text_that_is_no_article_is_marked_and_not_held() -> None:
    huge = rss(rss_item("A", "x" * (source.MOST_LETTERS + 1)), rss_item("B", guid="b2"))
    tracemalloc.start()
    found = read(huge)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [(item.title, item.too_long, len(item.html)) for item in found.items] == [("A", True, 0), ("B", False, 19)]
    assert peak < 1_000_000


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Wed, 03 May 2017 09:11:00 +0700", MAY),
        ("2017-05-03T09:11:00+07:00", MAY),
        ("2017-05-03 09:11:00", MAY),
        ("2017-05-03T02:11:00Z", MAY),
        ("0000-00-00 00:00:00", None),
        ("", None),
        ("hôm qua", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("Wed, 99 May 2017 09:11:00 +0700", None),
        ("1017-05-03", None),
    ],
)
def test_moments_are_read_as_feeds_and_exports_write_them(text: str, moment: datetime | None) -> None:
    assert moment_of(text) == moment


def test_what_a_feed_encloses_is_named_for_what_it_is() -> None:
    base = "https://bao-lang.example"
    more = "".join(f'<enclosure url="{base}/{name}"/>' for name in ("a.mp3", "ke-hoach.pdf", "anh.jpg?v=2"))
    (item,) = items_of(read(rss(rss_item("Hội làng", more=more))), now=MAY)
    assert item.gaps[:3] == [
        [Gap.FILE, f"{base}/a.mp3"], [Gap.FILE, f"{base}/ke-hoach.pdf"],
        [Gap.PICTURE_WITHOUT_TEXT, f"{base}/anh.jpg?v=2"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "declared", "gap"),
    [
        ("nghe?id=7", ' type="audio/mpeg"', Gap.FILE),
        ("tai-ve/12", ' type="application/pdf"', Gap.FILE),
        ("tai-ve/13", ' type="image/jpeg"', Gap.PICTURE_WITHOUT_TEXT),
        ("tai-ve/14", "", Gap.FILE),
        ("anh.jpg", ' type="application/octet-stream"', Gap.PICTURE_WITHOUT_TEXT),
        ("anh.jpg", ' type=""', Gap.PICTURE_WITHOUT_TEXT),
    ],
)
def test_what_a_feed_declares_goes_before_how_an_address_ends(address: str, declared: str, gap: Gap) -> None:
    more = f'<enclosure url="https://bao-lang.example/{address}"{declared}/>'
    (item,) = items_of(read(rss(rss_item("Hội làng", more=more))), now=MAY)
    assert [gap, f"https://bao-lang.example/{address}"] in item.gaps


def test_letters_that_nobody_sees_stop_no_export() -> None:
    source = read(wordpress(post(1, "Lễ hội", "<p>Tối\x0b khai\x1f mạc</p>")))
    assert source.items[0].html == "<p>Tối khai mạc</p>"
