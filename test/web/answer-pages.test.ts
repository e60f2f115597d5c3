import { beforeEach, describe, expect, test } from 'vitest'
import { type Answering, answering, hidden, typedIn } from '../support/answering.js'
import { documentOf } from '../support/page.js'

let t: Answering
beforeEach(async () => {
  t = await answering()
})

const pageOf = async (item: string, who: 'house' | 'owner' | 'leader' = 'house', body = 'house') =>
  documentOf((await t[who].get(t.at(`/answers/${item}`, body))).body)

/** Posts a question's form as the page gave it, with what was filled in. */
async function post(item: string, form: Record<string, string>, who: 'house' | 'second' = 'house') {
  const url = t.at(`/answers/${item}`)
  const { body } = await t[who].get(url)
  return t[who].post(url, { basedOn: hidden(body, 'basedOn'), key: hidden(body, 'key'), ...form })
}

const HOSTILE = '<script>alert(1)</script>"\'&{{t}}'

describe('the page of a question', () => {
  test('shows the question, its levels, what may be said instead, and its sector’s list', async () => {
    await t.put(t.house, 'q-23', { level: 2 })
    const page = await pageOf('q-24')
    expect(page.querySelector('h1')?.textContent).toBe('Who has a say in the programme?')
    expect(page.querySelector('.m-eyebrow')?.textContent).toContain('question 4 of 4 · You answer for house')
    expect([...page.querySelectorAll('[name="answer"]')].map((input) => input.getAttribute('value'))).toEqual([
      ...['0', '1', '2', '3', '4', 'dk', 'na'],
    ])
    expect(page.querySelector('#level-3-text')?.textContent).toBe('As a rule')
    expect(page.querySelector('[name="answer"][checked]')).toBeNull()
    expect(page.querySelector('#steps [aria-current="step"]')?.getAttribute('href')).toBe(t.at('/answers/q-24'))
    expect(page.querySelectorAll('#steps li[data-done]')).toHaveLength(1)
    expect(page.querySelector('#evidence')?.textContent).toContain('Minutes')
  })

  test('offers “not applicable” only where the questionnaire does', async () => {
    expect((await pageOf('q-11')).querySelector('#level-na')).toBeNull()
  })

  test('asks a figure only where one is asked', async () => {
    await t.put(t.house, 'u-11', { level: 2 })
    expect((await pageOf('u-12')).querySelector('#number')).not.toBeNull()
    expect((await pageOf('u-11')).querySelector('#number')).toBeNull()
  })

  test('an answer comes back as it was given, with words of people as text', async () => {
    await t.put(t.house, 'q-11', { level: 3, confidence: 'informed', comment: HOSTILE })
    const response = await t.house.get(t.at('/answers/q-11'))
    const page = documentOf(response.body)
    expect(page.querySelector('[name="answer"][checked]')?.getAttribute('value')).toBe('3')
    expect(page.querySelector('[name="confidence"][checked]')?.getAttribute('value')).toBe('informed')
    expect(typedIn(page, '#comment')).toBe(HOSTILE)
    expect(response.body).not.toContain('<script>alert')
  })

  test('a question that is closed by another answer leads to the list, one that does not exist to 404', async () => {
    await t.put(t.house, 'u-11', { level: 0 })
    const closed = await t.house.get(t.at('/answers/u-12'))
    expect([closed.statusCode, closed.headers.location]).toEqual([303, t.at('')])
    expect((await t.house.get(t.at('/answers/q-99'))).statusCode).toBe(404)
  })
})

describe('the blind rule', () => {
  test('hides every position until the body has answered, and shows them then', async () => {
    await t.put(t.owner, 'q-11', { level: 4, comment: 'Olga’s words' }, 'owner')
    const before = (await t.house.get(t.at('/answers/q-11'))).body
    expect(before).not.toContain('Olga')
    expect(documentOf(before).querySelectorAll('.m-pos, .m-fig')).toHaveLength(0)
    expect(documentOf(before).querySelector('.m-closed')?.textContent).toContain('1 of 2 voices have answered')
    await t.put(t.house, 'q-11', { level: 1 })
    const page = await pageOf('q-11')
    expect(page.querySelector('.m-closed')).toBeNull()
    expect(page.querySelector('#others')?.textContent).toContain('Olga’s words')
    expect(page.querySelector('#level-4-positions')?.textContent).toContain('Owners')
    expect(page.querySelector('.m-apart')?.textContent).toContain('Three levels apart: Owners and Houses')
    expect(page.querySelector('#others svg.plot')).not.toBeNull()
  })

  test('with the other rule the facilitator opens positions', async () => {
    await t.store.rounds.update(t.head.id, { reveal: 'facilitator' }, null)
    await t.put(t.owner, 'q-11', { level: 4 }, 'owner')
    await t.put(t.house, 'q-11', { level: 1 })
    expect((await pageOf('q-11')).querySelector('.m-closed')?.textContent).toContain('facilitator')
    await t.store.rounds.open(t.head.id, 'q-11', t.leader.person?.id ?? '')
    expect((await pageOf('q-11')).querySelector('.m-closed')).toBeNull()
  })

  test('the agreed answer stands there with its dissent, for those who see the positions', async () => {
    const dissent = [{ voice: 'visitors', note: HOSTILE }]
    const agreed = { level: 2, rationale: 'Both read it.', dissent, basedOn: null, key: 'agreed' }
    await t.leader.put(`/rounds/${t.head.id}/agreed/q-11`, agreed)
    expect((await t.house.get(t.at('/answers/q-11'))).body).not.toContain('Both read it.')
    await t.put(t.house, 'q-11', { level: 1 })
    const { body } = await t.house.get(t.at('/answers/q-11'))
    expect(documentOf(body).querySelector('.m-agreed')?.textContent).toContain('Both read it.')
    expect(documentOf(body).querySelector('.m-agreed')?.textContent).toContain(HOSTILE)
    expect(body).not.toContain('<script>alert')
  })
})

