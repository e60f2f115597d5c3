/**
 * The words of the method (METHOD 1): what a definition, a round, a result and a comparison are made of.
 * A `Definition` has the keys of the YAML files in `assessments/`, a `Round` those of the round file.
 */

/** An answer on the scale, 0 to 4. */
export type Level = 0 | 1 | 2 | 3 | 4
export const LEVELS: readonly Level[] = [0, 1, 2, 3, 4]
/** A text for each level. */
export type LevelTexts = Readonly<Record<Level, string>>

// ---------------------------------------------------------------------------------------------------- definition

/** A versioned questionnaire, with its texts in one language. */
export interface Definition {
  readonly id: string
  readonly version: string
  /** Language of the texts, as a BCP 47 tag. */
  readonly language: string
  /** `sha256:…` over the definition in its source language; the same for every translation. Set by the loader. */
  readonly hash: string
  readonly title: string
  readonly subtitle: string
  /** Short name of the text that the assessment answers to, and its paragraph. */
  readonly source: { readonly name: string; readonly paragraph: string }
  /** Version that the `comparability` of items refers to; absent in a first version. */
  readonly previous?: string
  /** Ids of items of the previous version that this one no longer asks. */
  readonly dropped?: readonly string[]
  /** The tiers of government first, then other voices; this order goes through everything. */
  readonly voices: readonly Voice[]
  readonly dimensions: readonly Dimension[]
  readonly criteria: readonly Criterion[]
  readonly scales: { readonly maturity: LevelTexts }
  readonly guide: Guide
  readonly profile: readonly ProfileField[]
  readonly scope: Scope
  readonly bands: readonly Band[]
  readonly band_note: string
  /** Recommendation for a cell in the highest band, by dimension id. */
  readonly high_by_dimension: Readonly<Record<string, string>>
  readonly mgi_domains: readonly { readonly number: number; readonly id: string; readonly name: string }[]
  readonly gcm_titles: readonly { readonly number: number; readonly name: string }[]
  readonly crosswalk_note: string
  readonly sector_note: string
  readonly sectors: readonly Sector[]
  readonly cross_cutting: CrossCutting
  readonly interdependence: Interdependence
  readonly conventions: Conventions
  readonly major_groups: MajorGroups
}

/** A tier of government, or the major groups together: who speaks. */
export interface Voice {
  readonly id: string
  /** `tier`: a body of government; `groups`: a body names its major group. */
  readonly kind: 'tier' | 'groups'
  readonly name: string
}

/** How a dimension is made from its criteria (METHOD 3.3). */
export type DimensionRule = 'mean' | 'weakest-part'

export interface Dimension {
  readonly id: string
  readonly name: string
  readonly question: string
  readonly rule: DimensionRule
  /** Parts of a `weakest-part` dimension, in order. */
  readonly parts?: readonly { readonly id: string; readonly name: string }[]
  /** Whether an open blocking finding caps it (METHOD 5). */
  readonly capped?: boolean
}

export interface Criterion {
  readonly id: string
  readonly dimension: string
  readonly label: string
  readonly declaration: readonly string[]
  readonly part?: string
  /** Asked only in the cross-cutting questions. */
  readonly cross_cutting_only?: boolean
}

/** Words and rules that help to answer. */
export interface Guide {
  readonly special_answers: readonly Choice[]
  readonly confidence: readonly Choice[]
  readonly rule_for_levels: string
  readonly words: readonly { readonly term: string; readonly definition: string }[]
  readonly scoring_notes: string
  readonly privacy: string
}

export interface Choice {
  readonly value: string
  readonly label: string
}

export type ProfileType =
  | 'text'
  | 'country'
  | 'group'
  | 'multi'
  | 'integer'
  | 'percent'
  | 'single'
  | 'list'
  | 'date'
  | 'group_list'

export interface ProfileField {
  readonly id: string
  readonly type: ProfileType
  readonly required: boolean
  readonly text: string
  readonly help?: string
  readonly fields?: readonly { readonly name: string; readonly required: boolean; readonly label: string }[]
  readonly options?: readonly Choice[]
  readonly declaration?: readonly string[]
  readonly with_source_and_date?: boolean
}

