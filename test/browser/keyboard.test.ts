/** Everything that has to be done can be done with the keyboard, and it is always seen where the keyboard is. */
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { hashPassword } from '../../src/web/passwords.js'
import { openChromium, testInChromium, type Visitor } from '../support/chromium.js'
import { startTestServer } from '../support/server.js'
import { openDemo, type Role } from './demo.js'

const visit = openChromium()
const server = await startTestServer()
const demo = await openDemo(server)
/** More stops of Tab than a page has up to anything that is looked for. */
const MOST_STOPS = 150

async function enter(as: Role, path: string): Promise<Visitor> {
  const visitor = await visit({ locale: 'en', viewport: { width: 1280, height: 800 } })
  const person = demo.person(as)
  if (person !== undefined) await server.signIn(visitor, person)
  await visitor.tab.goto(server.address + path, { waitUntil: 'networkidle' })
  return visitor
}

describe('with the keyboard alone', () => {
  testInChromium('somebody signs in', async () => {
    const person = await server.store.people.find(demo.person('observer') ?? '')
    await server.store.people.update(
      person?.id ?? '',
      { passwordHash: await hashPassword('three knots of lace') },
      null,
    )
    const { tab } = await enter('stranger', '/sign-in')
    await tabTo(tab, '#email')
    await tab.keyboard.type(person?.email ?? '')
    await tab.keyboard.press('Tab')
    await tab.keyboard.type('three knots of lace')
    await tab.keyboard.press('Enter')
    await tab.waitForURL(`${server.address}/`)
    expect(await tab.locator('h1').innerText()).toContain(person?.name.split(' ')[0])
  })

  testInChromium('the first stop of a page leads past its head', async () => {
    const { tab } = await enter('respondent', '/')
    await tab.keyboard.press('Tab')
    await tab.keyboard.press('Enter')
    expect(await tab.evaluate('document.activeElement.id')).toBe('main')
  })

  testInChromium('a level is chosen by its digit, and Enter goes on to the next question', async () => {
    const { tab } = await enter('respondent', `${demo.mine}/answers/${demo.missing[0].id}`)
    await tab.keyboard.press('3')
    expect(await tab.isChecked('#level-3')).toBe(true)
    await tab.keyboard.press('ArrowUp')
    expect(await tab.isChecked('#level-2')).toBe(true)
    await tabTo(tab, '.m-dock [data-next]')
    await tab.keyboard.press('Enter')
    await tab.waitForURL((url) => !url.pathname.endsWith(demo.missing[0].id))
    await tab.goBack()
    expect(await tab.isChecked('#level-2')).toBe(true)
  })

  testInChromium('the matrix is one stop; arrows move in it, digits fill in and move on', async () => {
    const { tab } = await enter('respondent', `${demo.mine}/influence`)
    await tabTo(tab, '.m-matrix input')
    const cells = tab.locator('.m-matrix input')
    const focused = () =>
      tab.evaluate('[...document.querySelectorAll(".m-matrix input")].indexOf(document.activeElement)')
    await tab.keyboard.type('31')
    expect([await cells.nth(0).inputValue(), await cells.nth(1).inputValue(), await focused()]).toEqual(['3', '1', 2])
    await tab.keyboard.press('ArrowLeft')
    await tab.keyboard.press('Delete')
    expect([await cells.nth(1).inputValue(), await focused()]).toEqual(['', 1])
    await tab.keyboard.press('ArrowDown')
    await tab.keyboard.press('Home')
    await tab.keyboard.type('4')
    expect(await cells.nth(8).inputValue()).toBe('4')
    await tab.keyboard.press('Control+End')
    expect(await focused()).toBe((await cells.count()) - 1)
    await tab.keyboard.press('Tab')
    expect(await focused()).toBe(-1)
    await tab.locator('.m-save[data-state="saved"]').waitFor()
    await tab.reload()
    expect(await cells.nth(8).inputValue()).toBe('4')
  })

  testInChromium('the list takes digits line by line, and N goes on', async () => {
    const { tab } = await enter('respondent', `${demo.mine}/influence`)
    await tabTo(tab, 'nav.ds-toggle-group a:not([aria-current])')
    await tab.keyboard.press('Enter')
    await tab.waitForURL(/\/influence\/[\w-]+$/)
    const here = tab.url()
    await tabTo(tab, '.m-pair input')
    await tab.keyboard.type('20')
    const chosen = 'document.querySelectorAll(".m-pair")[ROW].querySelector(":checked")?.value'
    expect(await tab.evaluate(chosen.replace('ROW', '0'))).toBe('2')
    expect(await tab.evaluate(chosen.replace('ROW', '1'))).toBe('0')
    expect(
      await tab.evaluate(
        '[...document.querySelectorAll(".m-pair")].indexOf(document.activeElement.closest(".m-pair"))',
      ),
    ).toBe(2)
    await tab.keyboard.press('n')
    await tab.waitForURL((url) => url.href !== here)
    await tab.goto(here)
    expect(await tab.evaluate(chosen.replace('ROW', '1'))).toBe('0')
  })

  testInChromium('G and R lead to the results, and from there to the arithmetic of a sector', async () => {
    const { tab } = await enter('facilitator', `/rounds/${demo.open.id}`)
    await tab.keyboard.type('gr')
    await tab.waitForURL(/\/results$/)
    await tabTo(tab, 'table[data-stack="rank"] th a')
    await tab.keyboard.press('Enter')
    await tab.waitForURL(/\/results\/[\w-]+/)
    expect(await tab.locator('h1').count()).toBe(1)
  })
})

