/** What moved between two rounds, and why (METHOD 9). */
import { blockX, needed, scoreOf, type Weights } from './aggregate.js'
import { type CommonLevels, contributionsOf } from './contributions.js'
import type { Block } from './items.js'
import type {
  BlockComparison,
  BlockScore,
  Cause,
  Change,
  Comparison,
  Definition,
  NotCommon,
  Result,
  Round,
  SectorComparison,
} from './model.js'
import { METHOD_VERSION, type ScoreOptions, scoreValues, weightsOf } from './score.js'
import { signFlip } from './sign-flip.js'
import { atLeast, same } from './tolerance.js'
import { drawer, type OnDraw, sfc32 } from './uncertainty.js'
import { EXCLUDED, type Values, valuesOf } from './values.js'

/** A round with the definition that it was answered with. */
export interface DefinedRound {
  readonly definition: Definition
  readonly round: Round
}

/** Smallest share of the weight with a value on each side that must be common. This project's own choice. */
const COMMON = 0.6
/** A change is clear from this share of the draws, and this many levels, on. The size is this project's own choice. */
const CLEAR = { share: 0.95, levels: 0.25 }

/**
 * Compares two rounds sector by sector: full difference = difference on the common basis + basis effect.
 * @param options with `draws`, also whether each change is clear
 * @throws RangeError on rounds of different definitions, or of versions neither of which names the other as `previous`
 */
export function compareRounds(from: DefinedRound, to: DefinedRound, options: ScoreOptions = {}): Comparison {
  const comparability = comparabilityOf(from.definition, to.definition)
  const target = valuesOf(to.definition, to.round)
  const a = side(valuesOf(from.definition, from.round), target)
  const b = side(target, target)
  const shared = commonLevels(a, b, comparability)
  const drawn = options.draws ? drawCommon(a, b, shared, options.draws, options.onDraw) : null
  const blocks = b.values.index.blocks.map((block, i): SectorComparison => {
    const id = b.values.index.sectors[i]
    const before = a.result.sectors.find((sector) => sector.id === id)
    const after = b.result.sectors[i]
    const rank = { from: before?.priority.rank ?? null, to: after.priority.rank }
    return { id, rank, ...compareBlock(a, b, block, before, after, shared, drawn) }
  })
  const { enabling } = b.values.index
  return {
    format: 'malines-comparison/1',
    method: METHOD_VERSION,
    from: { round: from.round.round.name, definition: from.definition.version },
    to: { round: to.round.round.name, definition: to.definition.version },
    sectors: blocks,
    enabling: compareBlock(a, b, enabling, a.result.enabling, b.result.enabling, shared, drawn),
    notCommon: notCommon(a, b, comparability),
    sameScope: sameRanked(a.result, b.result),
    ...(options.draws
      ? {
          uncertainty: {
            draws: options.draws,
            seeds: [a.values.settings.seed, b.values.settings.seed] as const,
            method: METHOD_VERSION,
          },
        }
      : {}),
  }
}

/** One side of a comparison: what its round says, read with the weights of the later one. */
interface Side {
  readonly values: Values
  readonly result: Result
  /** Weights of round B, by this side's own item order. */
  readonly weights: Weights
}

function side(values: Values, target: Values): Side {
  const own = weightsOf(target)
  const { index } = values
  const items = Float64Array.from(index.items, (item) => {
    const other = target.index.byId.get(item.id)
    return other ? own.items[other.index] : index.weights[item.index]
  })
  return { values, result: scoreValues(values), weights: { items, dimensions: own.dimensions } }
}

/** Whether an item of the later definition compares directly with the one of the same id in the earlier. */
type Comparability = (item: string) => boolean

