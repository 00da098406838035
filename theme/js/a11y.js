// 테마가 이름을 달지 않은 것에 이름을 달고, 옆으로 밀리는 것을 키보드로도 밀 수 있게 합니다.
;(() => {
  const each = (selector, change) =>
    document.querySelectorAll(selector).forEach((element, index) => change(element, index + 1))

  const reachable = () =>
    each(".md-typeset pre > code, .katex-display, .md-typeset__scrollwrap", element => {
      if (element.scrollWidth > element.clientWidth) element.tabIndex = 0
      else element.removeAttribute("tabindex")
    })

  document$.subscribe(() => {
    each(".md-search[role=dialog]", element => element.setAttribute("aria-label", "검색"))
    each(".md-code__nav", (element, n) => element.setAttribute("aria-label", `코드 ${n} 도구`))
    each("a.md-annotation__index", (element, n) => element.setAttribute("aria-label", `코드 설명 ${n}`))
    // 장의 첫 쪽이 있는 차례는 빈 이름표를 가리킵니다. 장의 이름을 답니다.
    each("nav.md-nav[aria-labelledby^=__nav_]", element => {
      if (document.getElementById(element.getAttribute("aria-labelledby"))?.textContent.trim()) return
      element.setAttribute("aria-label", element.querySelector(".md-nav__title").textContent.trim())
      element.removeAttribute("aria-labelledby")
    })
    reachable()
    // 접힌 상자와 팝오버의 코드는 열린 다음에야 너비를 압니다.
    each(".md-typeset details, .check", element => element.addEventListener("toggle", reachable))
  })
  addEventListener("resize", reachable)

  // 휴대 전화의 차례와 검색을 여는 이름표는 테마에서 누르기만 할 수 있습니다. 단추처럼 Tab으로 닿게 합니다.
  // 초점이 있는 이름표를 Enter로 누르는 일은 테마가 합니다. 열린 차례로 옮기고 Esc로 닫는 일은 여기서 합니다.
  const drawer = () => document.getElementById("__drawer")
  const pressed = event => {
    const button = event.target.closest?.("label[role=button]")
    if (event.key === " " && button) {
      event.preventDefault()
      button.click()
    }
    if (event.key === "Escape" && drawer()?.checked) {
      drawer().click()
      document.querySelector(".md-header__button[for=__drawer]").focus()
    }
  }
  const enter = ({ target }) => {
    if (target === drawer() && target.checked)
      setTimeout(() => document.querySelector(".md-nav--primary a.md-nav__link")?.focus(), 300)
  }
  addEventListener("change", enter)
  document$.subscribe(() => {
    const names = { __drawer: "차례", __search: "검색" }
    for (const [id, name] of Object.entries(names))
      each(`.md-header__button[for=${id}]`, label => {
        label.tabIndex = 0
        label.setAttribute("role", "button")
        label.setAttribute("aria-label", name)
      })
  })
  addEventListener("keydown", pressed)
})()