describe('the form', () => {
  test('saves and goes on to the next question', async () => {
    const reply = await post('q-11', { answer: '0', confidence: 'opinion', comment: 'None', act: 'next' })
    expect([reply.statusCode, reply.headers.location]).toEqual([303, t.at('/answers/q-12')])
    expect(await t.value('q-11')).toEqual({ level: 0, confidence: 'opinion', comment: 'None', lang: 'en' })
  })

  test('goes on as the answer leaves the questions: severity 0 asks no share', async () => {
    const reply = await post('u-11', { answer: '0', act: 'next' })
    expect(reply.headers.location).toBe(t.at('/answers/u-21'))
    expect((await post('u-11', { answer: '3', act: 'next' })).headers.location).toBe(t.at('/answers/u-12'))
  })

  test('the last urgency item leads to the matrix, the last question to the list', async () => {
    await t.put(t.house, 'u-31', { level: 0 })
    expect((await post('u-31', { answer: '0', act: 'next' })).headers.location).toBe(t.at('/influence'))
    expect((await post('q-training', { answer: '2', act: 'next' })).headers.location).toBe(t.at(''))
  })

  test('an empty form is passed over', async () => {
    const reply = await post('q-11', { act: 'next' })
    expect([reply.statusCode, reply.headers.location]).toEqual([303, t.at('/answers/q-12')])
    expect(await t.value('q-11')).toBeUndefined()
  })

  test('sent again unchanged it is no new event', async () => {
    await post('q-11', { answer: '2' })
    await post('q-11', { answer: '2' })
    expect(await t.store.answers.history(t.head.id, 'house', 'q-11')).toHaveLength(1)
  })

  test('a page that was gone back to saves its new words, though its key is used', async () => {
    const url = t.at('/answers/q-11')
    const { body } = await t.house.get(url)
    const stamp = { basedOn: hidden(body, 'basedOn'), key: hidden(body, 'key') }
    await t.house.post(url, { ...stamp, answer: '2' })
    const again = await t.house.post(url, { ...stamp, answer: '3', comment: 'I went back' })
    expect(again.statusCode).toBe(409)
    expect(again.body).toContain('I went back')
  })

  test('takes an answer back', async () => {
    await post('q-11', { answer: '2' })
    expect((await post('q-11', { answer: '2', act: 'take-back' })).statusCode).toBe(303)
    expect(await t.value('q-11')).toBeNull()
    expect((await pageOf('q-11')).querySelector('[name="answer"][checked]')).toBeNull()
  })

  test.each<[string, string, Record<string, string>, string]>([
    ['no answer beside a comment', 'q-11', { comment: 'Only words' }, 'level-0'],
    ['a level that does not exist', 'q-11', { answer: '7' }, 'level-0'],
    ['not applicable without a reason', 'q-training', { answer: 'na', comment: 'Only words' }, 'reason'],
    ['a comment that is too long', 'q-11', { answer: '1', comment: 'x'.repeat(5001) }, 'comment'],
    ['another confidence', 'q-11', { answer: '1', confidence: 'sure', comment: 'Only words' }, 'confidence'],
    ['a figure in words', 'u-12', { answer: '1', number: 'many', comment: 'Only words' }, 'number'],
    ['a link that runs', 'q-11', { answer: '1', link: 'javascript:alert(1)', comment: 'Only words' }, 'link'],
    ['a name without a link', 'q-11', { answer: '1', 'link-title': 'Plan', comment: 'Only words' }, 'link'],
  ])('%s is told in the page, and what was typed is still there', async (_, item, form, field) => {
    const reply = await post(item, form)
    expect(reply.statusCode).toBe(422)
    const page = documentOf(reply.body)
    expect(page.querySelector('.ds-error-summary a')?.getAttribute('href')).toBe(`#${field}`)
    expect(page.querySelector(`#${field}`)).not.toBeNull()
    expect(page.querySelector(`#${field}-error`)?.textContent).toBeTruthy()
    expect(typedIn(page, '#comment')).toBe(form.comment ?? '')
    expect(await t.value(item)).toBeUndefined()
  })

  test.each([
    ['1250', 1250],
    ['1 250', 1250],
    ['1,250', 1250],
    ['12,5', 12.5],
    ['0', 0],
  ])('the figure %s is %d', async (typed, number) => {
    await post('u-12', { answer: '1', number: typed })
    expect(await t.value('u-12')).toEqual({ level: 1, number })
  })
})

