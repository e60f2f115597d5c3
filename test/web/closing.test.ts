import { describe, expect, test } from 'vitest'
import { scoreRound } from '../../src/rules/index.js'
import { type Answering, answering } from '../support/answering.js'
import { tiny } from '../support/definitions.js'
import { documentOf } from '../support/page.js'
import { errorsOf, textOf } from '../support/set-up.js'

const EVIL = '<img src=x onerror=alert(1)>'
const close = (t: Answering) => `/rounds/${t.head.id}/manage/close`
const member = (t: Answering) => `/rounds/${t.head.id}/closing`
const signOffs = (t: Answering) => `/rounds/${t.head.id}/manage/sign-offs`
const stateOf = async (t: Answering) => (await t.store.rounds.find(t.head.id))?.state
const revision = async (t: Answering) => String((await t.store.rounds.load(t.head.id)).revision)
const lock = async (t: Answering, form: Record<string, string> = {}) =>
  t.leader.post(close(t), { confirm: 'yes', note: 'One voice is ill', revision: await revision(t), ...form })

/** The checks of the page in its order: verdict and words. */
async function checksOf(t: Answering): Promise<readonly (readonly [string | null, string])[]> {
  const page = documentOf((await t.leader.get(close(t))).body)
  return [...page.querySelectorAll('.m-checks > li')].map((item) => {
    return [item.getAttribute('data-check'), (item.textContent ?? '').replace(/\s+/g, ' ').trim()] as const
  })
}

const agree = (t: Answering, item: string, value: object) =>
  t.store.answers.save({
    ...{ round: t.head.id, body: '', item, value, person: null, basedOn: null, key: `agreed ${item}` },
  })

describe('the checks', () => {
  test('stand with what is missing first, and link to where it is mended', async () => {
    const t = await answering()
    await t.put(t.house, 'q-11', { level: 4 })
    await t.put(t.owner, 'q-11', { level: 0 }, 'owner')
    const checks = await checksOf(t)
    const verdicts = checks.map(([verdict]) => verdict)
    expect(verdicts).toEqual([...verdicts].sort((a, b) => 'slo'.indexOf(a?.[0] ?? '') - 'slo'.indexOf(b?.[0] ?? '')))
    const words = checks.map(([verdict, text]) => `${verdict}: ${text}`).join('\n')
    expect(words).toMatch(/stop: Missing: One divergence without an agreed answer.*gap of 4 levels/)
    expect(words).toMatch(/stop: Missing: 3 sectors have too few answers/)
    expect(words).toMatch(/look: To look at: 3 voices have not submitted.*0 of 3 bodies/)
    expect(words).toMatch(/look: To look at: One question without an agreed answer.*Collection \(1\)/)
    expect(words).toMatch(/look: To look at: One answer at level 3 or 4 without a document.*house \(1\)/)
    expect(words).toMatch(/ok: Ready: No thread is open/)
    expect(words).toMatch(/ok: Ready: No blocking finding is open/)
  })

  test('follow what is done: agreed, submitted, supported', async () => {
    const t = await answering()
    await t.put(t.house, 'q-11', { level: 4, evidence: [{ title: 'Plan', url: 'https://example.org/plan' }] })
    await t.put(t.owner, 'q-11', { level: 0 }, 'owner')
    await agree(t, 'q-11', { level: 2, dissent: [{ voice: 'owner', note: 'Too high' }] })
    for (const { id } of t.bodies) await t.store.submissions.add(t.head.id, id, { state: 'submitted' }, null)
    const words = (await checksOf(t)).map(([verdict, text]) => `${verdict}: ${text}`).join('\n')
    expect(words).toContain('ok: Ready: No divergence is left open')
    expect(words).toMatch(/ok: Ready: Every voice has submitted.*3 of 3 bodies/)
    expect(words).toContain('ok: Ready: Every answer at level 3 or 4 has a document or a link')
    expect(words).toMatch(/look: To look at: One agreed answer without a rationale.*0 of 1, 1 with a dissent/)
  })

  test('name blocking and proposed findings, open threads, and a last day that is not over', async () => {
    const t = await answering()
    const finding = { kind: 'contradiction', sectors: ['building'], severity: 'blocking', status: 'open' } as const
    await t.store.findings.save(t.head.id, { id: 'f1', rules: 'x', ...finding }, {}, null)
    await t.store.findings.save(t.head.id, { id: 'f2', rules: 'y', ...finding }, { isProposed: true }, null)
    const person = t.leader.person?.id ?? ''
    await t.store.discussion.add({ round: t.head.id, item: 'q-11', person, text: 'Why?', lang: 'en' })
    await t.store.rounds.update(t.head.id, { closesOn: '2100-01-01' }, null)
    const words = (await checksOf(t)).map(([verdict, text]) => `${verdict}: ${text}`).join('\n')
    expect(words).toMatch(/look: To look at: One open blocking finding.*Building/)
    expect(words).toContain('look: To look at: One proposed finding waits for you')
    expect(words).toMatch(/look: To look at: One open thread/)
    expect(words).toContain('look: To look at: Bodies can answer until 1 January 2100')
  })

  test('lead to the register of findings and to each discussion', async () => {
    const t = await answering()
    const finding = { kind: 'contradiction', sectors: ['building'], severity: 'blocking', status: 'open' } as const
    await t.store.findings.save(t.head.id, { id: 'f1', rules: 'x', ...finding }, {}, null)
    await t.store.findings.save(t.head.id, { id: 'f2', rules: 'y', ...finding }, { isProposed: true }, null)
    const said = { round: t.head.id, person: t.leader.person?.id ?? '', text: 'Why?', lang: 'en' }
    const links = async () =>
      [...documentOf((await t.leader.get(close(t))).body).querySelectorAll('.m-checks a')].map((a) => [
        a.getAttribute('href'),
        a.textContent?.replace(/\s+/g, ' ').trim(),
      ])
    const round = `/rounds/${t.head.id}`
    await t.store.discussion.add({ ...said, item: 'q-11' })
    const one = await links()
    expect(one).toContainEqual([`${round}/findings`, 'Findings One open blocking finding'])
    expect(one).toContainEqual([`${round}/findings#proposed`, 'Findings One proposed finding waits for you'])
    expect(one).toContainEqual([`${round}/discussion/q-11`, 'Discussion One open thread'])
    expect((await t.leader.get(`${round}/findings`)).body).toContain('id="proposed"')
    await t.store.discussion.add({ ...said, item: 'q-31' })
    const two = (await links()).map(([href]) => href)
    expect(two.filter((href) => href?.includes('/discussion/'))).toEqual([
      `${round}/discussion/q-11`,
      `${round}/discussion/q-31`,
    ])
  })
})

