/** Renders templates as the server does, for a viewer of the test's choice. */
import fastify, { type FastifyReply } from 'fastify'
import { parseHTML } from 'linkedom'
import { wordsOf } from '../../src/locales/messages.js'
import type { Viewer } from '../../src/web/context.js'
import { fragment, type PageModel, page, useViews } from '../../src/web/views.js'

/** A viewer: signed in as Amina Haddad, in English, unless told otherwise. */
export function fakeViewer(changes: Partial<Viewer> = {}): Viewer {
  const person = {
    id: 'person',
    name: 'Amina Haddad',
    email: 'amina@example.org',
    isAdministrator: false,
    language: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    disabledAt: null,
  }
  return { person, participants: [], token: 'session-token', csrf: 'form-token', words: wordsOf('en'), ...changes }
}

/** The whole page of a template, as text. */
export const renderPage = <Model extends PageModel>(
  template: string,
  model: Model,
  { url = '/', viewer = fakeViewer() }: { readonly url?: string; readonly viewer?: Viewer } = {},
) => render(url, viewer, (reply) => page(reply, template, model))

/** A template without the frame, as text. */
export const renderFragment = <Model extends object>(template: string, model: Model, viewer = fakeViewer()) =>
  render('/', viewer, (reply) => fragment(reply, template, model))

/** The document of a page or fragment, to be asked with selectors. */
export const documentOf = (html: string) => parseHTML(html.startsWith('<!') ? html : `<body>${html}</body>`).document

type Send = (reply: FastifyReply) => FastifyReply

/** What the next requests are answered with, by a name that the request carries. */
const waiting = new Map<string, { readonly viewer: Viewer; readonly send: Send }>()
let count = 0

const app = fastify()
app.decorateRequest('viewer')
const ready = useViews(app)
app.get('/*', (request, reply) => {
  const { viewer, send } = waiting.get(String(request.headers['x-name']))!
  request.viewer = viewer
  return send(reply)
})

async function render(url: string, viewer: Viewer, send: Send): Promise<string> {
  await ready
  const name = String(count++)
  waiting.set(name, { viewer, send })
  const { body, statusCode } = await app.inject({ url, headers: { 'x-name': name } })
  waiting.delete(name)
  if (statusCode !== 200) throw new Error(body)
  return body
}
