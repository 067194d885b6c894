"""The container files: as a user, read-only, limited, without capabilities, asked whether they are ready, settings that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from app.settings import PREFIX, Settings
from tests.fakes import ROOT

yaml = pytest.importorskip("yaml")
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
KUBERNETES = list(yaml.safe_load_all((ROOT / "deploy" / "kubernetes.yaml").read_text()))


def pods() -> Iterator[Mapping[str, Any]]:
    yield from (item["spec"]["template"]["spec"] for item in KUBERNETES if item["kind"] == "Deployment")


def test_every_setting_is_one_that_the_service_knows() -> None:
    names = {name for service in COMPOSE.values() for name in service["environment"]}
    names |= {variable["name"] for pod in pods() for container in pod["containers"] for variable in container["env"]}
    names |= set(re.findall(rf"({PREFIX}\w+)=", DOCKERFILE))
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    assert {name for name in names if name.startswith(PREFIX)} <= known
    assert f"{PREFIX}DATABASE" in names


def test_images_run_as_a_user_and_are_asked_whether_they_are_ready() -> None:
    stages = re.split(r"^FROM .* AS (\w+)$", DOCKERFILE, flags=re.M)[1:]
    contents = dict(zip(stages[::2], stages[1::2], strict=True))
    assert set(contents) == {"system", "full", "slim"}
    assert all(contents[name].rstrip().endswith("USER 10001:10001") for name in ("full", "slim"))
    assert "/ready" in contents["system"].split("HEALTHCHECK")[1]
    assert list(contents)[-1] == "slim"  # what a plain build makes


@pytest.mark.parametrize("name", COMPOSE)
def test_composed_services_are_locked_up(name: str) -> None:
    service = COMPOSE[name]
    assert (service["read_only"], service["cap_drop"], service["security_opt"]) == (True, ["ALL"], ["no-new-privileges:true"])
    assert service["user"] not in ("", "root", "0")
    assert service["mem_limit"]
    assert service["pids_limit"]
    assert bool(service.get("ports")) == (name == "api")
    assert "/tmp" in service["tmpfs"]


def test_only_workers_take_jobs_and_all_share_one_queue() -> None:
    runs = {name: COMPOSE[name]["environment"][f"{PREFIX}RUNS_JOBS"] for name in ("api", "workers")}
    assert runs == {"api": "false", "workers": "true"}
    assert len({COMPOSE[name]["environment"][f"{PREFIX}DATABASE"] for name in runs}) == 1


def test_pods_are_locked_up_and_end_in_time() -> None:
    for pod in pods():
        (container,) = pod["containers"]
        assert pod["securityContext"]["runAsNonRoot"]
        security = container["securityContext"]
        assert (security["readOnlyRootFilesystem"], security["allowPrivilegeEscalation"]) == (True, False)
        assert security["capabilities"] == {"drop": ["ALL"]}
        assert container["resources"]["limits"]["memory"]
        assert container["startupProbe"]["httpGet"]["path"] == "/ready"
        assert container["livenessProbe"]["httpGet"]["path"] == "/live"
        assert pod["terminationGracePeriodSeconds"] > Settings.model_fields["stop_seconds"].default
