"""쪽에 쓰는 텐서보드의 화면을 다시 찍어, 지금도 같은 것이 찍히는지 봅니다."""

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor

import pytest
from PIL import Image, ImageChops, ImageStat

pytestmark = pytest.mark.browser


def test_screens_can_be_taken_again(tmp_path):
    """크기가 같고, 걸린 시간과 글꼴만큼만 다릅니다."""
    if not os.environ.get("CHROMIUM"):
        pytest.skip("크로미움이 없습니다. 설치하고 make test-browser로 실행하세요.")
    from tools import screenshots

    # 다른 브라우저 시험이 이 프로세스에서 Playwright를 켜 두어서, 새 프로세스에서 찍습니다.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        paths = pool.submit(screenshots.take, tmp_path).result()
    for path in paths:
        name = path.relative_to(tmp_path)
        again, committed = (
            Image.open(root / name).convert("L") for root in (tmp_path, screenshots.ROOT)
        )
        assert again.size == committed.size, f"{name}: {again.size}와 {committed.size}"
        gap = ImageStat.Stat(ImageChops.difference(again, committed)).mean[0]
        assert gap < 8, (
            f"{name}: 화소가 평균 {gap:.1f}만큼 다릅니다. make screenshots로 다시 찍으세요."
        )
