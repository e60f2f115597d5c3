/** The typed steps of an explanation (`rules/explain`) in words: a tree that a report, a page or a terminal shows. */
import type {
  CriterionStep,
  DimensionStep,
  InterdependenceStep,
  ItemStep,
  Move,
  NeedStep,
  PartStep,
  PriorityStep,
  ScoreStep,
  Step,
  UrgencyStep,
} from '../rules/explain.js'
import type { Input } from '../rules/model.js'
import { itemNote } from './words/answers.js'
import type { Names } from './words/names.js'
import { levelText, scoreText, signedText } from './words/numbers.js'

/** One line of an explanation, and the lines that it is made of. */
export interface ExplainNode {
  readonly name: string
  /** What the line explains; a cap and a move have none. */
  readonly step?: Step
  /** How it is made, in words. */
  readonly how?: string
  /** The sum, in figures. */
  readonly sum?: string
  /** The number at the end; absent where there is none. */
  readonly value?: string
  readonly note?: string
  /** Level 1 or below, or the part that decides. */
  readonly alert?: boolean
  readonly children: readonly ExplainNode[]
}

/** The display order of the three inputs. */
export const INPUT_ORDER: readonly Input[] = ['need', 'urgency', 'interdependence']

/** Puts a step and all that it is made of into words. `dimension` is needed for a part standing alone. */
export function explainStep(step: Step, names: Names, dimension = ''): ExplainNode {
  switch (step.kind) {
    case 'priority':
      return priorityNode(step, names)
    case 'need':
      return needNode(step, names)
    case 'urgency':
      return urgencyNode(step, names)
    case 'interdependence':
      return interdependenceNode(step, names)
    case 'score':
      return scoreNode(step, names)
    case 'dimension':
      return dimensionNode(step, names)
    case 'part':
      return partNode(step, names, dimension)
    case 'criterion':
      return criterionNode(step, names)
    case 'item':
      return itemNode(step, names)
  }
}

/** The tree as lines for a terminal, two spaces a depth. */
export function explainText(node: ExplainNode, depth = 0): string {
  const indent = '  '.repeat(depth)
  const head = [node.name, node.value].filter((part) => part !== undefined).join('  ')
  const more = [node.how, node.sum, node.note].filter((part) => part !== undefined)
  const lines = [`${indent}${head}`, ...more.map((line) => `${indent}    ${line}`)]
  return [...lines, ...node.children.map((child) => explainText(child, depth + 1))].join('\n')
}

// -------------------------------------------------------------------------------------------------------- the rank

function priorityNode(step: PriorityStep, names: Names): ExplainNode {
  const { say } = names.words
  const name = say('explain.priority', { sector: names.sector(step.sector) })
  if (names.round.outOfScope?.some(({ sector }) => sector === step.sector)) {
    return { name, how: say('score.out'), children: [] }
  }
  const used = INPUT_ORDER.flatMap((input) => step.inputs.filter((entry) => entry.input === input))
  const inputs = used.map((entry) => explainStep(entry.step, names))
  const moves = step.moves.map((move) => moveNode(move, step, names))
  return {
    step,
    name,
    how:
      step.rank === null
        ? say('explain.priority.none')
        : say('explain.priority.how', {
            rank: step.rank,
            equal: equal(used.map(({ weight }) => weight)) ? 'yes' : 'no',
          }),
    ...(step.value !== null && { sum: prioritySum(used, names), value: names.words.number(step.value, 3) }),
    children: moves.length === 0 ? inputs : [...inputs, { name: say('explain.moves'), children: moves }],
  }
}

function prioritySum(used: PriorityStep['inputs'], { words }: Names): string {
  const counted = used.filter(({ weight }) => weight > 0)
  return meanSum(
    counted.map(({ step, weight }) => ({ text: step.value === null ? '–' : words.number(step.value, 3), weight })),
    (weight) => weightText(weight, words.number),
  )
}

/** What would move a sector one place: the new value of one input, the rest unchanged. */
export function moveText(move: Move, sector: string, names: Names): string {
  const { say, number } = names.words
  const { input, direction, past, from, to } = move
  // A need is read as the score that it is made of.
  const read = (value: number) => (input === 'need' ? 100 * (1 - value) : value)
  const values = { direction, past: names.sector(past), sector: names.sector(sector), input }
  if (to === null) return say('explain.move.never', values)
  const [start, end] = tellApart(read(from), read(to), input === 'need' ? 0 : 2, number)
  return say('explain.move', { ...values, from: start, to: end, verb: read(to) > read(from) ? 'rises' : 'falls' })
}

/** Two numbers with the fewest decimals, from `decimals` to four, that show that they differ. */
function tellApart(a: number, b: number, decimals: number, number: Names['words']['number']): readonly string[] {
  const texts = [a, b].map((value) => number(value, decimals))
  return texts[0] === texts[1] && decimals < 4 ? tellApart(a, b, decimals + 1, number) : texts
}

function moveNode(move: Move, step: PriorityStep, names: Names): ExplainNode {
  return { name: moveText(move, step.sector, names), children: [] }
}

