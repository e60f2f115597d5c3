/** Chromium for tests: one browser a file, a context of its own for whoever acts in it, and what it complains about. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll } from 'vitest'
import { needs, pathOf } from './tools.js'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const SWITCHES = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update'],
]
/** Milliseconds: a browser on a busy machine is slow, and a test that hangs ends all the same. */
const PATIENCE = 600_000
const STEP = 60_000

/** `test` for checks in Chromium, skipped by name where there is none. */
export const testInChromium = needs('chromium', PATIENCE)

/** One who looks: a tab with cookies of its own. */
export interface Visitor {
  readonly tab: Page
  /** What the browser found wrong since it was last asked: errors, refusals of the policy, requests to elsewhere. */
  readonly complaints: () => readonly string[]
  readonly leave: () => Promise<void>
}

export type Visit = (options?: BrowserContextOptions) => Promise<Visitor>

/** Opens tabs in the browser of a test file, which starts with the first one and ends after the last test. */
export function openChromium(): Visit {
  let browser: Promise<Browser> | undefined
  afterAll(async () => {
    await (await browser)?.close()
  })
  return async (options = {}) => {
    browser ??= chromium.launch({ executablePath: pathOf('chromium'), args: SWITCHES, timeout: STEP })
    const context = await (await browser).newContext({ reducedMotion: 'reduce', ...options })
    context.setDefaultTimeout(STEP)
    const tab = await context.newPage()
    return { tab, complaints: listen(tab), leave: () => context.close() }
  }
}

function listen(tab: Page): () => readonly string[] {
  const heard: string[] = []
  tab.on('console', (message) => {
    // A page that answers 4xx on purpose is told so as well; its test looks at what it says.
    const isOwn = message.location().url === tab.url() && message.text().startsWith('Failed to load resource')
    if (['error', 'warning'].includes(message.type()) && !isOwn) heard.push(message.text())
  })
  tab.on('pageerror', ({ message }) => heard.push(message))
  tab.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    const isHome = tab.url() === 'about:blank' || origin === new URL(tab.url()).origin
    if (!isHome && !['data:', 'blob:'].includes(protocol)) heard.push(`asks ${request.url()}`)
  })
  return () => heard.splice(0)
}

/** What axe finds on a page, as `rule: places`; nothing when all is well. */
export async function violationsOf(tab: Page): Promise<readonly string[]> {
  if (!(await tab.evaluate(() => 'axe' in globalThis))) await tab.evaluate(AXE)
  return tab.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run({ resultTypes: ['violations'] })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  })
}

interface Axe {
  run: (options: object) => Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }>
}
