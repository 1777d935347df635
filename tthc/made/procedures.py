"""TTHC of commune and district offices for made exports where the catalogue is empty: real names, plausible codes."""

MADE = (
    ("1.001193", "Đăng ký khai sinh", "Hộ tịch"),
    ("1.000894", "Đăng ký kết hôn", "Hộ tịch"),
    ("1.000656", "Đăng ký khai tử", "Hộ tịch"),
    ("1.004873", "Cấp Giấy xác nhận tình trạng hôn nhân", "Hộ tịch"),
    ("2.000635", "Cấp bản sao Trích lục hộ tịch", "Hộ tịch"),
    ("1.004859", "Thay đổi, cải chính, bổ sung thông tin hộ tịch", "Hộ tịch"),
    ("2.000815", "Chứng thực bản sao từ bản chính giấy tờ, văn bản", "Chứng thực"),
    ("2.000884", "Chứng thực chữ ký trong các giấy tờ, văn bản", "Chứng thực"),
    ("2.000913", "Chứng thực việc sửa đổi, bổ sung, hủy bỏ hợp đồng, giao dịch", "Chứng thực"),
    ("1.001776", "Thực hiện, điều chỉnh, thôi hưởng trợ cấp xã hội hằng tháng", "Bảo trợ xã hội"),
    ("1.001731", "Hỗ trợ chi phí mai táng cho đối tượng bảo trợ xã hội", "Bảo trợ xã hội"),
    ("1.001699", "Xác định, xác định lại mức độ khuyết tật", "Bảo trợ xã hội"),
    ("1.010833", "Cấp giấy xác nhận thân nhân của người có công", "Người có công"),
    ("1.003554", "Hòa giải tranh chấp đất đai", "Đất đai"),
    ("1.012812", "Cung cấp thông tin, dữ liệu đất đai", "Đất đai"),
    ("1.000132", "Quyết định quản lý cai nghiện ma túy tự nguyện tại gia đình", "Phòng, chống tệ nạn xã hội"),
    ("1.001612", "Đăng ký hộ kinh doanh", "Thành lập và hoạt động hộ kinh doanh"),
    ("2.000720", "Đăng ký thay đổi nội dung đăng ký hộ kinh doanh", "Thành lập và hoạt động hộ kinh doanh"),
    ("1.003622", "Thông báo tổ chức lễ hội", "Văn hóa"),
    ("1.008901", "Thông báo thành lập thư viện cộng đồng", "Thư viện"),
    ("2.002165", "Giải quyết yêu cầu bồi thường tại cơ quan trực tiếp quản lý", "Bồi thường nhà nước"),
    ("2.001909", "Tiếp công dân tại cấp xã", "Tiếp công dân"),
)
"""(code, name, field)"""
