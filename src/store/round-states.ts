/** The states of a round: from one to the next, closed with a seal, opened again with a reason. */
import type { LoadedDefinition } from '../definitions/index.js'
import { MalinesError } from '../errors.js'
import type { Result } from '../rules/model.js'
import { checkedReason, endClosing, keepClosing } from './closings.js'
import type { RoundCache } from './round-cache.js'
import { HEAD } from './round-heads.js'
import { answersOf } from './round-loader.js'
import { partsOf } from './round-parts.js'
import { type RoundHead, type RoundState, setRound } from './rounds.js'
import { checkText } from './texts.js'
import type { Write, Writing } from './writing.js'

/** Where a closed round can go back to. */
export type Reopened = Extract<RoundState, 'open' | 'meeting'>

interface Step {
  readonly id: string
  readonly state: RoundState
  readonly closing?: { readonly result: Result; readonly definition: LoadedDefinition; readonly note?: string }
  readonly reason?: string
  readonly by: string | null
}

export interface NewClosing {
  readonly result: Result
  /** Of the round that the result was scored from. */
  readonly revision?: number
  /** What is said to it, such as why a voice is missing; 1 to 5,000 characters. */
  readonly note?: string
  readonly by: string | null
}

export function roundStates(
  write: Write,
  cache: RoundCache,
  definitionOf: (round: string) => Promise<LoadedDefinition>,
) {
  /**
   * Any state may follow any other. Closing keeps the result, sealed as `close` says; leaving `closed` clears it, and
   * takes the sign-offs away. Errors: `not-found`.
   */
  async function setState(
    id: string,
    state: RoundState,
    { result }: { readonly result?: Result },
    by: string | null,
  ): Promise<RoundHead> {
    const closing = state === 'closed' && result ? { result, definition: await definitionOf(id) } : undefined
    return write((writing) => move(writing, { id, state, closing, by }))
  }

  /**
   * Closes a round with its result, and seals both with the questionnaire's hash and the method's version.
   * Errors: `conflict` when it is closed, or is another `revision` than the one that was scored; `invalid` note;
   * `not-found`.
   */
  async function close(id: string, { result, revision, note, by }: NewClosing): Promise<RoundHead> {
    const said = note === undefined ? {} : { note: checkText(note) }
    const definition = await definitionOf(id)
    return write(async (writing) => {
      await expectClosed(writing, id, false)
      if (revision !== undefined && cache.get(id)?.revision !== revision) {
        throw new MalinesError(
          'conflict',
          'This round has changed in the meantime; look at it again and close it then.',
        )
      }
      return move(writing, { id, state: 'closed', closing: { result, definition, ...said }, by })
    })
  }

  /**
   * Opens a closed round again: its closing stays in the list of closings, the sign-offs in the trail alone.
   * Errors: `invalid` without a reason of 1 to 1,000 characters; `conflict` when it is not closed; `not-found`.
   */
  async function reopen(
    id: string,
    { to, reason, by }: { readonly to: Reopened; readonly reason: string; readonly by: string | null },
  ): Promise<RoundHead> {
    const checked = checkedReason(reason)
    return write(async (writing) => {
      await expectClosed(writing, id, true)
      return move(writing, { id, state: to, reason: checked, by })
    })
  }

  async function move(writing: Writing, { id, state, closing, reason, by }: Step): Promise<RoundHead> {
    const { at } = writing
    const before = await headOf(writing, id)
    const isClosed = state === 'closed'
    const isLeft = before.state === 'closed' && !isClosed
    // A closed round that is closed with another result is closed anew.
    const isAnew = before.state === 'closed' && closing !== undefined
    const unsigned = isLeft || isAnew ? await endClosing(writing, id, by, reason ?? null) : []
    const head = await setRound(writing, id, {
      state,
      openedAt: state === 'preparing' ? before.openedAt : (before.openedAt ?? at),
      closedAt: isClosed ? (before.closedAt ?? at) : null,
      ...(isClosed && !closing ? {} : { result: closing ? JSON.stringify(closing.result) : null }),
    })
    const part = await writing.keepPart(id, by)
    const mark = closing && (await seal(writing, { id, by, part, ...closing }))
    const details = {
      ...{ from: before.state, to: state },
      ...(mark === undefined ? {} : { seal: mark }),
      ...(reason === undefined ? {} : { reason }),
      ...(closing?.note === undefined ? {} : { note: closing.note }),
      ...(unsigned.length === 0 ? {} : { unsigned }),
    }
    await writing.note({ action: 'round-state', by, round: id, details })
    writing.changed({ round: id, kind: 'round' })
    return head
  }

  async function seal(writing: Writing, { id, by, result, part, definition, note }: Sealing): Promise<string> {
    const parts = await partsOf(writing.db, id)
    const { round } = cache.past({ ...parts, definition }, await answersOf(writing.db, id))
    const sealed = { definition: definition.definition.hash, method: result.method, round, result }
    return keepClosing(writing, { id, by, part, sealed, note: note ?? null })
  }

  return { setState, close, reopen }
}

interface Sealing {
  readonly id: string
  readonly by: string | null
  readonly result: Result
  readonly part: number
  readonly definition: LoadedDefinition
  readonly note?: string
}

async function headOf({ db }: Writing, id: string): Promise<RoundHead> {
  const head = await db.selectFrom('rounds').select(HEAD).where('id', '=', id).executeTakeFirst()
  if (!head) throw new MalinesError('not-found', 'There is no such round.')
  return head
}

async function expectClosed(writing: Writing, id: string, isExpected: boolean): Promise<void> {
  const { state } = await headOf(writing, id)
  if ((state === 'closed') === isExpected) return
  throw new MalinesError('conflict', isExpected ? 'This round is not closed.' : 'This round is closed already.')
}
