// How long a save takes to every screen that shows its round, and what the listeners cost. Run with `npm run bench`;
// MINUTES=10 listens for ten minutes. The time runs from sending the save to the last byte of the part that it changed.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DEFINITIONS_FOLDER, loadDefinition } from '../../dist/src/definitions/index.js'
import { itemIndex } from '../../dist/src/rules/items.js'
import { answerKey } from '../../dist/src/store/answers.js'
import { openStore } from '../../dist/src/store/index.js'
import { roundOfTwelve } from './round.mjs'

const LISTENERS = 200
const SAVES_A_SECOND = 20
const SECONDS = process.env.MINUTES ? Number(process.env.MINUTES) * 60 : 20
/** Until the heap has the size that it keeps. */
const WARM = process.env.MINUTES ? 60 : 5
const CLI = fileURLToPath(new URL('../../dist/src/cli.js', import.meta.url))
const LOADED = loadDefinition(join(DEFINITIONS_FOLDER, 'mechelen-50'))

const folder = mkdtempSync(join(tmpdir(), 'malines-live-'))
/** Megabytes of objects that were still in use after each full collection of the server, as `--trace-gc` tells them. */
const kept = []
let server
try {
  await main()
} finally {
  server?.kill('SIGTERM')
  rmSync(folder, { recursive: true, force: true })
}

async function main() {
  const { round, people, savers } = await fill()
  const address = await serve()
  for (const saver of savers) saver.csrf = await csrfOf(address, saver.token)
  const times = []
  /** When each save was sent, by item and body, until every listener has heard of it. */
  const sent = new Map()
  const heard = (change) => {
    const save = sent.get(`${change.body} ${change.item}`)
    if (!save) return
    times.push(performance.now() - save.at)
    save.left -= 1
    if (save.left === 0) save.saver.isBusy = false
  }
  for (let place = 0; place < LISTENERS; place++) await listen(address, round, people[place % people.length], heard)
  const saves = { count: 0, times: [] }
  const run = (seconds) => saveFor(address, round, savers, sent, saves, seconds)
  await run(WARM)
  times.length = 0
  saves.times.length = 0
  const memories = [memory()]
  kept.length = 0
  const watch = setInterval(() => memories.push(memory()), (SECONDS * 1000) / 10)
  await run(SECONDS)
  clearInterval(watch)
  const expected = saves.times.length * LISTENERS
  console.log(`\nlive: ${LISTENERS} listeners on one round, ${SAVES_A_SECOND} saves a second, ${SECONDS} s`)
  console.table({
    'save to screen': { ...spread(times), goal: 'p99 under 100 ms' },
    'save to reply': spread(saves.times),
  })
  console.log(`heard ${times.length} of ${expected}; memory of the server in MB: ${memories.join(', ')}`)
  console.log(`objects in use after full collections in MB: ${tenOf(kept).join(', ') || 'none ran'}`)
  if (times.length < expected) process.exitCode = 1
}

/** Twelve bodies with three people each, facilitators and observers; everybody has a session. */
async function fill() {
  const store = await openStore(join(folder, 'data'))
  const definitionHash = await store.definitions.keep(LOADED)
  const { id: assessment } = await store.assessments.create({ name: 'Bench', country: null }, null)
  const file = { ...roundOfTwelve(LOADED.definition), round: { name: '2026' } }
  const { id: round } = await store.rounds.importRound(assessment, file, { state: 'open', definitionHash }, null)
  const signIn = async (name, part) => {
    const email = `${name}@example.org`
    const person = await store.people.create(
      { name, email, passwordHash: '', isAdministrator: false, language: null },
      null,
    )
    await store.participants.add({ person: person.id, assessment, ...part }, null)
    return store.sessions.start(person.id)
  }
  const savers = []
  const people = []
  const { answers, round: whole } = await store.rounds.load(round)
  const { items, voices } = itemIndex(LOADED.definition)
  for (const { id: body, voice } of whole.bodies) {
    for (const place of [1, 2, 3]) people.push(await signIn(`${body}-${place}`, { role: 'respondent', round, body }))
    const asked = items.filter(({ kind, asksVoice }) => kind === 'question' && asksVoice[voices.indexOf(voice)])
    for (const { id: item } of asked.slice(0, 4)) {
      const answer = answers.get(answerKey(body, item))
      savers.push({ body, item, token: people.at(-1), revision: answer?.revision ?? null, level: answer?.value?.level })
    }
  }
  for (const place of [1, 2]) {
    people.push(await signIn(`leader-${place}`, { role: 'facilitator', round: null, body: null }))
    people.push(await signIn(`observer-${place}`, { role: 'observer', round, body: null }))
  }
  await store.close()
  return { round, people, savers }
}