describe('the quorum', () => {
  const set = (t: Answering, form: Record<string, string>, who = t.leader) =>
    who.post(`/rounds/${t.head.id}/manage/quorum`, form)
  const check = async (t: Answering) =>
    (await checksOf(t)).find(([, words]) => /quorum|have submitted/.test(words))?.join(': ')

  async function twoHouses() {
    const t = await answering()
    const { id } = await t.store.bodies.create(t.head.id, { name: 'Second house', voice: 'house' }, null)
    for (const body of ['house', 'owner', 'visitors']) {
      await t.store.submissions.add(t.head.id, body, { state: 'submitted' }, null)
    }
    return { t, id }
  }

  test('is one body of each voice, until more are asked of one', async () => {
    const { t, id } = await twoHouses()
    expect(await check(t)).toMatch(/^ok: .*Every voice has submitted.*3 of 4 bodies/)
    expect((await set(t, { 'quorum-house': '2', 'quorum-owner': '' })).headers.location).toBe(
      `${close(t)}?now=quorum#bodies`,
    )
    expect(await check(t)).toMatch(/^stop: .*A voice is below its quorum.*\(1 of 2\)\. 3 of 4 bodies/)
    expect(textOf((await t.leader.get(close(t))).body, '#sign-offs')).toContain('quorum 2')
    expect(textOf((await t.house.get(member(t))).body)).toContain('quorum 2')
    expect((await lock(t, { note: '' })).statusCode).toBe(422)
    await t.store.submissions.add(t.head.id, id, { state: 'submitted' }, null)
    expect(await check(t)).toMatch(/^ok: .*Every voice has reached its quorum/)
  })

  test('is never more than the bodies that there are', async () => {
    const { t, id } = await twoHouses()
    for (const typed of ['3', '0', '-1', 'x', '1.5']) {
      const reply = await set(t, { 'quorum-house': typed, 'quorum-owner': '1' })
      expect([typed, reply.statusCode]).toEqual([typed, 422])
      expect(documentOf(reply.body).querySelector('#quorum-house')?.getAttribute('value')).toBe(typed)
      expect(errorsOf(reply.body)).toMatchObject([['#quorum-house', expect.stringContaining('from 1 to 2')]])
    }
    expect(await t.store.quorums.of(t.head.id)).toEqual({})
    await set(t, { 'quorum-house': '2' })
    await t.store.bodies.delete(t.head.id, id, null)
    expect(await check(t)).toMatch(/^ok:/)
  })

  test('is set by the facilitator, while the round runs', async () => {
    const { t } = await twoHouses()
    expect((await set(t, { 'quorum-house': '2' }, t.house)).statusCode).toBe(403)
    await t.store.rounds.setState(t.head.id, 'meeting', {}, null)
    await lock(t)
    expect((await set(t, { 'quorum-house': '2' })).statusCode).toBe(409)
    expect(await t.store.quorums.of(t.head.id)).toEqual({})
  })
})

