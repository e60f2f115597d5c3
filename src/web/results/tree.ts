/** An explanation as nested lists, each line with an address of its own and items leading to their page. */
import type { ExplainNode } from '../../reports/explain.js'
import type { Step } from '../../rules/explain.js'

export interface TreeNode {
  readonly id?: string
  readonly name: string
  readonly href?: string
  /** A line that others are part of: set in weight. */
  readonly strong: boolean
  readonly how?: string
  readonly sum?: string
  readonly note?: string
  readonly value: string
  readonly alert: boolean
  readonly children: readonly TreeNode[]
}

export function treeOf(node: ExplainNode, itemHref: (item: string) => string): TreeNode {
  const { step, name, how, sum, note, value = '–', alert = false, children } = node
  const id = step && anchorOf(step)
  return {
    ...(id !== undefined && { id }),
    name,
    ...(step?.kind === 'item' && { href: itemHref(step.item) }),
    strong: step !== undefined && step.kind !== 'item' && step.kind !== 'criterion' && step.kind !== 'part',
    ...(how !== undefined && { how }),
    ...(sum !== undefined && { sum }),
    ...(note !== undefined && { note }),
    value,
    alert,
    children: children.map((child) => treeOf(child, itemHref)),
  }
}

/** Address of a line in its page. */
function anchorOf(step: Step): string {
  switch (step.kind) {
    case 'item':
      return `i-${step.item}`
    case 'criterion':
      return `c-${step.criterion}`
    case 'part':
      return `p-${step.part}`
    case 'dimension':
      return `d-${step.dimension}`
    default:
      return step.kind
  }
}
