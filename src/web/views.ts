/** From a view model to a page: the frame that all pages share, and fragments without it. */
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import view from '@fastify/view'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ROOT } from '../folders.js'
import { LANGUAGES, type Words } from '../locales/messages.js'
import { directionOf } from '../reports/words/direction.js'
import type { Form } from '../rules/model.js'
import type { RoundState } from '../store/rounds.js'
import type { Viewer } from './context.js'
import { createEngine } from './helpers.js'

const TEMPLATES = join(ROOT, 'templates')

/** What each language calls itself, with a capital as it stands alone. */
const NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  LANGUAGES.map((code) => {
    const name = new Intl.DisplayNames(code, { type: 'language' }).of(code) ?? code
    return [code, name.charAt(0).toLocaleUpperCase(code) + name.slice(1)]
  }),
)

/** A step of the way to a page; the last one is the page itself. */
interface Crumb {
  readonly href: string
  readonly text: string
}

/** One of the pages of a round, or of a part of it. */
export interface Tab {
  readonly key: 'board' | 'answer' | 'influence' | 'meeting' | 'findings' | 'results' | 'actions' | 'manage'
  readonly href: string
  readonly current: boolean
}

/** The bar above every page of a round. */
export interface RoundBar {
  readonly name: string
  readonly state: RoundState
  readonly form: Form
  readonly closesOn: string | null
  /** Only those that the viewer may use, in the order in which they stand. */
  readonly tabs: readonly Tab[]
  /** Whether this page saves as one goes: then the bar says how that stands. */
  readonly saves?: boolean
  /** Whether the page follows the round while it is in view. */
  readonly follows?: boolean
}

/** Said once above the page, such as what came of the last action. */
export interface Notice {
  readonly colour: 'success' | 'danger' | 'warning' | 'brand2'
  readonly heading: string
  readonly text?: string
}

/** What every template finds besides its own model, which can't have anything of the same name. */
interface Shared {
  readonly lang: string
  readonly dir: 'ltr' | 'rtl'
  readonly csrf: string
  readonly words: Words
  readonly viewer: { readonly id: string; readonly name: string; readonly isAdministrator: boolean } | undefined
}
type Unshared = { readonly [Name in keyof Shared]?: never }

/** What a page tells the frame around it, besides what its own template reads. */
export interface PageModel extends Unshared {
  readonly title: string
  readonly breadcrumbs?: readonly Crumb[]
  readonly round?: RoundBar
  readonly notice?: Notice
  /** Browser modules of this page, such as `answer.js`. */
  readonly scripts?: readonly string[]
  /** Keys of this page for the help that `?` opens. */
  readonly keys?: readonly { readonly keys: readonly string[]; readonly text: string }[]
  /** Whether the page stands on a projector: large, and without what leads elsewhere. */
  readonly present?: boolean
  /** Zone of every time on the page; UTC when missing. */
  readonly timeZone?: string
}

/**
 * Registers the templates. A partial sees only what it is given (`{{> field id='name'}}`, or `{{> row this}}`),
 * and the frame through `@root`, so that no word of the page slips into it.
 */
export async function useViews(app: FastifyInstance): Promise<void> {
  const files = readdirSync(join(TEMPLATES, 'partials')).filter((file) => file.endsWith('.hbs'))
  await app.register(view, {
    engine: { handlebars: createEngine() },
    root: TEMPLATES,
    production: true,
    maxCache: 1000,
    options: {
      partials: Object.fromEntries(files.map((file) => [basename(file, '.hbs'), `partials/${file}`])),
      compileOptions: { explicitPartialContext: true, preventIndent: true },
    },
  })
}

/** Sends `templates/<template>.hbs` in the frame, in the viewer's language. */
export function page<Model extends PageModel>(reply: FastifyReply, template: string, model: Model): FastifyReply {
  const request = reply.request
  const frame = {
    ...shared(request.viewer),
    languages: languagesOf(request),
    nav: navOf(request),
    isDemo: request.server.isDemo,
  }
  return reply.view(`${template}.hbs`, { ...model, ...frame }, { layout: 'layouts/page.hbs' })
}

/** Sends `templates/<template>.hbs` alone, to take the place of a part of a page. */
export function fragment<Model extends object & Unshared>(
  reply: FastifyReply,
  template: string,
  model: Model,
): FastifyReply {
  return reply.view(`${template}.hbs`, { ...model, ...shared(reply.request.viewer) })
}

/** `templates/partials/<name>.hbs` alone, as it stands in a page of this viewer. */
export function part(app: FastifyInstance, viewer: Viewer, name: string, model: object & Unshared): Promise<string> {
  return app.view(`partials/${name}.hbs`, { ...model, ...shared(viewer) })
}

function shared({ person, csrf, words }: Viewer): Shared {
  const viewer = person && { id: person.id, name: person.name, isAdministrator: person.isAdministrator }
  return { lang: words.language, dir: directionOf(words.language), csrf, words, viewer }
}

/** The same address in each language, with the other parameters as they are. */
function languagesOf(request: FastifyRequest) {
  return LANGUAGES.map((code) => {
    const url = new URL(request.url, 'http://localhost')
    url.searchParams.set('lang', code)
    return {
      code,
      name: NAMES[code],
      href: url.pathname + url.search,
      current: code === request.viewer.words.language,
    }
  })
}

/** The main pages of this viewer; `current` is `page` on the page itself and `true` on those below it. */
function navOf({ url, viewer }: FastifyRequest) {
  const path = url.split('?')[0]!
  const items: { readonly key: string; readonly href: string; readonly below: RegExp }[] = []
  if (viewer.person) items.push({ key: 'assessments', href: '/', below: /^\/(assessments|rounds)\// })
  if (viewer.person?.isAdministrator) items.push({ key: 'people', href: '/people', below: /^\/people\// })
  items.push({ key: 'help', href: '/help', below: /^\/help\// })
  return items.map(({ key, href, below }) => {
    return { key, href, current: path === href ? 'page' : below.test(path) ? 'true' : undefined }
  })
}
