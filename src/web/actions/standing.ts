/** How an action stands on a day: its state, and by how much it is late. */
import type { Words } from '../../locales/messages.js'
import type { RoundAction } from '../../rules/model.js'
import { ACTION_STATES, type ActionState, isOpenAction, stateOfAction } from '../../store/actions.js'
import { isDay } from '../set-up/days.js'

/** `other` is a state that only a round file can give. */
type StandingKey = ActionState | 'late' | 'other'

export interface Standing {
  readonly key: StandingKey
  readonly text: string
  readonly colour: 'neutral' | 'brand1' | 'brand2' | 'success' | 'danger'
  /** Of one that is late, its state. */
  readonly state?: string
}

const COLOURS: Readonly<Record<StandingKey, Standing['colour']>> = {
  ...{ proposed: 'neutral', started: 'brand2', done: 'success', refused: 'brand1', late: 'danger', other: 'neutral' },
}

/** @param today in the time zone of the round, YYYY-MM-DD */
export function standingOf(action: RoundAction, today: string, words: Words): Standing {
  const state = stateWords(action, words)
  const days = daysLate(action, today)
  const known = knownState(action)
  const key = days > 0 ? 'late' : (known ?? (stateOfAction(action) === 'late' ? 'late' : 'other'))
  const text = days > 0 ? words.say('action.late', { days }) : state
  return { key, text, colour: COLOURS[key], ...(days > 0 && known && { state }) }
}

/** The state that malines gave, or could have given. */
export function knownState(action: RoundAction): ActionState | undefined {
  const state = stateOfAction(action)
  return ACTION_STATES.find((one) => one === state)
}

/** A state in words; one that only a round file can give stands as it is. */
export function stateText(state: string, { say }: Words): string {
  const isKnown = state === 'late' || ACTION_STATES.some((one) => one === state)
  return isKnown ? say('action.state', { state }) : state
}

const stateWords = (action: RoundAction, words: Words): string => stateText(stateOfAction(action), words)

const DAY = 24 * 3600 * 1000

/** Whole days since the day on which it should have been done; 0 when it is done, refused, not due or has no such day. */
function daysLate(action: RoundAction, today: string): number {
  const { due } = action
  if (due === undefined || !isDay(due) || !isOpenAction(action)) return 0
  return Math.max(0, Math.round((Date.parse(today) - Date.parse(due)) / DAY))
}
