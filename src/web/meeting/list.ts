/** The page of the agenda: what the meeting takes up, in order, and who is there. */
import type { FastifyRequest } from 'fastify'
import { miniStrip } from '../../charts/index.js'
import type { Context } from '../../reports/content/context.js'
import { directionOf } from '../../reports/words/direction.js'
import { levelText } from '../../reports/words/numbers.js'
import { agreementBand } from '../../rules/agreement.js'
import { may } from '../access.js'
import { voiceOf } from '../answers/names.js'
import { answerText } from '../answers/positions.js'
import { askedIn, groupsIn } from '../asked.js'
import { roundOf } from '../context.js'
import type { FormErrors } from '../forms.js'
import { openingName } from '../openings.js'
import { roundBar } from '../round-bar.js'
import { once } from '../scores.js'
import type { PageModel } from '../views.js'
import { takesAgreed } from '../writing.js'
import { type Agenda, type Entry, stateOf } from './agenda.js'
import { type AttendanceView, attendanceView } from './attendance.js'
import { type Filter, type ItemState, queryOf } from './filter.js'
import { type StageView, stageView } from './now.js'
import { type AgendaRow, rowOf } from './rows.js'

interface Option {
  readonly value: string
  readonly text: string
}

interface ListView extends PageModel {
  readonly state: string
  readonly lead: string
  readonly path: string
  readonly filter: Filter
  readonly options: Readonly<Record<'show' | 'state' | 'kind' | 'group', readonly Option[]>>
  readonly isFiltered: boolean
  readonly rows: readonly ListRow[]
  readonly voices: readonly { readonly id: string; readonly place: number; readonly name: string }[]
  /** The first item that is not agreed yet. */
  readonly goOn: AgendaRow | undefined
  /** Items that are not open to the viewer yet. */
  readonly hidden: number
  readonly writes: boolean
  readonly stage: StageView
  readonly attendance: AttendanceView
  readonly summary: readonly { readonly href: string; readonly text: string }[]
}

interface ListRow extends AgendaRow {
  readonly strip: string
  /** Levels of the voices in words, for rows without a drawing. */
  readonly levels: string
  readonly gap: string | undefined
  readonly agreement: string | undefined
  readonly agreed: string | undefined
  readonly isPostponed: boolean
}

export async function listView(
  request: FastifyRequest,
  agenda: Agenda,
  typed?: { readonly name: string; readonly of: string; readonly errors: FormErrors },
): Promise<ListView> {
  const stored = roundOf(request)
  const { context, filter, entries } = agenda
  const { say, definition } = context
  const { state } = stored.head
  const path = `/rounds/${encodeURIComponent(stored.head.id)}/meeting`
  const states = entries.map((entry) => stateOf(agenda, entry))
  const open = entries[states.indexOf('open')] ?? entries[states.indexOf('postponed')]
  const count = (state: ItemState) => states.filter((one) => one === state).length
  const asked = askedIn(stored)
  return {
    title: say('meeting.title', { state }),
    round: roundBar(request, stored, 'meeting'),
    scripts: ['meeting.js'],
    timeZone: stored.head.timeZone,
    state,
    lead: say('meeting.lead', { n: entries.length, agreed: count('agreed'), postponed: count('postponed') }),
    path,
    filter,
    options: optionsOf(request, context),
    isFiltered: queryOf(filter, stored) !== '',
    rows: entries.map((entry) => listRow(request, agenda, entry)),
    voices: definition.voices.map(({ id }) => voiceOf(id, context)),
    goOn: takesAgreed(stored) && open ? rowOf(request, agenda, open) : undefined,
    hidden: state === 'preparing' ? 0 : asked.filter(({ id }) => !agenda.seen.sight.item(id)).length,
    writes: takesAgreed(stored) && may(request.viewer, 'agreed:write', request.place) === 'yes',
    stage: stageView(request, context),
    attendance: await attendanceView(request, context, {
      name: typed?.name,
      of: typed?.of,
      error: typed?.errors.byField.name,
    }),
    summary: typed?.errors.summary ?? [],
  }
}

function optionsOf(request: FastifyRequest, context: Context): ListView['options'] {
  const { say, words } = context
  const groups = groupsIn(roundOf(request))
  const any = { value: '', text: say('meeting.filter.any') }
  return {
    show: (['apart', 'all'] as const).map((value) => ({
      value,
      text: say('meeting.filter.show.text', { show: value }),
    })),
    state: [
      any,
      ...['open', 'postponed', 'agreed'].map((value) => ({
        value,
        text: say('meeting.filter.state.text', { state: value }),
      })),
    ],
    kind: [
      any,
      ...['question', 'urgency', 'pair'].map((value) => ({
        value,
        text: say('meeting.filter.kind.text', { kind: value }),
      })),
    ],
    group: [any, ...groups.map((value) => ({ value, text: openingName(value, context, words) }))],
  }
}

function listRow(request: FastifyRequest, agenda: Agenda, entry: Entry): ListRow {
  const { context, seen } = agenda
  const { say, words, definition } = context
  const { medians, consensus, gap, twoCamps, agreed, item } = entry
  const levels = definition.voices.map(({ id }) => medians[id] ?? null)
  const told = definition.voices.flatMap(({ id }, at) => {
    const level = levels[at]
    return level === null || level === undefined ? [] : [`${context.voice(id)} ${levelText(words, level)}`]
  })
  const draw = () =>
    miniStrip({
      prefix: `agenda-${item}`.replace(/[^A-Za-z0-9_-]/g, '-'),
      title: say('question.positions.title'),
      description: told.join(', '),
      direction: directionOf(words.language),
      levels,
      width: 150,
    })
  return {
    ...rowOf(request, agenda, entry),
    strip: once(seen, `agenda ${item} ${words.language}`, draw),
    levels: told.join(', '),
    gap: Object.keys(medians).length < 2 ? undefined : levelText(words, gap),
    agreement:
      consensus === null ? undefined : say('agreement', { band: twoCamps ? 'camps' : agreementBand(consensus) }),
    agreed: agreed === null ? undefined : answerText(agreed, context),
    isPostponed: stateOf(agenda, entry) === 'postponed',
  }
}
