"""What a sheet itself says around its text, in the language of the document, and how its lines are written.

Content, not interface: these words are printed whatever language the reader's screen speaks.
"""

from dataclasses import dataclass
from datetime import date

from lantoa.core.documents.rules.profiles import Profile
from lantoa.core.documents.rules.statement import Hidden, Letterhead, Statement

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@dataclass(frozen=True)
class Wording:
    to: str
    recipients: str
    draft: str
    sample: str
    annex: str
    figures_title: str
    rows_title: str
    attached: str
    figure_head: tuple[str, ...]
    row_head: tuple[str, ...]
    record_line: str
    hidden_row: str
    hidden_rows: str
    as_of: str
    read_at: str
    heads_at: str
    frozen: str
    target: str
    reached: str
    before: str
    year_before: str
    internal: str
    end_mark: str
    unverified: str
    sheets: tuple[str, str, str, str]
    sheet_figure_head: tuple[str, ...]


_WORDS = {
    "vi": Wording(
        to="Kính gửi:",
        recipients="Nơi nhận:",
        draft="DỰ THẢO",
        sample="DỮ LIỆU MẪU – KHÔNG PHẢI VĂN BẢN THẬT",
        annex="Phụ lục",
        figures_title="Danh mục số liệu",
        rows_title="Các bút toán làm nên số liệu",
        attached="(Kèm theo {document} của {body})",
        figure_head=("TT", "Mã số liệu", "Chỉ tiêu và cách tính", "Kỳ", "Kết quả", "Số dòng"),
        row_head=("Bút toán", "Số liệu", "Ngày", "Đơn vị", "Địa bàn", "Loại hoạt động", "Số lượng"),
        record_line="Mỗi dòng là một bút toán: số, ngày, đơn vị, địa bàn, loại hoạt động; cuối dòng là số lượng.",
        hidden_row="{count} bút toán không công khai",
        hidden_rows="{count} bút toán không công khai",
        as_of="Số liệu tính đến bút toán số {seq}; mã băm của sổ cái: {hash}.",
        read_at="Đọc và đối chiếu tại: {url}",
        heads_at="Mã băm của sổ cái được công bố tại: {url}",
        frozen="Chốt lúc {at}, người chốt: {by}.",
        target="mục tiêu {value}",
        reached="đạt {value}",
        before="kỳ trước {value}",
        year_before="cùng kỳ {value}",
        internal="đăng nhập để xem",
        end_mark="./.",
        unverified="Thể thức chưa được văn thư đối chiếu với văn bản quy định: {source}.",
        sheets=("Giới thiệu", "Số liệu", "Bút toán", "Bảng"),
        sheet_figure_head=(
            "Mã số liệu", "Chỉ tiêu", "Cách tính", "Đơn vị báo cáo", "Kỳ", "Kết quả", "Đơn vị tính", "Tử số", "Mẫu số",
            "Mục tiêu", "Đạt", "Kỳ trước", "Cùng kỳ năm trước", "Số dòng", "Tính đến bút toán", "Mã băm của các dòng",
            "Mã chỉ tiêu", "Lần định nghĩa",
        ),
    ),
    "en": Wording(
        to="To:",
        recipients="Recipients:",
        draft="DRAFT",
        sample="SAMPLE DATA – NOT A REAL DOCUMENT",
        annex="Annex",
        figures_title="List of figures",
        rows_title="Entries behind the figures",
        attached="(Attached to {document} of {body})",
        figure_head=("No.", "Figure", "Indicator and how it is counted", "Period", "Result", "Rows"),
        row_head=("Entry", "Figure", "Date", "Agency", "Place", "Kind", "Quantity"),
        record_line="Each line is one entry: its number, date, agency, place and kind; at its end the quantity.",
        hidden_row="{count} entry that is not public",
        hidden_rows="{count} entries that are not public",
        as_of="As of entry {seq}; hash of the ledger: {hash}.",
        read_at="Read and compare at: {url}",
        heads_at="The hashes of the ledger are published at: {url}",
        frozen="Frozen at {at} by {by}.",
        target="target {value}",
        reached="reached {value}",
        before="period before {value}",
        year_before="year earlier {value}",
        internal="sign in to see it",
        end_mark="./.",
        unverified="The layout has not yet been held against the official text by a clerk: {source}.",
        sheets=("About", "Figures", "Entries", "Table"),
        sheet_figure_head=(
            "Figure", "Indicator", "How it is counted", "Agency", "Period", "Result", "Unit", "Numerator",
            "Denominator", "Target", "Reached", "Period before", "Same period of the year before", "Rows",
            "As of entry", "Digest of the rows", "Code of the indicator", "Version of the definition",
        ),
    ),
}  # fmt: skip


