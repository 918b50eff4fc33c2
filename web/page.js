// The page: files and text in, the judge asked, verdict and findings shown.

/** Text as it is shown: of characters that are not seen or turn others around, their codes; lines stay. */
function shown (text) {
  return text.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, it => `\\u{${it.codePointAt(0).toString(16)}}`)
}

/** An element with text in it. Nothing that a file says is ever taken for markup. */
function element (name, properties = {}, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(properties)) {
    if (key === 'class') made.className = value
    else made.setAttribute(key, value)
  }
  made.append(...children.map(child => typeof child === 'string' ? shown(child) : child))
  return made
}

function drawn (name, properties) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [key, value] of Object.entries(properties)) made.setAttribute(key, value)
  return made
}

const day = time => time.slice(0, 10)
const seconds = time => Date.parse(time) / 1000

function standing (certificate, now) {
  const [from, to] = [seconds(certificate.not_before), seconds(certificate.not_after)]
  const days = Math.floor(Math.abs((now < from ? from : to) - now) / 86400)
  const count = `${days} day${days === 1 ? '' : 's'}`
  if (now < from) return ['future', `valid in ${count}`]
  if (now > to) return ['past', `expired ${count} ago`]
  return [to - now < 30 * 86400 ? 'soon' : 'valid', `${count} left`]
}

function tree (report, id) {
  const below = new Map()
  report.issuers.forEach((issuer, place) => {
    if (!below.has(issuer)) below.set(issuer, [])
    below.get(issuer).push(place)
  })
  const list = element('ul')
  const seen = new Set()
  // Without recursion: a hostile file nests deep.
  const open = [[list, below.get(null) || []]]
  const place = (parent, number) => {
    const certificate = report.certificates[number]
    const signature = certificate.signature_verified ? (certificate.subject === certificate.issuer ? 'self-signed' : 'verified') : 'not verified'
    const item = element('li', {}, element('a', { href: `#${id}-${number + 1}` }, `#${number + 1}`), ' ',
      element('b', {}, certificate.subject), ' ', element('span', {}, `${certificate.role}, ${signature}`))
    parent.append(item)
    seen.add(number)
    const issued = (below.get(number) || []).filter(it => !seen.has(it))
    if (issued.length) {
      const deeper = element('ul')
      item.append(deeper)
      open.push([deeper, issued])
    }
  }
  const work = () => {
    while (open.length) {
      const [parent, numbers] = open.pop()
      numbers.filter(number => !seen.has(number)).forEach(number => place(parent, number))
    }
  }
  work()
  // Certificates that issued each other have no top.
  report.certificates.forEach((_, number) => {
    if (!seen.has(number)) {
      place(list, number)
      work()
    }
  })
  return element('section', {}, element('h3', {}, 'Chain'), list)
}

function validity (report, now) {
  const starts = report.certificates.map(it => seconds(it.not_before))
  const ends = report.certificates.map(it => seconds(it.not_after))
  const start = starts.reduce((a, b) => Math.min(a, b), now)
  const end = Math.max(ends.reduce((a, b) => Math.max(a, b), now), start + 1)
  const percent = time => `${(100 * (time - start) / (end - start)).toFixed(2)}%`
  const list = element('ul', { class: 'bars' })
  report.certificates.forEach((certificate, place) => {
    const [kind, words] = standing(certificate, now)
    const until = `until ${day(certificate.not_after)}, ${words}`
    const bar = drawn('svg', { width: '100%', height: 14, role: 'img', 'aria-label': `${day(certificate.not_before)} to ${day(certificate.not_after)}` })
    const width = Math.max(0.5, 100 * (ends[place] - starts[place]) / (end - start))
    bar.append(
      drawn('rect', { class: kind, x: percent(starts[place]), y: 3, width: `${width.toFixed(2)}%`, height: 8, rx: 3 }),
      drawn('line', { class: 'now', x1: percent(now), x2: percent(now), y1: 0, y2: 14 }))
    list.append(element('li', {}, element('span', {}, `#${place + 1} ${certificate.subject}, ${until}`), bar))
  })
  const year = time => new Date(time * 1000).getUTCFullYear()
  return element('section', {}, element('h3', {}, 'Validity'), list,
    element('p', { class: 'axis' }, element('span', {}, `${year(start)}`), element('span', {}, `${year(end)}`)))
}

