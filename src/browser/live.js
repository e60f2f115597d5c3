/**
 * The page follows its round: parts of it come anew from the server while it is in view. The focus stays where it is,
 * and what a reader opened stays open. Other modules hear of changes by `malines:live` on the document: its detail
 * says the kind, the item and the body as far as the viewer may know, or `{kind: 'state'}` after a lost connection.
 */

/** Milliseconds: a shorter loss is not worth a word. */
const PATIENCE = 3_000
/** Milliseconds after which a page that is out of view lets go: browsers have few connections for each server. */
const HIDDEN = 10_000
const TINT = 1_500
const FIRST_WAIT = 2_000
const LONGEST_WAIT = 60_000

const page = document.querySelector('[data-live]')
const status = document.querySelector('[data-live-state]')
let source
let isFirst = true
let wait = FIRST_WAIT
let coming
let losing
let hiding

if (page) {
  follow()
  document.addEventListener('visibilitychange', look)
  window.addEventListener('online', follow)
  window.addEventListener('pagehide', stop)
  window.addEventListener('pageshow', ({ persisted }) => persisted && follow())
}

function follow() {
  stop()
  const [, , round] = location.pathname.split('/')
  const query = new URLSearchParams({ at: location.pathname, lang: document.documentElement.lang })
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (['show', 'body'].includes(name)) query.set(name, value)
  }
  source = new EventSource(`/rounds/${round}/live?${query}`)
  source.addEventListener('state', arrived)
  source.addEventListener('part', ({ data }) => put(JSON.parse(data)))
  source.addEventListener('change', ({ data }) => tell(JSON.parse(data)))
  source.addEventListener('error', lost)
}

function stop() {
  clearTimeout(coming)
  source?.close()
}

function look() {
  clearTimeout(hiding)
  if (document.visibilityState === 'hidden') hiding = setTimeout(stop, HIDDEN)
  else if (source.readyState === EventSource.CLOSED) follow()
}

function arrived() {
  clearTimeout(losing)
  losing = undefined
  wait = FIRST_WAIT
  if (status) status.textContent = ''
  if (!isFirst) tell({ kind: 'state' })
  isFirst = false
}

/** The browser comes back by itself unless the server refused it; then we ask again, less and less often. */
function lost() {
  losing ??= setTimeout(() => {
    if (status) status.textContent = status.dataset.lost
  }, PATIENCE)
  if (source.readyState !== EventSource.CLOSED) return
  clearTimeout(coming)
  coming = setTimeout(follow, wait)
  wait = Math.min(wait * 2, LONGEST_WAIT)
}

function tell(detail) {
  document.dispatchEvent(new CustomEvent('malines:live', { detail }))
}

function put({ html }) {
  const holder = document.createElement('template')
  holder.innerHTML = html
  replace(holder.content.firstElementChild)
}

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
