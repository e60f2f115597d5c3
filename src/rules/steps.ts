/**
 * The steps that a number is made of, as a tree down to the answers (METHOD 8, "every rank is explained").
 * No words here: `reports/explain` puts the steps into sentences.
 */
import type { Input, ItemState, Level } from './model.js'

export interface ItemStep {
  readonly kind: 'item'
  readonly item: string
  readonly weight: number
  readonly state: ItemState
  /** Item value, 0 to 4; null without one. */
  readonly value: number | null
  /** Voices asked, in order; `median` is the lower median of the bodies' levels (for a pair, their mean). */
  readonly voices: readonly {
    readonly voice: string
    readonly median: number | null
    readonly bodies: readonly { readonly body: string; readonly answer: Level | 'dk' | 'na' }[]
  }[]
}

/** `x` is 1 to 5 in all steps of a score; null when there is no number. */
export interface CriterionStep {
  readonly kind: 'criterion'
  readonly criterion: string
  readonly x: number | null
  readonly items: readonly ItemStep[]
}

export interface PartStep {
  readonly kind: 'part'
  readonly part: string
  readonly x: number | null
  /** Whether this part is the weakest link. */
  readonly decides: boolean
  readonly criteria: readonly CriterionStep[]
}

export interface DimensionStep {
  readonly kind: 'dimension'
  readonly dimension: string
  readonly weight: number
  readonly rule: 'mean' | 'weakest-part'
  readonly x: number | null
  /** Before the cap; equal to `x` where nothing caps. */
  readonly uncapped: number | null
  /** Open blocking findings that cap this dimension at x = 3. */
  readonly cappedBy: readonly string[]
  /** Parts of a `weakest-part` dimension, else empty. */
  readonly parts: readonly PartStep[]
  /** Criteria of a `mean` dimension, else empty. */
  readonly criteria: readonly CriterionStep[]
}

/** A sector's score, or the enabling environment's when `sector` is null. */
export interface ScoreStep {
  readonly kind: 'score'
  readonly sector: string | null
  /** Published score 0 to 100; null below two thirds of the answers. */
  readonly score: number | null
  readonly x: number | null
  readonly completeness: number | null
  readonly dimensions: readonly DimensionStep[]
}

export interface NeedStep {
  readonly kind: 'need'
  readonly value: number | null
  readonly score: ScoreStep
}

export interface UrgencyStep {
  readonly kind: 'urgency'
  readonly value: number | null
  readonly items: readonly ItemStep[]
}

export interface InterdependenceStep {
  readonly kind: 'interdependence'
  /** The index, 0 to 1. */
  readonly value: number | null
  readonly influence: number | null
  readonly dependence: number | null
  /** Sectors in scope. */
  readonly sectors: number
  /** Pairs in which this sector influences, then those in which it depends. */
  readonly gives: readonly ItemStep[]
  readonly takes: readonly ItemStep[]
}

export type InputStep = NeedStep | UrgencyStep | InterdependenceStep

/** The smallest change of one input that moves a sector one place, the rest unchanged. */
export interface Move {
  readonly direction: 'up' | 'down'
  /** The sector passed. */
  readonly past: string
  readonly input: Input
  readonly from: number
  /** Value of the input at which the two are level; null when no value from 0 to 1 is enough. */
  readonly to: number | null
}

export interface PriorityStep {
  readonly kind: 'priority'
  readonly sector: string
  readonly rank: number | null
  readonly value: number | null
  readonly inputs: readonly { readonly input: Input; readonly weight: number; readonly step: InputStep }[]
  readonly moves: readonly Move[]
}

export type Step = PriorityStep | InputStep | ScoreStep | DimensionStep | PartStep | CriterionStep | ItemStep
