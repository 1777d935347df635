"""The survey forms an agency may start from: data that it changes as it likes before the first round."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CriterionInput:
    """One criterion as typed: `good` of the options, counted from the first, mean satisfied."""

    name: str
    options: tuple[str, ...]
    good: int
    uncounted: str = ""
    overall: bool = False


@dataclass(frozen=True)
class Sample:
    key: str
    name: str
    criteria: tuple[CriterionInput, ...]


SATISFIED = ("Rất hài lòng", "Hài lòng", "Không hài lòng")
SIX_GROUPS = Sample(
    "6-nhom",
    "Mẫu 6 nhóm",
    (
        CriterionInput("Thời gian trả kết quả giải quyết TTHC", ("Trước hạn", "Đúng hạn", "Trễ hạn"), good=2),
        CriterionInput("Việc công khai quy trình giải quyết TTHC", ("Rất rõ", "Rõ", "Chưa rõ"), good=2),
        CriterionInput(
            "Thái độ phục vụ của công chức/viên chức khi giải quyết TTHC",
            ("Rất tốt", "Tốt", "Chưa tốt"),
            good=2,
        ),
        CriterionInput(
            "Môi trường, điều kiện vật chất phục vụ giải quyết TTHC",
            ("Rất tốt", "Tốt", "Chưa tốt"),
            good=2,
        ),
        CriterionInput(
            "Số lần phải bổ sung hồ sơ sau khi nộp lần đầu",
            ("Nhiều lần", "Một lần"),
            good=0,
            uncounted="Không phải bổ sung",
        ),
        CriterionInput(
            "Sự hài lòng đối với kết quả giải quyết thủ tục hành chính",
            ("Rất hài lòng", "Hài lòng", "Chưa hài lòng"),
            good=2,
            overall=True,
        ),
    ),
)
NINE_CRITERIA = Sample(
    "9-tieu-chi",
    "Mẫu 9 tiêu chí",
    (
        CriterionInput("Nơi ngồi chờ, trang thiết bị tại Bộ phận Một cửa", SATISFIED, good=2),
        CriterionInput("Việc niêm yết, công khai thủ tục hành chính", SATISFIED, good=2),
        CriterionInput("Thành phần hồ sơ phải nộp", SATISFIED, good=2),
        CriterionInput("Phí, lệ phí phải nộp so với quy định", SATISFIED, good=2),
        CriterionInput("Thái độ, tác phong của công chức tiếp nhận", SATISFIED, good=2),
        CriterionInput("Hướng dẫn, giải thích của công chức tiếp nhận", SATISFIED, good=2),
        CriterionInput("Thời gian giải quyết so với giấy hẹn", SATISFIED, good=2),
        CriterionInput("Việc tiếp nhận, trả lời góp ý, phản ánh, kiến nghị", SATISFIED, good=2),
        CriterionInput("Mức độ hài lòng chung", SATISFIED, good=2, overall=True),
    ),
)
SAMPLES = {sample.key: sample for sample in (SIX_GROUPS, NINE_CRITERIA)}
