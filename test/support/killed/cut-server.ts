/** A server that is killed between a commit and its acknowledgements: the worst moment, which others meet by chance. */
import { readConfig } from '../../../src/config.js'
import { start, stopOnSignal } from '../../../src/main.js'
import type { CurrentAnswer, Save } from '../../../src/store/answers.js'
import { openStore, type Store } from '../../../src/store/index.js'

/** Saves until then: enough for each client to have had several acknowledgements. */
const SAVES = 300

const config = readConfig(process.env)
const store = await openStore(config.data)
const running = await start({ store: cutOff(store), config })
process.stdout.write(`listens at ${running.address}\n`)
await stopOnSignal(running)

function cutOff(store: Store): Store {
  let count = 0
  async function save(save: Save): Promise<CurrentAnswer> {
    const answer = await store.answers.save(save)
    count += 1
    if (count === SAVES) process.kill(process.pid, 'SIGKILL')
    return answer
  }
  return { ...store, answers: { ...store.answers, save } }
}