export interface Scope {
  readonly applies_to: readonly string[]
  readonly text: string
  readonly reasons: readonly Choice[]
  readonly rules: string
  readonly declaration: readonly string[]
}

/** A band of the action catalogue on 0 to 4; `min` is included, `max` is not, but 4. */
export interface Band {
  readonly id: string
  readonly min: number
  readonly max: number
  readonly label: string
}

/** When an item is asked (METHOD 2.1). One of the three forms. */
export type Condition =
  | { readonly profile: string; readonly min_selected: number }
  | { readonly item: string; readonly min_level: number }
  | { readonly conventions_in_force_for_sector: string; readonly min: number }

export type Comparability = 'direct' | 'indirect' | 'new'

/** What every item has. */
interface ItemBase {
  readonly id: string
  readonly text: string
  readonly help?: string
  /** Voices that are asked. */
  readonly asked_to: readonly string[]
  readonly declaration: readonly string[]
  readonly not_applicable: boolean
  readonly show_if?: Condition
  /** Towards the previous version; `direct` unless stated (METHOD 9). */
  readonly comparability?: Comparability
}

export interface Question extends ItemBase {
  readonly dimension: string
  readonly criterion: string
  readonly depth: 'core' | 'extended'
  /** Weight inside its criterion, 1 unless stated (METHOD 3.2). */
  readonly weight?: number
  readonly help: string
  readonly levels: LevelTexts
  /** What to show as evidence. */
  readonly evidence: readonly string[]
  /** Conventions and standards to check first. */
  readonly conventions?: readonly string[]
  readonly standards?: readonly string[]
  readonly mgi_domains: readonly number[]
  readonly sdg_targets: readonly string[]
  readonly gcm_objectives: readonly number[]
}

export type UrgencyKind = 'severity' | 'share' | 'time'
export const URGENCY_KINDS: readonly UrgencyKind[] = ['severity', 'share', 'time']

export interface UrgencyItem extends ItemBase {
  readonly kind: UrgencyKind
  readonly help: string
  readonly levels: LevelTexts
  /** A figure asked beside the level. */
  readonly numeric_field?: { readonly name: string; readonly optional: boolean }
}

export interface Sector {
  readonly id: string
  /** Letter of the source text's list. */
  readonly letter: string
  readonly name: string
  readonly short: string
  readonly scope: string
  readonly declaration: readonly string[]
  readonly sdg_targets: readonly string[]
  readonly gcm_objectives: readonly number[]
  readonly nua_paragraphs: readonly { readonly par: string; readonly verified: boolean }[]
  readonly mgi_domains: readonly number[]
  readonly mgi_primary?: number
  readonly standards: readonly Standard[]
  readonly urgency_triggers: readonly { readonly id: string; readonly text: string }[]
  /** What each tier usually does in this sector, by voice id. */
  readonly roles: Readonly<Record<string, string>>
  readonly questions: readonly Question[]
  readonly urgency: readonly UrgencyItem[]
  readonly actions: readonly CatalogueAction[]
}

/** A figure from a published standard; `verified` when it was read in the standard itself. */
export interface Standard {
  readonly id: string
  readonly fact: string
  readonly source: string
  readonly verified: boolean
}

export interface CatalogueAction {
  readonly id: string
  readonly dimension: string
  readonly band: string
  /** Voices that lead. */
  readonly lead: readonly string[]
  readonly declaration: readonly string[]
  readonly text: string
}

export interface CrossCutting {
  readonly questions: readonly Question[]
  readonly actions: readonly CrossCuttingAction[]
}

export interface CrossCuttingAction extends Omit<CatalogueAction, 'dimension'> {
  readonly criterion: string
}

export interface Interdependence {
  readonly orientation: string
  readonly scale: LevelTexts
  readonly note: string
  readonly declaration: readonly string[]
  readonly asked_to: readonly string[]
  readonly pairs: readonly Pair[]
}

