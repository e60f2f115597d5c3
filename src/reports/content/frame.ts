/** What all reports have around their sections: cover, footer, keys and attachments. */
import type { Words } from '../../locales/messages.js'
import type { Block, Cover, Report, Text } from '../model.js'
import { directionOf } from '../words/direction.js'
import type { Names } from '../words/names.js'
import type { Context } from './context.js'

/** Date of a document whose round has no last day (the PDF needs one, and there is no clock). */
const NO_DATE = '2000-01-01'

export interface FrameInput<B> {
  readonly kind: Report['kind']
  /** Name of the report on its cover, such as "Priority report". */
  readonly name: string
  readonly cover: Pick<Cover, 'subtitle' | 'statement' | 'facts' | 'lace'>
  readonly sections: Report<B>['sections']
  readonly files: readonly { readonly name: string; readonly description: string; readonly json: string }[]
  readonly closesOn: string | undefined
  /** Rounds that the report is about, for its footer: "round 2026". */
  readonly rounds: string
}

/** The report of a round, or of the later one of two, around its sections. */
export function frame<B = Block>(names: Names, input: FrameInput<B>): Report<B> {
  const { words, round, definition } = names
  const { say } = words
  const place = round.assessment.name
  const voices = definition.voices.map(({ id }) => ({ id, name: names.voice(id) }))
  return {
    kind: input.kind,
    language: words.language,
    direction: directionOf(words.language),
    title: say('report.title', { place, report: input.name, rounds: input.rounds }),
    footer: say('report.footer', { place, rounds: input.rounds, report: input.name }),
    date: input.closesOn ?? NO_DATE,
    cover: { title: place, ...input.cover },
    sections: input.sections,
    voices,
    scoreKey: { label: say('key.score'), none: say('key.none') },
    pageLabel: (page, pages) => say('report.page', { page: String(page), pages: String(pages) }),
    continued: say('report.continued'),
    attachments: input.files,
  }
}

/** What the cover says of all that was answered: by whom, and how the sectors are linked. */
export function answeredCover(context: Context): Pick<Cover, 'statement' | 'lace'> {
  const { say, round } = context
  return {
    statement: say('cover.statement', { n: round.bodies.length, voices: voicesPresent(context).length }),
    lace: laceOf(context),
  }
}

/** Voices with a body, in order. */
export function voicesPresent({ definition, round }: Pick<Context, 'definition' | 'round'>): readonly string[] {
  return definition.voices.map(({ id }) => id).filter((id) => round.bodies.some(({ voice }) => voice === id))
}

/** How many bodies each voice has, after its mark. */
export function bodiesFact(context: Context): Text {
  return voicesPresent(context).flatMap((voice, i) => {
    const n = context.round.bodies.filter((body) => body.voice === voice).length
    return [...(i > 0 ? [{ text: '  ' }] : []), { voice, text: `${n}\u00a0${context.voice(voice)}` }]
  })
}

export function lastDay(closesOn: string | undefined, words: Words): string {
  return closesOn === undefined ? words.say('cover.no-day') : words.day(closesOn)
}

/** The network of direct links between the sectors in scope. */
function laceOf(context: Context): Cover['lace'] {
  const sectors = context.definition.sectors.filter(({ id }) => context.resultOf(id).status !== 'out-of-scope')
  const place = new Map(sectors.map(({ id }, i) => [id, i]))
  const links = context.definition.interdependence.pairs.flatMap(({ id, influencing, dependent }) => {
    const [from, to, value] = [place.get(influencing), place.get(dependent), context.answers(id).value]
    return from === undefined || to === undefined || value === null || value === 0
      ? []
      : [{ from, to, strength: value / 4 }]
  })
  return { letters: sectors.map(({ letter }) => letter), links }
}
