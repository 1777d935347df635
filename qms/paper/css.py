"""Style sheets of a paper: measures from nd30, everything scoped under .paper so a page can embed it."""

from collections.abc import Sequence

from qms.paper import nd30
from qms.paper.fonts import FACES, FAMILY
from qms.paper.table_layout import PADDING
from qms.paper.tables import TABLE_SIZES


def font_faces(base_url: str) -> str:
    """Full TTFs, never unicode-range subsets: WeasyPrint draws wrong glyphs with those."""
    base = base_url.rstrip("/")
    return "".join(
        f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};font-style:{style};src:url("{base}/{file}")}}\n'
        for file, weight, style in FACES
    )


def base_css() -> str:
    """Type, spacing and rules, the same on paper and on the screen."""
    return _TEXT + _LETTERHEAD + _TABLES + _CLOSING + _sizes()


def page_css(sheets: Sequence[bool]) -> str:
    """@page rules: one named page per sheet (True = landscape), each with its own numbers from 1."""
    rules = [_PAGE]
    for number, landscape in enumerate(sheets, start=1):
        size = "size:A4 landscape" if landscape else ""
        rules.append(f".paper .s{number}{{page:s{number}}}@page s{number}{{{size}}}")
        rules.append(f"@page :nth(1 of s{number}){{counter-reset:page 1}}\n")
    return "".join(rules)


def screen_css(font_base_url: str) -> str:
    """For a page that embeds render_fragment(): the paper on its ground, figures as chips, fit for phones."""
    return font_faces(font_base_url) + base_css() + _SCREEN


def _sizes() -> str:
    columns = "".join(f".paper .w-{share}{{width:{share}%}}" for share in range(1, 101))
    sizes = "".join(f".paper .t-{size}{{font-size:{size}pt}}" for size in TABLE_SIZES)
    indents = "".join(f".paper .in-{n}{{margin-left:{n * nd30.FIRST_LINE_INDENT:g}mm}}" for n in range(1, 7))
    return f"{columns}\n{sizes}\n{indents}\n"


