/** The arithmetic of a sector as rows of a table, each moved in by its depth. */
import type { ExplainNode } from '../explain.js'
import { explainStep } from '../explain.js'
import type { Block, Row, Run } from '../model.js'
import type { Context } from './context.js'
import { priorityStep } from './moves.js'
import { alert, column, lines, quiet, strong, table } from './text.js'

/** From the rank down to the answers; the links between sectors have their own tables. */
export function arithmeticTable(context: Context, sector: string): Block[] {
  const { say } = context
  const step = priorityStep(context, sector)
  if (step === undefined) return []
  const tree = explainStep(step, context)
  const links = context.inputHead('interdependence')
  const columns = [
    column(say('arithmetic.step'), 104),
    column(say('arithmetic.sum'), 46),
    column(say('arithmetic.value'), 20, 'end'),
  ]
  const rows = rowsOf(withoutMoves(withoutChildren(tree, links), say('explain.moves')), 0)
  return table(say('arithmetic.title'), columns, rows, say('arithmetic.note'))
}

function rowsOf(node: ExplainNode, depth: number): Row[] {
  const own: Row = {
    cells: [{ text: nameRuns(node) }, { text: node.sum ?? '' }, { text: valueRuns(node) }],
    indent: depth,
  }
  return [own, ...node.children.flatMap((child) => rowsOf(child, depth + 1))]
}

function nameRuns({ name, how, note, alert: isAlert, children }: ExplainNode): readonly Run[] {
  const head = isAlert ? alert(name) : children.length > 0 ? strong(name) : { text: name }
  const more = [how, note].filter((text) => text !== undefined)
  return lines([head, ...more.map(quiet)])
}

function valueRuns({ value, alert: isAlert }: ExplainNode): Run[] {
  return [isAlert ? alert(value ?? '–') : strong(value ?? '–')]
}

/** The same tree with one named branch as a single line. */
function withoutChildren(node: ExplainNode, name: string): ExplainNode {
  if (node.name === name) return { ...node, children: [] }
  return { ...node, children: node.children.map((child) => withoutChildren(child, name)) }
}

function withoutMoves(node: ExplainNode, name: string): ExplainNode {
  return { ...node, children: node.children.filter((child) => child.name !== name) }
}
