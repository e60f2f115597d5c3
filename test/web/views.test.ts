import { describe, expect, test } from 'vitest'
import { wordsOf } from '../../src/locales/messages.js'
import type { RoundBar } from '../../src/web/views.js'
import { documentOf, fakeViewer, renderFragment, renderPage } from '../support/page.js'

const PAGE = { title: 'Not found', text: 'Nothing here.', advice: 'Go on.' }
const BAR: RoundBar = {
  name: 'Valmora, round 2026',
  state: 'open',
  form: 'short',
  closesOn: '2026-06-30',
  saves: true,
  tabs: [
    { key: 'board', href: '/rounds/r', current: true },
    { key: 'results', href: '/rounds/r/results', current: false },
  ],
}

interface Asked {
  querySelectorAll(selector: string): Iterable<{ readonly textContent: string | null }>
}

const documentOfPage = async (...args: Parameters<typeof renderPage>) => documentOf(await renderPage(...args))
const textsOf = (root: Asked, selector: string) =>
  [...root.querySelectorAll(selector)].map((element) => element.textContent?.trim())

describe('the frame of a page', () => {
  test('the title names the page, then malines', async () => {
    expect((await documentOfPage('error', PAGE)).title).toBe('Not found – malines')
  })

  test('the page carries its language, its direction and the token of its forms', async () => {
    const page = await documentOfPage('error', PAGE, { viewer: fakeViewer({ words: wordsOf('fr') }) })
    expect(page.documentElement.getAttribute('lang')).toBe('fr')
    expect(page.documentElement.getAttribute('dir')).toBe('ltr')
    expect(page.querySelector('meta[name=csrf]')?.getAttribute('content')).toBe('form-token')
    expect(page.querySelector('.ds-skip-link')?.textContent).toBe('Aller au contenu principal')
  })

  test('the other language is the same address with all its parameters', async () => {
    const page = await documentOfPage('error', PAGE, { url: '/rounds/r/results?view=voice&lang=en&q=a%26b' })
    const links = page.querySelectorAll('.m-header [hreflang]')
    expect(links).toHaveLength(1)
    expect(links[0]!.getAttribute('href')).toBe('/rounds/r/results?view=voice&lang=fr&q=a%26b')
    expect([links[0]!.getAttribute('lang'), links[0]!.textContent]).toEqual(['fr', 'Français'])
  })

  test('an address with two slashes at its start stays on this server', async () => {
    const page = await documentOfPage('error', PAGE, { url: '//evil.example/a' })
    expect(page.querySelector('.m-header [hreflang]')!.getAttribute('href')).toMatch(/^\/(?!\/)/)
  })

  test('the main pages are those that the viewer may use, with the current one marked', async () => {
    const currents = async (url: string, viewer = fakeViewer()) =>
      [...(await documentOfPage('error', PAGE, { url, viewer })).querySelectorAll('.m-nav a')].map((link) => [
        link.getAttribute('href'),
        link.getAttribute('aria-current'),
      ])
    const person = { ...fakeViewer().person!, isAdministrator: true }
    expect(await currents('/?lang=en')).toEqual([
      ['/', 'page'],
      ['/help', null],
    ])
    expect(await currents('/rounds/r')).toEqual([
      ['/', 'true'],
      ['/help', null],
    ])
    expect(await currents('/people', fakeViewer({ person }))).toEqual([
      ['/', null],
      ['/people', 'page'],
      ['/help', null],
    ])
    expect(await currents('/sign-in', fakeViewer({ person: undefined }))).toEqual([['/help', null]])
  })

  test('a stranger finds the way in, a person the way to the own account', async () => {
    const stranger = await renderPage('error', PAGE, { viewer: fakeViewer({ person: undefined }) })
    expect(stranger).toContain('href="/sign-in"')
    expect(stranger).not.toContain('href="/account"')
    const known = documentOf(await renderPage('error', PAGE))
    expect(known.querySelector('[href="/account"]')?.textContent).toBe('Your account: Amina Haddad')
  })

  test('a page without a round, notice or way has none of their places', async () => {
    const page = await documentOfPage('error', PAGE)
    for (const part of ['.m-context', '.ds-alert', '.ds-breadcrumbs', '.m-before'])
      expect(page.querySelector(part)).toBe(null)
  })

  test('the round bar says state, last day and form, and leads to the pages of the round', async () => {
    const page = await documentOfPage('error', { ...PAGE, round: BAR })
    const bar = page.querySelector('.m-context')!
    expect(textsOf(bar, 'p')).toEqual(['Valmora, round 2026 · open until 30 June 2026 · short form'])
    expect(textsOf(bar, '.m-tabs a')).toEqual(['Board', 'Results'])
    expect(textsOf(bar, '[aria-current=page]')).toEqual(['Board'])
    expect(page.querySelectorAll('[role=status]')).toHaveLength(1)
  })

  test('a closed round has no last day and no save state', async () => {
    const page = await documentOfPage('error', { ...PAGE, round: { ...BAR, state: 'closed', saves: false } })
    expect(textsOf(page, '.m-context p')).toEqual(['Valmora, round 2026 · closed · short form'])
    expect(page.querySelector('.m-context [role=status]')).toBe(null)
  })

  test('the last step of the way is the page itself, and a notice speaks up', async () => {
    const breadcrumbs = [
      { href: '/', text: 'Home' },
      { href: '/here', text: 'Here' },
    ]
    const notice = { colour: 'success', heading: 'Saved' } as const
    const page = await documentOfPage('error', { ...PAGE, breadcrumbs, notice })
    expect(textsOf(page, '.ds-breadcrumbs [aria-current=page]')).toEqual(['Here'])
    expect(textsOf(page, '.ds-alert[role=alert] h2')).toEqual(['Saved'])
  })

  test('modules of the page come after the one of all pages; one that does not exist is refused', async () => {
    const page = await documentOfPage('error', { ...PAGE, scripts: ['keys.js'] })
    const sources = [...page.querySelectorAll('script')].map((script) => script.getAttribute('src')!.split('/').at(-1))
    expect(sources).toEqual(['main.js', 'keys.js'])
    await expect(renderPage('error', { ...PAGE, scripts: ['absent.js'] })).rejects.toThrow()
  })

  test('the help of the keys names those of the page, and the tabs that there are', async () => {
    const page = await documentOfPage('error', { ...PAGE, round: BAR, keys: [{ keys: ['0', '4'], text: 'Level' }] })
    expect(textsOf(page, '#keys dd')).toEqual(['Show these keys', 'Board', 'Results', 'Level'])
    expect(textsOf(page, '#keys dt').map((text) => text!.replace(/\s+/g, ' '))).toEqual(['?', 'G B', 'G R', '0 4'])
  })

  test('a fragment is the template alone, in the language of the viewer', async () => {
    const html = await renderFragment('partials/round-bar', BAR, fakeViewer({ words: wordsOf('fr') }))
    expect(html.trim()).toMatch(/^<section class="m-context" aria-label="Ce cycle">/)
  })
})

