/** Rounds in a few words, for tests: who answers what, by body. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readRound } from '../../src/roundfile/index.js'
import { itemIndex } from '../../src/rules/items.js'
import type {
  Answer,
  Body,
  Confidence,
  Definition,
  Finding,
  Form,
  Level,
  MethodSettings,
  ProfileValue,
  Round,
} from '../../src/rules/model.js'
import { MECHELEN_FOLDER, mechelen } from './definitions.js'

export type ExampleName = 'rivermond-2024' | 'rivermond-2026' | 'kavara-2026'

/** One of the example rounds that come with the questionnaire of the Declaration of Mechelen. */
export function exampleRound(name: ExampleName): Round {
  return readRound(readFileSync(join(MECHELEN_FOLDER, 'examples', `${name}.round.json`), 'utf8'), mechelen().definition)
}

/**
 * Answers by item: a level, `dk`, `na`, or a level with its confidence as in `2 documented`. Keys may be nested, their
 * parts are joined by points; a key that is no item stands for all items below it. A later entry replaces an earlier.
 */
interface Told {
  readonly [key: string]: number | string | Told
}

export interface RoundSpec {
  readonly form?: Form
  /** Voice by body id. Without it there is one body for each voice, with the voice's id. */
  readonly bodies?: Readonly<Record<string, string>>
  /** By body id. */
  readonly answers?: Readonly<Record<string, Told>>
  readonly agreed?: Told
  /** Open blocking contradictions unless they say otherwise. */
  readonly findings?: readonly Partial<Finding>[]
  /** Ids of sectors or items. */
  readonly outOfScope?: readonly string[]
  readonly conventions?: readonly string[]
  readonly profile?: Readonly<Record<string, ProfileValue>>
  readonly method?: Partial<MethodSettings>
}

/** The round that a few words stand for, in the short form unless they say otherwise. */
export function roundOf(definition: Definition, spec: RoundSpec = {}): Round {
  const voiceOf = spec.bodies ?? Object.fromEntries(definition.voices.map(({ id }) => [id, id]))
  const bodies = Object.entries(voiceOf).map(([id, voice]): Body => ({ id, name: id, voice }))
  const sectors = definition.sectors.map(({ id }) => id)
  return {
    format: 'malines-round/1',
    definition: { id: definition.id, version: definition.version, form: spec.form ?? 'short' },
    assessment: { name: 'Somewhere' },
    round: { name: '2026' },
    profile: spec.profile ?? {},
    conventionsInForce: spec.conventions ?? [],
    outOfScope: (spec.outOfScope ?? []).map((id) => ({
      ...(sectors.includes(id) ? { sector: id } : { item: id }),
      reason: definition.scope.reasons[0].value,
      note: 'Not here.',
      date: '2026-01-01',
    })),
    bodies,
    positions: Object.entries(spec.answers ?? {}).flatMap(([body, told]) =>
      answersOf(definition, told, voiceOf[body]).map((answer) => ({ body, ...answer })),
    ),
    agreed: answersOf(definition, spec.agreed ?? {}).map(({ confidence, ...answer }) => answer),
    findings: (spec.findings ?? []).map((finding, i) => ({
      id: `finding-${i + 1}`,
      kind: finding.convention ? ('nonconformity' as const) : ('contradiction' as const),
      sectors: [],
      severity: 'blocking',
      status: 'open',
      rules: 'One rule against another',
      ...finding,
    })),
    method: spec.method ?? {},
  }
}

function answersOf(definition: Definition, told: Told, voice?: string): (Answer & { confidence?: Confidence })[] {
  const { items, byId, voices } = itemIndex(definition)
  const asked = (id: string) => voice === undefined || byId.get(id)?.asksVoice[voices.indexOf(voice)]
  const answers = new Map<string, string | number>()
  for (const [key, answer] of flat(told)) {
    if (byId.has(key)) answers.set(key, answer)
    else {
      const below = items.filter(({ id }) => id.startsWith(`${key}.`) && asked(id))
      if (below.length === 0) throw new Error(`"${key}" is no item, and nothing below it is asked to "${voice}"`)
      for (const { id } of below) answers.set(id, answer)
    }
  }
  return [...answers].map(([item, answer]) => ({ item, ...read(`${answer}`) }))
}

function flat(told: Told): [string, string | number][] {
  return Object.entries(told).flatMap(([key, value]): [string, string | number][] =>
    typeof value === 'object' ? flat(value).map(([rest, answer]) => [`${key}.${rest}`, answer]) : [[key, value]],
  )
}

function read(answer: string): Omit<Answer, 'item'> & { confidence?: Confidence } {
  if (answer === 'dk') return { answer }
  if (answer === 'na') return { answer, reason: 'It does not exist here.' }
  const [, level, confidence] = /^([0-4])(?: (documented|informed|opinion))?$/.exec(answer) ?? []
  if (level === undefined) throw new Error(`"${answer}" is no answer`)
  return { level: Number(level) as Level, ...(confidence ? { confidence: confidence as Confidence } : {}) }
}
