/** People who save without pause, each an answer of their own, and remember what was acknowledged. */
import { Agent, request } from 'node:http'
import type { Level } from '../../../src/rules/model.js'
import type { AnswerValue } from '../../../src/store/answers.js'
import { openStore } from '../../../src/store/index.js'
import { askedOf } from '../../../src/web/asked.js'
import { SESSION_COOKIE } from '../../../src/web/context.js'
import { mechelen } from '../definitions.js'
import { roundOf } from '../round.js'

export interface Sent {
  readonly key: string
  readonly value: NonNullable<AnswerValue>
  readonly basedOn: number | null
}

export interface Acknowledged extends Sent {
  readonly revision: number
}

export interface Client {
  readonly round: string
  readonly body: string
  readonly item: string
  readonly person: string
  /** Of the session. */
  readonly token: string
  /** In the order in which it came. */
  readonly acknowledged: Acknowledged[]
  /** Of the page, which stays open while the server is away. */
  csrf?: string
  /** Sent without an acknowledgement so far. */
  pending?: Sent
}

interface Reply {
  readonly status: number
  readonly text: string
}

const BODIES_OF_VOICE = 3
const CLIENTS_OF_BODY = 5
/** Milliseconds until a request counts as stuck. */
const PATIENCE = 60_000

/** Fills a folder with an open round of twelve bodies, with five people signed in for each: sixty clients. */
export async function addClients(data: string): Promise<Client[]> {
  const store = await openStore(data)
  try {
    const { definition } = mechelen()
    const definitionHash = await store.definitions.keep(mechelen())
    const assessment = await store.assessments.create({ name: 'Somewhere', country: null }, null)
    const bodies = definition.voices.flatMap(({ id }) =>
      Array.from({ length: BODIES_OF_VOICE }, (_, place) => [`${id}-${place}`, id]),
    )
    const file = roundOf(definition, { bodies: Object.fromEntries(bodies) })
    const { id: round } = await store.rounds.importRound(assessment.id, file, { state: 'open', definitionHash }, null)
    const stored = await store.rounds.load(round)
    const clients: Client[] = []
    for (const body of stored.round.bodies) {
      const questions = askedOf(stored, body).filter(({ kind }) => kind === 'question')
      for (const { id: item } of questions.slice(0, CLIENTS_OF_BODY)) {
        const email = `${clients.length}@example.org`
        const account = { name: email, email, passwordHash: null, isAdministrator: false, language: 'en' }
        const { id: person } = await store.people.create(account, null)
        await store.participants.add(
          { person, assessment: assessment.id, role: 'respondent', round, body: body.id },
          null,
        )
        const token = await store.sessions.start(person)
        clients.push({ round, body: body.id, item, person, token, acknowledged: [] })
      }
    }
    return clients
  } finally {
    await store.close()
  }
}

/**
 * Saves again and again, each save based on the one before, while `isGoing` says so or until the server is gone; first
 * what had no acknowledgement, twice at once as impatient people do.
 * Errors: when the server answers anything but an acknowledgement.
 */
export async function saveOn(client: Client, address: string, isGoing: () => boolean, onAcknowledged: () => void) {
  const agent = new Agent({ keepAlive: true })
  const headers = { cookie: `${SESSION_COOKIE}=${client.token}`, accept: 'application/json', origin: address }
  const saving = { ...headers, 'content-type': 'application/json' }
  const path = `${address}/rounds/${client.round}/bodies/${client.body}/answers/${client.item}`

  async function save(sent: Sent, csrf: string): Promise<void> {
    const { key, value, basedOn } = sent
    const body = JSON.stringify({ ...value, basedOn, key })
    const { status, text } = await send(agent, path, 'PUT', { ...saving, 'x-csrf-token': csrf }, body)
    if (status !== 200) throw new Refused(`a save was answered ${status}: ${text}`)
    acknowledge(client, sent, JSON.parse(text).revision)
    onAcknowledged()
  }

  try {
    const csrf = client.csrf ?? csrfOf(await send(agent, `${address}/help`, 'GET', headers))
    client.csrf = csrf
    while (isGoing()) {
      const isAgain = client.pending !== undefined
      const sent = client.pending ?? next(client)
      client.pending = sent
      const saves = isAgain ? [save(sent, csrf), save(sent, csrf)] : [save(sent, csrf)]
      for (const outcome of await Promise.allSettled(saves)) {
        if (outcome.status === 'rejected') throw outcome.reason
      }
    }
  } catch (error) {
    if (error instanceof Refused) throw error
  } finally {
    agent.destroy()
  }
}

function csrfOf({ text }: Reply): string {
  const [, csrf = ''] = /<meta name="csrf" content="([^"]+)"/.exec(text) ?? []
  return csrf
}

/** The server answered, but not as it should. */
class Refused extends Error {}

function acknowledge(client: Client, sent: Sent, revision: number): void {
  const last = client.acknowledged.at(-1)
  if (last?.key !== sent.key) client.acknowledged.push({ ...sent, revision })
  else if (last.revision !== revision) throw new Refused(`${sent.key} is both ${last.revision} and ${revision}`)
  client.pending = undefined
}

/** No two saves say the same. */
function next({ body, item, acknowledged }: Client): Sent {
  const level = (acknowledged.length % 5) as Level
  const key = `${body} ${item} ${acknowledged.length}`
  const value = { level, confidence: 'informed', comment: `Said in ${key}`, lang: 'en' } as const
  return { key, value, basedOn: acknowledged.at(-1)?.revision ?? null }
}

function send(agent: Agent, url: string, method: string, headers: Record<string, string>, body = ''): Promise<Reply> {
  return new Promise((done, failed) => {
    const length = body === '' ? {} : { 'content-length': Buffer.byteLength(body) }
    const sent = request(url, { agent, method, headers: { ...headers, ...length }, timeout: PATIENCE }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('error', failed)
      response.on('end', () => done({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }))
    })
    sent.on('timeout', () => sent.destroy(new Error(`${method} ${url} has no answer`)))
    sent.on('error', failed)
    sent.end(body)
  })
}
