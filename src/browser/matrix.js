/** The matrix as a grid: one stop of Tab, arrows, a digit fills in and moves on, a block can be pasted, all saves itself. */
import { draftOf, dropDraft, startSaving } from './saving.js'
import { followShut } from './shut.js'

const form = document.querySelector('#matrix')
const table = form.querySelector('.m-matrix')
/** Rows of cells; undefined on the diagonal. */
const rows = [...table.tBodies[0].rows].map((row) =>
  [...row.cells].slice(1).map((cell) => cell.querySelector('input') ?? undefined),
)
const cells = rows.flat().filter(Boolean)

if (form.dataset.owner && cells.length > 0) start()
followShut(form)

function start() {
  const saving = startSaving(form, { onSaved, onConflict, onRefused: mark })
  const disputed = new Set()
  for (const cell of cells) saving.rest(cell.dataset.url, cell.dataset.revision)
  for (const cell of cells) restore(cell)
  table.setAttribute('role', 'grid')
  for (const cell of table.querySelectorAll('tbody td')) cell.setAttribute('role', 'gridcell')
  form.querySelector('.m-scroll').removeAttribute('tabindex')
  stop(cells[0])

  table.addEventListener('focusin', ({ target }) => target.matches('input') && stop(target))
  table.addEventListener('keydown', press)
  table.addEventListener('input', ({ target }) => fill(target, target.value))
  table.addEventListener('paste', paste)
  form.addEventListener('submit', submit)
  let mayGo = false

  async function submit(event) {
    if (mayGo) return
    const { submitter } = event
    event.preventDefault()
    if (!(await saving.settled())) return
    mayGo = true
    // What the page showed first is no longer what it rests on.
    form.elements.was.value = cells.map((cell) => (disputed.has(cell) ? 'x' : cell.value || '-')).join('')
    if (disputed.size > 0) form.elements.seen.value = ''
    for (const { dataset } of disputed) dropDraft(form.dataset.owner, dataset.url)
    form.requestSubmit(submitter)
  }

  function press(event) {
    const place = placeOf(event.target)
    if (!place || event.altKey || event.metaKey) return
    if (event.ctrlKey && !['Home', 'End'].includes(event.key)) return
    const target = targetOf(event, place)
    if (target) {
      event.preventDefault()
      target.focus()
    } else if (/^[0-4]$/.test(event.key)) {
      event.preventDefault()
      fill(event.target, event.key)
      after(event.target)?.focus()
    } else if (/^[d?]$/i.test(event.key)) {
      event.preventDefault()
      fill(event.target, '?')
      after(event.target)?.focus()
    } else if (['Delete', 'Backspace'].includes(event.key)) {
      event.preventDefault()
      fill(event.target, '')
    } else if (event.key.length === 1) event.preventDefault()
  }

  /** Saves a cell; only what is an answer or blank. */
  function fill(cell, text) {
    if (cell.readOnly) return false
    const value = /^d$/i.test(text) ? '?' : text
    if (!/^[0-4?]?$/.test(value)) {
      cell.value = cell.dataset.v
      return false
    }
    cell.value = value
    if (cell.dataset.v === value) return true
    cell.dataset.v = value
    cell.removeAttribute('aria-invalid')
    const level = /^[0-4]$/.test(value) ? { level: Number(value) } : { answer: value === '?' ? 'dk' : 'none' }
    saving.save(cell.dataset.url, level)
    count()
    if (cell === document.activeElement) tell(cell)
    return true
  }

  /** A block of a spreadsheet from the cell on, its rows and columns as they stand; the diagonal is passed over. */
  function paste(event) {
    const text = event.clipboardData.getData('text')
    const place = placeOf(event.target)
    if (!place || text === '') return
    event.preventDefault()
    let filled = 0
    let left = 0
    const lines = text.replace(/\r?\n$/, '').split(/\r?\n/)
    for (const [down, line] of lines.entries()) {
      for (const [across, value] of line.split('\t').entries()) {
        const cell = rows[place.row + down]?.[place.column + across]
        if (cell && fill(cell, value.trim())) filled++
        else if (cell || value.trim() !== '') left += isDiagonal(place.row + down, place.column + across) ? 0 : 1
      }
    }
    const words = form.dataset.pasted.replace('{n}', String(filled)).replace('{left}', String(left))
    document.querySelector('[data-ask-answer]').textContent = words
  }

  function onSaved(url, { revision }) {
    const cell = cells.find(({ dataset }) => dataset.url === url)
    if (!cell) return
    cell.dataset.revision = revision
    form.elements.seen.value = String(Math.max(Number(form.elements.seen.value), revision))
  }

  /** The cell goes with the form, which the server answers with both versions. */
  function onConflict(url) {
    disputed.add(cells.find(({ dataset }) => dataset.url === url))
    mark(url)
  }

  /** Digits that wait are shown; so are those that were refused because somebody else was first, until the form has gone. */
  function restore(cell) {
    const draft = draftOf(form.dataset.owner, cell.dataset.url)
    if (!draft?.body) return
    const { level, answer } = draft.body
    cell.value = level === undefined ? (answer === 'dk' ? '?' : '') : String(level)
    cell.dataset.v = cell.value
    if (!draft.isHeld) {
      saving.rest(cell.dataset.url, draft.basedOn ?? '')
      return
    }
    onConflict(cell.dataset.url)
    saving.show('conflict', form.dataset.conflict)
  }

  function mark(url) {
    cells.find(({ dataset }) => dataset.url === url)?.setAttribute('aria-invalid', 'true')
  }
}

