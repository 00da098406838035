"""라이트하우스가 휴대 전화를 흉내 낼 때 CPU를 늦추는 배수입니다."""

import pytest

from tools.lighthouse import slowdown


@pytest.mark.parametrize(
    ("index", "cpu"),
    [(100, 1), (150, 1), (475, 1.5), (800, 2), (1050, 2.5), (1300, 3), (1533, 4), (3000, 4)],
)
def test_slow_computers_are_slowed_less(index, cpu):
    assert slowdown(index) == pytest.approx(cpu)
