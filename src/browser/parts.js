/** Parts of a page that come anew from the server: the focus stays where it is, what a reader opened stays open. */

const TINT = 1_500

/** Puts a part of the page in the place of the one with its id, which it may equal. */
export function replace(fresh) {
  const old = document.getElementById(fresh.id)
  // Nobody's words are taken from under their hands.
  if (!old || (old.contains(document.activeElement) && document.activeElement.matches('input, textarea'))) return
  keepOpen(old, fresh)
  delete old.dataset.fresh
  if (old.isEqualNode(fresh)) return
  const focused = old.contains(document.activeElement) ? stopOf(old) : undefined
  old.replaceWith(fresh)
  focused?.(fresh)?.focus({ preventScroll: true })
  if (fresh.dataset.quiet !== undefined) return
  fresh.dataset.fresh = ''
  setTimeout(() => delete fresh.dataset.fresh, TINT)
}

/** This page as the server makes it now; undefined when it does not. */
export async function pageNow() {
  const response = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => undefined)
  if (!response?.ok || response.redirected) return undefined
  return new DOMParser().parseFromString(await response.text(), 'text/html')
}

/** Brings up to date what is made for this reader alone (`data-own`), unless they have begun to fill it in. */
export async function renewOwn() {
  const own = [...document.querySelectorAll('[data-own]')]
  if (own.length === 0) return
  const page = await pageNow()
  for (const old of own) {
    const fresh = page?.getElementById(old.id)
    if (fresh && ![...old.querySelectorAll('input, textarea, select')].some(isFilled)) replace(fresh)
  }
}

function isFilled(field) {
  if (field.matches('select')) {
    // Without a choice of the page's own the first one stands.
    const given = [...field.options].findIndex((one) => one.defaultSelected)
    return field.selectedIndex !== Math.max(given, 0)
  }
  return field.value !== field.defaultValue || field.checked !== field.defaultChecked
}

/** Folds that are open stay open, as long as there are as many. */
function keepOpen(old, fresh) {
  const folds = old.querySelectorAll('details')
  const others = fresh.querySelectorAll('details')
  if (folds.length !== others.length) return
  for (const [place, fold] of folds.entries()) others[place].open = fold.open
}

const STOPS = 'a[href], button, summary, [tabindex]'

/** How to find the focused element again: by its id, its address, else by its place. */
function stopOf(old) {
  const { activeElement: focus } = document
  const href = focus.getAttribute('href')
  const place = [...old.querySelectorAll(STOPS)].indexOf(focus)
  return (fresh) => {
    const stops = [...fresh.querySelectorAll(STOPS)]
    const same = stops.find((stop) => (focus.id !== '' && stop.id === focus.id) || stop.getAttribute('href') === href)
    return (href === null && focus.id === '' ? undefined : same) ?? stops[place]
  }
}
