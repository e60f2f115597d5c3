import { describe, expect, test } from 'vitest'
import { documentOf } from '../support/page.js'
import { errorsOf, type Led, ledRound, questionnaire, readyRound, textOf } from '../support/set-up.js'

const all = ({ head }: Pick<Led, 'head'>) => `/rounds/${head.id}/manage/bodies`
const links = (led: Led) => led.store.invitations.listOf(led.head.assessment)

/** The address in the notice of a new link. */
const freshUrl = (html: string) => documentOf(html).getElementById('fresh-link')?.getAttribute('value') ?? ''

describe('bodies', () => {
  test('stand by voice, under the names of the place, with people and answers', async () => {
    const led = await readyRound()
    const page = await led.browser.get(all(led))
    const heads = [...documentOf(page.body).querySelectorAll('th[scope="rowgroup"]')].map((one) =>
      one.textContent?.trim(),
    )
    expect(heads).toEqual([
      ...['Federal StateNational authorities', 'Regional authorities', 'CityLocal authorities'],
      'Representatives of major groups',
    ])
    const row = textOf(page.body, 'tbody tr:nth-child(2)')
    expect(row).toMatch(/Ministry ?Person of Ministry ?Takes part ?Has not begun ?0 of \d+/)
    expect(textOf(page.body)).toContain('No body with this voice')
  })

  test('are added with a voice; one of the major groups with its group', async () => {
    const led = await ledRound()
    const reply = await led.browser.post(all(led), { bodyName: ' Ministry ', voice: 'national', group: 'women' })
    expect([reply.statusCode, reply.headers.location]).toEqual([303, `${all(led)}?done=added`])
    await led.browser.post(all(led), { bodyName: 'Women’s network', voice: 'major_groups', group: 'women' })
    expect((await led.round()).bodies).toEqual([
      { id: 'ministry', name: 'Ministry', voice: 'national' },
      { id: 'women-s-network', name: 'Women’s network', voice: 'major_groups', group: 'women' },
    ])
    expect(textOf((await led.browser.get(`${all(led)}?done=added`)).body)).toContain('The body is added')
  })

  test.each([
    ['without a name', { bodyName: ' ', voice: 'national' }, '#bodyName'],
    ['without a voice', { bodyName: 'A' }, '#voice'],
    ['with another voice', { bodyName: 'A', voice: 'world' }, '#voice'],
    ['of the major groups without a group', { bodyName: 'A', voice: 'major_groups' }, '#group'],
    ['with a wrong address', { bodyName: 'A', voice: 'national', person: 'a@b' }, '#person'],
    ['with a very long name', { bodyName: 'A'.repeat(501), voice: 'national' }, '#bodyName'],
  ])('%s are refused, and the text is kept', async (_, form, href) => {
    const led = await ledRound()
    const reply = await led.browser.post(all(led), form)
    expect([reply.statusCode, errorsOf(reply.body).map(([link]) => link)]).toEqual([422, [href]])
    const typed = documentOf(reply.body).getElementById('bodyName')?.getAttribute('value')
    expect(typed).toBe(form.bodyName.trim())
    expect((await led.round()).bodies).toEqual([])
  })

  test('can be added with their first person, whose link is shown once', async () => {
    const led = await ledRound()
    await led.browser.post(all(led), { bodyName: 'Ministry', voice: 'national', person: 'L. Kovač' })
    const page = await led.browser.get(all(led))
    expect(textOf(page.body)).toContain('A new link for L. Kovač')
    expect(freshUrl(page.body)).toMatch(/^http:\/\/127\.0\.0\.1:8080\/invitations\/[\w-]{20,}$/)
    expect(freshUrl((await led.browser.get(all(led))).body)).toBe('')
  })

  test('are renamed, and deleted while they have not answered', async () => {
    const led = await readyRound()
    const [ministry, city] = led.bodies
    const renamed = await led.browser.post(`${all(led)}/${ministry?.id}`, {
      do: 'rename',
      bodyName: 'Ministry of the Interior',
    })
    expect(renamed.headers.location).toBe(`${all(led)}/ministry?done=rename`)
    const empty = await led.browser.post(`${all(led)}/${ministry?.id}`, { do: 'rename', bodyName: '' })
    expect([empty.statusCode, errorsOf(empty.body).map(([href]) => href)]).toEqual([422, ['#bodyName']])
    const item = questionnaire.sectors[0]?.questions[0]?.id ?? ''
    const answer = {
      round: led.head.id,
      body: 'ministry',
      item,
      value: { level: 2 },
      person: null,
      basedOn: null,
      key: 'k',
    } as const
    await led.store.answers.save(answer)
    const refused = await led.browser.post(`${all(led)}/ministry`, { do: 'delete' })
    expect(refused.statusCode).toBe(409)
    expect(textOf(refused.body)).toContain('This body has answered and stays')
    expect((await led.browser.post(`${all(led)}/${city?.id}`, { do: 'delete' })).headers.location).toBe(
      `${all(led)}?done=delete`,
    )
    expect((await led.round()).bodies.map(({ name }) => name)).toEqual([
      ...['Ministry of the Interior', 'Women’s network', 'Youth council'],
    ])
  })

  test('of a closed round stay as they are', async () => {
    const led = await readyRound()
    await led.store.rounds.setState(led.head.id, 'closed', {}, null)
    expect((await led.browser.post(all(led), { bodyName: 'A', voice: 'national' })).statusCode).toBe(409)
    expect((await led.browser.post(`${all(led)}/ministry`, { do: 'delete' })).statusCode).toBe(409)
    const link = { role: 'respondent', body: 'ministry' }
    expect((await led.browser.post(`/rounds/${led.head.id}/invitations`, link)).statusCode).toBe(409)
    expect((await led.browser.get(all(led))).body).not.toContain('name="bodyName"')
  })

  test('have no other deeds, and no page when they do not exist', async () => {
    const led = await readyRound()
    expect((await led.browser.post(`${all(led)}/ministry`, { do: 'close' })).statusCode).toBe(422)
    expect((await led.browser.get(`${all(led)}/nobody`)).statusCode).toBe(404)
  })
})