def words(language: str) -> Wording:
    """Every language but Vietnamese is answered in English."""
    return _WORDS["vi" if language == "vi" else "en"]


def abstract(statement: Statement) -> str:
    """What a document is about, as it stands below the name of its type: no "BÁO CÁO" above "Báo cáo tổng kết …"."""
    name, title = statement.type_name.strip(), statement.title.strip()
    after = title[len(name) :]
    rest = after.lstrip(" :–-")
    is_the_name = title.casefold().startswith(name.casefold()) and after[:1] in {" ", ":"}
    # "Báo cáo viên" is a person, "kế hoạch hóa" is planning.
    if not name or not rest or not is_the_name or rest.split()[0].casefold() in {"viên", "hóa", "hoá"}:
        return title
    return rest[0].upper() + rest[1:]


def unverified(statement: Statement, profile: Profile) -> str:
    """For the properties of a file: whoever opens it elsewhere can read that nobody confirmed its layout; else ""."""
    return "" if profile.is_verified else words(statement.language).unverified.format(source=profile.source)


def number_line(letterhead: Letterhead, profile: Profile) -> str:
    """ "Số: 05/BC-UBND"; a number below ten gets its zero, a missing one its room for the pen."""
    number = letterhead.number.strip()
    number = f"0{number}" if len(number) == 1 and number.isdecimal() else number
    return profile.number_form.format(number=number or "\u2026\u2026", code=letterhead.code)


def dated(letterhead: Letterhead, language: str) -> str:
    """ "Sông Xanh, ngày 03 tháng 12 năm 2026"; days below 10 and months 1 and 2 get their zero.

    Without a date the places stay dotted, for the pen.
    """
    day = date.fromisoformat(letterhead.dated_on) if letterhead.dated_on else None
    if language == "vi":
        when = _vietnamese(day) if day else "ngày …… tháng …… năm ……"
    else:
        when = f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else "……"
    return f"{letterhead.place}, {when}" if letterhead.place else when


def attached(statement: Statement, profile: Profile) -> str:
    """The line below the name of an annex: what it is attached to."""
    letterhead, said = statement.letterhead, words(statement.language)
    vietnamese = statement.language == "vi"
    number = number_line(letterhead, profile).partition(" ")[2]
    day = date.fromisoformat(letterhead.dated_on) if letterhead.dated_on else None
    if vietnamese:
        name = statement.type_name.capitalize()
        when = f" {_vietnamese(day)}" if day else " ngày … tháng … năm …"
        document = f"{name} số {number}{when}"
    else:
        document = f"{statement.type_name.capitalize()} No. {number}" + (f" of {day.isoformat()}" if day else "")
    body = letterhead.body_in_text or letterhead.body or "…"
    return said.attached.format(document=document, body=body)


def listed(recipients: tuple[str, ...]) -> list[str]:
    """ "- Như trên;" and for the last "- Lưu: VT, TTĐN." """
    lines = [line.strip().lstrip("-").strip().rstrip(";.") for line in recipients]
    return [f"- {line}{'.' if place == len(lines) else ';'}" for place, line in enumerate(lines, 1)]


def whole(number: int, language: str) -> str:
    """ "4.812" in Vietnamese, "4,812" in English"""
    return f"{number:,}".replace(",", "." if language == "vi" else ",")


def hidden(each: Hidden, language: str) -> str:
    """ "3 bút toán không công khai" """
    said = words(language)
    return (said.hidden_row if each.row_count == 1 else said.hidden_rows).format(count=whole(each.row_count, language))


def day(iso: str, language: str) -> str:
    """ "05/03/2026" in Vietnamese; other languages keep the ISO day, which nobody reads in two ways."""
    on = date.fromisoformat(iso)
    return f"{on.day:02d}/{on.month:02d}/{on.year}" if language == "vi" else iso


def moment(iso: str, language: str) -> str:
    clock = iso[11:16]
    return f"{clock} ngày {day(iso[:10], language)}" if language == "vi" else f"{iso[:10]} {clock}"


def _vietnamese(day: date) -> str:
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