describe('fields', () => {
  const field = async (name: string, model: object) => documentOf(await renderFragment(`partials/${name}`, model))

  test('label, description and error are tied to the input', async () => {
    const model = { id: 'day', label: 'Closes on', description: 'Last day', error: 'Choose a later day', value: 'x' }
    for (const [name, tag] of [
      ['field', 'input'],
      ['text-area', 'textarea'],
      ['select', 'select'],
    ] as const) {
      const form = await field(name, model)
      const input = form.querySelector(tag)!
      expect(form.querySelector('label')!.getAttribute('for')).toBe(input.id)
      expect(input.getAttribute('aria-invalid')).toBe('true')
      const about = input
        .getAttribute('aria-describedby')!
        .split(' ')
        .map((id: string) => form.getElementById(id)?.textContent)
      expect(about).toEqual(['Last day', 'Choose a later day'])
    }
  })

  test('a field without description or error points at nothing', async () => {
    const input = (await field('field', { id: 'name', label: 'Name' })).querySelector('input')!
    for (const attribute of ['aria-describedby', 'aria-invalid', 'required'])
      expect(input.hasAttribute(attribute)).toBe(false)
    expect([input.getAttribute('name'), input.getAttribute('type')]).toEqual(['name', 'text'])
  })

  test('text that starts with an empty line keeps it', async () => {
    const html = await renderFragment('partials/text-area', { id: 'c', label: 'Comment', value: '\n  two\nlines ' })
    expect(html).toContain('>\n\n  two\nlines </textarea>')
  })

  test('the chosen option is the one with the value', async () => {
    const options = ['a', 'b'].map((value) => ({ value, text: value.toUpperCase() }))
    const form = await field('select', { id: 's', label: 'S', value: 'b', options })
    expect(textsOf(form, 'option[selected]')).toEqual(['B'])
  })

  test('level 0 shows its number; an answer that is no level has none', async () => {
    const level = await field('level', {
      id: 'l0',
      name: 'level',
      value: 0,
      number: 0,
      title: 'Nothing',
      text: 'No rule',
    })
    expect(textsOf(level, 'b')).toEqual(['0'])
    expect(level.querySelector('input')!.getAttribute('value')).toBe('0')
    expect(
      level.getElementById(level.querySelector('input')!.getAttribute('aria-describedby')!.split(' ')[0])!.textContent,
    ).toBe('No rule')
    const other = await field('level', { id: 'dk', name: 'level', value: 'dk', title: 'Do not know' })
    expect(other.querySelector('b')).toBe(null)
  })

  test('the summary counts its errors, and is not there without any', async () => {
    const one = [{ href: '#day', text: 'Choose a later day' }]
    expect(textsOf(await field('error-summary', { summary: one }), 'h2')).toEqual(['One thing to correct'])
    expect(textsOf(await field('error-summary', { summary: [...one, ...one] }), 'h2')).toEqual(['2 things to correct'])
    expect((await renderFragment('partials/error-summary', { summary: [] })).trim()).toBe('')
  })
})

