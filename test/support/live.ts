/** A page's stream as a browser hears it. */
import { type IncomingMessage, request } from 'node:http'
import type { Browser } from './app.js'

interface StreamEvent {
  readonly event: string
  readonly data: { readonly id?: string; readonly html?: string; readonly [more: string]: unknown }
}

export interface Listening {
  readonly response: IncomingMessage
  readonly events: readonly StreamEvent[]
  /** Everything that came, with comments. */
  readonly text: () => string
  /** The newest markup of a part. */
  readonly part: (id: string) => string | undefined
  readonly isEnded: () => boolean
  readonly close: () => void
}

/** Opens the stream of a page, such as `/rounds/r?show=mine`. */
export function listen(address: string, browser: Browser, page: string): Promise<Listening> {
  const { pathname, searchParams } = new URL(page, address)
  searchParams.set('at', pathname)
  const [, , round] = pathname.split('/')
  const cookie = Object.entries(browser.cookies).map(([name, value]) => `${name}=${value}`)
  const headers = { accept: 'text/event-stream', cookie: cookie.join('; ') }
  return new Promise((done, failed) => {
    const sent = request(`${address}/rounds/${round}/live?${searchParams}`, { headers, agent: false }, (response) => {
      let text = ''
      let read = 0
      let isEnded = false
      const events: StreamEvent[] = []
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
        for (let end = text.indexOf('\n\n', read); end >= 0; end = text.indexOf('\n\n', read)) {
          const [, event, data] = /^event: (.*)\ndata: (.*)$/.exec(text.slice(read, end)) ?? []
          if (event !== undefined && data !== undefined) events.push({ event, data: JSON.parse(data) })
          read = end + 2
        }
      })
      response.on('close', () => {
        isEnded = true
      })
      response.on('error', () => response.destroy())
      done({
        ...{ response, events, text: () => text, isEnded: () => isEnded },
        part: (id) => events.findLast(({ event, data }) => event === 'part' && data.id === id)?.data.html,
        close: () => sent.destroy(),
      })
    })
    sent.on('error', failed)
    sent.end()
  })
}
