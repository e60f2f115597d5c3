/** The page of one question: saves itself, follows the keys, and shows what a save opened. */
import { onKey } from './keys.js'
import { pageNow, replace } from './parts.js'
import { followShut } from './shut.js'
import { answerIn, chosen, startWriting } from './writing.js'

const form = document.querySelector('#answer')

for (const [key, link] of [
  ['n', '[data-next]'],
  ['p', '[data-previous]'],
]) {
  onKey(key, () => document.querySelector(link)?.click())
}
if (form.dataset.owner) {
  const { again } = startWriting(form, location.pathname, {
    fields,
    fill,
    fieldsOf,
    merge: (now, typed) => ({ ...now, ...typed }),
    bodyOf,
    isAnswer: ({ target }) => !target.matches('[type="file"], #link, #link-title'),
    onSaved: refresh,
  })
  followShut(form, again)
  addKeys()
} else followShut(form)

/** Every field of the answer as typed. */
function fields() {
  const value = (name) => form.elements[name]?.value ?? ''
  return {
    answer: value('answer'),
    reason: value('reason'),
    confidence: value('confidence'),
    comment: value('comment'),
    number: value('number'),
  }
}

function fill(typed) {
  for (const [name, value] of Object.entries(typed)) if (form.elements[name]) form.elements[name].value = value
}

function fieldsOf({ reason = '', confidence, comment, number, ...sent }) {
  return {
    answer: answerIn(sent),
    reason,
    confidence: confidence ?? '',
    comment: comment ?? '',
    number: number === null || number === undefined ? '' : String(number),
  }
}

function bodyOf({ confidence, comment, number, ...typed }) {
  return {
    ...chosen(typed),
    confidence: confidence === '' ? null : confidence,
    comment,
    ...(form.elements.number ? { number: number.trim() === '' ? null : numberOf(number) } : {}),
  }
}

/** As the server reads it; what is no number is sent as one that it refuses in words. */
function numberOf(text) {
  const plain = text
    .replace(/[\s\u00a0\u202f]/g, '')
    .replace(/,(?=\d{3}(\D|$))/g, '')
    .replace(',', '.')
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : -1
}

/** A save opens positions and opens or closes questions: these parts come anew from the server, the form stays. */
async function refresh() {
  const page = await pageNow()
  for (const fresh of page?.querySelectorAll('#others, #steps, [id$="-positions"]') ?? []) replace(fresh)
}

function addKeys() {
  const choose = (id) => () => {
    const input = document.querySelector(`#${id}`)
    if (!input || input.disabled) return
    input.checked = true
    input.focus()
    input.dispatchEvent(new Event('input', { bubbles: true }))
    if (id === 'level-na') document.querySelector('#reason').focus()
  }
  for (const level of ['0', '1', '2', '3', '4']) onKey(level, choose(`level-${level}`))
  onKey('d', choose('level-dk'))
  onKey('x', choose('level-na'))
  onKey('c', () => document.querySelector('#comment').focus())
  onKey('e', () => document.querySelector('#evidence summary').focus())
}