describe('what people wrote stays text', () => {
  const EVIL = `"'\`><img src=x onerror=alert(1)><script>alert(1)</script>{{t 'x'}}</textarea></option>`
  const voice = { id: EVIL, place: 0, name: EVIL }
  const field = {
    id: EVIL,
    name: EVIL,
    label: EVIL,
    description: EVIL,
    error: EVIL,
    value: EVIL,
    type: EVIL,
    class: EVIL,
  }
  const models: Readonly<Record<string, object>> = {
    alert: { colour: EVIL, heading: EVIL, text: EVIL },
    breadcrumbs: { crumbs: [{ href: EVIL, text: EVIL }] },
    check: { ...field, checked: true },
    'error-summary': { summary: [{ href: EVIL, text: EVIL }], title: EVIL },
    field: {
      ...field,
      autocomplete: EVIL,
      inputmode: EVIL,
      minlength: EVIL,
      maxlength: EVIL,
      min: EVIL,
      max: EVIL,
      dir: EVIL,
    },
    keys: { keys: [{ keys: [EVIL], text: EVIL }] },
    level: { ...field, number: EVIL, title: EVIL, text: EVIL, positions: [voice] },
    meter: { part: 1, whole: 2, label: EVIL },
    'round-bar': { ...BAR, name: EVIL, state: EVIL, form: EVIL, tabs: [{ key: 'board', href: EVIL }] },
    select: { ...field, options: [{ value: EVIL, text: EVIL }] },
    tag: { colour: EVIL, text: EVIL },
    'text-area': { ...field, rows: EVIL },
    voice,
    'voice-list': { voices: [voice] },
    'voices-heard': { voices: [{ ...voice, heard: false }], label: EVIL },
  }

  test.each(Object.keys(models))('in the partial %s', async (name) => {
    const html = await renderFragment(`partials/${name}`, models[name]!)
    const page = documentOf(html)
    expect(html).toContain('&lt;script&gt;')
    expect(page.querySelectorAll('script, img')).toHaveLength(0)
    for (const element of page.querySelectorAll('*'))
      expect([...element.attributes].map((attribute) => attribute.name).filter((key) => key.startsWith('on'))).toEqual(
        [],
      )
  })

  test('in the frame', async () => {
    const person = { ...fakeViewer().person!, name: EVIL }
    const viewer = fakeViewer({ person, csrf: EVIL })
    const url = `/rounds/${encodeURIComponent(EVIL)}?q=${encodeURIComponent(EVIL)}`
    const html = await renderPage('error', { title: EVIL, text: EVIL, advice: EVIL }, { viewer, url })
    expect(html).not.toMatch(/<script>|<img/)
    expect(documentOf(html).querySelector('meta[name=csrf]')!.getAttribute('content')).toBe(EVIL)
    expect(documentOf(html).querySelector('bdi')!.textContent).toBe(EVIL)
  })
})
