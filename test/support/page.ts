/** Renders templates as the server does, for a viewer of the test's choice. */
import fastify from 'fastify'
import { parseHTML } from 'linkedom'
import { wordsOf } from '../../src/locales/messages.js'
import type { Viewer } from '../../src/web/context.js'
import { fragment, type PageModel, page, useViews } from '../../src/web/views.js'

const PERSON = {
  id: 'person',
  name: 'Amina Haddad',
  email: 'amina@example.org',
  isAdministrator: false,
  language: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  disabledAt: null,
}

/** A viewer: signed in as Amina Haddad, in English, unless told otherwise. */
export function fakeViewer(language = 'en', changes: Partial<Viewer> = {}): Viewer {
  return {
    person: PERSON,
    participants: [],
    token: 'session-token',
    csrf: 'form-token',
    words: wordsOf(language),
    ...changes,
  }
}

const app = fastify()
app.decorateRequest('viewer')
const asked = new Map<string, (reply: Parameters<typeof page>[0]) => unknown>()
app.get('/*', async (request, reply) => {
  request.viewer = viewers.get(String(request.headers['x-test']))!
  return asked.get(String(request.headers['x-test']))!(reply)
})
const viewers = new Map<string, Viewer>()
const ready = useViews(app)

async function render(url: string, viewer: Viewer, send: (reply: Parameters<typeof page>[0]) => unknown) {
  await ready
  const id = String(asked.size)
  asked.set(id, send)
  viewers.set(id, viewer)
  const { body, statusCode } = await app.inject({ url, headers: { 'x-test': id } })
  if (statusCode !== 200) throw new Error(body)
  return body
}

/** The whole page of a template, as text. */
export const renderPage = <Model extends PageModel>(
  template: string,
  model: Model,
  { url = '/', viewer = fakeViewer() }: { readonly url?: string; readonly viewer?: Viewer } = {},
) => render(url, viewer, (reply) => page(reply, template, model))

/** A template without the frame, as text. */
export const renderFragment = (template: string, model: object, viewer = fakeViewer()) =>
  render('/', viewer, (reply) => fragment(reply, template, model))

/** The document of a page or fragment, to ask it with selectors. */
export const documentOf = (html: string) => parseHTML(html.startsWith('<!') ? html : `<body>${html}</body>`).document