/** "How strongly does progress in `dependent` depend on `influencing`?" `suggested` never enters a score. */
export interface Pair {
  readonly id: string
  readonly influencing: string
  readonly dependent: string
  readonly suggested: Level
  readonly rationale?: string
  readonly text: string
  readonly not_applicable: boolean
  readonly comparability?: Comparability
}

export interface Conventions {
  readonly note: string
  readonly party_question: { readonly text: string; readonly options: readonly Choice[]; readonly reservations: string }
  readonly conventions: readonly Convention[]
}

export interface Convention {
  readonly id: string
  readonly short: string
  readonly name: string
  readonly year_adopted: number
  /** World region, or `universal`. */
  readonly scope: string
  readonly optional: boolean
  /** Articles by sector id, and `cross` for those that bear on every sector. */
  readonly articles: Readonly<Record<string, readonly Article[]>>
  readonly confidence: 'high' | 'medium' | 'low'
  readonly verified_in_store?: string
  readonly caution?: string
  /** Conventions that a State bound by this one applies too. */
  readonly implies: readonly string[]
}

export interface Article {
  readonly art: string
  readonly about: string
}

export interface MajorGroups {
  readonly note: string
  readonly rules: readonly string[]
  readonly categories: readonly { readonly id: string; readonly name: string }[]
  readonly groups: readonly MajorGroup[]
}

export interface MajorGroup {
  readonly id: string
  readonly category: string
  readonly name: string
  readonly examples: string
  readonly verified_major_group: boolean
}

// --------------------------------------------------------------------------------------------------------- round

export type Form = 'short' | 'full'
export type Confidence = 'documented' | 'informed' | 'opinion'
export type Mode = 'urgency' | 'interdependence' | 'both'
export type Normaliser = 'fixed' | 'classic'
/** The three numbers that a priority is made of, in the order of METHOD 8. */
export type Input = 'urgency' | 'interdependence' | 'need'

/** One run of a definition in an assessment: the round file, `malines-round/1`. */
export interface Round {
  readonly format: 'malines-round/1'
  readonly definition: { readonly id: string; readonly version: string; readonly form: Form }
  readonly assessment: { readonly name: string; readonly country?: string }
  readonly round: { readonly name: string; readonly closesOn?: string }
  readonly profile?: Readonly<Record<string, ProfileValue>>
  readonly profileSources?: Readonly<Record<string, { readonly source?: string; readonly date?: string }>>
  readonly conventionsInForce?: readonly string[]
  readonly conventions?: readonly {
    readonly id: string
    readonly party: 'yes' | 'signed' | 'no' | 'unknown'
    readonly since?: string
    readonly reservations?: string
  }[]
  readonly outOfScope?: readonly OutOfScope[]
  readonly bodies: readonly Body[]
  readonly positions?: readonly Position[]
  readonly agreed?: readonly AgreedAnswer[]
  readonly findings?: readonly Finding[]
  readonly actions?: readonly RoundAction[]
  readonly method?: Partial<MethodSettings>
}

export type ProfileValue = string | number | readonly string[] | Readonly<Record<string, string>>

export interface OutOfScope {
  readonly sector?: string
  readonly item?: string
  readonly reason: string
  readonly note: string
  readonly date: string
}

/** One organisation with one voice. */
export interface Body {
  readonly id: string
  readonly name: string
  readonly voice: string
  readonly group?: string
}

/** A level, or an answer that is no level; neither `dk` nor `na` is ever 0. */
export interface Answer {
  readonly item: string
  readonly level?: Level
  readonly answer?: 'dk' | 'na'
  /** Why not applicable, a sentence. */
  readonly reason?: string
  readonly lang?: string
}

/** The answer of one body. */
export interface Position extends Answer {
  readonly body: string
  readonly confidence?: Confidence
  readonly comment?: string
  readonly evidence?: readonly Evidence[]
  /** A figure that the item asks beside the level. */
  readonly number?: number
}

export interface Evidence {
  readonly title: string
  readonly url?: string
  readonly sha256?: string
  readonly name?: string
  readonly bytes?: number
}

