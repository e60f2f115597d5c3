/**
 * Answers that are not saved yet wait on the device, whatever becomes of the page that they were given on. They are
 * sent one after the other, in order, from any page of the same person; each has a key, so that it is saved once.
 */

const DATABASE = 'malines'
const ANSWERS = 'answers'
const FIRST_WAIT = 1000
const LONGEST_WAIT = 30_000
/** A request that outlives its page may not be larger: browsers allow 64 kB for all of them. */
const SMALL = 30_000

/** Without a database on the device the answers live as long as the page. */
const memory = new Map()
let database
let opening
let count = 0

/**
 * The answers of one person that wait on this device.
 * @param owner the person's id: what others left here is neither sent nor told
 * @param told onReply(entry, reply): what came of an answer, also from another tab; the function that it gives hears
 *   how many still wait. onLost(count): there is no network, and so many wait
 */
export function openOutbox(owner, { onReply, onLost }) {
  const csrf = document.querySelector('meta[name="csrf"]').content
  const tabs = 'BroadcastChannel' in window ? new BroadcastChannel(`malines ${owner}`) : undefined
  /** Answers that were refused for who we are now: they wait for the next page. */
  const skipped = new Set()
  /** Ids of answers by address that were not sent yet: a later one takes their place. */
  const unsent = new Map()
  let adding = Promise.resolve()
  let sending
  let isDue = false
  let wait = FIRST_WAIT
  let timer

  const list = async () => (await change((all) => all)).filter((entry) => entry.owner === owner)
  const isReady = (entry) => entry.owner === owner && !skipped.has(entry.id)
  const countReady = async () => new Set((await list()).filter(isReady).map(({ url }) => url)).size

  /** Takes the place of an earlier answer of this page at the same address, unless that one may have arrived. */
  function add(entry) {
    const id = unsent.get(entry.url) ?? newId()
    unsent.set(entry.url, id)
    adding = insert({ ...entry, owner, id })
    return adding.then(send)
  }

  function send() {
    clearTimeout(timer)
    isDue = true
    sending ??= alone(owner, sendAll).finally(() => {
      sending = undefined
      // What came while the last turn ended.
      if (isDue) return send()
    })
    return sending
  }

  async function sendAll() {
    isDue = false
    for (let entry = await next(); entry; entry = await next()) {
      const reply = await request(entry, csrf)
      if (!reply) {
        onLost(await countReady())
        timer = setTimeout(send, wait)
        wait = Math.min(wait * 2, LONGEST_WAIT)
        return
      }
      wait = FIRST_WAIT
      await settle(entry, reply)
    }
  }

  /** The first that waits; from now on nothing takes its place. */
  async function next() {
    const before = [...unsent]
    unsent.clear()
    const entry = await change((all) => all.find(isReady))
    for (const [url, id] of before) if (id !== entry?.id && !unsent.has(url)) unsent.set(url, id)
    return entry
  }

  async function settle(entry, reply) {
    // Signed out, it goes on after the next sign-in; anything else would be refused again.
    const isRefusedNow = reply.status === 403
    if (isRefusedNow) skipped.add(entry.id)
    const left = change((all, put, remove) => {
      // Another tab may have put a later answer in its place.
      if (!isRefusedNow && all.some(({ key }) => key === entry.key)) remove(entry.id)
      const later = all.filter((other) => other.owner === owner && other.url === entry.url && other.key !== entry.key)
      if (reply.status === 200) for (const other of later) put({ ...other, basedOn: reply.body.revision })
    })
    await tell({ entry, reply }, left)
    tabs?.postMessage({ entry, reply })
  }

  /** Tells at once: what is saved from now on rests on this reply. */
  async function tell({ entry, reply }, left = Promise.resolve()) {
    const said = onReply(entry, reply)
    await left
    said?.(await countReady())
  }

  tabs?.addEventListener('message', ({ data }) => tell(data))
  window.addEventListener('online', send)
  return {
    add,
    send,
    /** All answers that wait, in order. */
    list,
    /** Resolves when nothing is under way, with the number of answers that still wait. */
    async settled() {
      await adding
      await sending
      return countReady()
    },
  }
}

/** Only one tab sends at a time, where browsers let tabs agree; elsewhere the key makes it one save. */
function alone(owner, work) {
  return navigator.locks ? navigator.locks.request(`malines ${owner}`, work) : work()
}

/** The reply, or undefined when there was none and it has to be tried again with the same key. */
async function request({ url, body, basedOn, key }, csrf) {
  try {
    const headers = { 'content-type': 'application/json', accept: 'application/json', 'x-csrf-token': csrf }
    const text = JSON.stringify({ ...body, basedOn, key })
    const response = await fetch(url, { method: 'PUT', headers, body: text, keepalive: text.length < SMALL })
    if (response.status >= 500 || response.status === 429) return undefined
    return { status: response.status, body: await response.json() }
  } catch {
    return undefined
  }
}

/** Keeps an answer, in the turn in which it is given: a page that goes has no other. */
async function insert(entry) {
  if (!database && !(await open())) {
    memory.set(entry.id, entry)
    return
  }
  const transaction = database.transaction(ANSWERS, 'readwrite')
  transaction.objectStore(ANSWERS).put(entry)
  transaction.commit()
  await finished(transaction)
}

/** Reads all that waits, in order, and changes it in the same transaction; gives what `work` gives. */
async function change(work) {
  if (!database && !(await open())) {
    const put = (entry) => memory.set(entry.id, entry)
    return work([...memory.values()], put, (id) => memory.delete(id))
  }
  const transaction = database.transaction(ANSWERS, 'readwrite')
  const answers = transaction.objectStore(ANSWERS)
  const reading = answers.getAll()
  let result
  reading.onsuccess = () => {
    result = work(
      reading.result,
      (entry) => answers.put(entry),
      (id) => answers.delete(id),
    )
  }
  await finished(transaction)
  return result
}

function finished(transaction) {
  return new Promise((done, failed) => {
    transaction.oncomplete = () => done()
    transaction.onabort = () => failed(transaction.error)
  })
}

/** The database of this device; undefined where there is none, as in some private windows. */
function open() {
  opening ??= new Promise((done) => {
    const asked = indexedDB.open(DATABASE, 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore(ANSWERS, { keyPath: 'id' })
    asked.onsuccess = () => done(asked.result)
    asked.onerror = () => done(undefined)
  })
    .catch(() => undefined)
    .then((opened) => {
      database = opened
      return opened
    })
  return opening
}

/** Ids sort in the order in which answers were given. */
const newId = () => `${Date.now()} ${String(++count).padStart(6, '0')} ${Math.random()}`

/** Whether something waits that would go with the page. */
export const isAtRisk = () => memory.size > 0
