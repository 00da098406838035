// 테마가 이름을 달지 않은 것에 이름을 달고, 옆으로 밀리는 것을 키보드로도 밀 수 있게 합니다.
;(() => {
  const each = (selector, change) =>
    document.querySelectorAll(selector).forEach((element, index) => change(element, index + 1))

  // 옆으로 밀리는 것에 Tab으로 닿게 합니다. 너비를 재면 브라우저가 그것을 그려야 하므로 가까이 왔을 때만 재고,
  // 그 전에는 코드에 적힌 칸의 수(hooks/lines.py)로 어림합니다.
  const WIDE = ".md-typeset pre > code, .katex-display, .md-typeset__scrollwrap"
  const allow = (element, wide) => {
    if (wide) element.tabIndex = 0
    else element.removeAttribute("tabindex")
  }
  const near = new IntersectionObserver(
    entries =>
      entries.forEach(({ isIntersecting, target }) => {
        if (isIntersecting) allow(target, target.scrollWidth > target.clientWidth)
      }),
    { rootMargin: "100%" }
  )
  const column = code => .55 * parseFloat(getComputedStyle(code).fontSize) // 글꼴의 한 칸입니다(theme/css/fonts.css)
  // 접힌 상자 안의 코드는 너비를 묻기만 해도 브라우저가 그려야 해서, 펼쳐졌을 때 잽니다.
  // 오류와 경고는 줄을 바꾸므로 밀리지 않습니다.
  const UNGUESSED = "details:not([open]), .run--error, .run--warning"
  const reachable = () => {
    near.disconnect()
    const wide = [...document.querySelectorAll(WIDE)]
    const shown = wide.filter(element => element.dataset.columns && !element.closest(UNGUESSED))
    const step = shown.length ? column(shown[0]) : 0
    const widths = shown.map(element => element.clientWidth)
    shown.forEach((element, n) => {
      if (widths[n]) allow(element, element.dataset.columns * step > widths[n] - 2 * step)
    })
    wide.forEach(element => near.observe(element))
  }

  // 코드의 단추는 코드가 화면에 들어올 때 생깁니다(content.lazy).
  const nameTools = () =>
    each(".md-code__nav", (element, n) => element.setAttribute("aria-label", `코드 ${n} 도구`))
  const tools = new MutationObserver(changes =>
    changes.some(({ addedNodes }) => [...addedNodes].some(node => node.matches?.(".md-code__nav"))) && nameTools()
  )

  document$.subscribe(() => {
    tools.disconnect()
    tools.observe(document.querySelector(".md-content"), { childList: true, subtree: true })
    nameTools()
    each(".md-search[role=dialog]", element => element.setAttribute("aria-label", "검색"))
    each("a.md-annotation__index", (element, n) => element.setAttribute("aria-label", `코드 설명 ${n}`))
    // 장의 첫 쪽이 있는 차례는 빈 이름표를 가리킵니다. 장의 이름을 답니다.
    each("nav.md-nav[aria-labelledby^=__nav_]", element => {
      if (document.getElementById(element.getAttribute("aria-labelledby"))?.textContent.trim()) return
      element.setAttribute("aria-label", element.querySelector(".md-nav__title").textContent.trim())
      element.removeAttribute("aria-labelledby")
    })
  })
  document$.subscribe(() => setTimeout(reachable))
  addEventListener("resize", reachable)

  // 테마에는 누르기만 할 수 있는 이름표(label)가 있습니다. 진짜 단추로 바꿉니다.
  // 모양은 테마가 for 속성을 보고 정하므로 그대로 둡니다.
  const become = (label, name) => {
    const button = document.createElement("button")
    button.type = "button"
    button.id = label.id
    button.className = label.className
    button.setAttribute("for", label.htmlFor)
    button.setAttribute("aria-label", name)
    button.append(...label.childNodes)
    button.addEventListener("click", () => document.getElementById(label.htmlFor).click())
    label.replaceWith(button)
    return button
  }

  // 장의 연습처럼 차례 안에서 접히는 것입니다.
  document$.subscribe(() =>
    each(".md-nav__container > label[tabindex='0']", label => {
      const name = label.previousElementSibling.textContent.trim()
      const button = become(label, `${name} 펼치기`)
      const toggle = document.getElementById(label.htmlFor)
      const say = () => button.setAttribute("aria-expanded", toggle.checked)
      toggle.addEventListener("change", say)
      say()
    })
  )

  // 휴대 전화의 차례와 검색을 여는 것입니다.
  const drawer = () => document.getElementById("__drawer")
  const pressed = event => {
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
      each(`label.md-header__button[for=${id}]`, label => become(label, name))
  })
  addEventListener("keydown", pressed)
})()
