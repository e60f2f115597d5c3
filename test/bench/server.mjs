// What the running server does in a second, beside the least that could do it. Run with `npm run bench`.
// The load comes from this process, the servers are their own: on two cores neither takes the other's time.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DEFINITIONS_FOLDER, loadDefinition } from '../../dist/src/definitions/index.js'
import { itemIndex } from '../../dist/src/rules/items.js'
import { answerKey } from '../../dist/src/store/answers.js'
import { openStore } from '../../dist/src/store/index.js'
import { roundOfTwelve } from './round.mjs'
import { COMMIT_MS } from './slow-disk.mjs'

const CONNECTIONS = 100
const SECONDS = 4
const CLI = fileURLToPath(new URL('../../dist/src/cli.js', import.meta.url))
const FLOOR = fileURLToPath(new URL('floor.mjs', import.meta.url))
const SLOW_DISK = ['--import', new URL('slow-disk.mjs', import.meta.url).href]

const folder = mkdtempSync(join(tmpdir(), 'malines-bench-'))
const children = []
try {
  await main()
} finally {
  for (const child of children) child.kill('SIGTERM')
  rmSync(folder, { recursive: true, force: true })
}

async function main() {
  const first = await firstPage(join(folder, 'empty'))
  const rows = {}
  const add = (name, goal, run, least) => {
    rows[name] = {
      'a second': run.rate,
      'p99 ms': run.p99,
      goal,
      'floor a second': least?.rate ?? '',
      ratio: least ? ratio(run.rate / least.rate) : '',
    }
  }
  const slow = await saves('slow', SLOW_DISK)
  add(`saves, a commit takes ${COMMIT_MS} ms more`, '3 × floor', ...slow.middle)
  const { round, sessions, address, middle } = await saves('data', [])
  add('saves, this disk', '3 × floor', ...middle)
  const question = itemIndex(loadDefinition(join(DEFINITIONS_FOLDER, 'mechelen-50')).definition).items[0].id
  const pages = [
    ['round board, facilitator', sessions.facilitator, `/rounds/${round}`],
    ['round board, respondent', sessions.bodies[0].token, `/rounds/${round}`],
    [
      'question page',
      sessions.bodies[0].token,
      `/rounds/${round}/bodies/${sessions.bodies[0].body}/answers/${question}`,
    ],
  ]
  for (const [name, token, path] of pages) {
    const ask = reader(address, path, token)
    await load(
      Array.from({ length: 10 }, () => ask),
      1,
    )
    add(
      name,
      '300',
      await load(
        Array.from({ length: 20 }, () => ask),
        SECONDS,
      ),
    )
  }
  console.log(`\nserver: ${CONNECTIONS} connections for saves, 20 for pages, ${SECONDS} s each`)
  console.table(rows)
  console.log(`first start to first page: ${first} ms (goal 2,000)`)
}

function ratio(value) {
  return Number(value.toFixed(1))
}

/** A server on a new folder, and the middle of three turns of saves against it and against the floor. */
async function saves(name, options) {
  const data = join(folder, name)
  const { round, sessions } = await fill(data)
  const server = await serve([...options, CLI, 'serve'], { MALINES_DATA: data, MALINES_LOG: 'silent' })
  const floor = await serve([...options, FLOOR, data], {})
  const savers = await saversOf(server.address, data, round, sessions)
  // Warm both, then measure in turn, so that both see the same machine.
  await load(savers.map(saver), 1)
  await load(floorSavers(floor.address), 1)
  const turns = []
  for (let turn = 0; turn < 3; turn++) {
    turns.push([await load(savers.map(saver), SECONDS), await load(floorSavers(floor.address), SECONDS)])
  }
  turns.sort((a, b) => a[0].rate / a[1].rate - b[0].rate / b[1].rate)
  floor.child.kill('SIGTERM')
  return { round, sessions, address: server.address, middle: turns[1] }
}

/** Starts a program and waits until it says where it listens. */
async function serve(args, env) {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, MALINES_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const address = await new Promise((done, failed) => {
    let text = ''
    child.once('exit', (code) => failed(new Error(`ended with ${code}`)))
    child.stdout.on('data', (chunk) => {
      text += chunk
      const found = /(http:\/\/127\.0\.0\.1:\d+)/.exec(text)
      if (found) done(found[1])
    })
  })
  return { child, address }
}

/** Milliseconds from starting on an empty folder to the first page. */
async function firstPage(data) {
  const start = performance.now()
  const { child, address } = await serve([CLI, 'serve'], { MALINES_DATA: data, MALINES_LOG: 'silent' })
  const { status } = await send(new Agent(), `${address}/sign-in`, 'GET', {})
  if (status !== 200) throw new Error(`the first page answered ${status}`)
  child.kill('SIGTERM')
  return Math.round(performance.now() - start)
}

