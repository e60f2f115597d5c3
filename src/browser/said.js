/**
 * What is said to those who listen to a page: in its one polite place, one sentence at a time, and never twice at once.
 * What stands on the page is no live region itself, so that nothing speaks with every letter that is typed.
 */

/** Milliseconds that a sentence waits: what it says may have passed by then. */
const REST = 1_000
/** Milliseconds for one sentence before the next. */
const TURN = 2_000

const place = document.querySelector('[data-said]')
/** Sentences that wait, by what they are about. */
const waiting = new Map()
let turn

/** Says a sentence soon; one about the same thing that was not said yet makes way. An empty one takes it back. */
export function say(about, text) {
  waiting.delete(about)
  if (text) waiting.set(about, text)
  if (waiting.size === 0) clear()
  else turn ??= setTimeout(speak, REST)
}

function speak() {
  turn = undefined
  const [about] = waiting.keys()
  if (about === undefined || !place) return
  const sentence = document.createElement('span')
  sentence.textContent = waiting.get(about)
  waiting.delete(about)
  // A new element: the same words twice are said twice.
  place.replaceChildren(sentence)
  if (waiting.size > 0) turn = setTimeout(speak, TURN)
}

function clear() {
  clearTimeout(turn)
  turn = undefined
}
