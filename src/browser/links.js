/** The links between sectors as a list: each line saves itself, digits choose and go to the next line. */
import { onKey } from './keys.js'
import { draftOf, dropDraft, startSaving } from './saving.js'
import { followShut } from './shut.js'

const form = document.querySelector('#links')
const lines = [...form.querySelectorAll('.m-pair')]

for (const [key, link] of [
  ['n', '[data-next]'],
  ['p', '[data-previous]'],
]) {
  onKey(key, () => document.querySelector(link)?.click())
}
if (form.dataset.owner) start()
followShut(form)

function start() {
  const saving = startSaving(form, { onSaved: refresh, onConflict, onRefused: mark })
  const disputed = new Set()
  for (const line of lines) saving.rest(line.dataset.url, line.dataset.revision)
  for (const line of lines) restore(line)
  let mayGo = false

  /** Choices that wait are shown; so are those that were refused because somebody else was first, until the form has gone. */
  function restore(line) {
    const draft = draftOf(form.dataset.owner, line.dataset.url)
    if (!draft?.body) return
    const input = line.querySelector(`[value="${draft.body.answer === 'dk' ? '?' : draft.body.level}"]`)
    if (!input) return
    input.checked = true
    if (!draft.isHeld) {
      saving.rest(line.dataset.url, draft.basedOn ?? '')
      return
    }
    onConflict(line.dataset.url)
    saving.show('conflict', form.dataset.conflict)
  }

  /** The line goes with the form, which the server answers with both versions. */
  function onConflict(url) {
    disputed.add(url)
    mark(url)
  }

  form.addEventListener('input', ({ target }) => {
    const line = target.closest('.m-pair')
    if (!line) return
    line.removeAttribute('data-invalid')
    saving.save(line.dataset.url, target.value === '?' ? { answer: 'dk' } : { level: Number(target.value) })
  })

  form.addEventListener('submit', async (event) => {
    if (mayGo) return
    const { submitter } = event
    event.preventDefault()
    if (!(await saving.settled())) return
    mayGo = true
    const shown = (line) => (disputed.has(line.dataset.url) ? 'x' : (line.querySelector(':checked')?.value ?? '-'))
    form.elements.was.value = lines.map(shown).join('')
    if (disputed.size > 0) form.elements.seen.value = ''
    for (const url of disputed) dropDraft(form.dataset.owner, url)
    form.requestSubmit(submitter)
  })

  for (const value of ['0', '1', '2', '3', '4', '?']) onKey(value === '?' ? 'd' : value, () => choose(value))
}

/** In the line in use, else in the first one without an answer. */
function choose(value) {
  const line = document.activeElement?.closest('.m-pair') ?? lines.find((one) => !one.querySelector(':checked'))
  const input = line?.querySelector(`[value="${value}"]`)
  if (!input || input.disabled) return
  input.checked = true
  input.dispatchEvent(new Event('input', { bubbles: true }))
  const next = lines[lines.indexOf(line) + 1]
  const target = next?.querySelector(':checked') ?? next?.querySelector('input') ?? input
  target.focus()
}

function mark(url) {
  lines.find(({ dataset }) => dataset.url === url)?.setAttribute('data-invalid', '')
}

async function refresh() {
  const response = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => undefined)
  if (!response?.ok) return
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  for (const part of ['#steps', '#said']) {
    const fresh = page.querySelector(part)
    if (fresh) document.querySelector(part)?.replaceWith(fresh)
  }
}