function comparabilityOf(from: Definition, to: Definition): Comparability {
  if (from.id !== to.id) throw new RangeError(`"${from.id}" and "${to.id}" are different definitions`)
  if (from.version === to.version) return () => true
  // Classes stand in the newer definition, whichever side it is on.
  const newer = to.previous === from.version ? to : from.previous === to.version ? from : null
  if (newer === null) {
    throw new RangeError(`no comparability stated between versions ${from.version} and ${to.version}`)
  }
  const classes = new Map(
    [...newer.sectors.flatMap(({ questions }) => questions), ...newer.cross_cutting.questions].map((question) => [
      question.id,
      question.comparability ?? 'direct',
    ]),
  )
  return (item) => classes.get(item) === 'direct'
}

function hasValue(values: Values, item: number): boolean {
  return values.levels[item] !== EXCLUDED && !Number.isNaN(values.levels[item])
}

function commonLevels(a: Side, b: Side, isDirect: Comparability): CommonLevels {
  const { items } = b.values.index
  const places = Int32Array.from(items, (item) => {
    const other = a.values.index.byId.get(item.id)
    const common =
      other !== undefined && isDirect(item.id) && hasValue(a.values, other.index) && hasValue(b.values, item.index)
    return common ? other.index : -1
  })
  return {
    places,
    a: Float64Array.from(places, (place) => (place < 0 ? EXCLUDED : a.values.levels[place])),
    b: Float64Array.from(places, (place, i) => (place < 0 ? EXCLUDED : b.values.levels[i])),
  }
}

function compareBlock(
  a: Side,
  b: Side,
  block: Block,
  before: BlockScore | undefined,
  after: BlockScore,
  shared: CommonLevels,
  drawn: ReadonlyMap<Block, Float64Array> | null,
): BlockComparison {
  const nothing = { common: null, basisEffect: null, contributions: [], clear: null, signFlip: null }
  if (before?.status === 'out-of-scope' || after.status === 'out-of-scope') {
    return { status: 'out-of-scope', full: null, ...nothing }
  }
  const full = before && before.score !== null && after.score !== null ? change(before.score, after.score) : null
  if (full === null || !enoughCommon(a, b, block, shared)) return { status: 'not-comparable', full, ...nothing }
  const capped = [isCapped(a, block), isCapped(b, block)] as const
  const from = blockX(block, shared.a, b.weights, capped[0])
  const to = blockX(block, shared.b, b.weights, capped[1])
  const common = change(scoreOf(from), scoreOf(to))
  const changes = block.dimensions
    .flatMap(({ items }) => items)
    .filter((item) => !same(shared.a[item], shared.b[item]))
    .map((item) => shared.b[item] - shared.a[item])
  return {
    status: 'compared',
    full,
    common,
    basisEffect: full.delta - common.delta,
    contributions: contributionsOf(b.values.index, block, shared, b.weights, capped, from, to),
    clear: drawn === null ? null : isClear(drawn.get(block), to - from),
    signFlip: { changed: changes.length, p: signFlip(changes, b.values.settings.seed) },
  }
}

function change(from: number, to: number): Change & { readonly delta: number } {
  return { from, to, delta: to - from }
}

function isCapped(side: Side, block: Block): boolean {
  return block.sector !== null && side.values.capping.has(block.sector)
}

/** At least 60 % of the weight with a value on each side is common. */
function enoughCommon(a: Side, b: Side, block: Block, shared: CommonLevels): boolean {
  const isCommon = new Set(shared.places)
  const share = (side: Side, own: Block, common: (item: number) => boolean) => {
    const known = needed(own, side.weights)
      .flatMap(({ items }) => items)
      .filter((item) => hasValue(side.values, item))
    const weight = (items: readonly number[]) => items.reduce((sum, item) => sum + side.weights.items[item], 0)
    const total = weight(known)
    return total > 0 && atLeast(weight(known.filter(common)), COMMON * total)
  }
  const earlier = a.values.index.blocks.find(({ sector }) => sector === block.sector) ?? a.values.index.enabling
  return share(a, earlier, (item) => isCommon.has(item)) && share(b, block, (item) => shared.places[item] >= 0)
}

