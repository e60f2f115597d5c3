/** The round takes answers no more, or again, while a form is open: its fields follow, what is typed in them stays. */
import { say } from './said.js'

/** @param onOpen what the page does once it may write again */
export function followShut(form, onOpen) {
  const isShut = () => document.querySelector('#shut')?.dataset.shut !== undefined
  const anew = document.querySelector('[data-anew]')
  const atFirst = isShut()
  let before = atFirst

  document.addEventListener('malines:part', ({ detail }) => {
    if (detail !== 'shut' || isShut() === before) return
    before = isShut()
    if (anew) anew.hidden = before === atFirst
    say('shut', before ? wordsOf(document.querySelector('#shut')) : anew?.dataset.anew)
    for (const field of form.querySelectorAll('input, button, select, textarea')) hold(field, before)
    if (!before) onOpen?.()
  })
}

const wordsOf = (element) => [...element.querySelectorAll('h2, p')].map((part) => part.textContent).join('. ')

/** Words can still be read and copied; a field that was held before stays so. */
function hold(field, on) {
  const name = field.matches('textarea, [type="text"], input:not([type])') ? 'readOnly' : 'disabled'
  if (on && !field[name]) {
    field.dataset.held = ''
    field[name] = true
  } else if (!on && field.dataset.held !== undefined) {
    delete field.dataset.held
    field[name] = false
  }
}
