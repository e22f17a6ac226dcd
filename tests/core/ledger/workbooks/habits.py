"""A workbook as an office kept it for ten years: everything that people do and no program expects."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from lantoa.core.ledger.workbooks.letters import TCVN3

_TO_OLD = {after: before for before, after in TCVN3.items()}


def old_letters(text: str) -> str:
    return "".join(_TO_OLD.get(sign, sign) for sign in text)


def old_habits(path: Path, *, wrong_number: str = "") -> Path:
    """Sheet 2 holds four activities; title rows, two-line headings, section, total, hidden and signature rows."""
    book = openpyxl.Workbook()
    front = book.worksheets[0]
    front.title = "Tổng hợp"
    front["A1"] = "Xem trang sau"
    front.sheet_state = "hidden"
    sheet = book.create_sheet("Năm 2025")
    book.active = 1
    sheet["A1"] = "ỦY BAN NHÂN DÂN XÃ AN BÌNH"
    sheet["A2"] = "BẢNG TỔNG HỢP CÁC BUỔI NÓI CHUYỆN NĂM 2025"
    sheet.merge_cells("A2:H2")
    heads = {"A4": "STT", "B4": "Nội dung", "C4": "Thời gian", "D4": "Số lượng", "F4": "Địa điểm",
             "G4": "Đơn vị chủ trì", "H4": "Ghi chú", "D5": "Buổi", "E5": "Người"}  # fmt: skip
    for cell, text in heads.items():
        sheet[cell] = text
    for column in "ABCFGH":
        sheet.merge_cells(f"{column}4:{column}5")
    sheet.merge_cells("D4:E4")
    for number in range(1, 9):
        sheet.cell(6, number, f"({number})")
    sheet["A7"], sheet["B7"] = "I", "QUÝ I VÀ QUÝ II"
    rows: dict[int, tuple[Any, ...]] = {
        8: (1, "Nói chuyện về biên giới", date(2025, 3, 5), 1, "1.000", "Nhà văn hóa ấp 2", "Xã An Bình", "Có mưa"),
        9: (2, "Hội nghị thông tin đối ngoại", "19-20/4/2025", 2, "~200", "Trường cấp II", None, None),
        10: (3, "Tuyên truyền biển đảo", "tháng 5", 1, "trên 300", "Chùa", "UBND xã Bình Minh", None),
        11: (4, "Phổ biến kiến thức đối ngoại", "ngày 7 tháng 6 năm 2025", 1, 120, "Chợ", "xã bình minh", None),
        13: (5, "Dòng bị ẩn", "8/6/2025", 1, 5, None, None, None),
    }
    for number, values in rows.items():
        for place, value in enumerate(values, start=1):
            sheet.cell(number, place, old_letters(value) if place == 2 else value)
    if wrong_number:
        sheet["E11"] = wrong_number
    sheet["B12"], sheet["D12"], sheet["E12"] = "Cộng quý I, II", 5, 1620
    sheet.row_dimensions[13].hidden = True
    sheet["A15"], sheet["E15"] = "Tổng cộng", 1620
    sheet["F17"] = "An Bình, ngày 30 tháng 6 năm 2025"
    sheet["B18"], sheet["F18"] = "NGƯỜI LẬP BIỂU", "TM. ỦY BAN NHÂN DÂN"
    sheet["B20"], sheet["F20"] = "Trần Văn An", "Nguyễn Thị Lan"
    book.save(path)
    return path