/** Draws of the change of each block on the common basis: A with its own seed, B with its own, draw k against k. */
function drawCommon(
  a: Side,
  b: Side,
  shared: CommonLevels,
  draws: number,
  onDraw: OnDraw = () => {},
): Map<Block, Float64Array> {
  const blocks = [...b.values.index.blocks, b.values.index.enabling]
  const deltas = new Map(blocks.map((block) => [block, new Float64Array(draws)]))
  const sides = [a, b].map(({ values }) => ({
    draw: drawer(values),
    random: sfc32(values.settings.seed),
    levels: new Float64Array(values.levels.length),
  }))
  const common = [new Float64Array(shared.a.length).fill(EXCLUDED), new Float64Array(shared.b.length).fill(EXCLUDED)]
  for (let k = 0; k < draws; k++) {
    if (k % 1000 === 0) onDraw(k, draws)
    for (const side of sides) side.draw(side.levels, side.random)
    shared.places.forEach((place, item) => {
      if (place < 0) return
      common[0][item] = sides[0].levels[place]
      common[1][item] = sides[1].levels[item]
    })
    for (const [block, delta] of deltas) {
      delta[k] =
        blockX(block, common[1], b.weights, isCapped(b, block)) -
        blockX(block, common[0], b.weights, isCapped(a, block))
    }
  }
  return deltas
}

function isClear(deltas: Float64Array | undefined, change: number): boolean {
  if (!deltas || !atLeast(Math.abs(change), CLEAR.levels)) return false
  let up = 0
  let down = 0
  for (const delta of deltas) {
    if (delta > 1e-9) up++
    else if (delta < -1e-9) down++
  }
  return atLeast(Math.max(up, down) / deltas.length, CLEAR.share)
}

/** Whether both rounds rank sectors in the same scope. */
function sameRanked(a: Result, b: Result): boolean {
  const scope = (result: Result) =>
    result.sectors
      .filter(({ status }) => status !== 'out-of-scope')
      .map(({ id }) => id)
      .join()
  return scope(a) === scope(b)
}

/** Questions with a value in one round only, with the cause on the side without; and a change of weights. */
function notCommon(a: Side, b: Side, isDirect: Comparability): NotCommon[] {
  const ids = new Set<string>()
  for (const { values } of [b, a]) for (const item of values.index.items) if (item.kind === 'question') ids.add(item.id)
  const list: NotCommon[] = []
  for (const id of ids) {
    const [first, second] = [a, b].map(({ values }) => values.index.byId.get(id)?.index)
    const known = [first !== undefined && hasValue(a.values, first), second !== undefined && hasValue(b.values, second)]
    if (!known[0] && !known[1]) continue
    if (known[0] && known[1]) {
      if (!isDirect(id)) list.push({ item: id, cause: 'definition' })
    } else list.push({ item: id, cause: causeOf(known[0] ? b.values : a.values, id) })
  }
  if (weightsDiffer(a, b)) list.push({ weights: true, cause: 'weights' })
  return list
}

function causeOf(without: Values, id: string): Cause {
  const item = without.index.byId.get(id)
  if (item === undefined) return 'definition'
  const notAsked = without.asked.notAsked[item.index]
  if (notAsked !== null) return notAsked
  return without.levels[item.index] === EXCLUDED ? 'not-applicable' : 'not-answered'
}

/** Dimension weights count by their shares: 1, 1, 1 and 2, 2, 2 are the same. */
function weightsDiffer(a: Side, b: Side): boolean {
  const shares = ({ values }: Side) => {
    const weights = b.values.definition.dimensions.map(({ id }) => values.settings.dimensions[id] ?? 0)
    const total = weights.reduce((x, y) => x + y, 0)
    return weights.map((weight) => weight / total)
  }
  const [first, second] = [shares(a), shares(b)]
  return first.some((share, i) => !same(share, second[i]))
}
