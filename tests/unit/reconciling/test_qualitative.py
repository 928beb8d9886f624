"""What a later report says of work promised without a number, on reports of invented cities."""

import pytest

from planledger.catalogue import load_catalogue
from planledger.extracting import extract
from planledger.model import Document, Fulfilment
from planledger.reading import Overrides, read_document
from planledger.reconciling.qualitative import link_commitments
from planledger.reconciling.qualitative_clauses import Likeness, split_clauses
from planledger.reconciling.qualitative_words import load_words

REVIEW, OUTLOOK = "一、2023年工作回顾", "二、2024年重点工作"
# Clauses of every year's reports, so that common words are seen to be common.
COMMON = (
    "全市经济社会发展稳中有进。推进重点项目建设，加快产业发展，深化改革开放，加强城市管理。"
    "持续改善民生，推进乡村建设，加强生态保护，完善基础设施，提升服务水平。"
)


def _report(review: str, outlook: str, year: int, name: str) -> Document:
    lines = [f"云岭市{year}年政府工作报告", REVIEW, COMMON, review, OUTLOOK, COMMON, outlook]
    text = "\n".join(lines).replace("2023", str(year - 1)).replace("2024", str(year))
    return read_document(text.encode(), name=name, overrides=Overrides(year=year))


def _link(promise: str, result: str, *, again: str = "加强机关建设。", plan: bool = False) -> list[Fulfilment]:
    if plan:
        title = "云岭市国民经济和社会发展第十四个五年规划纲要"
        text = "\n".join([title, "第一章 总体要求", COMMON, "第二章 主要任务", COMMON, promise])
        earlier = read_document(text.encode(), name="earlier", overrides=Overrides(kind="five_year_outline"))
    else:
        earlier = _report("加强机关建设。", promise, 2023, "earlier")
    later = _report(result, again, 2024, "later")
    catalogue = load_catalogue()
    rows = link_commitments(
        extract(earlier, catalogue),
        extract(later, catalogue),
        promise_document=earlier,
        result_document=later,
        catalogue=catalogue,
    )
    return [row for row in rows if row.promise.text in promise]


@pytest.mark.parametrize(
    ("promise", "result", "verdict"),
    [
        ("建成云海大桥。", "云海大桥建成通车。", "met"),
        ("启动清水河综合治理工程。", "清水河综合治理工程全面启动。", "met"),
        ("编制云海新区总体规划。", "云海新区总体规划编制完成。", "met"),
        ("建成云海大桥。", "云海大桥开工建设。", "progress"),
        ("推动云海国际物流港投入使用。", "云海国际物流港加快建设。", "progress"),
        ("加快推进云海同城化。", "云海同城化合作协议签署。", "progress"),
        ("深入开展“清河净湖”行动。", "持续开展“清河净湖”行动。", "met"),
        ("争创国家森林城市。", "全力创建国家森林城市。", "progress"),
        ("争创国家森林城市。", "国家森林城市成功获批。", "met"),
        ("开展老旧电梯专项整治。", "完成老旧电梯专项整治任务326台。", "met"),
    ],
)
def test_one_promise_one_report(promise: str, result: str, verdict: str) -> None:
    rows = _link(promise, result)
    assert [row.verdict for row in rows] == [verdict]
    assert rows[0].result is not None
    assert rows[0].result.role == "actual"
    assert rows[0].reason
    assert rows[0].reason_zh
    assert rows[0].pair == "earlier->later"


def test_silence_on_plain_work_is_told_and_on_vague_work_is_not() -> None:
    rows = _link("建成云海大桥。支持龙头企业做强研发。", "城北体育馆建成投用。")
    assert [(row.promise.text, row.verdict, row.result) for row in rows] == [("建成云海大桥", "not_reported", None)]


def test_another_one_of_its_kind_is_a_near_miss() -> None:
    rows = _link("推动红岭抽水蓄能电站建设。", "青峡抽水蓄能电站全面启动。")
    assert [(row.verdict, row.result) for row in rows] == [("not_comparable", None)]
    assert "红岭" in rows[0].reason_zh
    assert "青峡" in rows[0].reason_zh
    assert rows[0].near_misses[0].result.text == "青峡抽水蓄能电站全面启动"


def test_another_threshold_is_a_near_miss() -> None:
    rows = _link("实施20蒸吨以上燃煤锅炉升级改造。", "10蒸吨以下燃煤锅炉升级改造完成率达到100%。")
    assert [row.verdict for row in rows] == ["not_comparable"]


def test_a_number_of_things_does_not_answer_a_promise_of_all_of_them() -> None:
    rows = _link("推行非涉密政务服务事项全部实现“一网通办”。", "1064项非涉密政务服务事项实现“一网通办”。")
    assert [row.verdict for row in rows] == ["not_comparable"]


def test_a_list_of_names_reported_in_part_is_kept_in_part() -> None:
    rows = _link("组建云岭新材料研究院和云岭石墨检验检测中心。", "云岭石墨检验检测中心投入运营。")
    assert [row.verdict for row in rows] == ["partly"]
    assert "云岭新材料研究院" in rows[0].reason_zh


def test_a_list_reported_one_by_one_gives_a_row_for_each() -> None:
    rows = _link("推进云海一体化、江州同城化。", "云海一体化合作协议签署。江州同城化工作专班组建。")
    texts = [row.result.text for row in rows if row.result is not None]
    assert texts == ["云海一体化合作协议签署", "江州同城化工作专班组建"]


def test_what_was_due_and_is_promised_again_was_missed() -> None:
    rows = _link("争创国家自主创新示范区。", "加强机关建设。", again="力争国家自主创新示范区早日获批。")
    assert [row.verdict for row in rows] == ["missed"]
    assert rows[0].result is not None
    assert rows[0].result.role == "target"


def test_a_plan_that_is_not_over_leaves_lasting_duties_open() -> None:
    rows = _link("守住不发生区域性金融风险底线。", "守住了不发生区域性金融风险底线。", plan=True)
    assert [row.verdict for row in rows] == ["progress"]


def test_a_label_lends_its_words_to_the_report_that_follows() -> None:
    rows = _link("打造云岭国际影都。", "云岭国际影都，六大摄影棚全面启动。")
    assert [row.result.text for row in rows if row.result is not None] == ["六大摄影棚全面启动"]


def test_likeness_weighs_what_is_rare() -> None:
    texts = ["加快重点项目建设", "重点项目建设提速", "推进云海大桥"]
    likeness = Likeness(texts, load_words(), ["云海大桥", "重点项目"])
    assert likeness.weight["云海"] > likeness.weight["项目"] > 0
    assert "建设" not in likeness.weight


def test_pairs_reach_over_no_mark_and_no_numeral() -> None:
    likeness = Likeness(["云、海2大桥"], load_words(), ["云海、大桥", "海3大"])
    assert likeness.wanted == {"云海", "大桥"}
    assert likeness.pairs("云、海2大桥") == {"大桥"}


def test_clauses_keep_their_place() -> None:
    document = _report("云海大桥建成通车，全长2公里。", "建成城北体育馆。", 2024, "later")
    clauses = split_clauses(document, ())
    assert all(document.text[clause.start : clause.end] == clause.text for clause in clauses)
    assert "云海大桥建成通车，" in [clause.text for clause in clauses]
