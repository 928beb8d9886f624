"""The description of the API, for programs and for people."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from planweb.api.application import API

PREFIX = "/api/v1"


class Parameter(NamedTuple):
    """A parameter of an operation as the page shows it."""

    name: str
    place: str
    takes: str
    required: bool
    says: str


class Operation(NamedTuple):
    """An operation as the page shows it."""

    code: str
    method: str
    path: str
    summary: str
    description: str
    parameters: list[Parameter]
    answers: list[str]
    writes: bool


def openapi() -> dict[str, Any]:
    """The OpenAPI document."""
    document: dict[str, Any] = json.loads(json.dumps(API.get_openapi_schema(path_prefix=PREFIX)))
    for methods in document["paths"].values():
        for said in methods.values():
            for parameter in said["parameters"]:
                _name_one_type(parameter["schema"])
            for content in said.get("requestBody", {}).get("content", {}).values():
                document["components"]["schemas"] |= content["schema"].pop("$defs", {})
    return document


def _name_one_type(schema: dict[str, Any]) -> None:
    """Take out null, which an address cannot say: a parameter that is not there is left out."""
    kinds = [kind for kind in schema.pop("anyOf", []) if kind.get("type") != "null"]
    if len(kinds) == 1:
        schema |= kinds[0]
    elif kinds:
        schema["anyOf"] = kinds


def openapi_text() -> str:
    """The same as it is kept in the documentation."""
    return json.dumps(openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def operations() -> dict[str, list[Operation]]:
    """Every operation by its heading."""
    document = openapi()
    found: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            found.setdefault(said["tags"][0], []).append(_operation(document, path, method, said))
    return found


def _operation(document: dict[str, Any], path: str, method: str, said: dict[str, Any]) -> Operation:
    parameters = [
        Parameter(
            parameter["name"],
            parameter["in"],
            _takes(parameter["schema"]),
            parameter.get("required", False),
            parameter.get("description", ""),
        )
        for parameter in said["parameters"]
    ]
    return Operation(
        said["operationId"],
        method.upper(),
        path,
        said["summary"],
        said.get("description", "").replace("``", ""),
        parameters,
        _fields(document, said),
        method != "get",
    )


def _takes(schema: dict[str, Any]) -> str:
    kinds = [schema, *schema.get("anyOf", [])]
    return " / ".join(dict.fromkeys(kind["type"] for kind in kinds if kind.get("type") not in {None, "null"}))


def _fields(document: dict[str, Any], said: dict[str, Any]) -> list[str]:
    content = said["responses"].get("200", {}).get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    properties = document["components"]["schemas"].get(name, {}).get("properties", {})
    if set(properties) == {"items", "next"}:
        return _fields_of(document, properties["items"]["items"]["$ref"].rpartition("/")[2])
    return list(properties)


def _fields_of(document: dict[str, Any], name: str) -> list[str]:
    return list(document["components"]["schemas"][name]["properties"])
