import { type Dimension, type Question, URGENCY_KINDS, type UrgencyItem } from '../../rules/model.js'
import { FILES } from '../folder.js'
import { inside, type Place } from '../tree.js'
import { pairsOf, type Subject, sectorsOf, top } from './subject.js'

/** Every sector is asked about in full, and so is every pair of sectors. */
export function checkCoverage(subject: Subject): void {
  for (const { value, place } of sectorsOf(subject)) {
    checkDimensions(subject, value.questions, inside(place, 'questions'))
    checkCount(subject, value.questions, inside(place, 'questions'))
    checkUrgency(subject, value.urgency, inside(place, 'urgency'))
  }
  checkCount(subject, subject.content.cross_cutting.questions, inside(top(FILES.crossCutting), 'questions'))
  if (subject.canRead(FILES.interdependence)) checkPairs(subject)
  checkRecommendations(subject)
}

function checkDimensions({ content, report }: Subject, questions: readonly Question[], place: Place): void {
  for (const { id } of content.dimensions) {
    if (id !== '' && !questions.some(({ depth, dimension }) => depth === 'core' && dimension === id)) {
      report(place, `needs a core question in the dimension "${id}"`)
    }
  }
}

/** METHOD 6: urgency is made of one item of each kind. */
function checkUrgency({ report }: Subject, items: readonly UrgencyItem[], place: Place): void {
  for (const kind of URGENCY_KINDS) {
    const count = items.filter((item) => item.kind === kind).length
    if (count !== 1) report(place, `needs exactly one item of the kind ${kind}, has ${count}`)
  }
}

/** METHOD 9: the exact Shapley value goes through all subsets of a dimension's questions and its cap. */
const MOST_QUESTIONS = 19

const isSharedOutBySubsets = ({ rule, capped }: Dimension): boolean => rule === 'weakest-part' || capped === true

function checkCount({ content, report }: Subject, questions: readonly Question[], place: Place): void {
  for (const { id } of content.dimensions.filter(isSharedOutBySubsets)) {
    const count = questions.filter(({ dimension }) => dimension === id).length
    if (count > MOST_QUESTIONS) {
      report(place, `has ${count} questions in the dimension "${id}"; at most ${MOST_QUESTIONS} can be compared`)
    }
  }
}

/** METHOD 7: the matrix has each ordered pair of different sectors once. */
function checkPairs(subject: Subject): void {
  const { sectors, report } = subject
  const left = new Set(sectors.flatMap((a) => sectors.filter((b) => b !== a).map((b) => `${a} on ${b}`)))
  const seen = new Set<string>()
  for (const { value, place } of pairsOf(subject)) {
    const pair = `${value.influencing} on ${value.dependent}`
    if (value.influencing !== '' && value.influencing === value.dependent) {
      report(place, `"${value.influencing}" cannot influence itself`)
    } else if (seen.has(pair)) {
      report(place, `the influence of ${pair} is asked twice`)
    }
    seen.add(pair)
    left.delete(pair)
  }
  for (const pair of left) report(inside(top(FILES.interdependence), 'pairs'), `the influence of ${pair} is not asked`)
}

function checkRecommendations({ content, report }: Subject): void {
  for (const { id } of content.dimensions) {
    if (id !== '' && !Object.hasOwn(content.high_by_dimension, id)) {
      report(inside(top(FILES.frame), 'high_by_dimension'), `has nothing for the dimension "${id}"`)
    }
  }
}
