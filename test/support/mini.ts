/** Small questionnaires in a few words, for tests. */
import type { Comparability, Condition, Criterion, Definition, Question } from '../../src/rules/model.js'
import { URGENCY_KINDS } from '../../src/rules/model.js'
import { tiny } from './definitions.js'

export interface MiniSpec {
  readonly version?: string
  readonly previous?: string
  /** Two tiers, `state` and `city`, unless given. */
  readonly voices?: readonly string[]
  /** By id; with parts, each a list of criteria, the weakest part decides. */
  readonly dimensions: Readonly<
    Record<string, { readonly parts?: Readonly<Record<string, readonly string[]>>; readonly capped?: boolean }>
  >
  /**
   * By id, `sector.dimension.criterion` with or without a further part; the sector `cross` holds the cross-cutting
   * questions. Every sector has urgency items `sector.urgency.severity` …, every two sectors pairs `interdep.b.on.a`.
   */
  readonly questions: Readonly<Record<string, MiniQuestion>>
}

interface MiniQuestion {
  readonly weight?: number
  readonly depth?: 'core' | 'extended'
  readonly asked_to?: readonly string[]
  readonly show_if?: Condition
  readonly comparability?: Comparability
}

/** A definition made of ids and rules alone; its words are those of the tiny questionnaire. */
export function mini(spec: MiniSpec): Definition {
  const words = tiny().definition
  const { previous: _, dropped: __, ...frame } = words
  const voices = spec.voices ?? ['state', 'city']
  const questions = Object.entries(spec.questions).map(([id, options]) => questionOf(spec, id, options))
  const sectors = [...new Set(questions.map(({ id }) => sectorOf(id)))].filter((id) => id !== 'cross')
  const item = { text: 'How is it?', help: 'Look.', asked_to: voices, declaration: [], not_applicable: true }
  const levels = words.scales.maturity
  return {
    ...frame,
    id: 'mini',
    version: spec.version ?? '1',
    ...(spec.previous ? { previous: spec.previous } : {}),
    hash: `sha256:${'0'.repeat(64)}`,
    voices: voices.map((id) => ({ id, kind: 'tier', name: id })),
    dimensions: Object.entries(spec.dimensions).map(([id, { parts, capped }]) => ({
      id,
      name: id,
      question: 'How is it?',
      rule: parts ? 'weakest-part' : 'mean',
      ...(parts ? { parts: Object.keys(parts).map((part) => ({ id: part, name: part })) } : {}),
      ...(capped ? { capped } : {}),
    })),
    criteria: criteriaOf(spec, questions),
    sectors: sectors.map((id) => ({
      ...words.sectors[0],
      id,
      questions: questions.filter((question) => sectorOf(question.id) === id),
      urgency: URGENCY_KINDS.map((kind) => ({ ...item, id: `${id}.urgency.${kind}`, kind, levels })),
      actions: [],
    })),
    cross_cutting: { questions: questions.filter(({ id }) => sectorOf(id) === 'cross'), actions: [] },
    interdependence: {
      ...words.interdependence,
      asked_to: voices,
      pairs: sectors.flatMap((influencing) =>
        sectors
          .filter((dependent) => dependent !== influencing)
          .map((dependent) => ({
            id: `interdep.${dependent}.on.${influencing}`,
            influencing,
            dependent,
            suggested: 0,
            text: 'Does it depend?',
            not_applicable: false,
          })),
      ),
    },
  }
}

const sectorOf = (id: string): string => id.split('.')[0]

function questionOf(spec: MiniSpec, id: string, options: MiniQuestion): Question {
  const [, dimension, criterion] = id.split('.')
  return {
    ...tiny().definition.cross_cutting.questions[0],
    id,
    dimension,
    criterion,
    depth: 'core',
    asked_to: spec.voices ?? ['state', 'city'],
    not_applicable: true,
    ...options,
  }
}

function criteriaOf(spec: MiniSpec, questions: readonly Question[]): Criterion[] {
  const ids = new Set(questions.map(({ dimension, criterion }) => `${dimension}.${criterion}`))
  return [...ids].map((key) => {
    const [dimension, id] = key.split('.')
    const parts = Object.entries(spec.dimensions[dimension].parts ?? {})
    const part = parts.find(([, criteria]) => criteria.includes(id))?.[0]
    return { id, dimension, label: id, declaration: [], ...(part ? { part } : {}) }
  })
}
