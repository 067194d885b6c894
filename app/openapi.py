"""The OpenAPI document with errors under their real media type: FastAPI writes them under the route's own."""

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
        return document

    return made
