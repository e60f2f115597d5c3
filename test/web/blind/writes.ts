/** What a viewer can send to the server, to learn from its answer what stands where they may not look. */
import type { LightMyRequestResponse } from 'fastify'
import { countFrom } from './chance.js'
import { ASKED, BODIES, OWN } from './scenarios.js'
import { fileOf, type Tail } from './texts.js'
import { type Seen, wholeOf } from './walk.js'
import type { World } from './world.js'

interface Sent {
  readonly method: string
  readonly route: string
  readonly path: string
  /** A form for a post, else what a script saves. */
  readonly body: Readonly<Record<string, string>> | object
}

/** Routes that are not sent to: they end the session that asks. */
const ENDS = ['/sign-out', '/sign-out-everywhere']

/** Everything that is sent, in order. */
function sendings(world: World): readonly Sent[] {
  return [...empty(world), ...answers(world), ...words(world), effect(world)]
}

/** A form without a field to every route that takes one, for the own body and for another. */
function empty({ app, round, assessment, ids }: World): readonly Sent[] {
  const routes = app.guarded.filter(({ method, url }) => !['GET', 'HEAD'].includes(method) && !ENDS.includes(url))
  return routes.flatMap(({ method, url: route }) =>
    [OWN.id, 'house'].map((body) => {
      const values: Readonly<Record<string, string | undefined>> = {
        ...{ round, assessment, body, item: 'q-21', sector: 'building', part: 'place' },
        ...{ finding: ids.finding[2], action: ids.action[0] },
      }
      const path = route.replace(/:(\w+)/g, (_, name: string) => values[name] ?? 'none')
      return { method, route, path, body: {} }
    }),
  )
}

/** Answers that were written on an older one, for other bodies, and with files that others handed in. */
function answers({ round }: World): readonly Sent[] {
  const route = '/rounds/:round/bodies/:body/answers/:item'
  const save = (body: string, item: string, key: string, more: object): Sent => {
    const path = `/rounds/${round}/bodies/${body}/answers/${item}`
    return { method: 'PUT', route, path, body: { level: 3, basedOn: 1, key: `${key} ${body} ${item}`, ...more } }
  }
  const named = (item: string, tail: Tail) => {
    const sha256 = fileOf(item, 'house', tail)
    return { basedOn: null, evidence: [{ title: 'Ours', sha256, name: 'ours.txt', bytes: 10 }] }
  }
  return ASKED.flatMap(({ id }) => [
    ...BODIES.map((body) => save(body.id, id, 'stale', {})),
    save(OWN.id, id, 'file of a', named(id, 'a')),
    save(OWN.id, id, 'file of b', named(id, 'b')),
  ])
}

/** Replies to every thread and steps on it, also where it is another body's or a note. */
function words({ round, threads }: World): readonly Sent[] {
  const route = '/rounds/:round/discussion/:item'
  return ['q-11', 'q-12', 'u-31', 'p-1'].flatMap((item) =>
    (threads.get(item) ?? []).flatMap((thread) =>
      ['reply', 'settle', 'reopen'].map((deed): Sent => {
        const form = { do: deed, thread, text: 'Who said that?', as: OWN.id }
        return { method: 'POST', route, path: `/rounds/${round}/discussion/${item}`, body: form }
      }),
    ),
  )
}

/** What a finding would do to the numbers. */
function effect({ round }: World): Sent {
  const form = { do: 'effect', kind: 'contradiction', severity: 'blocking', sectors: 'building', rules: 'One, another' }
  return { method: 'POST', route: '/rounds/:round/findings', path: `/rounds/${round}/findings`, body: form }
}

/** Sends everything and keeps what came back. */
export async function sendAll(world: World): Promise<Map<string, Seen>> {
  countFrom(`sendings ${world.scenario.name}`)
  const seen = new Map<string, Seen>()
  for (const sent of sendings(world)) {
    const response = await send(world, sent)
    const { route, path, method } = sent
    seen.set(`${seen.size} ${method} ${path}`, { route, status: response.statusCode, text: wholeOf(response) })
  }
  return seen
}

function send({ viewer }: World, { method, path, body }: Sent): Promise<LightMyRequestResponse> {
  return method === 'PUT' ? viewer.put(path, body) : viewer.post(path, body as Readonly<Record<string, string>>)
}
