"""Clauses of TCVN ISO 9001:2015 with their titles, as findings name them (domain.md §5); data, not rules."""

CLAUSES: tuple[tuple[str, str], ...] = (
    ("4.1", "Hiểu tổ chức và bối cảnh của tổ chức"),
    ("4.2", "Hiểu nhu cầu và mong đợi của các bên quan tâm"),
    ("4.3", "Xác định phạm vi của hệ thống quản lý chất lượng"),
    ("4.4", "Hệ thống quản lý chất lượng và các quá trình của hệ thống"),
    ("5.1", "Sự lãnh đạo và cam kết"),
    ("5.1.1", "Sự lãnh đạo và cam kết: Khái quát"),
    ("5.1.2", "Hướng vào khách hàng"),
    ("5.2", "Chính sách"),
    ("5.2.1", "Thiết lập chính sách chất lượng"),
    ("5.2.2", "Trao đổi thông tin về chính sách chất lượng"),
    ("5.3", "Vai trò, trách nhiệm và quyền hạn trong tổ chức"),
    ("6.1", "Hành động giải quyết rủi ro và cơ hội"),
    ("6.2", "Mục tiêu chất lượng và hoạch định để đạt được mục tiêu"),
    ("6.3", "Hoạch định các thay đổi"),
    ("7.1", "Nguồn lực"),
    ("7.1.1", "Nguồn lực: Khái quát"),
    ("7.1.2", "Con người"),
    ("7.1.3", "Cơ sở hạ tầng"),
    ("7.1.4", "Môi trường cho việc thực hiện các quá trình"),
    ("7.1.5", "Nguồn lực theo dõi và đo lường"),
    ("7.1.6", "Tri thức của tổ chức"),
    ("7.2", "Năng lực"),
    ("7.3", "Nhận thức"),
    ("7.4", "Trao đổi thông tin"),
    ("7.5", "Thông tin dạng văn bản"),
    ("7.5.1", "Thông tin dạng văn bản: Khái quát"),
    ("7.5.2", "Tạo lập và cập nhật"),
    ("7.5.3", "Kiểm soát thông tin dạng văn bản"),
    ("8.1", "Hoạch định và kiểm soát việc thực hiện"),
    ("8.2", "Yêu cầu đối với sản phẩm và dịch vụ"),
    ("8.2.1", "Trao đổi thông tin với khách hàng"),
    ("8.2.2", "Xác định các yêu cầu đối với sản phẩm và dịch vụ"),
    ("8.2.3", "Xem xét các yêu cầu đối với sản phẩm và dịch vụ"),
    ("8.2.4", "Thay đổi đối với các yêu cầu về sản phẩm và dịch vụ"),
    ("8.3", "Thiết kế và phát triển sản phẩm và dịch vụ"),
    ("8.4", "Kiểm soát quá trình, sản phẩm và dịch vụ do bên ngoài cung cấp"),
    ("8.4.1", "Sản phẩm, dịch vụ do bên ngoài cung cấp: Khái quát"),
    ("8.4.2", "Loại hình và mức độ kiểm soát"),
    ("8.4.3", "Thông tin cho nhà cung cấp bên ngoài"),
    ("8.5", "Sản xuất và cung cấp dịch vụ"),
    ("8.5.1", "Kiểm soát sản xuất và cung cấp dịch vụ"),
    ("8.5.2", "Nhận biết và truy xuất nguồn gốc"),
    ("8.5.3", "Tài sản của khách hàng hoặc nhà cung cấp bên ngoài"),
    ("8.5.4", "Bảo toàn"),
    ("8.5.5", "Hoạt động sau giao hàng"),
    ("8.5.6", "Kiểm soát thay đổi"),
    ("8.6", "Thông qua sản phẩm và dịch vụ"),
    ("8.7", "Kiểm soát đầu ra không phù hợp"),
    ("9.1", "Theo dõi, đo lường, phân tích và đánh giá"),
    ("9.1.1", "Theo dõi, đo lường, phân tích và đánh giá: Khái quát"),
    ("9.1.2", "Sự thỏa mãn của khách hàng"),
    ("9.1.3", "Phân tích và đánh giá"),
    ("9.2", "Đánh giá nội bộ"),
    ("9.3", "Xem xét của lãnh đạo"),
    ("9.3.1", "Xem xét của lãnh đạo: Khái quát"),
    ("9.3.2", "Đầu vào của xem xét của lãnh đạo"),
    ("9.3.3", "Đầu ra của xem xét của lãnh đạo"),
    ("10.1", "Cải tiến: Khái quát"),
    ("10.2", "Sự không phù hợp và hành động khắc phục"),
    ("10.3", "Cải tiến liên tục"),
)
TITLES = dict(CLAUSES)


def clause_title(clause: str) -> str:
    """“Kiểm soát thông tin dạng văn bản” for 7.5.3 and its points (7.5.3.2, 7.5.3 a); empty when unknown."""
    words = clause.split()
    parts = words[0].split(".") if words else []
    while parts:
        if title := TITLES.get(".".join(parts)):
            return title
        parts.pop()
    return ""
