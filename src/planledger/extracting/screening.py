"""Which numerals are quantities of something, and which are names, dates, ordinals, thresholds (非量化表述的剔除)."""

from __future__ import annotations

import re
from functools import cache

from planledger.extracting.phrases import ends_with_deliver
from planledger.extracting.values import Value

_DURATIONS = {"年", "个月", "岁", "天", "小时", "分钟", "周", "日", "月", "个年头", "秒"}
_SIZES = re.compile(
    r"^(?:[十百千万亿]*)(?:元|美元|万元|吨|亩|公顷|平方米|平方公里|公里|米|千瓦|千瓦时|度|立方米|蒸吨|蒸吨/小时|岁|人|人口|年|天|小时|张|斤|公斤|毫米|厘米|毫克|千伏|伏|级|平米|里|头|只|羽|分|倍|吉瓦|兆瓦|安|寸|英寸|克|万)?$"
)
_AFTER_NAME = re.compile(r"(?:G|D|A|K|P|V|T|B|C|H|X|M|m|k|g|[A-Za-z])")
_YEAR_MONTH = re.compile(r"(?:年(?!以|左|内|之内|均)|月(?!均)|日(?!均)|号|届|期(?!间)|级|版|线(?!上)|章|节|条第|周年|年级|次会|强|点(?!个)|度电|分钟)")
_SLOGAN_RIGHT = re.compile(r"(?:统筹|注重|方面|坚持|统一|维护|必须|确保|着力|维度|层面|环节|阶段|意识|自信|全面|布局|文明|更加|同步|转变|结合|提升行动|关键|突破|聚焦|领域|抓手|目标|要求|原则|步骤|为主|不变|一体|满意|中心任务|中国|专项行动|样子)")
_THRESHOLD_NOUN = re.compile(r"^(?:的|及以上的?|规模|以上规模)?(?:[一-龥A-Za-z、“”]{0,12}?)(?:项目|企业|工程|锅炉|人口|城市|老人|老年人|群众|家庭|园区|产业|集群|金融机构|村|县|乡镇|街道|医院|学校|小区|河流|水库|汽车|机组|商品|场|店|客户|单位|户|载体|人群|公民|儿童|妇女|成品油|建筑|大户|基地|技术|品种|机构|大关|牌|大班额|用户|公司|收入|账款|资金|贷款|商户)")


@cache
def _left_name() -> re.Pattern[str]:
    return re.compile(
        r"(?:[A-Za-z“‘《．.·]|第|农历|公元|编号|电话|邮编|同比第|时速|每小时|[零〇]|-|—|\d[．.])$"
    )


def is_statement(text: str, value: Value) -> str:
    """Why ``value`` is not a statement (``date``, ``name``, ``threshold`` …), or empty when it is one."""
    if value.form == "rank":
        return _rank(text, value)
    if value.form == "zero":
        left = text[max(0, value.left - 8) : value.start]
        if re.search(r"(?:数|率|事故|案件|家庭)(?:保持)?为$", left):
            return ""
        return "" if re.search(r"(?:动态|保持|始终)(?:为|清|归)?“?(?:为|清|归)?“?$", left) else "zero"
    if value.form == "fold":
        return ""
    if not value.digits:
        return _word_count(text, value)
    return _digits(text, value)


def _rank(text: str, value: Value) -> str:
    left = text[max(0, value.left - 16) : value.left]
    after = text[value.right : value.right + 1]
    if left.endswith(("放在", "摆在", "作为", "坚持", "放到", "视为")):
        return "ordinal"
    if value.unit in ("位", "名") and text[value.left] == "第":
        return "" if not re.match(r"[一-龥]{0,2}书记|教师", text[value.right : value.right + 4]) else "ordinal"
    placed = _PLACED.search(left) is not None
    boundary = not after or after in "，。；、）”！\n 且并的" or text.startswith("行列", value.right)
    if text[value.left] == "前":
        if value.unit == "强":
            return "name"
        return "" if placed and (boundary or value.unit) else "ordinal"
    if text[value.left] == "第":
        return "" if placed and boundary else "ordinal"
    return "" if placed else "ordinal"


_PLACED = re.compile(
    r"(?:居|列|排|排名|位|升|跃|保持|进入|跻身|挺进|进|入|占|名|全国|全省|全市|世界|全球|亚洲|东北|西部|中部|东部|城市|各省区|省内|国内|地区|同类|面积|总量|增速|位次|夺得|获|荣获|获得|评|分)[^，。；：]{0,9}$"
)