/** The joint answer. */
export interface AgreedAnswer extends Answer {
  readonly rationale?: string
  readonly dissent?: readonly { readonly voice: string; readonly note: string }[]
}

export interface Finding {
  readonly id: string
  readonly kind: 'contradiction' | 'nonconformity'
  readonly sectors: readonly string[]
  readonly convention?: string
  readonly article?: string
  readonly severity: 'friction' | 'blocking'
  readonly status: 'open' | 'resolved'
  readonly rules: string
  readonly settledBy?: string
}

export interface RoundAction {
  readonly id: string
  readonly sector?: string
  readonly dimension?: string
  readonly text: string
  readonly lead?: string
  readonly due?: string
  readonly state?: string
  readonly declaration?: readonly string[]
}

export interface MethodSettings {
  readonly mode: Mode
  /** Weights of the inputs of a priority, each ≥ 0. */
  readonly weights: Readonly<Record<Input, number>>
  /** Weights of the dimensions in a sector's score, by dimension id, each ≥ 0. */
  readonly dimensions: Readonly<Record<string, number>>
  readonly normaliser: Normaliser
  readonly seed: number
}

// -------------------------------------------------------------------------------------------------------- result

/** Where an item's value comes from. */
export type ItemState = 'agreed' | 'provisional' | 'unknown' | 'not-applicable' | 'not-asked'

export type Status = 'scored' | 'insufficient' | 'not-applicable' | 'out-of-scope'
export type ConfidenceBand = 'high' | 'medium' | 'low'

/** A published number with what it rests on. `score`, `low`, `high` are 0 to 100, or null: unknown is never 0. */
export interface Score {
  readonly status: Status
  readonly score: number | null
  /** Share of the applicable weight that has a value, 0 to 1; null when nothing is applicable. */
  readonly completeness: number | null
}

export interface BoundedScore extends Score {
  readonly low: number | null
  readonly high: number | null
}

export interface DimensionScore extends BoundedScore {
  /** The criteria that the round asks here, by id. */
  readonly criteria: Readonly<Record<string, Score>>
}

export interface VoiceView {
  readonly score: number | null
  /** The dimensions that this voice is asked about, by id. */
  readonly dimensions: Readonly<Record<string, Pick<Score, 'status' | 'score'>>>
}

/** A sector's score, or the enabling environment's. */
export interface BlockScore extends BoundedScore {
  readonly confidence: ConfidenceBand | null
  readonly provisional: boolean
  readonly dimensions: Readonly<Record<string, DimensionScore>>
  /** Every voice that has a body, by id. */
  readonly voices: Readonly<Record<string, VoiceView>>
  /** Krippendorff's ordinal alpha on voice medians; null when undefined or below five pairable items (METHOD 4). */
  readonly alpha: number | null
}

export interface InterdependenceNumbers {
  readonly index: number | null
  readonly influence: number | null
  readonly dependence: number | null
  readonly prominence: number | null
  readonly relation: number | null
}

export interface Priority {
  readonly rank: number | null
  /** 0 to 1. */
  readonly value: number | null
  /** Ranks that hold 90 % of all possible weights, first to last. */
  readonly interval: readonly [number, number] | null
  /** Share of all possible weights that give this sector rank k + 1; sums to 1. */
  readonly acceptability: readonly number[] | null
}

export interface SectorResult extends BlockScore {
  readonly id: string
  readonly need: number | null
  readonly urgency: number | null
  readonly interdependence: InterdependenceNumbers
  readonly priority: Priority
  readonly screening: { readonly rank: number | null; readonly value: number | null }
  /** Only with draws, for a ranked sector. */
  readonly drawn?: Drawn
}

/** What the draws say: scores between their 5th and 95th percentile, ranks as in `Priority`. */
export interface Drawn {
  readonly score: readonly [number, number]
  readonly rankInterval: readonly [number, number]
  readonly acceptability: readonly number[]
}

export interface Divergence {
  readonly item: string
  /** Largest difference between the lower medians of two voices, in levels. */
  readonly gap: number
  /** Tastle–Wierman consensus, 0 to 1. */
  readonly consensus: number
  /** van der Eijk's A is below 0. */
  readonly twoCamps: boolean
  readonly medians: Readonly<Record<string, number>>
}

