from __future__ import annotations

from tests.unit.reconciling.records import document, extraction, statement

from planledger.catalogue import load_catalogue
from planledger.model import Commitment
from planledger.reconciling import reconcile


def test_answer_without_a_number_leads_to_its_clause() -> None:
    text = "民生持续改善。贫困人口全部实现脱贫，零就业家庭实现动态消除。"
    (found,) = reconcile(
        extraction("p", statement("剩余贫困人口脱贫", "874名")),
        extraction("r"),
        promise_document=document("p", year=2021),
        result_document=document("r", year=2022, text=text),
        catalogue=load_catalogue(),
    )
    assert found.verdict == "met"
    assert isinstance(found.result, Commitment)
    assert text[found.result.start : found.result.end] == "贫困人口全部实现脱贫"


def test_intention_is_no_answer() -> None:
    (found,) = reconcile(
        extraction("p", statement("零就业家庭", "0户")),
        extraction("r"),
        promise_document=document("p", year=2021),
        result_document=document("r", year=2022, text="确保零就业家庭动态清零。"),
        catalogue=load_catalogue(),
    )
    assert found.verdict == "not_reported"
