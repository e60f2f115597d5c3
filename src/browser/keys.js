/** Single-letter keys: only outside of text fields, and only as long as the reader wants them. */

const SETTING = 'malines-keys'
/** Milliseconds in which the second of two keys has to follow. */
const PAUSE = 2000

/** What each key does, by name such as `n`, or `g b` for two after each other. */
const actions = new Map()
/** The reader's choice on this page, for devices that keep nothing. */
let choice = null
let first = { key: '', at: 0 }

/** Does something at a key such as `n`, or at two keys after each other such as `g b`. */
export function onKey(keys, action) {
  actions.set(keys, action)
}

/** Whether single-letter keys are on; they are, until the reader turns them off on this device. */
export function keysOn() {
  return (choice ?? kept()) !== 'off'
}

/** Turns single-letter keys on or off, for all pages on this device. */
export function turnKeys(on) {
  choice = on ? 'on' : 'off'
  try {
    localStorage.setItem(SETTING, choice)
  } catch {
    // Without storage the choice holds as long as the page.
  }
}

function kept() {
  try {
    return localStorage.getItem(SETTING)
  } catch {
    return null
  }
}

/** Whether an element takes letters itself. */
function takesText(element) {
  if (!(element instanceof HTMLElement)) return false
  if (element.isContentEditable || element.matches('textarea, select, [role="grid"] *')) return true
  return element.matches('input:not([type="radio"], [type="checkbox"], [type="button"], [type="submit"])')
}

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  if (event.key.length !== 1 || !keysOn()) return
  if (takesText(event.target) || document.querySelector('dialog[open]')) return
  const key = event.key.toLowerCase()
  const isSecond = event.timeStamp - first.at < PAUSE
  const action = (isSecond && actions.get(`${first.key} ${key}`)) || actions.get(key)
  first = { key, at: event.timeStamp }
  if (!action) return
  event.preventDefault()
  action(event)
})
