/* 검색 작업자가 부르는 lunr.ko입니다. hooks/search.py가 앞에 용어표(TERMS)를 붙여 사이트에 둡니다.
 *
 * 색인할 때는 아무 일도 하지 않습니다. 조사와 어미는 mkdocs.yml의 separator가 떼어 냅니다.
 * 찾을 때는 물음을 세 단계로 읽습니다.
 *   1. 용어의 다른 표기, 영어, 붙여 쓴 것을 용어표의 말로 옮깁니다. 그라디언트 -> 그레이디언트, BN -> 배치 정규화
 *   2. 색인에 없는 낱말은 색인의 낱말로 나누거나 끝을 줄이거나 한 글자를 눈감아 줍니다. 학습률스케줄링 -> 학습률 스케줄링
 *   3. 드문 낱말을 많이 담은 절부터 보이고, 제목에 있거나 나란히 있으면 앞에 둡니다(BM25).
 */
;(lunr => {
  const BOOST = { title: 2, anchor: 2, code: 2, text: 1 }
  const NAMES = { title: 1, anchor: 0.5 } // 절의 이름과 그 값입니다. 앵커는 짧은 영어 이름입니다
  const TITLE = 0.7 // 제목이 물음과 같을 때. 제목에 다른 말이 섞이면 줄어듭니다
  const ASIDE = 0.3 // 쓰면, 어떻게처럼 물음을 잇는 말과 홀로 있는 수
  const PAGE_TITLE = 3 // 절이 속한 쪽의 제목에 있을 때
  const SATURATION = 1.2 // BM25의 k1
  const SHARE = 1.5 // 물음의 낱말을 다 담은 절을 얼마나 앞세우는지
  const PAGE = 0.5 // 쪽 전체의 값을 절의 값에 더하는 비율
  const SPREAD = 0.75 // 쪽의 여러 절에 나오는 낱말을 얼마나 더 치는지
  const APART = 0.1 // 한 낱말의 조각들이 절에서는 떨어져 있을 때
  const NEXT = 0.2 // 물음에서 나란한 낱말이 절에서도 나란할 때
  const INDEX = 0.9 // 첫 쪽과 장의 첫 쪽
  const NAME = 0.5 // 낱말 한두 개를 찾을 때 오류를 다루는 쪽
  const QUESTION = 0.8 // 낱말 셋 이상으로 물었을 때 그 쪽
  const MESSAGE = 1.2 // 오류 메시지를 붙여 넣었을 때 그 쪽
  const LONG = 0.4 // BM25의 b. 긴 절일수록 낱말 하나의 값이 줄어듭니다

  // 테마는 lunr의 처리 과정 가운데 무엇을 뺄지 정하면서 이 이름들을 찾습니다.
  lunr.ko = function () {
    this.pipeline.reset()
    this.searchPipeline.reset()
  }

  /* 용어표: 띄어쓰기와 대소문자를 지운 표기 -> 같은 뜻의 낱말 묶음들 */
  const squeeze = text => text.toLowerCase().replace(/[\s\-_/.]+/g, "")
  const words = text => text.toLowerCase().split(/[\s\-_/.()]+/).filter(Boolean)
  const synonyms = new Map()
  for (const names of TERMS) {
    const meanings = names.slice(0, 2).map(words) // 우리말과 영어가 색인에 있는 말입니다
    for (const name of names) synonyms.set(squeeze(name), meanings)
  }
  /* 낱말 하나를 용어표의 우리말로 바꿉니다. `그라디언트 폭발`은 `그레이디언트 폭발`과 같은 말입니다. */
  const plain = name => (synonyms.has(name) ? synonyms.get(name)[0].join("") : name)
  const PARTIAL = 5 // 이보다 긴 말은 용어의 앞부분이어도 그 용어로 읽습니다. vanishing gradient
  const beginning = name => {
    const names = [...synonyms.keys()].filter(key => key.startsWith(name))
    return names.length ? synonyms.get(names.reduce((a, b) => (b.length < a.length ? b : a))) : undefined
  }
  const ENDING = 3 // 용어에 붙은 끝의 최대 글자 수
  const UNKNOWN = 2 // 모르는 글자 하나의 값
  const FEW = 12 // 한 글자로 시작하는 낱말이 이보다 많으면 뜻이 갈립니다
  const LONGEST = 5 // 한 용어를 이루는 낱말의 최대 개수

  class Vocabulary {
    constructor(index) {
      this.index = index
      this.sorted = Object.keys(index.invertedIndex).sort()
      this.cache = new Map()
      const titled = Object.entries(index.invertedIndex).filter(([, entry]) =>
        ["title", "anchor", "code"].some(field => Object.keys(entry[field]).length))
      this.named = new Set(titled.map(([term]) => term))
    }
    place(word) {
      let low = 0
      let high = this.sorted.length
      while (low < high) {
        const middle = (low + high) >> 1
        if (this.sorted[middle] < word) low = middle + 1
        else high = middle
      }
      return low
    }
    has(word) {
      return this.sorted[this.place(word)] === word
    }
    begins(word) {
      return (this.sorted[this.place(word)] || "").startsWith(word)
    }
    /* word로 시작하는 색인의 낱말과 그 값입니다. 똑같은 것이 1입니다. */
    expand(word) {
      if (!this.cache.has(word)) this.cache.set(word, this.look(word))
      return this.cache.get(word)
    }
    look(word) {
      const found = []
      const short = word.length < 2
      for (let n = this.place(word); n < this.sorted.length && this.sorted[n].startsWith(word); n++) {
        const term = this.sorted[n]
        if (term === word) found.push([term, 1])
        else if (!short) found.push([term, 0.7 * (word.length / term.length)])
      }
      return found
    }
    /* 색인에 없는 말을 색인의 낱말로 나눕니다. 조각이 적고 길수록, 모르는 글자가 적을수록 좋습니다.
     * 마지막은 낱말의 앞부분이어도 되고, 로마자 한두 글자는 낱말로 보지 않습니다. 아는 조각이 하나도 없으면 빈 목록입니다. */
    cut(word) {
      const best = [{ cost: 0, pieces: [] }]
      for (let end = 1; end <= word.length; end++) {
        for (let start = end - 1; start >= 0; start--) {
          const piece = word.slice(start, end)
          const whole = end < word.length || piece.length < 2
          const known = !/^[a-z]{1,2}$/.test(piece) && (whole ? this.has(piece) : this.begins(piece))
          const cost = best[start].cost + (known ? 1 + 1 / piece.length : UNKNOWN * piece.length)
          if (best[end]?.cost <= cost) continue
          best[end] = { cost, pieces: known ? [...best[start].pieces, piece] : best[start].pieces }
        }
      }
      return best[word.length].pieces
    }
    /* 끝이 바뀐 말을 앞부분으로 찾습니다. 끊겼을 -> 끊긴. 한 글자는 걸리는 말이 적을 때만 봅니다. */
    stem(stem) {
      const found = []
      for (let n = this.place(stem); n < this.sorted.length && this.sorted[n].startsWith(stem); n++) {
        found.push([this.sorted[n], (0.8 * stem.length) / this.sorted[n].length])
      }
      return stem.length > 1 || found.length <= FEW ? found : []
    }
    /* 사이트가 다루는 말인지 봅니다. 제목이나 코드에 한 번도 나오지 않는 말은 물음을 잇는 말입니다. */
    isSubject(word) {
      return !/^\d+$/.test(word) && this.expand(word).some(([term, value]) => value === 1 && this.named.has(term))
    }
    /* 용어에 separator가 떼어 내지 못한 끝이 붙은 말의 뜻입니다. 오버피팅인지 -> 과대적합 */
    ended(word) {
      for (let end = word.length - 1; end > 1 && word.length - end <= ENDING && /[가-힣]/.test(word[end]); end--) {
        const meanings = synonyms.get(word.slice(0, end))
        if (meanings && !this.named.has(word.slice(end))) return meanings
      }
    }
    near(word) {
      const set = lunr.TokenSet.fromFuzzyString(word, 1)
      return this.index.tokenSet.intersect(set).toArray().map(term => [term, 0.5])
    }
    /* 용어도 아니고 색인에도 없는 말을 띄어 씁니다. 심층신경망훈련 -> 심층 신경망 훈련 */
    space(word) {
      if (word.length > 1 || word[0].length < 4 || this.begins(word[0])) return [word]
      if (synonyms.has(squeeze(word[0])) || this.ended(word[0])) return [word]
      const pieces = this.cut(word[0])
      return pieces.length > 1 ? pieces.map(piece => [piece]) : [word]
    }
    /* 조각 하나가 가리키는 색인의 낱말들입니다. */
    read(word) {
      if (this.begins(word)) return this.expand(word)
      for (let stem = word.slice(0, -1); /[가-힣]$/.test(stem); stem = stem.slice(0, -1)) {
        const found = this.stem(stem)
        if (found.length) return found
      }
      return word.length > 2 ? this.near(word) : []
    }
  }

  /* 물음의 낱말마다 조각을 모읍니다. `loss_weights`나 `relu가`도 띄어 쓰지 않았으면 낱말 하나입니다. */
  const split = word => word.toLowerCase().split(lunr.tokenizer.separator).filter(Boolean)

  /* 영어 문장은 붙여 넣은 오류입니다. */
  const SENTENCE = /^(a|an|the|is|are|not|no|to|of|for|from|with|must|be|cannot|found|has|error|expected|received|got)$/
  const isMessage = pieces =>
    pieces.length > 2 && pieces.some(piece => SENTENCE.test(piece)) && !pieces.some(piece => /[가-힣]/.test(piece))

  /* 물음을 단위로 나눕니다. 단위는 같은 뜻으로 읽는 방법들이고, 방법은 함께 있어야 하는 낱말들입니다. */
  function units(words, vocabulary) {
    const found = []
    for (let start = 0; start < words.length; ) {
      const [size, meanings] = meaning(words, start, vocabulary)
      const from = words.slice(start, start + size).flat()
      const literal = from.map(piece => (meanings ? vocabulary.expand(piece) : vocabulary.read(piece)))
      const readings = (meanings || []).map(meaning => meaning.map(word => vocabulary.expand(word)))
      readings.push(literal)
      const possible = readings.filter(reading => reading.length && reading.every(each => each.length))
      if (possible.length) {
        const about = meanings || from.some(piece => /\p{Script=Latin}/u.test(piece) || vocabulary.isSubject(piece))
        found.push({ from, readings: possible, value: about ? 1 : ASIDE })
      } else {
        for (const [n, reading] of literal.entries()) {
          if (reading.length) found.push({ from: [from[n]], readings: [[reading]], value: 1 })
        }
      }
      start += size
    }
    return found
  }

  /* start에서 시작하는 가장 긴 용어의 낱말 수와 뜻입니다. 용어가 아니면 낱말 하나입니다. */
  function meaning(words, start, vocabulary) {
    for (let size = Math.min(LONGEST, words.length - start); size > 0; size--) {
      const names = words.slice(start, start + size).map(word => squeeze(word.join("")))
      const name = names.join("")
      const partial = name.length >= PARTIAL || (/^[가-힣]{2,}$/.test(name) && !vocabulary.begins(name))
      const meanings =
        synonyms.get(name) ||
        synonyms.get(names.map(plain).join("")) ||
        (partial && beginning(name)) ||
        (size === 1 && !vocabulary.begins(name) && vocabulary.ended(name))
      if (meanings) return [size, meanings]
    }
    return [1, undefined]
  }

  /* 왼쪽의 마지막 낱말 바로 뒤에 오른쪽의 첫 낱말이 있는지 봅니다. */
  function touches(left, right) {
    const after = right[0].places
    for (const place of left[left.length - 1].places) {
      const [field, at] = place.split(" ")
      if (after.has(`${field} ${Number(at) + 1}`)) return true
    }
    return false
  }

  class Ranker {
    constructor(index, docs) {
      this.index = index
      this.docs = docs
      this.vocabulary = new Vocabulary(index)
      this.lengths = {}
      this.average = {}
      for (const field of index.fields) {
        const lengths = (this.lengths[field] = new Map())
        for (const term of Object.values(index.invertedIndex)) {
          for (const [ref, { position }] of Object.entries(term[field])) {
            lengths.set(ref, (lengths.get(ref) || 0) + position.length)
          }
        }
        const total = [...lengths.values()].reduce((sum, length) => sum + length, 0)
        this.average[field] = total / Math.max(lengths.size, 1)
      }
    }

    /* 낱말 묶음이 절마다 얼마나 있는지 셉니다. 절 -> {무게, 자리} */
    count(expansion) {
      const counts = new Map()
      for (const [term, value] of expansion) {
        const entry = this.index.invertedIndex[term]
        for (const field of this.index.fields) {
          for (const [ref, { position }] of Object.entries(entry[field])) {
            const long = (this.lengths[field].get(ref) || 0) / this.average[field]
            const weight = ((BOOST[field] || 0) * value * position.length) / (1 - LONG + LONG * long)
            if (!counts.has(ref)) counts.set(ref, { weight: 0, exact: 0, terms: new Map(), title: 0, anchor: 0, places: new Set() })
            const count = counts.get(ref)
            for (const at of position) count.places.add(`${field} ${at}`)
            count.weight += weight
            count.exact = Math.max(count.exact, value)
            if (field in NAMES) count[field] = Math.max(count[field], value * NAMES[field])
            count.terms.set(term, entry)
          }
        }
      }
      return counts
    }

    /* 단위 하나의 값입니다. 읽는 방법마다 드문 정도(idf)를 곱해 셈하고 가장 큰 것을 씁니다. */
    rate(unit) {
      const total = this.docs.size
      const rated = new Map()
      let rarest = 0
      for (const reading of unit.readings) {
        const counts = reading.map(expansion => this.count(expansion))
        const everywhere = [...counts[0].keys()].filter(ref => counts.every(count => count.has(ref)))
        const together = new Set(
          everywhere.filter(ref => counts.every((count, n) => n === 0 || touches([counts[n - 1].get(ref)], [count.get(ref)])))
        )
        const named = (ref, name) => Math.min(...counts.map(count => count.get(ref)[name]))
        const titled = new Map()
        for (const ref of everywhere) {
          if (!ref.includes("#")) titled.set(ref, Math.max(...Object.keys(NAMES).map(name => named(ref, name))))
        }
        // 앞부분만 같은 낱말은 덜 셉니다. acc가 accuracy 때문에 흔한 말이 되지 않습니다.
        const often = everywhere.reduce((sum, ref) => sum + Math.min(...counts.map(count => count.get(ref).exact)), 0)
        const idf = Math.log(1 + (total - often + 0.5) / (often + 0.5))
        if (everywhere.length) rarest = Math.max(rarest, unit.value * idf)
        for (const ref of everywhere) {
          const parts = counts.map(count => count.get(ref))
          const page = titled.get(ref.split("#")[0]) || 0
          const shares = Object.keys(NAMES).map(name => (named(ref, name) * parts.length) / (this.lengths[name].get(ref) || 1))
          const share = Math.max(...shares)
          const near = together.has(ref) ? 1 : APART
          const weight = near * Math.min(...parts.map(part => part.weight)) + PAGE_TITLE * page
          const score = unit.value * idf * (weight / (weight + SATURATION) + TITLE * Math.sqrt(share))
          if (score > (rated.get(ref)?.score || 0)) rated.set(ref, { score, parts })
        }
      }
      return { rated, idf: rarest }
    }

    /* 물음에서 나란한 단위가 절에서도 나란하면 값을 올립니다. restore_best_weights, 검증 손실 */
    join(parts) {
      for (let n = 1; n < parts.length; n++) {
        for (const [ref, right] of parts[n].rated) {
          const left = parts[n - 1].rated.get(ref)
          if (left && touches(left.parts, right.parts)) {
            left.score += NEXT * parts[n - 1].idf
            right.score += NEXT * parts[n].idf
          }
        }
      }
    }

    /* 쪽 전체의 값입니다. 물음의 낱말이 여러 절에 흩어져 있어도 그것을 다루는 쪽이 앞에 옵니다. */
    pages(parts) {
      const pages = new Map()
      for (const part of parts) {
        const best = new Map()
        for (const [ref, { score }] of part.rated) {
          const page = ref.split("#")[0]
          const [sum, top] = best.get(page) || [0, 0]
          best.set(page, [sum + score, Math.max(top, score)])
        }
        for (const [page, [sum, top]] of best) {
          pages.set(page, (pages.get(page) || 0) + top + SPREAD * Math.sqrt(sum))
        }
      }
      return pages
    }

    /* 같은 값이면 설명하는 절이 연습문제보다, 오류를 찾을 때는 오류를 다루는 절이 앞에 옵니다. */
    prior(ref, trouble) {
      const { boost, error } = this.docs.get(ref)
      const role = ref.includes("#exercise") ? 0.8 : 1
      return boost * (/^(ch\d+\/)?(#|$)/.test(ref) ? INDEX : 1) * role * (error ? trouble : 1)
    }

    search(words) {
      const spaced = words.flatMap(word => this.vocabulary.space(word))
      const parts = units(spaced, this.vocabulary).map(unit => ({ ...unit, ...this.rate(unit) }))
      const trouble = isMessage(words.flat()) ? MESSAGE : words.length > 2 ? QUESTION : NAME
      this.join(parts)
      const whole = parts.reduce((sum, part) => sum + part.idf, 0)
      const results = new Map()
      for (const part of parts) {
        for (const [ref, { score, parts: words }] of part.rated) {
          if (!results.has(ref)) results.set(ref, { score: 0, covered: 0, metadata: {} })
          const result = results.get(ref)
          result.score += score
          result.covered += part.idf
          for (const token of part.from) result.metadata[token] ||= {}
          for (const word of words) {
            for (const [term, entry] of word.terms) {
              result.metadata[term] = Object.fromEntries(
                this.index.fields.filter(field => entry[field][ref]).map(field => [field, entry[field][ref]])
              )
            }
          }
        }
      }
      const pages = this.pages(parts)
      return [...results].map(([ref, { score, covered, metadata }]) => {
        const share = whole ? covered / whole : 0
        const own = score * share ** SHARE + PAGE * pages.get(ref.split("#")[0])
        return { ref, score: own * this.prior(ref, trouble) / theme(ref, share), matchData: { metadata } }
      })
    }
  }

  /* 테마가 나중에 곱하는 값입니다. 쪽의 첫 절이 언제나 앞서지 않게 미리 나눕니다. */
  const theme = (ref, share) => 1 + ((ref.includes("#") ? 0 : 1) + share) ** 2

  const docs = new Map()
  const add = lunr.Builder.prototype.add
  lunr.Builder.prototype.add = function (doc, attributes) {
    docs.set(doc.location, { boost: attributes?.boost || 1, error: doc.error })
    return add.call(this, doc, attributes)
  }
  const build = lunr.Builder.prototype.build
  lunr.Builder.prototype.build = function () {
    const index = build.call(this)
    const ranker = new Ranker(index, docs)
    index.search = () => ranker.search(asked.splice(0).map(split).filter(word => word.length))
    return index
  }

  /* 테마는 물음을 띄어 쓴 곳에서 나누어 하나씩 QueryLexer에 맡기고, 나눈 것을 `드롭아웃* +rate*`처럼 이어
   * QueryParser에 맡깁니다. 앞의 것이 독자가 친 말입니다. 물음은 검색식이 아니어서 ~와 ^도 글자로 봅니다. */
  const asked = []
  let parsing = false
  const lex = lunr.QueryLexer.prototype.run
  lunr.QueryLexer.prototype.run = function () {
    if (!parsing) asked.push(...this.str.split(/[^\p{L}\p{N}_-]+|^-/u))
    this.str = this.str.replace(/[~^]/g, " ")
    lex.call(this)
  }
  const parse = lunr.QueryParser.prototype.parse
  lunr.QueryParser.prototype.parse = function () {
    parsing = true
    try {
      return parse.call(this)
    } finally {
      parsing = false
    }
  }
})(self.lunr)
