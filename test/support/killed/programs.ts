/** Servers as processes of their own, built from what stands in `src` now. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import { ROOT } from '../../../src/folders.js'

export interface Program {
  /** Its file and its arguments, for node. */
  readonly args: readonly string[]
  readonly killsItself: boolean
}

export interface Programs {
  /** `malines serve`. */
  readonly server: Program
  /** The server that acknowledges a save before the commit. */
  readonly earlyServer: Program
  /** The server that is killed between a commit and its acknowledgements. */
  readonly cutServer: Program
}

export interface Running {
  readonly address: string
  readonly killsItself: boolean
  /** Ends it in the midst of whatever it does, or waits until it kills itself. Errors: when it ended in another way. */
  readonly kill: () => Promise<void>
  /** Lets it finish what is under way. Errors: when it says that something failed. */
  readonly stop: () => Promise<void>
}

const children: ChildProcess[] = []
const folders: string[] = []
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  for (const folder of folders) rmSync(folder, { recursive: true })
})

/** Milliseconds until a program counts as stuck. */
const PATIENCE = 120_000

/** Builds the programs in a folder of their own below `dist`, which is there until the last test of the file. */
export async function buildPrograms(): Promise<Programs> {
  mkdirSync(join(ROOT, 'dist'), { recursive: true })
  const folder = mkdtempSync(join(ROOT, 'dist', 'killed-'))
  folders.push(folder)
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
  const child = begin([tsc, '-p', import.meta.dirname, '--outDir', folder], {})
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`the build ended with ${code}`)
  const programOf = (source: URL) => join(folder, relative(ROOT, fileURLToPath(source)).replace(/\.ts$/, '.js'))
  return {
    server: { args: [programOf(new URL('../../../src/cli.ts', import.meta.url)), 'serve'], killsItself: false },
    earlyServer: { args: [programOf(new URL('./early-server.ts', import.meta.url))], killsItself: false },
    cutServer: { args: [programOf(new URL('./cut-server.ts', import.meta.url))], killsItself: true },
  }
}

/** Starts a server on a folder of data; resolves when it listens. */
export async function startProgram({ args, killsItself }: Program, data: string): Promise<Running> {
  const child = begin(args, { MALINES_DATA: data, MALINES_PORT: '0', MALINES_LOG: 'silent' })
  const gone = once(child, 'exit')
  const address = await addressOf(child)
  return {
    address,
    killsItself,
    async kill() {
      if (!killsItself) child.kill('SIGKILL')
      const [code, signal] = await gone
      if (signal !== 'SIGKILL') throw new Error(`the server was to be killed, but ended with ${code ?? signal}`)
    },
    async stop() {
      child.kill('SIGTERM')
      const [code] = await gone
      if (code !== 0) throw new Error(`the server ended with ${code}`)
    },
  }
}

/** No process outlives its time. */
function begin(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  const child = spawn(process.execPath, args, {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: PATIENCE,
    killSignal: 'SIGKILL',
  })
  children.push(child)
  return child
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((done, failed) => {
    let text = ''
    child.once('exit', (code) => failed(new Error(`the server ended with ${code}: ${text}`)))
    child.stdout?.on('data', (chunk) => {
      text += chunk
      const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(text) ?? []
      if (address !== undefined) done(address)
    })
  })
}