/** The lines of a finding, of a file without keys. */
function excerpt (finding, text) {
  if (!text || !finding.location || finding.location.input !== 'certificates') return null
  const [first, last] = finding.location.lines
  const lines = text.split(/\r\n|\n|\r/)
  const shown = [...new Set([first, last])].filter(number => number >= 1 && number <= lines.length)
    .filter(number => lines[number - 1].length <= 100)
    // Of characters that are not seen, or turn others around, their codes.
    .map(number => `${String(number).padStart(5)}  ${lines[number - 1].replace(/[^\x20-\x7e]/gu, it => `\\u{${it.codePointAt(0).toString(16)}}`)}`)
  return shown.length ? element('pre', {}, shown.join('\n')) : null
}

/** What to do: a command if there is one, of files by what they hold, and words. */
function help ({ text, remedy }) {
  const files = { certificates: 'FILE', key: 'KEYFILE', new: 'NEW' }
  const command = {
    fix: () => 'pemvet fix FILE',
    split: () => 'pemvet fix FILE --split',
    command: () => remedy.command.map(piece => piece.file ? files[piece.file] : piece).join('')
  }[remedy?.kind]
  const words = remedy?.kind === 'give-key' ? `${text} (choose or drop the key's file, too)` : text
  const line = element('p', { class: 'help' }, element('b', {}, 'help'), ' ')
  if (command) line.append(element('code', {}, command()), words && ` (${words})`)
  else line.append(words)
  return line
}

function findings (report, text) {
  const section = element('section', {}, element('h3', {}, 'Findings'))
  if (report.findings.length === 0) section.append(element('p', {}, 'None.'))
  for (const finding of report.findings) {
    const lines = finding.location && finding.location.input === 'certificates' ? `lines ${finding.location.lines.join('-')}` : ''
    const box = element('div', { class: `finding ${finding.severity}` },
      element('h4', {}, element('span', {}, finding.severity), ` ${finding.rule} `, element('small', {}, lines)),
      element('p', { class: 'text' }, finding.message))
    const shown = excerpt(finding, text)
    if (shown) box.append(shown)
    if (finding.help) box.append(help(finding.help))
    section.append(box)
  }
  return section
}

function certificates (report, id) {
  const section = element('section', {}, element('h3', {}, 'Certificates'))
  report.certificates.forEach((it, place) => {
    const list = element('dl')
    const rows = [['subject', it.subject], ['issuer', it.issuer], ['valid from', it.not_before], ['valid until', it.not_after],
      ['key', it.key], ['signed with', it.signature], ['SHA-256', it.sha256], ['names', it.names.join(', ')]]
    for (const [name, value] of rows) if (value) list.append(element('dt', {}, name), element('dd', {}, value))
    section.append(element('section', { class: 'certificate', id: `${id}-${place + 1}` },
      element('h4', {}, `#${place + 1} ${it.role}, lines ${it.lines.join('-')}`), list))
  })
  return section
}

function verdict (report) {
  return report.accepted ? 'accepted' : `rejected: ${report.class}`
}