describe('a voice', () => {
  test('signs through somebody who answers for one of its bodies, with its dissents counted', async () => {
    const t = await answering('meeting')
    await agree(t, 'q-11', { level: 2, rationale: 'So', dissent: [{ voice: 'house', note: EVIL }] })
    const before = await t.house.get(member(t))
    expect(before.body).not.toContain(EVIL)
    expect((await t.house.post(t.at('/sign-off'), { act: 'sign', note: EVIL })).headers.location).toBe(
      `${member(t)}?now=signed`,
    )
    expect(await t.store.signOffs.listOf(t.head.id)).toMatchObject([{ voice: 'house', name: 'Amina', dissents: 1 }])
    const page = await t.leader.get(close(t))
    expect(page.body).not.toContain(EVIL)
    expect(textOf(page.body, '#sign-offs')).toMatch(/Signed .* by Amina, with one dissent/)
  })

  test('sees the dissents that are written down for it, and only where it may see the positions', async () => {
    const t = await answering('open')
    await agree(t, 'q-11', { level: 2, dissent: [{ voice: 'house', note: 'Rooms are locked' }], lang: 'en' })
    const hidden = textOf((await t.house.get(member(t))).body)
    expect(hidden).not.toContain('Rooms are locked')
    expect(hidden).toContain('Some agreed answers are still hidden from you')
    await t.put(t.house, 'q-11', { level: 3 })
    expect(textOf((await t.house.get(member(t))).body)).toContain('Rooms are locked')
  })

  test('can’t sign twice; only who signed takes it back, or the facilitator', async () => {
    const t = await answering('meeting')
    await t.house.post(t.at('/sign-off'), { act: 'sign' })
    expect((await t.second.post(t.at('/sign-off'), { act: 'sign' })).statusCode).toBe(409)
    expect((await t.second.post(t.at('/sign-off'), { act: 'take-back' })).statusCode).toBe(403)
    expect((await t.house.post(t.at('/sign-off'), { act: 'take-back' })).statusCode).toBe(303)
    expect(await t.store.signOffs.listOf(t.head.id)).toEqual([])
    await t.second.post(t.at('/sign-off'), { act: 'sign' })
    expect((await t.leader.post(signOffs(t), { act: 'take-away', voice: 'house' })).statusCode).toBe(303)
    expect(await t.store.signOffs.listOf(t.head.id)).toEqual([])
  })

  test('has to sign again when something was written after it signed', async () => {
    let now = new Date('2026-05-04T10:00:00Z')
    const t = await answering('meeting', () => now)
    await t.house.post(t.at('/sign-off'), { act: 'sign' })
    now = new Date('2026-05-04T11:00:00Z')
    await agree(t, 'q-11', { level: 2 })
    expect(textOf((await t.leader.get(close(t))).body, '#sign-offs')).toContain('Signed, changed since')
    expect((await t.second.post(t.at('/sign-off'), { act: 'sign' })).statusCode).toBe(303)
    expect(await t.store.signOffs.listOf(t.head.id)).toMatchObject([{ voice: 'house', name: 'Peter' }])
  })

  test.each([
    ['owner', 403],
    ['observer', 403],
    ['leader', 403],
    ['stranger', 404],
  ] as const)('is not signed for by %s', async (who, status) => {
    const t = await answering('meeting')
    expect((await t[who].post(t.at('/sign-off'), { act: 'sign' })).statusCode).toBe(status)
    expect(await t.store.signOffs.listOf(t.head.id)).toEqual([])
  })

  test('signs neither before the round opens nor once it is closed', async () => {
    for (const state of ['preparing', 'closed'] as const) {
      const t = await answering(state)
      expect((await t.house.post(t.at('/sign-off'), { act: 'sign' })).statusCode).toBe(409)
    }
  })

  test('is signed for on paper: the facilitator writes the name down', async () => {
    const t = await answering('meeting')
    const bare = await t.leader.post(signOffs(t), { voice: 'nobody', name: '' })
    expect([bare.statusCode, errorsOf(bare.body).map(([href]) => href)]).toEqual([422, ['#voice', '#name']])
    await t.leader.post(signOffs(t), { voice: 'visitors', name: 'Rosa Díaz', said: 'By letter' })
    expect(await t.store.signOffs.listOf(t.head.id)).toMatchObject([
      { voice: 'visitors', name: 'Rosa Díaz', note: 'By letter', person: null },
    ])
    expect((await t.house.post(signOffs(t), { voice: 'house', name: 'Me' })).statusCode).toBe(403)
  })
})

