/** What other people do in a round while somebody looks at it who may not know of it. */
import { answerKey } from '../../../src/store/answers.js'
import { ASKED, BODIES, hides, OWN, UNASKED } from './scenarios.js'
import { agreedOf, filledAnswer, mark } from './texts.js'
import type { World } from './world.js'

/** Changes everything that is hidden from the viewer, in the world of side a; who has answered what stays. */
export async function changeHidden(world: World): Promise<void> {
  const { store, scenario, round, people } = world
  const hidden = [...ASKED, ...UNASKED].filter(hides(scenario))
  const leader = world.leader.person!.id
  const { answers } = await store.rounds.load(round)
  for (const item of hidden) {
    for (const { id: body } of BODIES) {
      const current = answers.get(answerKey(body, item.id))
      if (!current || (body === OWN.id && scenario.role === 'respondent')) continue
      const value = await filledAnswer(store, item, body, 'b', '')
      const stamp = { basedOn: current.revision, key: `hidden ${body} ${item.id}` }
      await store.answers.save({ round, body, item: item.id, person: people[body]!.id, value, ...stamp })
    }
    const agreed = answers.get(answerKey('', item.id))
    const stamp = { basedOn: agreed?.revision ?? null, key: `hidden agreed ${item.id}` }
    await store.answers.save({
      round,
      body: '',
      item: item.id,
      person: leader,
      value: agreedOf(item, 'b', ''),
      ...stamp,
    })
  }
  await addHidden(world)
  await store.submissions.add(round, 'house', { state: 'submitted' }, people.house!.id)
}

/** Says and proposes more that is hidden from the viewer. */
export async function addHidden(world: World): Promise<void> {
  for (const { id } of ASKED.filter(hides(world.scenario))) await talk(world, id)
  for (const { id } of ASKED) await note(world, id)
  await propose(world)
}

/** A thread of another body from its first word to its end, which opens it again. */
async function talk({ store, round, people, viewer }: World, item: string): Promise<void> {
  const { discussion } = store
  const words = { round, item, lang: 'en', mentions: [viewer.person!.id] }
  const [house, guests] = [people.house!.id, people.guests!.id]
  const text = mark('live', item, 'house', 'a')
  const { id } = await discussion.add({ ...words, text, body: 'house', person: house })
  await discussion.add({ ...words, text, body: 'guests', person: guests, parent: id })
  await discussion.settle(id, house, text)
  await discussion.reopen(id, house)
}

/** Notes are hidden also where answers are open. */
async function note({ store, round, people }: World, item: string): Promise<void> {
  const words = { round, item, lang: 'en', text: mark('live', item, 'house', 'a') }
  await store.discussion.add({ ...words, body: 'house', person: people.house!.id, isPrivate: true })
}

/** Another body proposes two findings; one of them is declined. */
async function propose({ store, round, people, leader }: World): Promise<void> {
  const { findings } = store
  const contradiction = { kind: 'contradiction', severity: 'blocking', status: 'open', sectors: ['learning'] } as const
  for (const id of ['live-1', 'live-2']) {
    const rules = mark('live', id, 'house', 'a')
    await findings.save(round, { ...contradiction, id, rules }, { isProposed: true, body: 'house' }, people.house!.id)
  }
  await findings.decline(round, 'live-2', mark('live', 'live-2', 'house', 'a'), leader.person!.id)
}
