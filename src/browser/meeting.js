/** The meeting: what is agreed saves itself and is seen by all, the keys lead, and pages follow the one who leads. */
import { onKey } from './keys.js'
import { pageNow, replace } from './parts.js'
import { answerIn, chosen, startWriting } from './writing.js'

const stage = document.querySelector('#stage')
const form = document.querySelector('form#agreed')
/** Milliseconds between two looks at where the meeting is, for pages that follow it: they hear of a move at once, unless they lost the line. */
const LOOK = 10_000
/** Milliseconds in which changes are gathered before the page comes anew. */
const GATHER = 300
/** Kept for the tab, so that the next page follows too. */
const FOLLOWING = `malines-follow ${stage.dataset.now}`

for (const [key, link] of [
  ['n', '[data-next]'],
  ['p', '[data-previous]'],
  ['f', '[data-present-link]'],
]) {
  onKey(key, () => document.querySelector(link)?.click())
}
document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape' && document.activeElement?.matches('textarea, input')) document.activeElement.blur()
})
if (form) startAgreeing()
startFollowing()

function startAgreeing() {
  const { lang, put } = form.dataset
  const before = wordsIn(fields())
  const { settle } = startWriting(form, put, {
    fields,
    fill,
    fieldsOf,
    merge: (now, typed) => ({ ...now, ...typed, dissent: { ...now.dissent, ...typed.dissent } }),
    bodyOf,
    onSaved,
  })
  document.addEventListener('click', leave)
  addKeys()

  function bodyOf({ rationale, dissent, ...typed }) {
    const notes = Object.entries(dissent).filter(([, note]) => note.trim() !== '')
    return {
      ...chosen(typed),
      rationale,
      dissent: notes.map(([voice, note]) => ({ voice, note })),
      // Words that stayed as they were keep their language.
      ...(lang && wordsIn(fields()) === before ? { lang } : {}),
    }
  }

  async function onSaved() {
    form.querySelector('[data-undo]').hidden = false
    await refresh()
  }

  /** A link to another page waits for the words that are under way. */
  async function leave(event) {
    const link = event.target.closest?.('a[href]')
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return
    if (link.getAttribute('href').startsWith('#')) return
    event.preventDefault()
    await settle()
    location.assign(link.href)
  }
}

function fill({ answer, dissent, ...words }) {
  form.elements.answer.value = answer
  for (const name of ['reason', 'rationale']) if (form.elements[name]) form.elements[name].value = words[name]
  for (const [voice, note] of Object.entries(dissent)) {
    const field = form.elements[`dissent-${voice}`]
    if (!field) continue
    field.value = note
    if (note !== '') open(field)
  }
}

/** Every field of the agreed answer as typed. */
function fields() {
  const value = (name) => form.elements[name]?.value ?? ''
  const notes = [...form.querySelectorAll('[name^="dissent-"]')]
  return {
    answer: value('answer'),
    reason: value('reason'),
    rationale: value('rationale'),
    dissent: Object.fromEntries(notes.map(({ name, value: note }) => [name.slice('dissent-'.length), note])),
  }
}

function fieldsOf({ reason = '', rationale = '', dissent = [], ...sent }) {
  const notes = dissent.map(({ voice, note }) => [voice, note])
  return { answer: answerIn(sent), reason, rationale, dissent: Object.fromEntries(notes) }
}

function wordsIn({ reason, rationale, dissent }) {
  return JSON.stringify([reason, rationale, dissent])
}

function open(field) {
  const fold = field.closest('details')
  if (fold) fold.open = true
}

function addKeys() {
  for (const level of ['0', '1', '2', '3', '4']) {
    onKey(level, () => {
      const input = document.querySelector(`#level-${level}`)
      input.checked = true
      input.focus()
      input.dispatchEvent(new Event('input', { bubbles: true }))
    })
  }
  onKey('j', () => write(document.querySelector('#rationale')))
  onKey('d', () => {
    const rows = [...form.querySelectorAll('[name^="dissent-"]')]
    const field = rows.find(({ value }) => value === '') ?? rows[0]
    if (!field) return
    open(field)
    write(field)
  })
}

/** On from the last word. */
function write(field) {
  field.focus()
  field.setSelectionRange(field.value.length, field.value.length)
}

/** What changes beside the form comes anew from the server; folds that are open stay open. */
async function refresh() {
  const page = await pageNow()
  if (!page) return
  for (const fresh of page.querySelectorAll('#positions, #agenda, #now, section#agreed')) replace(fresh)
  document.dispatchEvent(new Event('malines:refreshed'))
}

function startFollowing() {
  let following = !stage.matches('[data-leads]') && read()
  let timer
  let gathering
  document.addEventListener('malines:live', ({ detail: { kind, item } }) => {
    const isHere = item !== undefined && location.pathname.endsWith(`/${encodeURIComponent(item)}`)
    if (kind === 'meeting' || kind === 'state') look()
    if (!isHere && !['agreed', 'meeting', 'round', 'state'].includes(kind)) return
    clearTimeout(gathering)
    gathering = setTimeout(refresh, GATHER)
  })
  document.addEventListener('malines:refreshed', show)
  document.addEventListener('click', ({ target }) => {
    if (target.closest('[data-follow]')) {
      following = !following
      keep(following)
      show()
      look()
    }
    // Who goes elsewhere by hand wants to stay there.
    const link = target.closest('main a[href]')
    if (link && new URL(link.href).pathname !== stage.dataset.now) keep(false)
  })
  show()
  look()

  function show() {
    const button = document.querySelector('[data-follow]')
    if (!button) return
    button.hidden = false
    button.setAttribute('aria-pressed', String(following))
  }

  async function look() {
    clearTimeout(timer)
    if (!following) return
    timer = setTimeout(look, LOOK)
    const now = await whereItIs()
    const isElsewhere = now?.item && new URL(now.href, location.href).pathname !== location.pathname
    // Somebody who writes is not carried off.
    if (!isElsewhere || !following || document.activeElement?.matches('textarea, input, select')) return
    clearTimeout(timer)
    location.assign(now.href + location.search)
  }

  function read() {
    try {
      return sessionStorage.getItem(FOLLOWING) === 'on'
    } catch {
      return false
    }
  }

  function keep(on) {
    try {
      sessionStorage.setItem(FOLLOWING, on ? 'on' : 'off')
    } catch {
      // Without storage the choice holds as long as the page.
    }
  }
}

async function whereItIs() {
  try {
    const response = await fetch(stage.dataset.now, { headers: { accept: 'application/json' } })
    return response.ok ? await response.json() : undefined
  } catch {
    return undefined
  }
}
