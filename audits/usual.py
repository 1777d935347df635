"""Sentences a secretary writes into every audit; offered in the forms, changed there (Mẫu 1.4, 1.5)."""

PLAN_TEXTS = {
    "purpose": (
        "Phát hiện sự không phù hợp của các đơn vị, chỉ dẫn và thực hiện hành động khắc phục, phòng ngừa thích hợp; "
        "cung cấp cho lãnh đạo thông tin về tình trạng hệ thống để có phương hướng cải tiến; không ngừng nâng cao "
        "hiệu lực, hiệu quả của hệ thống quản lý chất lượng."
    ),
    "topics": (
        "Cập nhật chính sách chất lượng, mục tiêu chất lượng, quy trình giải quyết thủ tục hành chính, "
        "kiểm soát hồ sơ, tài liệu."
    ),
}

REPORT_TEXTS = {
    "report_recipients": "Ban Chỉ đạo ISO;\nCác phòng, ban được đánh giá;\nThành viên Đoàn đánh giá;\nLưu: VT, BCĐ."
}

SLOT_TOPICS = (
    "Chính sách chất lượng",
    "Mục tiêu chất lượng",
    "Danh mục thủ tục hành chính",
    "Các quy trình giải quyết thủ tục hành chính",
    "Các hồ sơ giải quyết thủ tục hành chính có liên quan đến quy trình",
    "Kiểm soát thông tin dạng văn bản",
    "Kiểm soát sự đầu ra không phù hợp",
)


def notice_texts(standard: str) -> dict[str, str]:
    return {
        "notice_note": (
            "Các cơ quan, đơn vị mang theo tất cả tài liệu có liên quan đến quy trình giải quyết "
            f"thủ tục hành chính theo tiêu chuẩn quốc gia {standard}."
        ),
        "notice_request": (
            "Đề nghị các cơ quan, đơn vị nêu trên nghiêm túc thực hiện; nếu có khó khăn, vướng mắc, "
            "kịp thời báo cáo lãnh đạo cơ quan để chỉ đạo."
        ),
        "notice_recipients": "Thành viên Ban Chỉ đạo;\nCác cơ quan, đơn vị có liên quan;\nLưu: BCĐ.",
    }
