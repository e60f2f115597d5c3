/** The connection of one page that follows its round. A reader who is too slow gets the state later, never a backlog. */
import type { FastifyReply, FastifyRequest } from 'fastify'

export interface Stream {
  readonly request: FastifyRequest
  /** Sends the whole state of the page, or a last word. */
  readonly sendState: (text: string) => void
  /** Sends what changed; when the reader has fallen behind, the state as it is once they have caught up. */
  readonly send: (bytes: Buffer, state: () => string) => void
  /** Keeps the connection open through proxies; ends it when nothing has gone through since the last two beats. */
  readonly beat: () => void
  readonly end: () => void
}

/** Milliseconds after which a browser comes back. */
const RETRY = 2_000
/** Milliseconds of silence after which the system asks whether the other side is still there. */
const SILENCE = 4_000
/** Some proxies hold back the first bytes until there are this many. */
const PADDING = 2_048

/** Opens the connection that a request asks for. `onEnd` is called once, whoever ends it. */
export function openStream(request: FastifyRequest, reply: FastifyReply, onEnd: () => void): Stream {
  reply.hijack()
  const { raw } = reply
  let isSlow = false
  let missed: (() => string) | undefined
  let beatsBehind = 0
  raw.once('close', onEnd)
  raw.on('error', () => raw.destroy())
  raw.socket?.setKeepAlive(true, SILENCE)
  raw.socket?.setNoDelay(true)
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
    connection: 'keep-alive',
  })
  write(`:${' '.repeat(PADDING)}\nretry: ${RETRY}\n\n`)

  function write(chunk: string | Buffer): void {
    if (raw.writableEnded || raw.destroyed || raw.write(chunk) || isSlow) return
    isSlow = true
    raw.once('drain', caughtUp)
  }

  function caughtUp(): void {
    isSlow = false
    beatsBehind = 0
    const state = missed
    missed = undefined
    if (state) write(state())
  }

  function send(bytes: Buffer, state: () => string): void {
    if (isSlow) missed = state
    else write(bytes)
  }

  function beat(): void {
    beatsBehind += 1
    if (!isSlow) {
      beatsBehind = 0
      write(':\n\n')
    } else if (beatsBehind > 2) raw.destroy()
  }

  return { request, sendState: write, send, beat, end: () => raw.end() }
}
