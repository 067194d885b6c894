"""The OpenAPI document as it is: errors under their real media type, forms without null and without unknown fields.

FastAPI writes errors under the route's own media type, and a form field that may be missing as one that may be null.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.problems import MEDIA_TYPE

Document = dict[str, Any]


def problem_types(make: Callable[[], Document]) -> Callable[[], Document]:
    """``make`` with every error response as a problem document."""

    def made() -> Document:
        document = make()
        for path in document.get("paths", {}).values():
            for operation in path.values():
                for status, response in operation.get("responses", {}).items():
                    if status >= "400" and "content" in response:
                        response["content"] = {MEDIA_TYPE: next(iter(response["content"].values()))}
                        if status == "422":
                            response["content"][MEDIA_TYPE]["schema"] = {"$ref": "#/components/schemas/ProblemModel"}
        for name, schema in document.get("components", {}).get("schemas", {}).items():
            if name.startswith("Body_"):
                _settle_form(schema)
        return document

    return made


def _settle_form(schema: Document) -> None:
    schema["additionalProperties"] = False
    for field in schema.get("properties", {}).values():
        kinds = [kind for kind in field.get("anyOf", ()) if kind != {"type": "null"}]
        if len(kinds) == 1:
            field.update(kinds[0])
            del field["anyOf"]