function needNode(step: NeedStep, names: Names): ExplainNode {
  const { say, number } = names.words
  const { x } = step.score
  return {
    step,
    name: names.inputHead('need'),
    how: say('explain.need.how'),
    ...(step.value !== null &&
      x !== null && { sum: `(100 − ${number(25 * (x - 1), 1)}) ÷ 100`, value: number(step.value, 3) }),
    ...(step.value === null && { note: say('missing.number') }),
    children: [scoreNode(step.score, names)],
  }
}

function urgencyNode(step: UrgencyStep, names: Names): ExplainNode {
  const { say, number } = names.words
  const levels = step.items.map((item) => item.value)
  const [severity] = levels
  const sum = levels.some((level) => level === null)
    ? undefined
    : `(${levels.map((level, i) => `${i === 0 ? '2 × ' : ''}${levelText(names.words, level ?? 0)}`).join(' + ')}) ÷ 16`
  return {
    step,
    name: names.inputHead('urgency'),
    how: severity === 0 ? say('explain.urgency.none') : say('explain.urgency.how'),
    ...(sum !== undefined && severity !== 0 && { sum }),
    ...(step.value === null ? { note: say('missing.number') } : { value: number(step.value, 3) }),
    children: step.items.map((item) => itemNode(item, names)),
  }
}

function interdependenceNode(step: InterdependenceStep, names: Names): ExplainNode {
  const { say, number } = names.words
  const { influence, dependence, sectors, value } = step
  const known = influence !== null && dependence !== null
  const p = known ? (influence + dependence) / 2 : 0
  return {
    step,
    name: names.inputHead('interdependence'),
    how: known
      ? say('explain.interdependence.how', {
          gives: number(influence, 3),
          takes: number(dependence, 3),
          p: number(p, 3),
        })
      : say('missing.number'),
    ...(known && value !== null && { sum: `${sectors}/${sectors - 1} × ${number(p, 3)} ÷ (1 + ${number(p, 3)})` }),
    ...(value !== null && { value: number(value, 3) }),
    children: [
      { name: say('explain.gives'), children: step.gives.map((item) => itemNode(item, names)) },
      { name: say('explain.takes'), children: step.takes.map((item) => itemNode(item, names)) },
    ].filter(({ children }) => children.length > 0),
  }
}

// ------------------------------------------------------------------------------------------------------- the score

function scoreNode(step: ScoreStep, names: Names): ExplainNode {
  const { say, number } = names.words
  const counted = step.dimensions.filter(({ x, weight }) => x !== null && weight > 0)
  const score = step.score === null ? undefined : number(step.score, 1)
  return {
    step,
    name: step.sector === null ? say('place.enabling') : say('explain.score', { sector: names.sector(step.sector) }),
    how: say('explain.score.how', {
      n: counted.length,
      equal: equal(counted.map(({ weight }) => weight)) ? 'yes' : 'no',
    }),
    ...(step.x !== null && counted.length > 0 && { sum: productSum(counted, step.x, names) }),
    ...(score === undefined ? { note: say('missing.number') } : { value: score }),
    children: step.dimensions.map((dimension) => dimensionNode(dimension, names)),
  }
}

/** "third root of 3.00 × 2.22 × 2.50 = 2.554, 25 × (2.554 − 1)"; unequal weights are written as powers. */
function productSum(dimensions: readonly DimensionStep[], x: number, { words }: Names): string {
  const { number, say } = words
  const total = dimensions.reduce((sum, { weight }) => sum + weight, 0)
  const even = equal(dimensions.map(({ weight }) => weight))
  const product = dimensions
    .map((step) => `${number(step.x ?? 1, 2)}${even ? '' : `^${number(step.weight / total, 2)}`}`)
    .join(' × ')
  const root = even && dimensions.length > 1 ? say('explain.root', { n: dimensions.length, product }) : product
  const values = { product: root, x: number(x, 3) }
  return dimensions.length > 1 ? say('explain.product', values) : say('explain.single', values)
}

function dimensionNode(step: DimensionStep, names: Names): ExplainNode {
  const { say, number } = names.words
  const { x, uncapped } = step
  const made =
    step.rule === 'mean'
      ? {
          how: say('explain.mean', { n: valued(step.criteria).length }),
          sum: step.criteria.length > 1 ? levelMean(step.criteria, uncapped, names) : undefined,
        }
      : {
          how: say('explain.weakest', { n: valued(step.parts).length }),
          sum: say('explain.weakest.sum', {
            levels: valued(step.parts)
              .map((p) => number(p.x - 1, 2))
              .join(', '),
          }),
        }
  const children = step.rule === 'mean' ? step.criteria.map((c) => criterionNode(c, names)) : partNodes(step, names)
  return {
    step,
    name: names.dimension(step.dimension),
    how: step.weight === 0 ? say('explain.weight.zero') : made.how,
    ...(x !== null && made.sum !== undefined && { sum: made.sum }),
    ...(x === null ? { note: say('missing.number') } : { value: scoreText(names.words, 25 * (x - 1)) }),
    children: [...children, ...capNodes(step, names)],
  }
}

