/** Style sheet, browser modules, fonts and mark: read once, packed once, when first asked for, served from memory under an address that changes with them. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { ROOT } from '../folders.js'

const BROWSER = join(ROOT, 'src', 'browser')
const require = createRequire(import.meta.url)

/** Sheets of all pages, in the order in which they are read: later ones may override. Those of single parts follow. */
const SHARED = [
  ...['tokens', 'page', 'header', 'marks', 'tables', 'question', 'meeting', 'charts', 'small', 'phone'],
  ...['print', 'work', 'projector'],
]
/** The reader's own colours have the last word. */
const LAST = ['forced']

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

interface Asset {
  readonly type: string
  readonly body: Buffer
  /** Smaller forms of the body by content coding, the smallest first; fonts have none. */
  readonly packed: readonly (readonly [coding: string, body: () => Buffer])[]
}

const assets = readAssets()
const hash = hashOf(assets)

/** Address of an asset such as `malines.css` or `main.js`; RangeError for one that does not exist. */
export function assetUrl(name: string): string {
  if (!assets.has(name)) throw new RangeError(`no asset "${name}"; there are ${[...assets.keys()].join(', ')}`)
  return `/static/${hash}/${name}`
}

/** Registers `GET /static/:hash/:name`. */
export function serveStatic(app: FastifyInstance): void {
  app.get<{ Params: { hash: string; name: string } }>(
    '/static/:hash/:name',
    { config: { right: 'asset' } },
    (request, reply) => {
      const asset = assets.get(request.params.name)
      if (!asset) return reply.callNotFound()
      const accepted = String(request.headers['accept-encoding'] ?? '').split(/[\s,;]+/)
      const packed = asset.packed.find(([coding]) => accepted.includes(coding))
      if (packed) reply.header('content-encoding', packed[0])
      // A page from before an update asks for an older address: it gets what there is now, and keeps it for nobody.
      const lasting = request.params.hash === hash ? 'public, max-age=31536000, immutable' : 'no-cache'
      return reply
        .header('cache-control', lasting)
        .header('vary', 'accept-encoding')
        .type(asset.type)
        .send(packed?.[1]() ?? asset.body)
    },
  )
}

function readAssets(): ReadonlyMap<string, Asset> {
  const { sheet, fonts } = readFonts()
  const own = readdirSync(BROWSER).filter((name) => ['.js', '.svg'].includes(extname(name)))
  const bodies: (readonly [string, Buffer])[] = [
    ['malines.css', Buffer.from(readSheets(sheet))],
    ...own.map((name) => [name, readFileSync(join(BROWSER, name))] as const),
    ...fonts,
  ]
  return new Map(bodies.map(([name, body]) => [name, pack(name, body)]))
}

/** One style sheet: the design system, its theme, the fonts, ours. Its layers come first, so unlayered rules of ours win. */
function readSheets(fonts: string): string {
  const system = readFileSync(require.resolve('@digdir/designsystemet-css'), 'utf8')
  const theme = readFileSync(join(BROWSER, 'theme', 'theme.css'), 'utf8').replace(/^@charset "[^"]*";/, '')
  const parts = readdirSync(join(BROWSER, 'styles'))
    .map((file) => file.replace(/\.css$/, ''))
    .filter((name) => ![...SHARED, ...LAST].includes(name))
  const own = [...SHARED, ...parts.sort(), ...LAST].map((name) =>
    readFileSync(join(BROWSER, 'styles', `${name}.css`), 'utf8'),
  )
  // Printing is always light.
  const onScreen = theme.replaceAll(
    '@media (prefers-color-scheme: dark)',
    '@media screen and (prefers-color-scheme: dark)',
  )
  return [system, onScreen, fonts, ...own].join('\n')
}

/** The package's sheet of the upright variable font, under the name that the theme uses, and the files that it names. */
function readFonts(): { readonly sheet: string; readonly fonts: readonly (readonly [string, Buffer])[] } {
  const path = require.resolve('@fontsource-variable/noto-sans/wght.css')
  const sheet = readFileSync(path, 'utf8').replaceAll('Noto Sans Variable', 'Noto Sans').replaceAll('./files/', '')
  const names = [...sheet.matchAll(/url\(([^)]+)\)/g)].map(([, name]) => name!)
  return { sheet, fonts: names.map((name) => [name, readFileSync(join(dirname(path), 'files', name))] as const) }
}

/** Packing takes longer than all else of a start, so each form is made when it is first asked for. */
function pack(name: string, body: Buffer): Asset {
  const type = TYPES[extname(name)]!
  if (type.startsWith('font/')) return { type, body, packed: [] }
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }
  return {
    type,
    body,
    packed: [
      ['br', once(() => brotliCompressSync(body, quality))],
      ['gzip', once(() => gzipSync(body))],
    ],
  }
}

function once(make: () => Buffer): () => Buffer {
  let made: Buffer | undefined
  return () => {
    made ??= make()
    return made
  }
}

function hashOf(all: ReadonlyMap<string, Asset>): string {
  const sum = createHash('sha256')
  for (const [name, { body }] of all) sum.update(name).update(body)
  return sum.digest('base64url').slice(0, 12)
}
