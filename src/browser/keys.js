/** Single-letter keys: only outside of text fields, and only as long as the reader wants them. */

const SETTING = 'malines-keys'
const actions = new Map()
let sequence = ''

/** Whether single-letter keys are on; they are, until the reader turns them off on this device. */
export function keysOn() {
  return read() !== 'off'
}

/** Turns single-letter keys on or off, for all pages of this device. */
export function turnKeys(on) {
  try {
    localStorage.setItem(SETTING, on ? 'on' : 'off')
  } catch {
    // Without storage the choice holds as long as the page.
  }
  choice = on ? 'on' : 'off'
}

let choice

/** Does something at a key such as `n`, or at two keys after each other such as `g b`. */
export function onKey(keys, action) {
  actions.set(keys, action)
}

function read() {
  if (choice !== undefined) return choice
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
  if (!keysOn() || takesText(event.target) || document.querySelector('dialog[open]')) return
  if (event.key.length !== 1) return
  const key = event.key.toLowerCase()
  const action = actions.get(`${sequence} ${key}`) ?? actions.get(key)
  sequence = [...actions.keys()].some((keys) => keys.startsWith(`${key} `)) ? key : ''
  if (!action) return
  event.preventDefault()
  action(event)
})
