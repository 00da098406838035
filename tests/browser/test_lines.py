"""휴대 전화의 좁은 줄이 조사로 시작하지 않는지, 모든 쪽의 글자가 놓인 자리로 봅니다."""

import pytest

from hooks.particles import LONGEST
from tests.browser.test_pages import URLS

pytestmark = pytest.mark.browser

# 보이는 글자를 차례로 보며, 붙은 두 글자가 다른 줄에 있는 곳을 찾습니다.
STARTS = """
longest => {
  document.querySelectorAll("article details").forEach(box => { box.open = true })
  const outside = "pre, script, style, .katex-mathml, h1, h2, h3, .claim, .footnote"
  const long = node => {
    const math = node.parentElement.closest(".katex-html")
    const code = node.parentElement.closest("code")
    if (code) return code.textContent.length > 40 // 한 줄에 다 들지 않는 코드는 글자에서 자릅니다
    if (math && math.closest("td")) return true
    return math !== null && math.textContent.replace(/\\u200b/g, "").length > longest
  }
  const range = document.createRange()
  const place = ({node, at}) => {
    range.setStart(node, at)
    range.setEnd(node, at + 1)
    return range.getBoundingClientRect()
  }
  const found = {seen: 0, starts: []}
  for (const block of document.querySelectorAll("article :is(p, li, td, dd)")) {
    const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
    let before = null
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const own = node.parentElement.closest("p, li, td, dd") === block
      if (!own || node.parentElement.closest(outside)) continue
      for (let at = 0; at < node.data.length; at++) {
        const after = {node, at}
        if (!node.data[at].trim()) {
          before = null
          continue
        }
        if (before && /[가-힣]/.test(node.data[at]) && !long(before.node)) {
          found.seen += 1
          const [left, right] = [place(before), place(after)]
          if (left.height && right.height && right.top > left.bottom - 2)
            found.starts.push(before.node.data[before.at] + node.data.slice(at, at + 10))
        }
        before = after
      }
    }
  }
  return found
}
"""


@pytest.mark.parametrize("name", [url for url in URLS if "/exercises/" not in url])
def test_no_line_starts_in_the_middle_of_a_word(visit, name):
    page = visit(name, width=390)
    found = page.evaluate(STARTS, LONGEST)
    assert found["seen"] > 20
    assert found["starts"] == []
