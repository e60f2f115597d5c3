import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import fastify from 'fastify'
import { describe, expect, test } from 'vitest'
import { LIGHT } from '../../src/charts/index.js'
import { ROOT } from '../../src/folders.js'
import { assetUrl, serveStatic } from '../../src/web/static.js'

const app = fastify()
serveStatic(app)
const get = (url: string, coding?: string) =>
  app.inject({ url, headers: coding === undefined ? {} : { 'accept-encoding': coding } })

describe('assets', () => {
  test('are kept for good, by this browser alone, under an address that changes with them', async () => {
    const { statusCode, headers } = await get(assetUrl('main.js'))
    expect(statusCode).toBe(200)
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
  })

  test('an address from before an update gives what there is now, and is kept by nobody', async () => {
    const { statusCode, headers } = await get('/static/before/main.js')
    expect([statusCode, headers['cache-control']]).toEqual([200, 'no-cache'])
  })

  test('come in the smallest coding that is accepted', async () => {
    const plain = await get(assetUrl('malines.css'))
    expect(plain.headers['content-encoding']).toBe(undefined)
    for (const [accepted, coding, unpack] of [
      ['gzip, deflate, br', 'br', brotliDecompressSync],
      ['gzip;q=1.0', 'gzip', gunzipSync],
    ] as const) {
      const packed = await get(assetUrl('malines.css'), accepted)
      expect(packed.headers['content-encoding']).toBe(coding)
      expect(packed.headers.vary).toBe('accept-encoding')
      expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 4)
      expect(unpack(packed.rawPayload).equals(plain.rawPayload)).toBe(true)
    }
  })

  test.each(['absent.js', '..%2fstatic.ts', '%2e%2e', '__proto__'])('there is no %s', async (name) => {
    expect((await get(`/static/x/${name}`)).statusCode).toBe(404)
  })
})

describe('the style sheet', () => {
  test('loads nothing but the fonts beside it, which are there', async () => {
    const { body } = await get(assetUrl('malines.css'))
    const urls = [...body.matchAll(/url\(\s*["']?([^"')]+)/g)].map(([, url]) => url!)
    const outside = urls.filter((url) => !url.startsWith('data:') && !url.startsWith('#'))
    expect(outside.length).toBeGreaterThanOrEqual(2)
    for (const url of outside) {
      const font = await get(assetUrl(url))
      expect(font.headers['content-type']).toBe('font/woff2')
      expect(font.rawPayload.subarray(0, 4).toString()).toBe('wOF2')
    }
    expect(body).not.toContain('@import')
  })

  test('is never dark on paper', async () => {
    const { body } = await get(assetUrl('malines.css'))
    const dark = [...body.matchAll(/@media ([^{]*prefers-color-scheme: ?dark[^{]*)\{/g)].map(([, query]) => query!)
    expect(dark.length).toBeGreaterThanOrEqual(2)
    for (const query of dark) expect(query).toMatch(/^screen and /)
  })

  test('every file of styles is in it', async () => {
    const { body } = await get(assetUrl('malines.css'))
    for (const file of readdirSync(join(ROOT, 'src/browser/styles')))
      expect(body).toContain(readFileSync(join(ROOT, 'src/browser/styles', file), 'utf8'))
  })

  test('every colour of a chart is defined in light, in dark, and in dark by the system', () => {
    const tokens = readFileSync(join(ROOT, 'src/browser/styles/tokens.css'), 'utf8')
    for (const name of Object.keys(LIGHT)) expect([name, tokens.split(`${name}:`).length - 1]).toEqual([name, 3])
  })
})