_RULE = f"{nd30.RULE_WIDTH}pt solid #000"
_TEXT = f"""
.paper{{font-family:"{FAMILY}","Times New Roman",serif;font-size:{nd30.SIZE_BODY}pt;color:#000;
 line-height:{nd30.LINE_SPACING * nd30.SINGLE_LINE:.3f};font-weight:400;font-style:normal;text-align:left;
 hyphens:manual;orphans:2;widows:2;overflow-wrap:break-word}}
.paper :is(p,h1,h2,h3,h4,h5,ul,li){{margin:0;padding:0;list-style:none;font:inherit;color:inherit;
 text-indent:0;
 line-height:inherit;letter-spacing:normal;break-before:auto}}
.paper strong{{font-weight:700}}.paper em{{font-style:italic}}.paper sub{{font-size:.65em}}
.paper :is(.body,.legal-basis,.heading,.bullets li){{text-indent:{nd30.FIRST_LINE_INDENT}mm;
 text-align:justify;
 margin-bottom:{nd30.PARAGRAPH_SPACE}pt}}
.paper .legal-basis{{font-style:italic}}
.paper :is(.plain,.line,.choices,.centered,.right,.note){{margin-bottom:{nd30.PARAGRAPH_SPACE}pt}}
.paper .bullets.flush li{{text-indent:0}}.paper .bullets li>*{{margin-top:{nd30.PARAGRAPH_SPACE}pt}}
.paper .centered{{text-align:center}}.paper .right{{text-align:right}}
.paper .note{{font-style:italic;font-size:{nd30.SIZE_RECIPIENTS_HEAD}pt}}
.paper .heading{{break-after:avoid}}.paper .bold{{font-weight:700}}
.paper .heading.middle{{text-align:center;text-indent:0}}.paper .heading.flush{{text-indent:0}}
.paper .keep{{break-after:avoid}}.paper .space{{height:1.3em}}.paper .page-break{{break-after:page}}
.paper .blank{{display:flex}}.paper .blank .dots{{flex:1;border-bottom:1pt dotted #000;
 margin:0 0 .25em .3em}}
.paper .choice{{margin-right:1em}}
.paper .whole{{white-space:nowrap}}
.paper .box{{display:inline-block;box-sizing:border-box;width:1.06em;height:1.06em;border:.8pt solid #000;
 font-size:.76em;font-weight:700;line-height:.96em;text-align:center;text-indent:0;vertical-align:middle;
 margin-bottom:.2em}}
"""
_LETTERHEAD = f"""
.paper .letterhead{{width:100%;border-collapse:collapse;table-layout:fixed;margin:0 0 14pt;
 line-height:{nd30.SINGLE_LINE}}}
.paper .letterhead td{{padding:0;vertical-align:top;text-align:center;border:0}}
.paper .letterhead td:first-child{{width:{nd30.LETTERHEAD_LEFT:.0%}}}
.paper .parent,.paper .organ{{font-size:{nd30.SIZE_ORGAN}pt}}.paper .organ{{font-weight:700}}
.paper .nation{{font-size:{nd30.SIZE_NATION}pt;font-weight:700;white-space:nowrap}}
.paper .motto{{font-size:{nd30.SIZE_MOTTO}pt;font-weight:700;white-space:nowrap}}
.paper .motto span{{display:inline-block;border-bottom:{_RULE};padding-bottom:1pt}}
.paper .number{{font-size:{nd30.SIZE_NUMBER}pt;margin-top:5pt}}
.paper .letter-subject{{font-size:{nd30.SIZE_LETTER_SUBJECT}pt;margin-top:{nd30.LETTER_SUBJECT_SPACE}pt}}
.paper .dateline{{font-size:{nd30.SIZE_DATE}pt;font-style:italic;margin-top:5pt}}
.paper .ruled{{display:inline-block}}
.paper .ruled::after{{content:"";display:block;width:{nd30.RULE_RATIO:.0%};margin:2.5pt auto 0;
 border-top:{_RULE}}}
.paper .title{{line-height:{nd30.SINGLE_LINE};text-align:center;margin-bottom:12pt;break-after:avoid}}
.paper .kind,.paper .annex-label{{font-size:{nd30.SIZE_KIND}pt;font-weight:700}}
.paper .subject{{font-size:{nd30.SIZE_SUBJECT}pt;font-weight:700}}.paper .title-note{{font-style:italic}}
.paper .addressees{{line-height:{nd30.SINGLE_LINE};display:table;margin:0 auto 12pt;
 font-size:{nd30.SIZE_ADDRESSEES}pt}}
.paper .addressees li{{margin-left:{nd30.ADDRESSEES_INDENT}mm}}
"""
_TABLES = f"""
.paper .grid{{width:100%;border-collapse:collapse;table-layout:fixed;margin:0 0 8pt;
 line-height:{nd30.SINGLE_LINE}}}
.paper .grid caption{{caption-side:top;text-align:center;font-weight:700;color:inherit;padding:0 0 4pt;
 font-size:{nd30.SIZE_BODY}pt;break-after:avoid}}
.paper .grid :is(td,th){{border:.5pt solid #000;padding:2pt {PADDING}pt;vertical-align:top;font-weight:400;
 text-align:left}}
.paper .grid.open :is(td,th){{border:0}}
.paper .grid :is(thead th,.strong td){{font-weight:700}}.paper .grid thead th{{text-align:center;
 vertical-align:middle}}
.paper .grid tr{{break-inside:avoid}}.paper .grid tr.splits{{break-inside:auto}}
.paper .grid tbody tr:last-child:not(.splits){{break-before:avoid}}
.paper .grid .once{{display:table-row-group}}
.paper .grid :is(td,th).a-left{{text-align:left}}.paper .grid :is(td,th).a-center{{text-align:center}}
.paper .grid :is(td,th).a-right{{text-align:right;font-variant-numeric:tabular-nums}}
.paper .grid :is(td,th).a-justify{{text-align:justify}}.paper .grid td.bold{{font-weight:700}}
.paper .grid :is(p,li):not(.centered,.right){{text-indent:0;text-align:inherit;margin-bottom:2pt}}
"""
_CLOSING = f"""
.paper :is(.closing,.signatures){{display:table;table-layout:fixed;width:100%;margin-top:10pt;
 break-inside:avoid;
 break-before:avoid;line-height:{nd30.SINGLE_LINE}}}.paper .signatures{{margin-bottom:10pt}}
.paper :is(.closing,.signatures)>div{{display:table-cell;vertical-align:top}}
.paper .recipients-head{{font-size:{nd30.SIZE_RECIPIENTS_HEAD}pt;font-weight:700;font-style:italic;
 padding-top:1.5pt}}
.paper .recipients li{{font-size:{nd30.SIZE_RECIPIENTS}pt}}
.paper .signatures+.recipients{{margin-top:10pt;break-before:avoid;break-inside:avoid;
 line-height:{nd30.SINGLE_LINE}}}
.paper .signature{{text-align:center;font-size:{nd30.SIZE_SIGNATURE}pt}}
.paper :is(.authority,.office,.signer){{font-weight:700}}
.paper :is(.sign-date,.sign-note){{font-style:italic}}
.paper .sign-room{{height:{nd30.SIGN_SPACE}pt}}
.paper .grid .signature{{font-size:inherit}}
"""
# The counter style prints nothing for 1: first pages of papers and of annexes show no number.
_PAGE = f"""
@counter-style paper-page{{system:fixed 1;symbols:"";suffix:"";fallback:decimal}}
@page{{size:A4;margin:{nd30.MARGIN_TOP}mm {nd30.MARGIN_RIGHT}mm {nd30.MARGIN_BOTTOM}mm {nd30.MARGIN_LEFT}mm;
 font-family:"{FAMILY}";
 @top-center{{content:counter(page,paper-page);font:{nd30.SIZE_PAGE_NUMBER}pt "{FAMILY}";
 vertical-align:middle}}
 @top-right{{content:element(marking);vertical-align:middle}}
 @bottom-left{{content:element(form-code)}}@bottom-right{{content:element(form-revision)}}}}
html,body{{margin:0;padding:0}}
.paper .sheet{{break-before:page}}.paper:first-child .sheet:first-child{{break-before:auto}}
.paper .marking{{position:running(marking);font-size:9pt;font-weight:700;text-align:right;
 line-height:{nd30.SINGLE_LINE}}}
.paper .marking span{{display:inline-block;border:.75pt solid #000;padding:1pt 4pt}}
.paper .form-code{{position:running(form-code);font-size:{nd30.SIZE_FORM_CODE}pt}}
.paper .form-revision{{position:running(form-revision);font-size:{nd30.SIZE_FORM_CODE}pt;text-align:right}}
"""
PAPER_BOOKMARKS = """
.paper *{bookmark-level:none}.paper>.sheet:first-child{bookmark-level:1;bookmark-label:"."}
"""
_SCREEN = f"""
.paper{{display:flex;flex-direction:column;gap:16px;align-items:center}}
.paper .sheet{{box-sizing:border-box;width:{nd30.PAGE_WIDTH}mm;max-width:100%;background:#fff;
 padding:{nd30.MARGIN_TOP}mm {nd30.MARGIN_RIGHT}mm {nd30.MARGIN_BOTTOM}mm {nd30.MARGIN_LEFT}mm;
 border:1px solid #dfe3e8;box-shadow:0 1px 3px rgb(23 33 46/.12)}}
.paper .sheet.landscape{{width:{nd30.PAGE_HEIGHT}mm}}
.paper .marking{{text-align:right;font-weight:700;font-size:10pt;margin-bottom:8pt}}
.paper .marking span{{display:inline-block;border:1px solid #000;padding:1pt 4pt}}
.paper :is(.form-code,.form-revision){{font-size:{nd30.SIZE_FORM_CODE}pt;margin-top:8pt}}
.paper a.figure{{color:inherit;text-decoration:none;background:#e7f2ec;border-bottom:2px solid #1f6f4a;
 border-radius:2px;padding:0 .15em}}
.paper a.figure.changed{{background:#fbefd5;border-bottom-color:#8a5a00}}
.paper a.figure:is(:hover,:focus-visible){{outline:2px solid #124a63;outline-offset:1px}}
.paper .heading:target{{background:#fff8dc}}
@media (max-width:720px){{
 .paper .sheet{{padding:20px 16px;overflow-x:auto}}
 .paper .grid{{table-layout:auto}}.paper .grid caption{{text-align:left}}
 .paper .letterhead td{{display:block;width:auto!important;margin-bottom:6pt}}
 .paper .soft{{display:none}}
 .paper :is(.nation,.motto){{white-space:normal}}
}}
@media print{{.paper .sheet{{border:0;box-shadow:none;width:auto;padding:0}}.paper{{display:block}}
 .paper a.figure{{background:none;border:0}}}}
"""
