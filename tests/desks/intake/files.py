"""Feeds and exports for tests, written here: nobody's content."""

from typing import Any
from xml.sax.saxutils import escape, quoteattr

OLD = "https://cu.song-xanh.example"
_NAMES = (
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"'
)


def wordpress(*items: str, title: str = "Cổng cũ Sông Xanh") -> bytes:
    """An export as WordPress writes it, of these items."""
    return f"""<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" {_NAMES}><channel>
<title>{title}</title><link>{OLD}</link><wp:wxr_version>1.2</wp:wxr_version>
<wp:author><wp:author_login><![CDATA[hoa]]></wp:author_login>
<wp:author_email><![CDATA[hoa@song-xanh.example]]></wp:author_email>
<wp:author_display_name><![CDATA[Lê Thị Hoa]]></wp:author_display_name></wp:author>
{"".join(items)}
</channel></rss>""".encode()


def post(number: int, title: str, html: str = "<p>Một đoạn.</p>", **told: Any) -> str:
    """path, kind, status, gmt, slug, excerpt, password; categories: names; meta: keys; raw: more elements"""
    categories = "".join(
        f'<category domain="category"><![CDATA[{name}]]></category>' for name in told.get("categories", [])
    )
    categories += "".join(
        f"<category domain={quoteattr(domain)} nicename={quoteattr(code)}><![CDATA[{code}]]></category>"
        for domain, code in told.get("polylang", {}).items()
    )
    meta = "".join(
        f"<wp:postmeta><wp:meta_key><![CDATA[{key}]]></wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value>"
        "</wp:postmeta>"
        for key, value in told.get("meta", {}).items()
    )
    link = escape(OLD + told.get("path", f"/2017/05/bai-{number}/"))
    return f"""<item><title>{escape(title)}</title><link>{link}</link>
<dc:creator><![CDATA[hoa]]></dc:creator><guid isPermaLink="false">{OLD}/?p={number}</guid><description></description>
<content:encoded><![CDATA[{html}]]></content:encoded>
<excerpt:encoded><![CDATA[{told.get("excerpt", "")}]]></excerpt:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_date>2017-05-03 09:11:00</wp:post_date>
<wp:post_date_gmt>{told.get("gmt", "2017-05-03 02:11:00")}</wp:post_date_gmt>
<wp:post_name>{told.get("slug", f"bai-{number}")}</wp:post_name><wp:status>{told.get("status", "publish")}</wp:status>
<wp:post_type>{told.get("kind", "post")}</wp:post_type>
<wp:post_password><![CDATA[{told.get("password", "")}]]></wp:post_password>
{categories}{meta}{told.get("raw", "")}
<wp:comment><wp:comment_author_email>doc@gia.example</wp:comment_author_email>
<wp:comment_content>Hay quá</wp:comment_content>
</wp:comment></item>"""


def rss(*items: str, encoding: str = "utf-8") -> bytes:
    text = f"""<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Báo làng</title><link>https://bao-lang.example/</link>{"".join(items)}</channel></rss>"""
    return text.encode(encoding)


def rss_item(title: str, body: str = "Hội mở lúc tám giờ.", *, more: str = "", guid: str = "b1") -> str:
    return (
        f"<item><title>{escape(title)}</title><link>https://bao-lang.example/tin/{guid}.html</link>"
        f'<guid isPermaLink="false">{guid}</guid><pubDate>Wed, 03 May 2017 09:11:00 +0700</pubDate>'
        f"<description>{escape(body)}</description>{more}</item>"
    )


ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Nhật ký chợ nổi</title>
<link rel="self" href="https://cho-noi.example/atom.xml"/><link href="https://cho-noi.example/"/>
<entry><id>tag:cho-noi.example,2017:1</id><title type="text">Chợ họp sớm</title>
<link rel="alternate" href="/2017/cho-hop-som"/><published>2017-05-03T09:11:00+07:00</published>
<author><name>Trần Văn Ghe</name></author><category term="chợ"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Ghe <b>cập bến</b> &lt;5 giờ&gt;.</p></div>
</content></entry></feed>
""".encode()