function partNodes(step: DimensionStep, names: Names): ExplainNode[] {
  return step.parts.map((part) => partNode(part, names, step.dimension))
}

/** A cap has its own line, also when it takes nothing away. */
function capNodes(step: DimensionStep, names: Names): ExplainNode[] {
  const { say, number } = names.words
  if (step.cappedBy.length === 0 || step.x === null || step.uncapped === null) return []
  const taken = 25 * (step.x - step.uncapped)
  return [
    {
      name: say('explain.cap', { n: step.cappedBy.length, max: number(CAP_SCORE) }),
      note: say('explain.cap.note', {
        taken: Math.abs(taken) < 1e-9 ? 'no' : 'yes',
        score: scoreText(names.words, 25 * (step.uncapped - 1)),
      }),
      value: Math.abs(taken) < 1e-9 ? '±0' : signedText(names.words, taken, 0),
      children: [],
    },
  ]
}

/** Score of level 2, at which an open blocking finding holds a capped dimension (METHOD 5). */
export const CAP_SCORE = 50

function partNode(step: PartStep, names: Names, dimension: string): ExplainNode {
  const { say, number } = names.words
  return {
    step,
    name: names.part(dimension, step.part),
    how: say('explain.mean', { n: valued(step.criteria).length }),
    ...(step.x === null ? { note: say('missing.number') } : { value: number(step.x - 1, 2) }),
    ...(step.decides && { note: say('explain.decides'), alert: true }),
    children: step.criteria.map((criterion) => criterionNode(criterion, names)),
  }
}

/** A criterion of one question is that question; of several, their mean. */
function criterionNode(step: CriterionStep, names: Names): ExplainNode {
  const [only] = step.items
  if (step.items.length === 1 && only) return itemNode(only, names)
  const { say, number } = names.words
  const counted = step.items.filter((item) => item.value !== null)
  const even = equal(counted.map(({ weight }) => weight))
  return {
    step,
    name: names.criterion(step.criterion),
    how: say(even ? 'explain.mean.questions' : 'explain.mean.weighted', { n: counted.length }),
    ...(step.x !== null &&
      counted.length > 1 && {
        sum: `${meanSum(
          counted.map(({ value, weight }) => ({ text: levelText(names.words, value ?? 0), weight })),
          (weight) => weightText(weight, number),
        )} = ${number(step.x - 1, 2)}`,
      }),
    ...(step.x === null ? { note: say('missing.number') } : { value: number(step.x - 1, 2) }),
    ...(step.x !== null && step.x <= 2 + 1e-9 && { alert: true }),
    children: step.items.map((item) => itemNode(item, names)),
  }
}

function itemNode(step: ItemStep, names: Names): ExplainNode {
  return {
    step,
    name: names.label(step.item),
    note: itemNote(step, names),
    ...(step.value !== null && { value: levelText(names.words, step.value) }),
    ...(isWeak(step, names) && { alert: true }),
    children: [],
  }
}

/** Level 1 or below, on a scale where more is better: of a question, not of an urgency item or a link. */
function isWeak(step: ItemStep, names: Names): boolean {
  return step.value !== null && step.value <= 1 && names.item(step.item).kind === 'question'
}

// --------------------------------------------------------------------------------------------------------- figures

type Valued<T> = T & { readonly x: number }

function valued<T extends { readonly x: number | null }>(steps: readonly T[]): Valued<T>[] {
  return steps.filter((step): step is Valued<T> => step.x !== null)
}

function equal(weights: readonly number[]): boolean {
  return weights.every((weight) => Math.abs(weight - (weights[0] ?? 0)) < 1e-9)
}

/** "(1 + 2 + 0.67) ÷ 3 = 1.22" on levels. */
function levelMean(criteria: readonly CriterionStep[], x: number | null, { words }: Names): string | undefined {
  const levels = valued(criteria).map((criterion) => criterion.x - 1)
  if (x === null || levels.length < 2) return undefined
  return `(${levels.map((level) => levelText(words, level)).join(' + ')}) ÷ ${levels.length} = ${words.number(x - 1, 2)}`
}

/** "(a + b) ÷ 2", or with weights "(2 × a + b) ÷ 3". */
function meanSum(
  terms: readonly { readonly text: string; readonly weight: number }[],
  weightText: (weight: number) => string,
): string {
  if (equal(terms.map(({ weight }) => weight))) {
    return terms.length === 1
      ? (terms[0]?.text ?? '')
      : `(${terms.map(({ text }) => text).join(' + ')}) ÷ ${terms.length}`
  }
  const total = terms.reduce((sum, { weight }) => sum + weight, 0)
  const parts = terms.map(({ text, weight }) => (weight === 1 ? text : `${weightText(weight)} × ${text}`))
  return `(${parts.join(' + ')}) ÷ ${weightText(total)}`
}

function weightText(weight: number, number: (value: number, decimals?: number) => string): string {
  return number(weight, Number.isInteger(weight) ? 0 : 2)
}
