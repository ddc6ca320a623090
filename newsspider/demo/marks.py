"""What stands where on the pages of each site: regular expressions, for the changes of templates."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Marks:
    """Where a site prints what: regular expressions over its pages."""

    text: str
    """The text of an article with the marks of the system around it; the text is a group."""
    names: tuple[str, ...]
    """Attributes of the text's containers."""
    dates: tuple[str, ...]
    """Every place that tells when an article was published."""
    rows: str
    """The rows of a list; each match is a row, or all of them in a group."""
    sources: tuple[str, ...] = ()
    """Every place that tells an article's source; empty for an e-paper."""
    codec: str = "utf-8"


_CLOCK = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"
_DAY = r"\d{4}年\d\d月\d\d日"
_AREAS = r"|(?:<area [^>]*>\s*)+"

MARKS = {
    "demo_gbk": Marks(
        r'<!--enorth cms block start \[ name="正文" \]-->\n(.*?)\n<!--enorth cms block end \[ name="正文" \]-->', ('class="Content" id="Zoom"',),
        (r'<span id="pubtime_baidu">[^<]*</span>',), r'(?<=name="列表" \]-->\n)(.*?)(?=\n<!--enorth cms block end)',
        (r'<span id="source_baidu">.*?</span>',), "gb18030",
    ),
    "demo_founder": Marks(
        r"<!--enpcontent-->\n(.*?)\n<!--/enpcontent-->", ('class="text" id="zoom"',), (_DAY + "(?=&nbsp;)", "<date>[^<]*</date>"),
        r'(?<=<ul class="list">\n)(.*?)(?=\n</ul>)', ("(?<=&nbsp;)来源：[^<]*",),
    ),
    "demo_trs": Marks(
        r'<div class="Custom_UnionStyle">\n(.*?)\n</div>', ('class="TRS_Editor"', 'class="contTxt"'), (r'<span id="pubtime_baidu">[^<]*</span>',),
        r'(?<=<ul class="listUl">\n)(.*?)(?=\n</ul>)', (r'<span id="source_baidu ">.*?</span>',),
    ),
    "demo_epaper": Marks(
        r"<!--<npm:article-content>-->\n(.*?)\n<!--</npm:article-content>-->", ('id="ozoom"', 'class="newsdetatext"'),
        (f"(?<=<span>){_DAY}(?=</span>)",), r'(?<=<ul id="articlelist">\n)(.*?)(?=\n</ul>)' + _AREAS,
    ),
    "demo_classic": Marks(
        r"<!--enpcontent-->\n(.*?)\n<!--/enpcontent-->", ('id="ozoom"',), (f'(?<=<td class="riqi">){_DAY}',),
        r'(?<=id="main-ed-articlenav-list">\n)(.*?)(?=\n</ul>)' + _AREAS,
    ),
    "demo_plain": Marks(
        r"<!--enpcontent-->\n(.*?)\n<!--/enpcontent-->", ('id="ozoom"',), (f'(?<=<td class="riqi">){_DAY}',),
        r'(?<=id="main-ed-articlenav-list">\n)(.*?)(?=\n</ul>)' + _AREAS,
    ),
    "demo_paperindex": Marks(
        r'(?<=<div id="content">\n)(.*?)(?=\n</div>)', ('id="content"',), (f'(?<=<p class="shijian">){_DAY}',),
        r'(?<=<UL id="newslist">\n)(.*?)(?=\n</UL>)' + _AREAS,
    ),
    "demo_shtml": Marks(
        r'(?<=<div class="details">\n)(.*?)(?=\n</div>)', ('class="details"',), (f'(?<=<p class="today">){_DAY}',),
        r'(?<=<ul class="titlelist">\n)(.*?)(?=\n</ul>)',
    ),
    "demo_people": Marks(
        r'(?<=<span class="tip"></span></div>\n)(.*?)(?=\n<div class="box_pic">)', ('class="rm_txt_con cf"',),
        (_DAY + r"\d\d:\d\d(?= \|)", '<meta name="publishdate"[^>]*>'), r'(?<=<ul class="list_16 mt10">\n)(.*?)(?=\n</ul>)',
        (r" \| 来源：<a .*?</a>", '<meta name="source"[^>]*>'),
    ),
    "demo_xinhuanet": Marks(
        r'<div id="(?:detailContent|p-detail)">\n(.*?)\n</div>', ('id="detail"',),
        (r'(?<=<div class="header-time left">).*?(?=</div>)', _CLOCK + "(?=</?span)", _CLOCK + "(?= <span)", '<meta name="(?:publishdate|contentid)"[^>]*>'),
        r'(?<=<ul class="dataList">\n)(.*?)(?=\n</ul>)',
        ('(?<=<div class="source">)来源：[^<]*', "(?<=<span>)来源：[^<]*", '来源： <em id="source">.*?</em>', '<meta name="source"[^>]*>'),
    ),
    "demo_chinanews": Marks(
        r'(?<=<div class="left_zw" style="position:relative">\n)(.*?)(?=\n<div class="clear">)', ('class="left_zw"',),
        (_DAY + r" \d\d:\d\d(?=　)", '<span id="pubtime_baidu">[^<]*</span>'), r'(?<=<div class="content_list"><ul>\n)(.*?)(?=\n</ul>)',
        ('　来源：<a [^>]*class="source">.*?</a>', '<span id="source_baidu">.*?</span>'),
    ),
    "demo_hanweb": Marks(
        r"<!--<\$\[信息内容\]>begin-->\n(.*?)\n<!--<\$\[信息内容\]>end-->", ('id="zoom"', 'class="bt_content"'),
        ('<meta name="PubDate"[^>]*>', r"<!--<\$\[信息发布日期\]>begin-->.*?<!--<\$\[信息发布日期\]>end-->"), "<record>.*?</record>",
        ('<meta name="ContentSource"[^>]*>', r"　来源：<!--<\$\[信息来源\]>begin-->.*?<!--<\$\[信息来源\]>end-->"),
    ),
}  # fmt: skip
"""By outlet id."""