async function serve() {
  const env = { ...process.env, MALINES_PORT: '0', MALINES_DATA: join(folder, 'data'), MALINES_LOG: 'silent' }
  server = spawn(process.execPath, ['--trace-gc', CLI, 'serve'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  return new Promise((done, failed) => {
    server.once('exit', (code) => failed(new Error(`ended with ${code}`)))
    let text = ''
    server.stdout.on('data', (chunk) => {
      text = (text + chunk).slice(-10_000)
      const found = /(http:\/\/127\.0\.0\.1:\d+)/.exec(text)
      if (found) done(found[1])
      for (const [, size] of `${chunk}`.matchAll(/Mark-Compact[^>]*-> ([\d.]+)/g)) kept.push(Math.round(Number(size)))
    })
  })
}

/** Listens as the board does, and tells of every change whose part has come. */
function listen(address, round, token, heard) {
  const at = encodeURIComponent(`/rounds/${round}`)
  const headers = { accept: 'text/event-stream', cookie: `malines-session=${token}` }
  return new Promise((done, failed) => {
    const opened = request(
      `${address}/rounds/${round}/live?at=${at}&lang=en`,
      { headers, agent: false },
      (response) => {
        if (response.statusCode !== 200) failed(new Error(`a stream answered ${response.statusCode}`))
        let text = ''
        response.setEncoding('utf8').on('data', (chunk) => {
          text += chunk
          const end = text.lastIndexOf('\n\n')
          if (end < 0) return
          for (const [, data] of text.slice(0, end).matchAll(/^event: change\ndata: (.*)$/gm)) heard(JSON.parse(data))
          text = text.slice(end + 2)
          done()
        })
        response.on('close', () => server.exitCode === null && !server.killed && failed(new Error('a stream ended')))
      },
    )
    opened.on('error', failed)
    opened.end()
  })
}

/** Sends saves at a steady pace, each on an answer whose last change has reached every screen. */
async function saveFor(address, round, savers, sent, saves, seconds) {
  const agent = new Agent({ keepAlive: true })
  const under = []
  const start = performance.now()
  for (let turn = 0; turn < seconds * SAVES_A_SECOND; turn++) {
    const wait = start + (turn * 1000) / SAVES_A_SECOND - performance.now()
    if (wait > 0) await new Promise((done) => setTimeout(done, wait))
    const ready = savers.filter(({ isBusy }) => !isBusy)
    under.push(save(agent, address, round, ready[turn % ready.length], sent, saves))
  }
  await Promise.all(under)
  // The last ones still reach the screens.
  await new Promise((done) => setTimeout(done, 1000))
  agent.destroy()
}

async function save(agent, address, round, saver, sent, saves) {
  saver.isBusy = true
  saver.level = ((saver.level ?? 0) + 1) % 5
  saves.count += 1
  const { body, item, token, csrf, level, revision: basedOn } = saver
  const text = JSON.stringify({ level, confidence: 'informed', basedOn, key: `live ${saves.count}` })
  const at = performance.now()
  sent.set(`${body} ${item}`, { at, saver, left: LISTENERS })
  const headers = {
    ...{ cookie: `malines-session=${token}`, 'x-csrf-token': csrf, origin: address, accept: 'application/json' },
    ...{ 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
  }
  const url = `${address}/rounds/${round}/bodies/${body}/answers/${item}`
  const reply = await send(agent, url, 'PUT', headers, text)
  if (reply.status !== 200) throw new Error(`a save answered ${reply.status}: ${reply.text}`)
  saver.revision = JSON.parse(reply.text).revision
  saves.times.push(performance.now() - at)
}

async function csrfOf(address, token) {
  const { text } = await send(new Agent(), `${address}/account`, 'GET', { cookie: `malines-session=${token}` })
  return /<meta name="csrf" content="([^"]+)"/.exec(text)[1]
}

function send(agent, url, method, headers, body) {
  return new Promise((done, failed) => {
    const asked = request(url, { agent, method, headers }, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () => done({ status: response.statusCode, text: Buffer.concat(chunks).toString() }))
    })
    asked.on('error', failed)
    asked.end(body)
  })
}

/** Resident memory of the server in MB. */
function memory() {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]
  return Math.round(Number(kilobytes) / 1024)
}

/** At most ten of a list, evenly spaced, with the first and the last. */
function tenOf(list) {
  if (list.length <= 10) return list
  return Array.from({ length: 10 }, (_, i) => list[Math.round((i * (list.length - 1)) / 9)])
}

function spread(times) {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share) => Number((sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(1))
  return { 'p50 ms': at(0.5), 'p99 ms': at(0.99), 'worst ms': at(0.9999) }
}