function article (name, report, text, now, number) {
  const id = `bundle-${number}`
  const made = element('article', { id }, element('h2', {}, name),
    element('p', { class: `verdict ${report.accepted ? 'accepted' : 'rejected'}` }, verdict(report)))
  const open = report.not_checked
  if (open.length) made.append(element('p', {}, `Not checked: ${open.join(', ')}.`))
  if (report.repaired !== null && report.repaired !== text) {
    const link = element('a', { download: name.replace(/(\.[^.]*)?$/, '-fixed.pem') }, 'Download the repaired file')
    link.href = URL.createObjectURL(new Blob([report.repaired], { type: 'application/x-pem-file' }))
    made.append(element('p', {}, link))
  }
  if (report.certificates.length) made.append(tree(report, id), validity(report, now))
  made.append(findings(report, text), certificates(report, id))
  return made
}

function show (judged, now) {
  const reports = document.getElementById('reports')
  const inventory = document.getElementById('inventory')
  const expiry = ({ report }) => {
    const leaf = report.certificates[report.chain[0]] || report.certificates[0]
    return leaf ? leaf.not_after : ''
  }
  const sorted = [...judged].sort((a, b) => expiry(a) < expiry(b) ? -1 : expiry(a) > expiry(b) ? 1 : 0)
  const rows = sorted.map(one => {
    const leaf = one.report.certificates[one.report.chain[0]] || one.report.certificates[0]
    const words = leaf ? `${day(leaf.not_after)}, ${standing(leaf, now)[1]}` : ''
    // What they are is said, because on a narrow page they are not laid out as a table.
    const cell = (content, kind = '') => element('td', { role: 'cell', class: kind }, content)
    return element('tr', { role: 'row' }, cell(element('a', { href: `#bundle-${one.number}` }, one.name)),
      cell(verdict(one.report), one.report.accepted ? 'accepted' : 'rejected'), cell(words), cell(leaf ? leaf.subject : ''))
  })
  inventory.querySelector('tbody').replaceChildren(...rows)
  inventory.hidden = judged.length < 2
  reports.replaceChildren(...sorted.map(one => article(one.name, one.report, one.text, now, one.number)))
}

function start (ready) {
  const byId = id => document.getElementById(id)
  const say = words => { byId('status').textContent = words }
  ready.catch(error => say(`This browser does not run the judge: ${error.message}`))
  const decode = bytes => new TextDecoder('latin1').decode(bytes)

  async function work (files) {
    const read = await Promise.all([...files].map(async file => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })))
    if (byId('text').value) read.push({ name: 'pasted', bytes: new TextEncoder().encode(byId('text').value) })
    for (const file of read) Object.assign(file, kinds(decode(file.bytes)))
    const judge = await ready
    const now = byId('at').value ? Date.parse(`${byId('at').value}Z`) / 1000 : Date.now() / 1000
    const judged = []
    const unread = []
    for (const { bundle, key } of paired(read)) {
      // A text that holds a key is not kept.
      const text = bundle.keys ? null : decode(bundle.bytes)
      try {
        const report = judge.judge(bundle.bytes.slice(), key && key.bytes.slice(), byId('server').checked, now)
        judged.push({ name: key ? `${bundle.name} + ${key.name}` : bundle.name, report, text, number: judged.length })
      } catch (error) {
        unread.push(`${shown(bundle.name)}: ${error.message}.`)
      }
    }
    for (const file of read) file.bytes.fill(0)
    show(judged, now)
    const refused = judged.filter(one => !one.report.accepted).length
    say([`${judged.length} judged, ${refused} rejected.`, ...unread].join(' '))
  }

  byId('given').addEventListener('submit', event => {
    event.preventDefault()
    work(byId('files').files)
  })
  byId('given').addEventListener('reset', () => {
    show([], 0)
    say('')
  })
  byId('files').addEventListener('change', () => work(byId('files').files))
  for (const kind of ['dragover', 'drop']) {
    document.addEventListener(kind, event => {
      event.preventDefault()
      if (kind === 'drop') work(event.dataTransfer.files)
    })
  }
}

const ready = WebAssembly.compile(unpack(Uint8Array.from(atob('@wasm@'), it => it.charCodeAt(0)))).then(module => new Judge(module))
start(ready)
