import { beforeEach, describe, expect, test } from 'vitest'
import { type Answering, answering } from '../support/answering.js'
import type { Browser } from '../support/app.js'
import { documentOf } from '../support/page.js'

const ITEM = 'q-11'
const HOSTILE = '<script>alert(1)</script>"\'&{{t}}'
const SIGNS = /&(lt|gt|quot|#x27|amp);/

let t: Answering
beforeEach(async () => {
  t = await answering()
})

const path = (item = ITEM) => `/rounds/${t.head.id}/discussion/${item}`
const pageFor = async (who: Browser, item = ITEM) => documentOf((await who.get(path(item))).body)
const say = (who: Browser, form: Record<string, string | string[]>, item = ITEM) => who.post(path(item), form)
const start = (who: Browser, text: string) => say(who, { do: 'thread', text })
const threads = async () =>
  t.store.discussion.listOf(t.head.id, ITEM, { bodies: t.bodies.map(({ id }) => id), all: true })
const textOf = async (who: Browser) => (await pageFor(who)).querySelector('main')?.textContent ?? ''

/** Both bodies have answered: the item is open to them. */
async function answerBoth() {
  await t.put(t.house, ITEM, { level: 2 })
  await t.put(t.owner, ITEM, { level: 3 }, 'owner')
}

describe('a thread', () => {
  test('is read by all who see the item, with voice, time, language and position', async () => {
    await answerBoth()
    const response = await start(t.house, 'Which review counts?')
    expect(response.statusCode).toBe(303)
    const [thread] = await threads()
    expect(response.headers.location).toBe(`${path()}#said-${thread?.id}`)
    for (const who of [t.owner, t.leader, t.second]) {
      const line = (await pageFor(who)).querySelector('.m-say li')
      expect(line?.querySelector('strong')?.textContent).toBe('house')
      expect(line?.querySelector('svg')?.getAttribute('data-voice')).toBe('house')
      const text = line?.querySelector('[lang]')
      expect([text?.textContent, text?.getAttribute('lang'), text?.getAttribute('dir')]).toEqual([
        ...['Which review counts?', 'en', 'auto'],
      ])
      expect(line?.textContent).toContain('Position: level 2')
      expect(line?.textContent).not.toContain('Amina')
    }
  })

  test('stands with others, the oldest first, and what answers it after it', async () => {
    await start(t.leader, 'first')
    await start(t.leader, 'second')
    const [one] = await threads()
    await say(t.leader, { do: 'reply', thread: one?.id ?? '', text: 'answer' })
    const page = await pageFor(t.leader)
    expect([...page.querySelectorAll('.m-say [lang]')].map(({ textContent }) => textContent)).toEqual([
      ...['first', 'answer', 'second'],
    ])
    expect(page.querySelector('.m-section .m-quiet')?.textContent).toBe('2 contributions, one voice')
  })

  test('is settled with what came of it, folded, and opened again', async () => {
    await start(t.house, 'a question')
    const id = (await threads())[0]?.id ?? ''
    await say(t.leader, { do: 'settle', thread: id, text: 'became a finding' })
    const page = await pageFor(t.house)
    expect(page.querySelector('.ds-tag')?.textContent).toBe('Settled')
    expect(page.querySelector('main')?.textContent).toMatch(/Settled on \d+ \w+ \d{4} by Lena\.\s+became a finding/)
    expect(page.querySelector('details .m-say')).not.toBeNull()
    expect(page.querySelector('[value="reply"]')).toBeNull()
    expect((await say(t.house, { do: 'reopen', thread: id })).statusCode).toBe(303)
    expect((await threads())[0]?.settled).toBeNull()
  })

  test('is settled by the body that opened it and the facilitator only', async () => {
    await answerBoth()
    await start(t.house, 'a question')
    const id = (await threads())[0]?.id ?? ''
    expect((await pageFor(t.owner)).querySelector('[value="settle"]')).toBeNull()
    expect((await say(t.owner, { do: 'settle', thread: id, text: 'done' })).statusCode).toBe(403)
    expect((await say(t.second, { do: 'settle', thread: id, text: '' })).statusCode).toBe(303)
    expect((await threads())[0]?.settled?.outcome).toBeNull()
  })

  test('that was settled while somebody wrote keeps their text on the page', async () => {
    await start(t.house, 'a question')
    const id = (await threads())[0]?.id ?? ''
    await say(t.leader, { do: 'settle', thread: id })
    const response = await say(t.house, { do: 'reply', thread: id, text: 'my long answer' })
    expect(response.statusCode).toBe(409)
    expect(documentOf(response.body).querySelector('[role="alert"]')?.textContent).toContain('my long answer')
    expect((await say(t.leader, { do: 'settle', thread: id })).statusCode).toBe(409)
  })

  test('names people of the round, and the page tells them', async () => {
    await start(t.leader, 'a question')
    const id = (await threads())[0]?.id ?? ''
    const page = await pageFor(t.leader)
    const names = [...page.querySelectorAll('#people-fieldset, .m-mentions')].length
    expect(names).toBeGreaterThan(0)
    const boxes = [...(page.querySelectorAll('form[aria-labelledby="new"] [name="people"]') ?? [])]
    expect(boxes).toHaveLength(4)
    const people = [t.house.person?.id ?? '', 'nobody']
    await say(t.leader, { do: 'reply', thread: id, text: 'can you say?', people })
    expect((await t.store.discussion.mentionsOf(people[0]!)).map(({ text }) => text)).toEqual(['can you say?'])
    expect(await textOf(t.house)).toMatch(/For\s+Amina\s+names you/)
    expect(await textOf(t.second)).not.toContain('names you')
  })
})

describe('the blind rule', () => {
  test('a body without an answer reads its own words and the facilitator’s', async () => {
    await t.put(t.owner, ITEM, { level: 3 }, 'owner')
    await start(t.owner, 'we said three')
    await start(t.leader, 'please all answer')
    await start(t.house, 'we are not sure')
    const text = await textOf(t.house)
    expect(text).toContain('please all answer')
    expect(text).toContain('we are not sure')
    expect(text).toContain('opens to you together with their answers')
    expect(text).not.toContain('we said three')
    expect(text).not.toContain('Position')
    await t.put(t.house, ITEM, { level: 2 })
    expect(await textOf(t.house)).toContain('we said three')
  })

  test('nor can it write into a thread that it does not read', async () => {
    await t.put(t.owner, ITEM, { level: 3 }, 'owner')
    await start(t.owner, 'we said three')
    const id = (await threads())[0]?.id ?? ''
    for (const deed of ['reply', 'settle', 'reopen']) {
      const response = await say(t.house, { do: deed, thread: id, text: 'x' })
      expect([deed, response.statusCode, response.body.includes('we said three')]).toEqual([deed, 404, false])
    }
  })

  test('the count on the question’s page counts what is read', async () => {
    await t.put(t.owner, ITEM, { level: 3 }, 'owner')
    await start(t.owner, 'one')
    await start(t.leader, 'two')
    await say(t.house, { do: 'note', as: 'house', text: 'note' })
    const link = async () =>
      documentOf((await t.house.get(t.at(`/answers/${ITEM}`))).body).querySelector(`a[href="${path()}"]`)?.textContent
    expect(await link()).toBe('Discussion (1)')
    await t.put(t.house, ITEM, { level: 2 })
    expect(await link()).toBe('Discussion (2)')
  })
})

describe('a note', () => {
  test('is read by its body alone', async () => {
    await answerBoth()
    expect((await say(t.house, { do: 'note', as: 'house', text: 'do not give in' })).statusCode).toBe(303)
    const own = (await pageFor(t.second)).querySelector('.m-own')
    expect(own?.querySelector('h2')?.textContent).toBe('Only for house')
    expect(own?.textContent).toContain('do not give in')
    expect(own?.textContent).toContain('Amina')
    expect((await pageFor(t.second)).querySelector('.m-say')).toBeNull()
    for (const who of [t.owner, t.leader, t.observer]) expect(await textOf(who)).not.toContain('do not give in')
  })

  test('is no thread that can be answered, and belongs to a body of one’s own', async () => {
    await say(t.house, { do: 'note', as: 'house', text: 'note' })
    const id = (await threads())[0]?.id ?? ''
    expect((await say(t.second, { do: 'reply', thread: id, text: 'x' })).statusCode).toBe(404)
    expect((await say(t.leader, { do: 'settle', thread: id })).statusCode).toBe(404)
    expect((await say(t.house, { do: 'note', as: 'owner', text: 'x' })).statusCode).toBe(422)
    expect((await say(t.leader, { do: 'note', as: '', text: 'x' })).statusCode).toBe(422)
    expect(await threads()).toHaveLength(1)
  })
})

describe('who may write', () => {
  test('an observer reads what is open and writes nothing', async () => {
    await start(t.leader, 'for all')
    const page = await pageFor(t.observer)
    expect(page.querySelector('main')?.textContent).toContain('for all')
    expect(page.querySelector('main textarea, main button')).toBeNull()
    expect((await start(t.observer, 'x')).statusCode).toBe(403)
  })

  test('a stranger to the round does not learn of it', async () => {
    expect((await t.stranger.get(path())).statusCode).toBe(404)
    expect((await start(t.stranger, 'x')).statusCode).toBe(404)
  })

  test('nobody speaks for another body', async () => {
    await say(t.house, { do: 'thread', as: 'owner', text: 'not mine' })
    expect((await threads())[0]?.messages[0]?.body).toBe('house')
    const both = { person: t.leader.person?.id ?? '', assessment: t.assessment.id, role: 'respondent' } as const
    await t.store.participants.add({ ...both, round: t.head.id, body: 'owner' }, null)
    expect((await say(t.leader, { do: 'thread', as: 'house', text: 'x' })).statusCode).toBe(422)
    await say(t.leader, { do: 'thread', as: 'owner', text: 'for the owner' })
    expect((await threads()).map(({ messages }) => messages[0]?.body)).toEqual(['house', 'owner'])
  })

  test('nothing is added to a closed round, and what was typed is given back', async () => {
    await start(t.house, 'before')
    await t.store.rounds.setState(t.head.id, 'closed', {}, null)
    const page = await pageFor(t.house)
    expect(page.querySelector('main textarea')).toBeNull()
    expect(page.querySelector('main')?.textContent).toContain('before')
    const response = await start(t.house, 'too late')
    expect(response.statusCode).toBe(409)
    expect(response.body).toContain('too late')
    expect(await threads()).toHaveLength(1)
  })
})

describe('a text', () => {
  test.each([
    ['empty', ' ', 'Write something first'],
    ['too long', 'x'.repeat(5001), 'A text has at most 5,000 characters'],
  ])('that is %s is refused, with the page as it was filled in', async (_, text, message) => {
    const response = await start(t.house, text)
    const page = documentOf(response.body)
    expect(response.statusCode).toBe(422)
    expect(page.querySelector('[data-error-summary] a')?.getAttribute('href')).toBe('#text')
    expect(page.querySelector('#text-error')?.textContent).toBe(message)
    expect(page.querySelector('#text')?.textContent?.trim()).toBe(text.trim())
  })

  test('is shown as it was written, and does nothing', async () => {
    await start(t.house, `${HOSTILE}\n\nsecond line`)
    const { body } = await t.leader.get(path())
    expect(body).not.toContain('<script>alert')
    expect(body).toMatch(SIGNS)
    expect(documentOf(body).querySelector('.m-say .m-pre')?.textContent).toContain('second line')
  })

  test('in French says that it is', async () => {
    await t.house.get('/help?lang=fr')
    await start(t.house, 'La base légale n’a pas changé.')
    expect((await pageFor(t.leader)).querySelector('.m-say .m-pre')?.getAttribute('lang')).toBe('fr')
  })
})

test('an item that the questionnaire does not have has no discussion, and what can’t be done is refused', async () => {
  expect((await t.house.get(path('q-none'))).statusCode).toBe(404)
  expect((await say(t.house, { do: 'thread', text: 'x' }, 'q-none')).statusCode).toBe(404)
  expect((await say(t.house, { do: 'burn', text: 'x' })).statusCode).toBe(422)
  expect((await say(t.house, { do: 'reply', thread: 'none', text: 'x' })).statusCode).toBe(404)
})
