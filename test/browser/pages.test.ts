/** What holds for every page of the demonstration, in each language, in light and dark, wide and on a phone. */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { LANGUAGES } from '../../src/locales/messages.js'
import { openChromium, testInChromium, type Visitor, violationsOf } from '../support/chromium.js'
import { startTestServer } from '../support/server.js'
import { demoPages, NO_PAGES, openRoutes, type PageCase } from './pages.js'

const visit = openChromium()
const server = await startTestServer({ links: new Map() })
const { person, pages } = await demoPages(server)
const WIDE = { width: 1280, height: 900 }
const PHONE = { width: 390, height: 844 }
const ZOOMED = { width: 320, height: 640 }

test('every route that a browser can open stands in the list of pages', () => {
  const known = new Set([...pages.map(({ route }) => route), ...Object.keys(NO_PAGES)])
  expect(openRoutes(server.app).filter((route) => !known.has(route))).toEqual([])
})

test('the list of pages names no route that is gone', () => {
  const routes = new Set(['no route', 'no right', ...openRoutes(server.app)])
  const listed = [...pages.map(({ route }) => route), ...Object.keys(NO_PAGES)]
  expect(listed.filter((route) => !routes.has(route))).toEqual([])
})

describe.each(LANGUAGES)('in %s', (language) => {
  const visitors = new Map<string, Promise<Visitor>>()

  /** The tab of one role, kept from page to page. */
  const visitorFor = (as: PageCase['as']): Promise<Visitor> => {
    const known = visitors.get(as)
    if (known) return known
    const fresh = visit({ locale: language, viewport: WIDE }).then(async (visitor) => {
      const id = person(as)
      if (id !== undefined) await server.signIn(visitor, id)
      return visitor
    })
    visitors.set(as, fresh)
    return fresh
  }

  for (const { as, path, route, status = 200 } of pages) {
    testInChromium(`${route} for ${as === 'stranger' ? 'a' : 'the'} ${as}: ${nameOf(path)}`, async () => {
      const { tab, complaints } = await visitorFor(as)
      await tab.emulateMedia({ colorScheme: 'light' })
      await tab.setViewportSize(WIDE)
      const response = await tab.goto(server.address + path)
      expect(response?.status()).toBe(status)
      expect(await frameOf(tab)).toEqual({ language, headings: 1, title: expect.stringMatching(/^\S.* – malines$/) })
      expect(await violationsOf(tab)).toEqual([])
      await tab.emulateMedia({ colorScheme: 'dark' })
      await tab.setViewportSize(PHONE)
      // Neither colours nor the order of a narrow page depend on the language.
      if (language === LANGUAGES[0]) expect(await violationsOf(tab)).toEqual([])
      for (const size of [PHONE, ZOOMED]) {
        await tab.setViewportSize(size)
        expect([size.width, await sidewaysIn(tab)]).toEqual([size.width, []])
      }
      expect(complaints()).toEqual([])
    })
  }
})

/** A path without the ids that are new in each run. */
function nameOf(path: string): string {
  return path.replace(/[\w-]{30,}/g, '…')
}

const frameOf = (tab: Page) =>
  tab.evaluate(`({
    language: document.documentElement.lang,
    headings: document.querySelectorAll('h1').length,
    title: document.title,
  })`)

/** What makes the page wider than the screen, and boxes that scroll sideways without a name for those who can't see it. */
const sidewaysIn = (tab: Page) =>
  tab.evaluate(`(() => {
    const width = document.documentElement.clientWidth
    const nameOf = (element) => element.tagName + '.' + element.className
    const scrolls = (element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX)
    const isInside = (element) => element.closest('nav[aria-label], [role="region"][aria-label]') !== null
    const all = [...document.body.querySelectorAll('*')]
    const unnamed = all.filter((element) => element.scrollWidth > element.clientWidth + 1 && scrolls(element))
      .filter((element) => !isInside(element) && !element.matches('input, textarea, select'))
    if (document.documentElement.scrollWidth <= width) return unnamed.map(nameOf)
    const wide = all.filter((element) => element.getBoundingClientRect().right > width + 1 && !isInside(element))
    return ['page ' + document.documentElement.scrollWidth, ...[...unnamed, ...wide].map(nameOf).slice(0, 8)]
  })()`)