describe('two people at once', () => {
  /** Amina opens the page, Peter saves, Amina sends hers. */
  async function collide() {
    await post('q-11', { answer: '1' })
    const url = t.at('/answers/q-11')
    const { body } = await t.house.get(url)
    await post('q-11', { answer: '3', comment: 'Peter’s' }, 'second')
    const stamp = { basedOn: hidden(body, 'basedOn'), key: hidden(body, 'key') }
    return t.house.post(url, { ...stamp, answer: '0', comment: `Amina’s ${HOSTILE}` })
  }

  test('both versions are shown, nothing is lost, nothing is overwritten', async () => {
    const reply = await collide()
    expect(reply.statusCode).toBe(409)
    expect(reply.body).not.toContain('<script>alert')
    const page = documentOf(reply.body)
    expect(page.querySelector('h1')?.textContent).toBe('Peter changed this answer')
    expect(page.querySelector('[aria-labelledby="theirs"]')?.textContent).toContain('Peter’s')
    expect(page.querySelector('[aria-labelledby="mine"]')?.textContent).toContain('Amina’s')
    expect(page.querySelector('[aria-labelledby="theirs"] a')?.getAttribute('href')).toBe(t.at('/answers/q-11'))
    expect(await t.value('q-11')).toMatchObject({ level: 3 })
  })

  test('mine can be used', async () => {
    const { body } = await collide()
    const page = documentOf(body)
    const form = Object.fromEntries(
      [...page.querySelectorAll('[data-conflict] input')].map((input) => [
        input.getAttribute('name') ?? '',
        input.getAttribute('value') ?? '',
      ]),
    )
    const comment = typedIn(page, '[data-conflict] textarea')
    const reply = await t.house.post(t.at('/answers/q-11'), { ...form, comment, act: 'stay' })
    expect(reply.statusCode).toBe(303)
    expect(await t.value('q-11')).toMatchObject({ level: 0, comment: `Amina’s ${HOSTILE}` })
  })

  test('one can be written of both: the form starts with both comments and rests on theirs', async () => {
    await collide()
    const reply = await t.house.post(t.at('/answers/q-11'), { act: 'both', answer: '0', comment: 'Amina’s' })
    expect(reply.statusCode).toBe(200)
    expect(typedIn(documentOf(reply.body), '#comment')).toBe('Peter’s\n\nAmina’s')
    expect(hidden(reply.body, 'basedOn')).toBe(String(await t.revision('q-11')))
    expect(await t.value('q-11')).toMatchObject({ comment: 'Peter’s' })
  })
})

describe('who may do what', () => {
  test('somebody of another body sees nothing of this page and writes nothing', async () => {
    expect((await t.owner.get(t.at('/answers/q-11'))).statusCode).toBe(403)
    expect((await t.owner.post(t.at('/answers/q-11'), { answer: '1' })).statusCode).toBe(403)
    expect((await t.observer.get(t.at('/answers/q-11'))).statusCode).toBe(403)
    expect((await t.stranger.get(t.at('/answers/q-11'))).statusCode).toBe(404)
  })

  test('the facilitator reads, with the reason why the page can’t be changed', async () => {
    await t.put(t.house, 'q-11', { level: 3, comment: HOSTILE })
    const { body, statusCode } = await t.leader.get(t.at('/answers/q-11'))
    expect(statusCode).toBe(200)
    const page = documentOf(body)
    expect(page.querySelector('[name="answer"]')).toBeNull()
    expect(page.querySelector('[data-chosen]')?.textContent).toContain('3')
    expect(page.querySelector('.ds-alert')?.textContent).toContain('Only the people who answer for this body')
    expect(body).not.toContain('<script>alert')
    expect((await t.leader.post(t.at('/answers/q-11'), { answer: '1' })).statusCode).toBe(403)
  })

  test.each([
    ['preparing', 'in preparation'],
    ['meeting', 'meeting'],
    ['closed', 'closed'],
  ] as const)('%s: the page is for reading and says why; a post loses no word', async (state, words) => {
    t = await answering(state)
    const page = await pageOf('q-11')
    expect(page.querySelector('[name="answer"]')).toBeNull()
    expect(page.querySelector('.ds-alert')?.textContent).toContain(words)
    const reply = await t.house.post(t.at('/answers/q-11'), { answer: '1', comment: 'Typed in vain' })
    expect(reply.statusCode).toBe(409)
    expect(reply.body).toContain('Typed in vain')
    expect(await t.value('q-11')).toBeUndefined()
  })
})

test('in French the page speaks French', async () => {
  const page = documentOf((await t.house.get(t.at('/answers/q-11?lang=fr'))).body)
  expect(page.documentElement.getAttribute('lang')).toBe('fr')
  expect(page.querySelector('.m-levels legend')?.textContent).toBe('Votre réponse')
  expect(page.querySelector('[data-next]')?.textContent).toBe('Enregistrer et continuer')
})
