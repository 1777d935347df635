"""Compare a generated paper's text with the seed it was entered from, word by word in order."""

import difflib
import re

WORD = re.compile(r"\w+(?:[./,%-]\w+)*%?|/")


def words(text: str) -> list[str]:
    """Words, numbers and symbols of documents, without Markdown's marks."""
    text = re.sub(r"\\\*|\*|^#+ ", "", text, flags=re.MULTILINE)
    text = re.sub(r"(\d) /(?=[A-ZĐ])", r"\1/", text)
    return WORD.findall(re.sub(r"-\n+(?=[A-Z])", "-", text))


def compare(seed: str, ours: str) -> tuple[float, list[tuple[str, str]]]:
    """(share of the seed's words that stand in ours in order, the differences as (seed, ours))."""
    theirs, mine = words(seed), words(ours)
    matcher = difflib.SequenceMatcher(None, theirs, mine, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    differences = [
        (" ".join(theirs[a:b]), " ".join(mine[c:d]))
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    ]
    return same / len(theirs), differences
