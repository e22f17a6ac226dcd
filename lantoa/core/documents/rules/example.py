"""A short invented document, to try a letterhead or a template on. It is marked as a sample on every page."""

from lantoa.core.documents.rules.statement import (
    FigureLine,
    Items,
    Letterhead,
    Number,
    Paragraph,
    Section,
    Statement,
    Table,
    Words,
)

_LETTERHEAD = Letterhead(
    parent_body="TỈNH SÔNG XANH",
    body="ỦY BAN NHÂN DÂN",
    number="05",
    code="BC-UBND",
    place="Sông Xanh",
    dated_on="2026-01-05",
    addressees=("Bộ Văn hóa, Thể thao và Du lịch",),
    recipients=("Như trên", "Lưu: VT"),
    signing=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    signer="Nguyễn Thị Mẫu",
)
_FIGURE = FigureLine(
    id="F-00000", code="delegations_in", version=1, name="Đoàn khách quốc tế vào tỉnh",
    definition="Số đoàn khách nước ngoài đến làm việc tại tỉnh, đếm theo đoàn.", unit="đoàn", period="2025",
    period_name="năm 2025", agency="", text="181", value="181", numerator=None, denominator=None, approximate=False,
    row_count=181, as_of_seq=4812, rows_digest="0" * 64, url="", is_public=False, target="200", reached="90,5%",
)  # fmt: skip


def statement(language: str, letterhead: Letterhead = _LETTERHEAD) -> Statement:
    """The words around its text in that language; its own text is Vietnamese."""
    number = Number(_FIGURE.text, _FIGURE.id)
    table = Table(
        "Bảng 1. Đoàn vào theo năm", ("Năm", "Số đoàn"),
        (((Words("2024"),), (Words("165"),)), ((Words("2025"),), (number,))), (False, True),
    )  # fmt: skip
    prose = Paragraph(
        (Words("Trong năm, tỉnh đón "), number, Words(" đoàn khách quốc tế đến làm việc, khảo sát và hợp tác."))
    )
    return Statement(
        type_name="BÁO CÁO", title="Kết quả công tác thông tin đối ngoại năm 2025", language=language, period="2025",
        period_name="năm 2025", letterhead=letterhead,
        sections=(
            Section("I. KẾT QUẢ THỰC HIỆN", (prose, table)),
            Section(
                "II. PHƯƠNG HƯỚNG, NHIỆM VỤ",
                (
                    Items(((Words("Tiếp tục giới thiệu vùng đất, con người Sông Xanh với bạn bè quốc tế;"),),)),
                    Paragraph((Words("Ủy ban nhân dân tỉnh trân trọng báo cáo."),)),
                ),
            ),
        ),
        figures=(_FIGURE,), as_of_seq=4812, head_hash="0" * 64, frozen_at="2026-01-05T09:00:00+07:00",
        frozen_by="Nguyễn Thị Mẫu", is_sample=True,
    )  # fmt: skip
