/** What every page does once it is there. */
import { keysOn, onKey, turnKeys } from './keys.js'

// After a form that could not be taken: to what there is to correct.
document.querySelector('[data-error-summary]')?.focus()

// Tabs that don't fit on a phone begin with the current one.
document.querySelector('.m-tabs [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })

// Answers of earlier pages that still wait on this device; pages that save send them themselves.
const banner = document.querySelector('[data-outbox]')
if (banner) import('./saving.js').then(({ startSaving }) => startSaving(banner, {}))

const help = document.querySelector('#keys')
const turn = help.querySelector('[data-keys-on]')
turn.addEventListener('change', () => turnKeys(turn.checked))

function showKeys() {
  turn.checked = keysOn()
  help.showModal()
}

onKey('?', showKeys)
for (const button of document.querySelectorAll('[data-keys-open]')) {
  button.hidden = false
  button.addEventListener('click', showKeys)
}

for (const [letter, page] of [
  ['b', 'board'],
  ['a', 'answer'],
  ['r', 'results'],
]) {
  const tab = document.querySelector(`.m-tabs [data-key="${page}"]`)
  if (tab) onKey(`g ${letter}`, () => tab.click())
}