export type Flag =
  | { readonly kind: 'weakest-link' | 'dimension-spread' | 'top-three'; readonly sector: string; readonly at: string }
  | { readonly kind: 'scope-dispute' | 'filled-cell'; readonly item: string }
  | { readonly kind: 'not-ranked'; readonly sector: string }
  | { readonly kind: 'input-missing'; readonly at: Input }
  | { readonly kind: 'no-links' | 'matrix-coverage' | 'singular-normaliser' }

/** How two voices compare over the questions that both answered (METHOD 4). */
export interface VoicePair {
  readonly voices: readonly [string, string]
  readonly items: number
  /** Mean difference of medians, first minus second, in levels; null without common questions. */
  readonly gap: number | null
  /** Cliff's delta of the first over the second, −1 to 1. */
  readonly delta: number | null
}

/** The scores of a round, `malines-result/1`. */
export interface Result {
  readonly format: 'malines-result/1'
  readonly method: string
  readonly definition: { readonly id: string; readonly version: string; readonly form: Form; readonly hash: string }
  readonly settings: MethodSettings
  readonly sectors: readonly SectorResult[]
  readonly enabling: BlockScore
  readonly divergences: readonly Divergence[]
  readonly voicePairs: readonly VoicePair[]
  /** Total influence of each sector in scope on each other one, in the definition's order; null as the index is. */
  readonly influences: InfluenceNetwork | null
  /** Highest minus lowest of each input over the ranked sectors: an input that hardly differs hardly ranks. */
  readonly spread: Readonly<Partial<Record<Input, number>>>
  readonly flags: readonly Flag[]
  readonly uncertainty?: { readonly draws: number; readonly seed: number; readonly method: string }
}

export interface InfluenceNetwork {
  readonly sectors: readonly string[]
  /** T[i][j]: what i gives to j, directly and through others. */
  readonly total: readonly (readonly number[])[]
  /** Arrows are drawn where T is above this mean. */
  readonly mean: number
}

// ---------------------------------------------------------------------------------------------------- comparison

export type Cause =
  | 'definition'
  | 'form'
  | 'scope'
  | 'convention'
  | 'profile'
  | 'not-applicable'
  | 'not-answered'
  | 'weights'

export interface Change {
  readonly from: number | null
  readonly to: number | null
  readonly delta: number | null
}

export type Contribution =
  | { readonly item: string; readonly points: number }
  | { readonly cap: string; readonly points: number }

export interface BlockComparison {
  readonly status: 'compared' | 'not-comparable' | 'out-of-scope'
  readonly full: Change | null
  readonly common: Change | null
  readonly basisEffect: number | null
  /** Points on 0 to 100 that sum to `common.delta`. */
  readonly contributions: readonly Contribution[]
  /** Null without draws. */
  readonly clear: boolean | null
  /** Changed common items, and the exact two-sided probability of so large a sum if every change could go either way. */
  readonly signFlip: { readonly changed: number; readonly p: number } | null
}

export interface SectorComparison extends BlockComparison {
  readonly id: string
  readonly rank: { readonly from: number | null; readonly to: number | null }
}

export type NotCommon =
  | { readonly item: string; readonly cause: Cause }
  | { readonly weights: true; readonly cause: 'weights' }

/** What moved between two rounds, `malines-comparison/1`. */
export interface Comparison {
  readonly format: 'malines-comparison/1'
  readonly method: string
  readonly from: { readonly round: string; readonly definition: string }
  readonly to: { readonly round: string; readonly definition: string }
  readonly sectors: readonly SectorComparison[]
  readonly enabling: BlockComparison
  readonly notCommon: readonly NotCommon[]
  /** Whether both rounds rank the same sectors in scope; ranks are shown but not compared otherwise. */
  readonly sameScope: boolean
  readonly uncertainty?: {
    readonly draws: number
    readonly seeds: readonly [number, number]
    readonly method: string
  }
}