describe('acting for a body', () => {
  test('gives the facilitator its part, until it is given back', async () => {
    const led = await readyRound()
    const parts = async () =>
      (await led.store.participants.listOfPerson(led.ines.id))
        .filter(({ role }) => role === 'respondent')
        .map(({ body }) => body)
    expect((await led.browser.post(`${all(led)}/ministry`, { do: 'act' })).headers.location).toBe(
      `${all(led)}/ministry?done=act`,
    )
    expect(await parts()).toEqual(['ministry'])
    expect(textOf((await led.browser.get(`${all(led)}/ministry`)).body)).toContain('You act for this body.')
    await led.browser.post(`${all(led)}/ministry`, { do: 'leave' })
    expect(await parts()).toEqual([])
  })
})

describe('links', () => {
  const make = (led: Led, form: Readonly<Record<string, string>>) =>
    led.browser.post(`/rounds/${led.head.id}/invitations`, form)

  test('are made for a body, for so many people and days', async () => {
    const led = await readyRound()
    const reply = await make(led, {
      role: 'respondent',
      body: 'ministry',
      name: '',
      email: 'A@Example.org',
      limit: '3',
      days: '30',
    })
    expect([reply.statusCode, reply.headers.location]).toEqual([303, `${all(led)}/ministry`])
    const page = await led.browser.get(`${all(led)}/ministry`)
    expect(textOf(page.body)).toContain('A new link for a@example.org')
    expect(textOf(page.body)).toContain('It works 3 times, until 3 June 2026')
    const [link] = await links(led)
    expect(link).toMatchObject({
      role: 'respondent',
      body: 'ministry',
      limit: 3,
      email: 'a@example.org',
      createdBy: led.ines.id,
    })
    const stranger = await led.as()
    expect((await stranger.get(new URL(freshUrl(page.body)).pathname)).statusCode).toBe(200)
    const opened = textOf((await led.browser.get(all(led))).body, 'tbody tr:nth-child(3)')
    expect(opened).toContain('Opened 4 May 2026. Works until 3 June 2026. Used 0 of 3 times.')
  })

  test.each<[string, Record<string, string>, string]>([
    ['no address', { email: 'nobody' }, '#email'],
    ['no people', { limit: '0' }, '#limit'],
    ['too many people', { limit: '201' }, '#limit'],
    ['too many days', { days: '366' }, '#days'],
    ['days in words', { days: 'two' }, '#days'],
  ])('with %s are refused', async (_, form, href) => {
    const led = await readyRound()
    const places: Record<string, string>[] = [{ role: 'respondent', body: 'ministry' }, { role: 'observer' }]
    for (const place of places) {
      const reply = await make(led, { ...place, ...form })
      expect([reply.statusCode, errorsOf(reply.body).map(([link]) => link)]).toEqual([422, [href]])
    }
    expect(await links(led)).toEqual([])
  })

  test('are for a body, or for an observer or analyst of the round, and for no one else', async () => {
    const led = await readyRound()
    const wrong: Record<string, string>[] = [
      { role: 'facilitator' },
      { role: 'respondent' },
      { role: 'respondent', body: 'x' },
      { role: 'observer', body: 'ministry' },
    ]
    for (const form of wrong) {
      expect((await make(led, form)).statusCode).toBe(422)
    }
    expect((await make(led, { role: 'observer', name: 'Piet' })).statusCode).toBe(303)
    expect((await make(led, { role: 'analyst' })).statusCode).toBe(303)
    const table = textOf((await led.browser.get(all(led))).body, '[aria-labelledby="readers"] tbody')
    expect(table).toContain('Piet')
    expect(table).toContain('Anybody with the link')
  })

  test('are revoked and renewed; the old one stays dead', async () => {
    const led = await readyRound()
    await make(led, { role: 'respondent', body: 'ministry', name: 'M. Okafor' })
    const old = freshUrl((await led.browser.get(`${all(led)}/ministry`)).body)
    const [link] = await links(led)
    const act = (form: Record<string, string>) =>
      led.browser.post(`/rounds/${led.head.id}/invitations/${link?.id}`, form)
    expect((await act({ do: 'revoke', from: 'body' })).headers.location).toBe(`${all(led)}/ministry?done=revoke`)
    expect(textOf((await led.browser.get(all(led))).body)).toContain('Revoked 4 May 2026.')
    expect(textOf((await led.browser.get(all(led))).body)).toContain('One link does not work any more.')
    expect((await act({ do: 'renew' })).headers.location).toBe(`${all(led)}?done=renew`)
    const fresh = freshUrl((await led.browser.get(`${all(led)}?done=renew`)).body)
    expect(fresh).not.toBe('')
    expect(fresh).not.toBe(old)
    expect(await led.store.invitations.findByToken(old.split('/').at(-1) ?? '')).toBeUndefined()
    expect((await act({ do: 'burn' })).statusCode).toBe(422)
  })

  test('of another round are not found', async () => {
    const led = await readyRound()
    const other = await readyRound()
    const { head } = other
    const place = {
      assessment: head.assessment,
      round: head.id,
      body: 'ministry',
      role: 'respondent',
      createdBy: null,
    } as const
    const { invitation } = await other.store.invitations.create(place)
    const reply = await led.browser.post(`/rounds/${led.head.id}/invitations/${invitation.id}`, { do: 'revoke' })
    expect(reply.statusCode).toBe(404)
  })

  test('are mailed only where there is a mail server, and only their own address', async () => {
    const led = await readyRound()
    await make(led, { role: 'respondent', body: 'ministry', email: 'a@example.org' })
    const page = await led.browser.get(`${all(led)}/ministry`)
    expect(page.body).not.toContain('value="mail"')
    const [link] = await links(led)
    const url = `/rounds/${led.head.id}/invitations/${link?.id}`
    expect((await led.browser.post(url, { do: 'mail', url: freshUrl(page.body) })).statusCode).toBe(422)
    // Nothing listens on this port: the mail fails, and the link is shown again.
    const mailing = await readyRound({ config: { smtp: 'smtp://127.0.0.1:9', mailFrom: 'malines@example.org' } })
    await make(mailing, { role: 'respondent', body: 'ministry', email: 'a@example.org' })
    const shown = await mailing.browser.get(`${all(mailing)}/ministry`)
    expect(textOf(shown.body)).toContain('Mail it to a@example.org')
    const [own] = await links(mailing)
    const mail = (address: string) =>
      mailing.browser.post(`/rounds/${mailing.head.id}/invitations/${own?.id}`, {
        do: 'mail',
        from: 'body',
        url: address,
      })
    expect((await mail('http://elsewhere.example/invitations/x')).statusCode).toBe(422)
    const failed = await mail(freshUrl(shown.body))
    expect(failed.headers.location).toBe(`${all(mailing)}/ministry?done=not-mailed`)
    const again = await mailing.browser.get(`${all(mailing)}/ministry?done=not-mailed`)
    expect(textOf(again.body)).toContain('The link could not be mailed')
    expect(freshUrl(again.body)).toBe(freshUrl(shown.body))
  })
})

describe('people', () => {
  test('are taken out of their part, and only of this round', async () => {
    const led = await readyRound()
    const people = await led.store.participants.listOfAssessment(led.head.assessment)
    const part = people.find(({ body }) => body === 'ministry')
    const remove = (id: string | undefined) => led.browser.post(`/rounds/${led.head.id}/participants/${id}`, {})
    expect((await remove(part?.id)).headers.location).toBe(`${all(led)}?done=removed`)
    expect((await remove(part?.id)).statusCode).toBe(404)
    const facilitator = people.find(({ role }) => role === 'facilitator')
    expect((await remove(facilitator?.id)).statusCode).toBe(404)
    expect(textOf((await led.browser.get(all(led))).body, 'tbody tr:nth-child(2)')).toContain('No link')
  })
})
