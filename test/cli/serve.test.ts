import { describe, expect, test } from 'vitest'
import { demoCommand, serveCommand } from '../../src/cli/serve.js'

const ENV = { MALINES_DATA: ':memory:', MALINES_PORT: '0', MALINES_LOG: 'silent' }

/** Runs a command until it has said something that `told` takes from it; the server ends when `look` is done. */
async function during(
  command: typeof serveCommand,
  env: NodeJS.ProcessEnv,
  told: RegExp,
  look: (out: string) => Promise<void>,
): Promise<void> {
  let out = ''
  let tell = () => {}
  const isTold = new Promise<void>((done) => {
    tell = done
  })
  const add = (text: string) => {
    out += text
    if (told.test(out)) tell()
  }
  const end = command({ ...ENV, ...env }, { out: add, err: add, isWatched: false })
  await Promise.race([isTold, end])
  try {
    await look(out)
  } finally {
    process.emit('SIGTERM')
    await end
  }
}

const listening = (out: string) => /http:\/\/127\.0\.0\.1:\d+/.exec(out)?.[0] ?? ''
const textAt = async (url: string, headers: Record<string, string> = {}) => (await fetch(url, { headers })).text()

describe('the link of the first start', () => {
  test('stands at the address under which people reach the server', () =>
    during(serveCommand, { MALINES_URL: 'https://assessment.example' }, /first account/, async (out) => {
      expect(out).toMatch(/once: https:\/\/assessment\.example\/start\/[\w-]{43}\n/)
      expect(await textAt(`${listening(out)}/sign-in`)).not.toContain('Demonstration data')
    }))

  test('stands where the server listens when no address is set', () =>
    during(serveCommand, {}, /first account/, async (out) => {
      expect(out).toContain(`once: ${listening(out)}/start/`)
    }))
})

describe('the demonstration', () => {
  test('signs in by link, and says on each page what its data are', () =>
    during(demoCommand, { MALINES_URL: 'https://demo.example' }, /Stop with/, async (out) => {
      const [link = ''] = out.match(/https:\/\/demo\.example\/demo\/\S+/) ?? []
      const address = listening(out)
      const signedIn = await fetch(address + new URL(link).pathname, { redirect: 'manual' })
      const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
      expect(await textAt(`${address}/`, { cookie })).toContain('Demonstration data. Declaration of Mechelen')
      expect(await textAt(`${address}/sign-in`, { 'accept-language': 'fr' })).toContain(
        'Données de démonstration. Déclaration de',
      )
    }))
}, 60_000)
