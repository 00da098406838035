"""백엔드를 가리지 않는 조각을 텐서플로, JAX, 파이토치에서 처음부터 끝까지 실행합니다(make backends).

'검증까지'라고 적은 조각은 그 안의 주장도 세 백엔드에서 맞아야 합니다.
'코드만'이라고 적은 조각은 `python -O`로 assert를 빼고 실행합니다.
시드가 같아도 백엔드마다 다른 난수를 뽑아서, 시드 하나의 결과를 적은 주장은 맞지 않을 수 있기 때문입니다.
"""

import os
import subprocess
import sys

import pytest

from tests.backends import table
from tests.engine.page import installed

pytestmark = pytest.mark.backends
BACKENDS = ("tensorflow", "jax", "torch")
OPTIONS = {table.CLAIMS: [], table.CODE: ["-O"]}
SCRIPTS = {n: OPTIONS[where] for n, (where, _) in table.read().items() if where in OPTIONS}


@pytest.fixture(params=BACKENDS)
def backend(request) -> str:
    if not installed(request.param):
        why = f"{request.param}이 없습니다. make backends로 설치하고 실행하세요."
        pytest.fail(why) if os.environ.get("BACKENDS_REQUIRED") else pytest.skip(why)
    return request.param


@pytest.mark.parametrize("snippet", SCRIPTS)
def test_script_runs(snippet, backend, tmp_path):
    process = subprocess.run(
        [sys.executable, *SCRIPTS[snippet], table.ROOT / "snippets/ch10" / snippet],
        cwd=tmp_path,
        env={**os.environ, "KERAS_BACKEND": backend},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    said = "\n".join(process.stderr.splitlines()[-20:])
    assert process.returncode == 0, f"{backend}에서 {snippet}가 실패했습니다.\n{said}"


def test_the_backend_is_the_one_asked_for(backend):
    """환경 변수를 정한 것만으로 정말 그 백엔드에서 계산하는지 봅니다."""
    code = "import keras; print(keras.config.backend(), type(keras.ops.ones(1)).__module__)"
    env = {**os.environ, "KERAS_BACKEND": backend}
    said = subprocess.check_output([sys.executable, "-c", code], env=env, encoding="utf-8")
    name, module = said.split()
    assert name == backend and module.startswith(backend)
