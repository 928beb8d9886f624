"""The table: sorted, filtered and paged by the address, exported as seen."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import openpyxl
import polars as pl
import pytest
from django.test import Client

from planweb.accounts.models import Body, User
from planweb.layout.exporting import EXPORTS, defused


@pytest.fixture
def client(planner: User, body: Callable[..., Body]) -> Client:
    for number in range(120):
        body(f"单位{number:03}", kind="zone" if number % 2 else "department")
    made = Client()
    made.force_login(planner)
    return made


def page_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_fifty_rows_a_page_with_the_count(client: Client) -> None:
    page = page_of(client, "/bodies/")
    assert page.count('<th scope="row">') == 50
    assert "共 120 行" in page
    assert "第 1 / 3 页" in page
    assert page_of(client, "/bodies/?page=3").count('<th scope="row">') == 20
    assert "第 3 / 3 页" in page_of(client, "/bodies/?page=99")
    assert "第 1 / 3 页" in page_of(client, "/bodies/?page=x")


def test_sorting_is_in_the_address(client: Client) -> None:
    page = page_of(client, "/bodies/?sort=-name")
    assert "单位119" in page
    assert "单位000" not in page
    assert 'aria-sort="descending"' in page
    assert "?sort=name" in page
    assert page_of(client, "/bodies/?sort=password").count('<th scope="row">') == 50


def test_filters_are_in_the_address_and_kept(client: Client) -> None:
    page = page_of(client, "/bodies/?name=单位00&kind=zone&sort=name")
    assert "共 5 行" in page
    assert 'value="单位00"' in page
    assert "name=%E5%8D%95%E4%BD%8D00&amp;kind=zone&amp;sort=-name" in page
    assert "没有符合筛选条件的行" in page_of(client, "/bodies/?name=没有")


def test_columns_are_chosen(client: Client) -> None:
    page = page_of(client, "/bodies/?columns=name&columns=kind")
    assert page.count('<th scope="col"') == 2


def test_htmx_gets_the_table_alone(client: Client) -> None:
    page = client.get("/bodies/", headers={"HX-Request": "true", "HX-Target": "table"}).content.decode()
    assert page.startswith('<div id="table">')
    assert "<html" not in page


def test_an_empty_table_teaches(planner: User) -> None:
    client = Client()
    client.force_login(planner)
    page = page_of(client, "/bodies/")
    assert "新建第一个单位" in page


def test_csv_holds_what_is_seen(client: Client, body: Callable[..., Body]) -> None:
    body("=HYPERLINK(1)", short_name="@x")
    address = "/bodies/?sort=-name&name=H&columns=name&columns=short_name&columns=valid_from&export=csv"
    text = b"".join(client.get(address).streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert list(csv.reader(io.StringIO(text))) == [
        ["名称", "简称", "设立日期"],
        ["'=HYPERLINK(1)", "'@x", "2019-01-01"],
    ]
    text = b"".join(client.get("/bodies/?export=csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert text.count("\n") == 122  # every page


def test_xlsx_holds_text_and_no_formula(client: Client, body: Callable[..., Body]) -> None:
    body("=1+1\x08", short_name="+x")
    response = client.get("/bodies/?name=1%2B1&export=xlsx")
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    name, short = sheet["A2"], sheet["B2"]
    assert (name.value, name.data_type, name.quotePrefix) == ("=1+1", "s", True)
    assert (short.value, short.data_type) == ("+x", "s")
    assert sheet["E2"].is_date


def test_json_is_for_programs(client: Client, body: Callable[..., Body]) -> None:
    body("=HYPERLINK(1)")
    address = "/bodies/?name=HYPER&columns=name&columns=short_name&columns=valid_from&export=json"
    text = b"".join(client.get(address).streaming_content)  # type: ignore[attr-defined]
    assert json.loads(text) == [{"name": "=HYPERLINK(1)", "short_name": None, "valid_from": "2019-01-01"}]
    text = b"".join(client.get("/bodies/?name=nothing&export=json").streaming_content)  # type: ignore[attr-defined]
    assert json.loads(text) == []
    text = b"".join(client.get("/bodies/?export=json").streaming_content)  # type: ignore[attr-defined]
    assert len(json.loads(text)) == 121


def test_parquet_keeps_types(client: Client) -> None:
    response = client.get("/bodies/?columns=name&columns=valid_from&export=parquet")
    frame = pl.read_parquet(io.BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    assert frame.shape == (120, 2)
    assert frame.schema == {"name": pl.String, "valid_from": pl.Date}
    response = client.get("/bodies/?name=nothing&columns=name&export=parquet")
    frame = pl.read_parquet(io.BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    assert frame.shape == (0, 1)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx", "\nx"])
def test_texts_that_would_run_are_defused(text: str) -> None:
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("name", ["2021:2025", "a/b\\c?*[d]", "长" * 40, "\x00", "'"])
def test_a_workbook_may_have_any_name(name: str) -> None:
    answer = EXPORTS["xlsx"](name, ["甲"], [["乙"]])
    with answer.file_to_stream as file:  # type: ignore[attr-defined]
        content = file.read()
    assert openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]["A2"].value == "乙"
    assert answer.headers["Content-Disposition"].isascii()


def test_many_rows_are_counted_to_a_bound_and_all_of_them_reached(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planweb.layout.paging.MOST_COUNTED", 100)
    page = page_of(client, "/bodies/?sort=name")
    assert "100 行以上，第 1 页" in page
    assert page_of(client, "/bodies/?sort=name&page=2").count("下一页") == 1
    last = page_of(client, "/bodies/?sort=name&page=3")
    assert last.count('<th scope="row">') == 20
    assert "单位119" in last
    assert "下一页" not in last
    assert "第 2 页" in page_of(client, "/bodies/?page=4")  # there is none: the last that was counted
    assert "共 60 行" in page_of(client, "/bodies/?kind=zone")
