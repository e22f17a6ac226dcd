"""Statements for tests and benchmarks: a small review, and one of the size that the bars name."""

from lantoa.core.documents.rules.statement import (
    Chart,
    FigureLine,
    Items,
    Letterhead,
    Number,
    Paragraph,
    Row,
    Section,
    Statement,
    Table,
    Words,
)

HEAD = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"
LETTERHEAD = Letterhead(
    parent_body="TỈNH SÔNG XANH",
    body="ỦY BAN NHÂN DÂN",
    number="05",
    code="BC-UBND",
    place="Sông Xanh",
    dated_on="2026-12-03",
    addressees=("Bộ Văn hóa, Thể thao và Du lịch",),
    recipients=("Như trên", "Thường trực Tỉnh ủy (để báo cáo)", "Lưu: VT, TTĐN"),
    signing=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    signer="Nguyễn Thị Mẫu",
)


def public_id(number: int) -> str:
    return f"F-{number:05d}"


def line(number: int, *, text: str = "181", row_count: int = 50, is_public: bool = True) -> FigureLine:
    return FigureLine(
        id=public_id(number), code=f"delegations_{number}", version=1,
        name=f"Đoàn khách quốc tế vào tỉnh, nhóm {number}",
        definition="Số đoàn khách nước ngoài đến làm việc tại tỉnh, đếm theo đoàn.", unit="đoàn", period="2026",
        period_name="năm 2026", agency="", text=text, value=text.replace(".", ""), numerator=None, denominator=None,
        approximate=False, row_count=row_count, as_of_seq=4812, rows_digest="ab" * 32,
        url=f"https://songxanh.example/office/trace/{public_id(number)}/", is_public=is_public, target="200",
        reached="90,5%", before="170", year_before="165",
    )  # fmt: skip


def small() -> Statement:
    """Two sections, three numbers of two figures, a table and a chart."""
    first, second = line(1), line(2, text="2.889", is_public=False)
    table = Table(
        "Bảng 1. Đoàn vào theo năm", ("Năm", "Số đoàn"),
        (((Words("2025"),), (Number("165"),)), ((Words("2026"),), (Number("181", first.id),))),
        (False, True), "Số liệu đến bản ghi 4.812, ngày 22/11/2026",
    )  # fmt: skip
    chart = Chart(
        "bars", "Đoàn vào theo năm", "đoàn", (("Thực hiện", (("2025", 165.0), ("2026", 181.0))),), table,
        "Biểu đồ cột: 165 đoàn năm 2025, 181 đoàn năm 2026.",
    )  # fmt: skip
    text = Paragraph(
        (Words("Trong năm, tỉnh đón "), Number("181", first.id), Words(" đoàn khách quốc tế; nói chuyện cho "),
         Number("2.889", second.id, approximate=True), Words(" lượt người."))
    )  # fmt: skip
    return Statement(
        type_name="BÁO CÁO", title="Kết quả công tác thông tin đối ngoại năm 2026", language="vi", period="2026",
        period_name="năm 2026", letterhead=LETTERHEAD,
        sections=(
            Section("I. KẾT QUẢ THỰC HIỆN", (text, Items(((Words("Biển, đảo: "), Number("181", first.id)),)), chart)),
            Section("II. PHƯƠNG HƯỚNG, NHIỆM VỤ", (Paragraph((Words("Tiếp tục mở rộng hợp tác."),)),)),
        ),
        figures=(first, second),
        rows=tuple(row(first.id, 4000 + place) for place in range(5)),
        notes=("97/140 đơn vị đã báo cáo.",), as_of_seq=4812, head_hash=HEAD, frozen_at="2026-12-03T09:15:00+07:00",
        frozen_by="Nguyễn Thị Lan", report_url="https://songxanh.example/office/reports/7/",
        head_url="https://songxanh.example/heads/",
    )  # fmt: skip


def row(figure: str, seq: int) -> Row:
    return Row(figure, seq, "2026-03-05", "UBND xã An Bình", "Xã An Bình", "Đoàn khách", "1",
               f"https://songxanh.example/office/entries/{seq}/")  # fmt: skip


def large(*, figures: int = 60, charts: int = 6, rows: int = 3000) -> Statement:
    """60 figures in prose and tables, six charts, 3,000 rows: what the bars of speed are about."""
    lines = tuple(line(number, text=str(100 + number), row_count=rows // figures) for number in range(1, figures + 1))
    blocks: list[Paragraph | Table | Chart] = []
    for start in range(0, figures, 10):
        part = lines[start : start + 10]
        blocks += [
            Paragraph((Words(f"{each.name}: "), Number(each.text, each.id), Words(f" {each.unit}."))) for each in part
        ]
        blocks.append(
            Table(
                f"Bảng {start // 10 + 1}", ("Chỉ tiêu", "Đơn vị", "Kết quả", "Cùng kỳ"),
                tuple(((Words(each.name),), (Words(each.unit),), (Number(each.text, each.id),), (Words("165"),))
                      for each in part),
                (False, False, True, True), "Số liệu đến bản ghi 4.812",
            )
        )  # fmt: skip
    example = small().sections[0].blocks[2]
    assert isinstance(example, Chart)
    blocks += [example] * charts
    behind = tuple(row(lines[place % figures].id, place + 1) for place in range(rows))
    base = small()
    sections = (Section("I. KẾT QUẢ", tuple(blocks)),)
    return Statement(**{**base.__dict__, "sections": sections, "figures": lines, "rows": behind})