const isDiagonal = (row, column) => row < rows.length && column < rows.length && rows[row]?.[column] === undefined

function placeOf(cell) {
  const row = rows.findIndex((line) => line.includes(cell))
  return row < 0 ? undefined : { row, column: rows[row].indexOf(cell) }
}

/** The only cell that Tab reaches, and the question that it asks. */
function stop(cell) {
  for (const other of cells) other.tabIndex = other === cell ? 0 : -1
  const { row, column } = placeOf(cell)
  for (const crossed of table.querySelectorAll('[data-cross]')) delete crossed.dataset.cross
  table.tHead.rows[0].cells[column + 1].dataset.cross = ''
  table.tBodies[0].rows[row].cells[0].dataset.cross = ''
  for (const line of rows) if (line[column]) line[column].parentElement.dataset.cross = ''
  for (const other of rows[row]) if (other) other.parentElement.dataset.cross = ''
  if (cell === document.activeElement) {
    cell.select()
    tell(cell)
  }
}

function tell(cell) {
  const { value, dataset } = cell
  const scale = [...document.querySelectorAll('[aria-labelledby="scale-title"] dd')].map((text) => text.textContent)
  const level =
    value === '?' ? form.dataset.dk : value === '' ? form.dataset.blank : `${value}: ${scale[Number(value)]}`
  document.querySelector('[data-ask-label]').textContent = cell.getAttribute('aria-label')
  document.querySelector('[data-ask-question]').textContent = dataset.question
  document.querySelector('[data-ask-answer]').textContent = level
}

/** Where a key that moves leads. */
function targetOf({ key, ctrlKey }, { row, column }) {
  const mirrored = document.documentElement.dir === 'rtl' ? -1 : 1
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -mirrored], ArrowRight: [0, mirrored] }
  if (key === 'Home') return ctrlKey ? cells[0] : rows[row].find(Boolean)
  if (key === 'End') return ctrlKey ? cells.at(-1) : rows[row].findLast(Boolean)
  const step = steps[key]
  if (!step) return undefined
  for (
    let [r, c] = [row + step[0], column + step[1]];
    rows[r] && c >= 0 && c < rows[r].length;
    r += step[0], c += step[1]
  ) {
    if (rows[r][c]) return rows[r][c]
  }
  return rows[row][column]
}

const after = (cell) => cells[cells.indexOf(cell) + 1]

function count() {
  const answered = cells.filter(({ value }) => value !== '').length
  const words = form.dataset.count.replace('{answered}', String(answered)).replace('{of}', String(cells.length))
  document.querySelector('[data-count-now]').textContent = words
}