describe('the lock', () => {
  test('with open points needs a reason and the box', async () => {
    const t = await answering('meeting')
    const bare = await lock(t, { note: '', confirm: '' })
    expect([bare.statusCode, errorsOf(bare.body).map(([href]) => href)]).toEqual([422, ['#note', '#confirm']])
    expect(await stateOf(t)).toBe('meeting')
    const reply = await lock(t)
    expect(reply.headers.location).toBe(`${close(t)}?now=locked`)
    expect(await stateOf(t)).toBe('closed')
  })

  test('keeps the result, the seal and the reason, and says who locked it', async () => {
    const t = await answering('meeting')
    await t.store.answers.save({
      ...{ round: t.head.id, body: 'house', item: 'q-11', value: { level: 3 }, person: null, basedOn: null, key: 'k' },
    })
    const { round } = await t.store.rounds.load(t.head.id)
    await lock(t, { note: EVIL })
    const closing = await t.store.rounds.closing(t.head.id)
    const result = JSON.parse(JSON.stringify(scoreRound(tiny().definition, round)))
    expect(closing).toMatchObject({ personName: 'Lena', note: EVIL, result })
    expect(await t.store.rounds.result(t.head.id)).toEqual(result)
    for (const [who, path] of [
      [t.leader, close(t)],
      [t.observer, member(t)],
    ] as const) {
      const { body } = await who.get(path)
      expect(body).not.toContain(EVIL)
      expect(textOf(body)).toContain(closing?.seal)
      expect(textOf(body)).toContain('the round and its result are what was locked')
    }
    expect(await t.store.audit.listOf({ round: t.head.id }, { limit: 1 })).toMatchObject([
      { action: 'round-state', personName: 'Lena', details: { seal: closing?.seal, note: EVIL } },
    ])
  })

  test('needs no reason when nothing is open and every voice has signed', async () => {
    const t = await answering('meeting')
    for (const { voice } of t.bodies) await t.store.signOffs.add(t.head.id, { voice, name: 'X', dissents: 0 }, null)
    // Every sector is left out: none has too few answers.
    const outOfScope = tiny().definition.sectors.map(({ id: sector }) => ({
      ...{ sector, reason: 'other', note: 'Not here', date: '2026-01-01' },
    }))
    await t.store.rounds.saveFrame(t.head.id, { outOfScope }, null)
    expect(documentOf((await t.leader.get(close(t))).body).querySelector('[data-check="stop"]')).toBeNull()
    expect((await lock(t, { note: '' })).statusCode).toBe(303)
    expect(await stateOf(t)).toBe('closed')
  })

  test('does not close what the facilitator has not seen', async () => {
    const t = await answering('open')
    const seen = await revision(t)
    await t.put(t.house, 'q-11', { level: 2 })
    const reply = await lock(t, { revision: seen })
    expect([reply.statusCode, errorsOf(reply.body).map(([href]) => href)]).toEqual([422, ['#lock']])
    expect(await stateOf(t)).toBe('open')
  })

  test('is for its facilitator alone, and not for a round in preparation or closed', async () => {
    const t = await answering('meeting')
    for (const who of [t.house, t.observer]) expect((await who.post(close(t), {})).statusCode).toBe(403)
    expect((await t.stranger.post(close(t), {})).statusCode).toBe(404)
    for (const state of ['preparing', 'closed'] as const) {
      await t.store.rounds.setState(t.head.id, state, {}, null)
      expect((await lock(t)).statusCode).toBe(409)
    }
    expect((await t.leader.get(close(t))).statusCode).toBe(200)
  })
})

