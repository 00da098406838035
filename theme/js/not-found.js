// 없는 주소의 마지막 낱말을 찾는 칸에 적고, 이름이 비슷한 쪽이 있으면 알립니다. 404.html에서만 씁니다.
;(() => {
  const slugOf = path =>
    decodeURIComponent(path).split("/").filter(part => part && !part.startsWith("index.")).pop()?.replace(/\.\w+$/, "").toLowerCase() ?? ""

  // 한 글자를 넣거나 빼거나 바꾸어 a를 b로 만드는 가장 적은 횟수입니다.
  const distance = (a, b) => {
    let row = [...Array(b.length + 1).keys()]
    for (let i = 1; i <= a.length; i++) {
      const next = [i]
      for (let j = 1; j <= b.length; j++)
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] !== b[j - 1]))
      row = next
    }
    return row[b.length]
  }

  const wanted = slugOf(location.pathname)
  if (!wanted) return
  document.querySelector(".not-found__search input").value = wanted.replace(/[-_]+/g, " ")

  const [nearest] = [...document.querySelectorAll(".md-nav--primary a.md-nav__link[href]")]
    .map(link => ({ link, far: distance(wanted, slugOf(new URL(link.href).pathname)) }))
    .sort((a, b) => a.far - b.far)
  if (!nearest || nearest.far > Math.min(2, wanted.length / 3)) return
  const guess = document.querySelector(".not-found__guess")
  guess.querySelector("a").href = nearest.link.href
  guess.querySelector("a").textContent = nearest.link.textContent.trim()
  guess.hidden = false
})()