def _word_count(text: str, value: Value) -> str:
    """Chinese numerals are quantities only where something is really counted."""
    unit, start = value.unit, value.start
    if unit in ("%", "成", "‰"):
        return ""
    before = text[max(0, start - 8) : start]
    after = text[value.right : value.right + 10]
    if value.low is not None and value.low >= 100 or unit in ("亿", "万", "千", "百"):
        return _round_number(text, value, before)
    if before[-1:] in _ORDINAL_BEFORE and before[-1:]:
        return "ordinal"
    if unit in ("小时", "天", "个小时") and value.low and value.low < 1:
        return "" if before.endswith(("至", "到", "为", "在", "缩短")) else "name"
    if unit in ("小时", "日", "天", "个小时", "人", "只", "张", "种", "大", "元"):
        return "" if unit == "小时" and value.low and before.endswith(("至", "到", "缩短", "为", "在")) else "name"
    if not value.low:
        return "name"
    if unit == "倍" or value.left < start:
        return ""
    if value.low == 1:
        return "" if _EACH.search(text[max(0, start - 16) : start]) else "name"
    if _SLOGAN_RIGHT.match(after) or not after or after[0] in "，。；、”“《：\n）":
        return "slogan"
    if before[-1:] in "，。；" and _HAPPENED.search(text[value.right : value.right + 24]):
        return ""
    counted = before.endswith(_COUNTING_ENDS) or ends_with_deliver(before)
    if not counted and value.low == 2 and unit in ("项", "家", "所", "条", "座"):
        counted = before[-1:] in "，。；\n"
    if unit == "次" and re.match(r"产业|全会|全委|会议|供水|创业|能源|污染|党代会|分配|调整|提速|函|代表", after):
        return "ordinal"
    return "" if counted else "name"


_HAPPENED = re.compile(r"^[^，。；]{2,20}?(?:落户|获批|入选|建成|投产|开工|挂牌|启用|投运|通过|荣获|获评)")
_ORDINAL_BEFORE = "第每同任这那某此另统唯之各头哪逐十百千万亿几数零点两一二三四五六七八九“”‘《·—-以下中央市届"
_COUNTING_ENDS = ("有", "了", "的", "由", "等", "为", "增至", "达到", "达")
_EACH = re.compile(r"(?:每个|一个|各)[^，。；]{1,10}(?:有|建成|建设|打造|建立|设立)(?:好|了)?$")


def _round_number(text: str, value: Value, before: str) -> str:
    """千亿, 百家 …: a quantity where something passes it, a class where a noun follows (超亿元项目)."""
    left = text[max(0, value.left - 4) : value.start]
    if value.bound == "about" and value.unit in ("场", "家", "户", "个", "项", "件", "人", "名", "次", "处", "条", "所", "座"):
        return ""
    if not re.search(r"(?:[超破过达近逾上向]|突破|冲刺|抽调|下游|组织|选派|保持在|稳定在)$", left):
        return "name"
    after = text[value.right : value.right + 14]
    if not after or after[0] in "，。；、）\n”" or after.startswith(("大关", "水平", "台阶", "规模", "以上", "冲刺", "目标", "迈进")):
        return "threshold" if re.search(r"\d+(?:余|多)?[户家个][^，。；]{2,14}$", text[max(0, value.left - 24) : value.left]) else ""
    if value.unit.lstrip("十百千万亿") in ("元", "美元", "人", "吨", "亩", "千瓦", "") and value.bound == "at_least":
        return "" if after.startswith("人") else "threshold"
    return ""


def _digits(text: str, value: Value) -> str:
    start, end, unit = value.start, value.end, value.unit
    before = text[start - 1] if start else "\n"
    after = text[end] if end < len(text) else "\n"
    if before in "第〔[【" or (before == "（" and after == "）"):
        return "ordinal"
    if before.isascii() and before.isalpha():
        return "name"
    if not unit and after.isascii() and after.isalpha():
        return "name"
    if before in "-—－+/＋×" and start > 1 and (text[start - 2].isascii() and text[start - 2].isalnum()):
        return "name"
    if after in "+/×" and not unit:
        return "name"
    if _quoted(text, start, value.right):
        return "name"
    if unit in ("年", "月", "日", "号", "个月", "岁"):
        return _duration(text, value)
    if unit == "" and _YEAR_MONTH.match(text, end):
        return "date"
    if unit in ("米", "公里", "分钟", "小时", "天", "平方公里") and re.match(r"内(?!的?[，。；])", text[value.right : value.right + 2]):
        return "threshold"
    if unit in ("级", "期", "号", "线", "版", "届", "强", "代", "寸", "英寸", "星", "星级", "点", "度", "维"):
        return "name"
    if unit == "大":
        return "" if re.match(r"[一-龥“]{3,}", text[value.right : value.right + 6]) and before not in "“" and not _SLOGAN_RIGHT.match(text, value.right) else "slogan"
    if unit == "周" and after == "周":
        return "date"
    if _specification(text, value):
        return "specification"
    if not unit:
        return _bare(text, value)
    if text.startswith(("以上", "以下", "以内"), value.right - 2) or value.bound in ("at_least", "at_most"):
        return _threshold(text, value)
    if unit == "个" and _SLOGAN_RIGHT.match(text, value.right):
        return "slogan"
    if re.match(r"[公]?里", unit) and text.endswith(("时速", "每小时"), 0, start):
        return "specification"
    if unit in ("小时", "分钟", "天") and re.match(r"(?:[一-龥]{0,2}(?:圈|热线|值班|在线|不间断|服务|营业|医疗|便民|通勤|生活|交通|供应|自助|运行|全天|高铁|经济|应急|监测|轮))", text[value.right : value.right + 6]):
        return "specification"
    return ""