/** A round of twelve bodies that have answered everything, with someone signed in for each. */
async function fill(data) {
  const store = await openStore(data)
  const loaded = loadDefinition(join(DEFINITIONS_FOLDER, 'mechelen-50'))
  const definitionHash = await store.definitions.keep(loaded)
  const { id: assessment } = await store.assessments.create({ name: 'Bench', country: null }, null)
  const file = { ...roundOfTwelve(loaded.definition), round: { name: '2026' } }
  const round = await store.rounds.importRound(assessment, file, { state: 'open', definitionHash }, null)
  const signIn = async (name, part) => {
    const email = `${name}@example.org`
    const person = await store.people.create(
      { name, email, passwordHash: '', isAdministrator: false, language: 'en' },
      null,
    )
    await store.participants.add({ person: person.id, assessment, ...part }, null)
    return store.sessions.start(person.id)
  }
  const bodies = []
  for (const { id } of file.bodies) {
    bodies.push({ body: id, token: await signIn(id, { role: 'respondent', round: round.id, body: id }) })
  }
  const facilitator = await signIn('leader', { role: 'facilitator', round: null, body: null })
  await store.close()
  return { round: round.id, sessions: { bodies, facilitator } }
}

/** A hundred people, each with an answer of their own to change. */
async function saversOf(address, data, round, { bodies }) {
  const { items, voices } = itemIndex(loadDefinition(join(DEFINITIONS_FOLDER, 'mechelen-50')).definition)
  const store = await openStore(data)
  const { answers, round: whole } = await store.rounds.load(round)
  await store.close()
  const csrf = new Map()
  for (const { token } of bodies) {
    const { text } = await send(new Agent(), `${address}/account`, 'GET', { cookie: `malines-session=${token}` })
    csrf.set(token, /<meta name="csrf" content="([^"]+)"/.exec(text)[1])
  }
  const questions = items.filter(({ kind }) => kind === 'question')
  return Array.from({ length: CONNECTIONS }, (_, place) => {
    const { body, token } = bodies[place % bodies.length]
    const voice = voices.indexOf(whole.bodies.find(({ id }) => id === body).voice)
    const asked = questions.filter(({ asksVoice }) => asksVoice[voice])
    const item = asked[Math.floor(place / bodies.length)].id
    return {
      url: `${address}/rounds/${round}/bodies/${body}/answers/${item}`,
      token,
      csrf: csrf.get(token),
      revision: answers.get(answerKey(body, item))?.revision ?? null,
      count: 0,
      address,
    }
  })
}

/** Sends one save, based on what the one before gave. */
function saver(state) {
  return async (agent) => {
    state.count += 1
    const body = {
      level: state.count % 5,
      confidence: 'informed',
      comment: 'A comment of the length that people write.',
      basedOn: state.revision,
      key: `${state.url.slice(-60)} ${state.count}`,
    }
    const headers = {
      ...{ cookie: `malines-session=${state.token}`, 'x-csrf-token': state.csrf, origin: state.address },
      ...{ 'content-type': 'application/json', accept: 'application/json' },
    }
    const { status, text } = await send(agent, state.url, 'PUT', headers, JSON.stringify(body))
    const reply = JSON.parse(text)
    if (status !== 200) throw new Error(`a save answered ${status}: ${text}`)
    state.revision = reply.revision
  }
}

/** The same for the floor. What is sent differs each time: SQLite writes nothing where nothing changes. */
function floorSavers(address) {
  return Array.from({ length: CONNECTIONS }, (_, place) => {
    let count = 0
    return async (agent) => {
      count += 1
      const comment = `A comment of the length that people write, ${count}.`
      const body = JSON.stringify({ level: count % 5, confidence: 'informed', comment, basedOn: count, key: 'k' })
      const headers = { 'content-type': 'application/json' }
      const { status } = await send(agent, `${address}/body-${place}/item`, 'PUT', headers, body)
      if (status !== 200) throw new Error(`the floor answered ${status}`)
    }
  })
}

function reader(address, path, token) {
  return async (agent) => {
    const { status } = await send(agent, address + path, 'GET', { cookie: `malines-session=${token}` })
    if (status !== 200) throw new Error(`${path} answered ${status}`)
  }
}

/** Runs every client again and again for some seconds: replies a second, and the time that 99 of 100 stay under. */
async function load(clients, seconds) {
  const agent = new Agent({ keepAlive: true, maxSockets: clients.length })
  const times = []
  const end = performance.now() + seconds * 1000
  const loop = async (client) => {
    while (performance.now() < end) {
      const start = performance.now()
      await client(agent)
      times.push(performance.now() - start)
    }
  }
  const start = performance.now()
  await Promise.all(clients.map(loop))
  const spent = (performance.now() - start) / 1000
  agent.destroy()
  times.sort((a, b) => a - b)
  return { rate: Math.round(times.length / spent), p99: Number(times[Math.floor(times.length * 0.99)].toFixed(1)) }
}

function send(agent, url, method, headers, body) {
  return new Promise((done, failed) => {
    const sent = request(
      url,
      { agent, method, headers: body ? { ...headers, 'content-length': Buffer.byteLength(body) } : headers },
      (response) => {
        const chunks = []
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('end', () => done({ status: response.statusCode, text: Buffer.concat(chunks).toString() }))
      },
    )
    sent.on('error', failed)
    sent.end(body)
  })
}