describe('where the keyboard is', () => {
  const pages: readonly (readonly [Role, string])[] = [
    ['stranger', '/sign-in'],
    ['respondent', '/'],
    ['respondent', `${demo.mine}/answers/${demo.answered[0].id}`],
    ['respondent', `${demo.mine}/influence`],
    ['respondent', `${demo.mine}/influence/shelter`],
    ['facilitator', `/rounds/${demo.open.id}/results`],
    ['facilitator', `/rounds/${demo.open.id}/manage/bodies`],
  ]
  for (const [as, path] of pages) {
    testInChromium(`is seen at every stop, and never under the dock: ${path.replace(/[\w-]{30,}/, '…')}`, async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const { tab, leave } = await enter(as, path)
        await tab.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        const stops = await walk(tab)
        expect(stops.length).toBeGreaterThan(5)
        expect(stops.filter(({ fault }) => fault !== '')).toEqual([])
        await leave()
      }
    })
  }
})

interface Stop {
  readonly name: string
  /** What keeps one from seeing that the focus is here; empty when nothing does. */
  readonly fault: string
}

/** Presses Tab until the element has the focus. */
async function tabTo(tab: Page, selector: string): Promise<void> {
  for (let stops = 0; stops < MOST_STOPS; stops++) {
    await tab.keyboard.press('Tab')
    if (await tab.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return
  }
  throw new Error(`Tab does not reach ${selector}`)
}

/** Presses Tab through a whole page, or as far as the first stops of a long one. */
async function walk(tab: Page): Promise<readonly Stop[]> {
  const stops: Stop[] = []
  for (let count = 0; count < MOST_STOPS; count++) {
    await tab.keyboard.press('Tab')
    const stop = await tab.evaluate<Stop | null>(STOP)
    if (stop === null) break
    stops.push(stop)
  }
  return stops
}

/** The focused element as a stop: its outline, or that of what stands for it when it is drawn by its label or row. */
const STOP = `(() => {
  const element = document.activeElement
  if (element === document.body || element === null) return null
  const drawn = [element, ...element.labels ?? [], element.closest('.ds-field, .m-choice label, td')].filter(Boolean)
  const isMarked = (one) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one)
    return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none'
  }
  const { top, bottom, right, left } = element.getBoundingClientRect()
  const dock = element.closest('.m-dock') ? null : document.querySelector('.m-dock')?.getBoundingClientRect()
  const isCovered = (by) => by && bottom > by.top + 1 && top < by.bottom - 1 && bottom - top < innerHeight / 2
  const fault = !drawn.some(isMarked) ? 'no mark'
    : bottom <= 0 || top >= innerHeight || right <= 0 || left >= innerWidth ? 'out of sight'
    : isCovered(dock) ? 'under the dock' : ''
  const name = element.tagName + (element.id ? '#' + element.id : '') + ' ' + (element.textContent ?? '').trim().slice(0, 40)
  return { name, fault }
})()`
