import type { Fault } from '../errors.js'
import { itemIndex } from '../rules/items.js'
import type { Definition, Round } from '../rules/model.js'
import { checkAnswers } from './answers.js'
import { checkDistinct, checkKnown } from './checks.js'
import { choices, Faults, pointerStep, shown } from './faults.js'
import { checkFindings } from './findings.js'
import { checkProfile } from './profile.js'
import { type Shaped, shapeOf } from './shape.js'

/**
 * All faults of a value that should be a round of the definition, at most 200 and a line that counts the rest; none
 * when it is a sound `Round`. An answer to an item that this round does not ask is no fault (METHOD 2.1). When the
 * file names another definition, only what does not rest on the questionnaire is checked. Source: ROUND-FILE.
 */
export function checkRound(value: unknown, definition: Definition): Fault[] {
  const faults = new Faults()
  const round = shapeOf(value, faults)
  if (round?.definition && isOf(definition, round.definition, faults)) {
    checkProfile(round, definition, faults)
    checkConventions(round, definition, faults)
    checkScope(round, definition, faults)
    checkBodies(round, definition, faults)
    checkAnswers(round, definition, faults)
    checkFindings(round, definition, faults)
    checkActions(round, definition, faults)
    checkMethod(round.method ?? {}, definition, faults)
  }
  return faults.list()
}

function isOf(definition: Definition, given: Round['definition'], faults: Faults): boolean {
  for (const key of ['id', 'version'] as const) {
    if (given[key] === definition[key]) continue
    const is = `${definition.id} ${definition.version}`
    faults.add(`/definition/${key}`, `${shown(given[key])} is another questionnaire; this one is ${is}`)
  }
  return given.id === definition.id && given.version === definition.version
}

function checkConventions(round: Shaped, definition: Definition, faults: Faults): void {
  const ids = definition.conventions.conventions.map((convention) => convention.id)
  const parties = round.conventions.map(({ path, value }) => ({ path: `${path}/id`, value: value.id }))
  for (const list of [round.conventionsInForce, parties]) {
    for (const { path, value } of list) checkKnown('convention', value, ids, path, faults)
    checkDistinct(list, faults)
  }
}

function checkScope(round: Shaped, definition: Definition, faults: Faults): void {
  const { byId, sectors } = itemIndex(definition)
  const reasons = definition.scope.reasons.map((reason) => reason.value)
  for (const { path, value } of round.outOfScope) {
    checkKnown('reason', value.reason, reasons, `${path}/reason`, faults)
    if (value.sector !== undefined) checkKnown('sector', value.sector, sectors, `${path}/sector`, faults)
    if (value.item !== undefined && byId.get(value.item)?.kind !== 'question') {
      const words = 'is no question; a sector, a question of a sector or a cross-cutting question can be out of scope'
      faults.add(`${path}/item`, `${shown(value.item)} ${words}`)
    }
  }
  checkDistinct(
    round.outOfScope.map(({ path, value }) => ({ path, value: value.sector ?? value.item })),
    faults,
  )
}

function checkBodies(round: Shaped, definition: Definition, faults: Faults): void {
  const voices = new Map(definition.voices.map((voice) => [voice.id, voice]))
  const groups = definition.major_groups.groups.map((group) => group.id)
  for (const { path, value } of round.bodies) {
    const voice = voices.get(value.voice)
    if (!voice) checkKnown('voice', value.voice, [...voices.keys()], `${path}/voice`, faults)
    if (value.group === undefined) continue
    checkKnown('major group', value.group, groups, `${path}/group`, faults)
    if (voice?.kind === 'tier') {
      faults.add(`${path}/group`, `a body of the voice "${voice.id}" belongs to no major group; leave "group" out`)
    }
  }
  checkDistinct(
    round.bodies.map(({ path, value }) => ({ path: `${path}/id`, value: value.id })),
    faults,
  )
}

function checkActions(round: Shaped, definition: Definition, faults: Faults): void {
  const { sectors } = itemIndex(definition)
  const dimensions = definition.dimensions.map((dimension) => dimension.id)
  for (const { path, value } of round.actions) {
    if (value.sector !== undefined) checkKnown('sector', value.sector, sectors, `${path}/sector`, faults)
    if (value.dimension !== undefined) checkKnown('dimension', value.dimension, dimensions, `${path}/dimension`, faults)
  }
  checkDistinct(
    round.actions.map(({ path, value }) => ({ path: `${path}/id`, value: value.id })),
    faults,
  )
}

/** A weight that is not stated is 1 (ROUND-FILE). */
function checkMethod(method: NonNullable<Round['method']>, definition: Definition, faults: Faults): void {
  const dimensions = definition.dimensions.map((dimension) => dimension.id)
  for (const id of Object.keys(method.dimensions ?? {})) {
    checkKnown('dimension', id, dimensions, `/method/dimensions${pointerStep(id)}`, faults)
  }
  checkWeights('weights', ['need', 'urgency', 'interdependence'], method.weights ?? {}, faults)
  checkWeights('dimensions', dimensions, method.dimensions ?? {}, faults)
}

function checkWeights(key: string, ids: readonly string[], weights: object, faults: Faults): void {
  const given = new Map(Object.entries(weights))
  if (ids.every((id) => given.get(id) === 0)) {
    faults.add(`/method/${key}`, `the weights of ${choices(ids, 'and')} are all 0; one of them has to be more`)
  }
}
