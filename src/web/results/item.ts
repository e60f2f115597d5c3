/** One question, urgency item or link: every position on it, what was agreed, and how its value is made. */
import { both, strip } from '../../charts/index.js'
import type { Answers, Context } from '../../reports/content/context.js'
import { agreementWords } from '../../reports/words/agreement.js'
import { itemNote } from '../../reports/words/answers.js'
import { directionOf } from '../../reports/words/direction.js'
import { levelText } from '../../reports/words/numbers.js'
import { option } from '../../reports/words/option.js'
import { LEVELS, type LevelTexts } from '../../rules/model.js'

export interface ItemView {
  readonly label: string
  readonly place: string
  readonly text?: string
  readonly state: string
  readonly isAgreed: boolean
  /** How the value is made, in words and as a sum. */
  readonly note: string
  readonly sum?: string
  readonly value: string
  readonly strip?: string
  readonly statistic: string
  readonly positions: readonly PositionView[]
  readonly agreed?: {
    readonly answer: string
    readonly text?: string
    readonly rationale?: Said
    readonly dissent: readonly {
      readonly id: string
      readonly place: number
      readonly name: string
      readonly note: string
    }[]
  }
  readonly levels: readonly { readonly level: number; readonly text: string }[]
}

interface Said {
  readonly text: string
  readonly lang?: string
}

interface PositionView {
  readonly body: string
  readonly voice: string
  readonly id: string
  readonly place: number
  readonly answer: string
  readonly support?: string
  readonly number?: string
  readonly reason?: Said
  readonly comment?: Said
  readonly evidence: readonly { readonly title: string; readonly href?: string; readonly name?: string }[]
}

/** @param round address of the round: its files of evidence stand below it */
export function itemView(context: Context, id: string, round: string): ItemView {
  const answers = context.answers(id)
  const label = context.label(id)
  const { source } = context.item(id)
  const levels = 'levels' in source ? source.levels : context.definition.interdependence.scale
  const sum = sumOf(context, answers)
  const drawn = stripOf(context, answers)
  const agreed = agreedOf(context, answers, levels)
  return {
    label,
    place: context.place(id),
    ...(source.text !== label && { text: source.text }),
    state: context.say('answers.state', {
      state: option(answers.state),
      value: answers.value === null ? '' : levelText(context.words, answers.value),
    }),
    isAgreed: answers.state === 'agreed',
    note: itemNote(answers, context),
    ...(sum !== undefined && { sum }),
    value: answers.value === null ? '–' : levelText(context.words, answers.value),
    ...(drawn !== undefined && { strip: drawn }),
    statistic: statisticOf(context, answers),
    positions: answers.positions.map((position) => positionOf(context, position, round)),
    ...(agreed && { agreed }),
    levels: LEVELS.map((level) => ({ level, text: levels[level] })),
  }
}

/** "(4 + 3 + 2) ÷ 3 = 3": a value that is not agreed is the mean of the voices' levels. */
function sumOf({ words }: Context, { state, value, voices }: Answers): string | undefined {
  const medians = voices.flatMap(({ median }) => (median === null ? [] : [levelText(words, median)]))
  if (state !== 'provisional' || value === null || medians.length < 2) return undefined
  return `(${medians.join(' + ')}) ÷ ${medians.length} = ${levelText(words, value)}`
}

function stripOf(context: Context, answers: Answers): string | undefined {
  const { say, words, definition } = context
  const voices = definition.voices.flatMap(({ id }) => answers.voices.filter(({ voice }) => voice === id))
  const positions = voices.flatMap(({ voice, bodies }) =>
    bodies.flatMap(({ answer }) =>
      typeof answer === 'number'
        ? [{ voice: definition.voices.findIndex(({ id }) => id === voice), level: answer }]
        : [],
    ),
  )
  if (positions.length === 0) return undefined
  const medians = definition.voices.map(({ id }) => voices.find(({ voice }) => voice === id)?.median ?? null)
  const draw = (prefix: string, width: number) =>
    strip({
      prefix,
      title: say('divergences.positions'),
      description: itemNote(answers, context),
      direction: directionOf(words.language),
      voices: definition.voices.map(({ id }) => context.voice(id)),
      positions,
      medians,
      agreed: answers.agreed?.level ?? null,
      levels: LEVELS.map((level) => definition.scales.maturity[level]),
      width,
      number: words.number,
      words: { noAnswer: say('answer.none') },
    })
  return both(draw('positions', 900), draw('positions-slim', 350))
}

/** How far the voices lie apart, and how far all positions agree. */
function statisticOf({ say, words, result }: Context, { item, voices }: Answers): string {
  const heard = voices.filter(({ median }) => median !== null).length
  if (heard < 2) return say('results.item.alone')
  const divergence = result.divergences.find((own) => own.item === item)
  if (divergence === undefined) return say('results.item.near')
  return say('results.item.gap', {
    gap: levelText(words, divergence.gap),
    agreement: agreementWords(divergence, words),
  })
}

function agreedOf({ say, voice, definition }: Context, { agreed }: Answers, levels: LevelTexts): ItemView['agreed'] {
  if (agreed === undefined) return undefined
  const { level, answer, reason, rationale, dissent = [], lang } = agreed
  const text = level === undefined ? reason : levels[level]
  return {
    answer: level === undefined ? say(answer === 'na' ? 'answer.na' : 'answer.dk') : say('answer.level', { level }),
    ...(text !== undefined && { text }),
    ...(rationale?.trim() && { rationale: said(rationale, lang) }),
    dissent: dissent.map(({ voice: id, note }) => ({
      id,
      place: definition.voices.findIndex((known) => known.id === id),
      name: voice(id),
      note,
    })),
  }
}

const said = (text: string, lang: string | undefined): Said => ({ text, ...(lang !== undefined && { lang }) })

function positionOf(context: Context, position: Answers['positions'][number], round: string): PositionView {
  const { say, definition, number } = context
  const { level, answer, confidence, comment, reason, evidence = [], lang } = position
  const body = context.body(position.body)
  const support = definition.guide.confidence.find(({ value }) => value === confidence)?.label
  return {
    body: body.name,
    voice: context.voice(body.voice),
    id: body.voice,
    place: definition.voices.findIndex(({ id }) => id === body.voice),
    answer: level === undefined ? say(answer === 'na' ? 'answer.na' : 'answer.dk') : say('answer.level', { level }),
    ...(support !== undefined && { support }),
    ...(position.number !== undefined && { number: number(position.number) }),
    ...(reason?.trim() && { reason: said(reason, lang) }),
    ...(comment?.trim() && { comment: said(comment, lang) }),
    evidence: evidence.map(({ title, url, sha256, name }) => ({
      title,
      ...(url !== undefined && isWeb(url) && { href: url }),
      ...(url === undefined && sha256 !== undefined && { href: `${round}/evidence/${sha256}` }),
      ...(name !== undefined && { name }),
    })),
  }
}

/** No other kind of address becomes a link. */
const isWeb = (url: string): boolean => /^https?:\/\//i.test(url)