_CAPACITY = re.compile(r"(?:万?吨|千伏|万?千瓦|兆瓦|万?辆|万?套|万?副|万?台|万?片|万?件|万?支|万?只|蒸吨|吉瓦|万?立方米|亿?支|米|公里|亩|里|平方米|万?头|万?羽|MW|GW|万?张|克拉|英寸|寸|亿?立方米|亿?片|亿?粒|亿?块|毫米|厘米|公斤|微米|纳米|伏)$")
_MADE = re.compile(r"^(?:级|/[年日天])|^[^，。；、的]{1,16}?(?:项目|生产线|扩能|工程|机组|输变电|电站|生产|技改|装置|扩建|改扩建|风电|光伏|超高产|长街|冷库|水厂|污水处理厂|原水管道|[^，。；]{0,16}?等[^，。；、]{0,6}项目)")


def _specification(text: str, value: Value) -> bool:
    """5万吨粗铜项目, 220千伏输变电工程: the size names the thing (规格)."""
    if not _CAPACITY.search(value.unit) or value.left < value.start:
        return False
    if value.unit in ("千伏", "微米", "英寸", "寸", "伏", "纳米", "毫米"):
        return True
    if text.endswith(("日产", "年产", "时速", "总长", "全长"), 0, value.start):
        return text[value.right : value.right + 1] not in "的，。；、"
    if not _MADE.match(text[value.right : value.right + 20]):
        return False
    return not _DELIVERED.search(text[max(0, value.start - 6) : value.start])


_DELIVERED = re.compile(r"(?:完成|建成|新建|改造|新增|实施|开工|超额完成|达|提高到|推广|整治|治理|建设|维修|铺设|更新|新改建|投产|并网|装机)(?:了)?$")


def _quoted(text: str, start: int, end: int) -> bool:
    opened = text.rfind("“", max(0, start - 10), start)
    if opened < 0 or text.find("”", opened, start) >= 0:
        return False
    closed = text.find("”", end, end + 12)
    return closed >= 0 and closed - opened <= 16


def _duration(text: str, value: Value) -> str:
    unit = value.unit
    if unit == "岁":
        near = text[max(0, value.start - 12) : value.start]
        return "" if "寿命" in near or "年龄" in near else "threshold"
    left = text[max(0, value.left - 10) : value.left]
    after = text[value.right : value.right + 1]
    if unit == "年" and re.search(r"(?:年限|寿命|时间)(?:达到|达|为|提高到|延长到|延长至|超过)?$", left):
        return ""
    if left.endswith("连续") and after and after in "没无未":
        return ""
    if unit in ("年", "个月") and value.low is not None and value.low < 200 and after in "，。；、）":
        if re.search(r"(?:缩短|延长|提高|扩大|增加|压缩|缩减)(?:到|至|为|了)?$", left):
            return ""
    return "date"


def _bare(text: str, value: Value) -> str:
    """A number without a unit is a quantity only beside a colon ratio, an index or a bare multiplier."""
    left = text[max(0, value.left - 8) : value.left]
    if re.search(r"(?:指数|得分|评分|均分|系数|比)(?:为|达到|达|是|由|从|降至|缩小到|缩小至|上升至|升至|提高到|提高至|提升至)?$", left):
        return ""
    if _RATIO.match(text, value.end) or (value.start and _RATIO_TAIL.search(text, max(0, value.start - 16), value.start)):
        return ""
    if value.bound in ("at_least", "at_most") and re.search(r"(?:率|度|指数|系数|值|比)(?:降至|降到|达到|提高到|控制在|保持在|为)?$", left):
        return ""
    if value.end < len(text) and text[value.end] in "%‰":
        return ""
    if value.start and text[value.start - 1] in "：∶:︰" and text[max(0, value.start - 2)].isdigit():
        return ""
    if text[value.end : value.end + 1] in ("：", "∶", ":", "︰") and text[value.end + 1 : value.end + 2].isdigit() and re.search(r"(?:比|比例|结构)", left):
        return ""
    return "bare"


_RATIO = re.compile(r"[:：∶︰]\d+(?:\.\d+)?[:：∶︰]\d")
_RATIO_TAIL = re.compile(r"\d[:：∶︰](?:\d+(?:\.\d+)?[:：∶︰])?$")


def _threshold(text: str, value: Value) -> str:
    """A bounded size that only says which things are meant: 5000万元以上项目 (分类门槛)."""
    right = text[value.right : value.right + 24]
    if value.unit in ("户", "个") or value.unit.endswith(("个", "户", "家", "项", "所", "处", "座", "场", "条", "件")):
        return "threshold" if value.unit == "户" and re.match(r"(?:自然村|村|小区|居民点)", right) else ""
    if not right or right[0] in "，。；、）！\n：":
        return ""
    if not _SIZES.match(value.unit):
        return ""
    stop = re.search(r"[，。；：！\n]", right)
    phrase = right[: stop.start()] if stop else right
    return "threshold" if _THRESHOLD_NOUN.match(phrase) else ""