describe('opening again', () => {
  const reopen = (t: Answering, form: Record<string, string>) => t.leader.post(`/rounds/${t.head.id}/reopen`, form)

  test('needs a reason and where to; all who take part see both, and the seal of before', async () => {
    const t = await answering('meeting')
    await t.house.post(t.at('/sign-off'), { act: 'sign' })
    await lock(t)
    const seal = (await t.store.rounds.closing(t.head.id))?.seal
    const bare = await reopen(t, { reason: ' ', to: 'preparing' })
    expect([bare.statusCode, errorsOf(bare.body).map(([href]) => href)]).toEqual([422, ['#reason', '#to']])
    expect(await stateOf(t)).toBe('closed')
    await reopen(t, { reason: `A ministry wrote ${EVIL}`, to: 'open' })
    expect(await stateOf(t)).toBe('open')
    expect(await t.store.signOffs.listOf(t.head.id)).toEqual([])
    const { body } = await t.house.get(member(t))
    expect(body).not.toContain(EVIL)
    const words = textOf(body)
    expect(words).toContain('A ministry wrote')
    expect(words).toContain(seal)
    expect((await t.put(t.owner, 'q-11', { level: 2 }, 'owner')).statusCode).toBe(200)
  })

  test('of a round that is not closed is refused, and of another’s too', async () => {
    const t = await answering('meeting')
    expect((await reopen(t, { reason: 'x', to: 'open' })).statusCode).toBe(409)
    expect((await t.house.post(`/rounds/${t.head.id}/reopen`, { reason: 'x', to: 'open' })).statusCode).toBe(403)
  })
})

describe('the page for all who take part', () => {
  test.each(['preparing', 'open', 'meeting', 'closed'] as const)('is there while the round is %s', async (state) => {
    const t = await answering(state)
    for (const who of [t.house, t.observer, t.leader]) expect((await who.get(member(t))).statusCode).toBe(200)
    expect((await t.stranger.get(member(t))).statusCode).toBe(404)
    expect((await t.leader.get(close(t))).statusCode).toBe(200)
    expect((await t.house.get(close(t))).statusCode).toBe(403)
  })

  test('tells no number of dissents while positions are hidden', async () => {
    const t = await answering('open')
    await t.store.signOffs.add(t.head.id, { voice: 'owner', name: 'Olga', dissents: 2 }, null)
    expect(textOf((await t.house.get(member(t))).body)).not.toContain('2 dissents')
    expect(textOf((await t.leader.get(member(t))).body)).toContain('2 dissents')
  })

  test('is linked from the results of a closed round, and says who has not signed', async () => {
    const t = await answering('meeting')
    const results = `/rounds/${t.head.id}/results`
    expect((await t.house.get(results)).body).not.toContain(`href="${member(t)}"`)
    await lock(t)
    expect((await t.house.get(results)).body).toContain(`href="${member(t)}"`)
    expect(textOf((await t.observer.get(member(t))).body)).toContain('Not signed')
  })

  test('speaks French', async () => {
    const t = await answering('meeting')
    expect(textOf((await t.leader.get(`${close(t)}?lang=fr`)).body)).toContain('Clôturer le cycle')
    expect(textOf((await t.house.get(`${member(t)}?lang=fr`)).body)).toContain('Signature par voix')
  })
})
