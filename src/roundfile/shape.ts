import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js'
import type {
  AgreedAnswer,
  Body,
  Finding,
  OutOfScope,
  Position,
  ProfileValue,
  Round,
  RoundAction,
} from '../rules/model.js'
import { choices, type Faults, pointerStep, shown } from './faults.js'
import { resolved, type SchemaNode, validatorAt } from './schema.js'

/** A value and the place where it stands in the file. */
export interface Entry<T> {
  readonly path: string
  readonly value: T
}

/** Far above any real round, so that a check always ends soon: entries of a list of objects, and of anything inside. */
const MAX_ENTRIES = 200_000
const MAX_MEMBERS = 1_000
const MAX_DEPTH = 5

/** The parts of a round that have the right shape; what has not is reported and left out here. */
export interface Shaped {
  readonly definition?: Round['definition']
  readonly method?: Round['method']
  readonly profile: readonly (Entry<ProfileValue> & { readonly key: string })[]
  readonly profileSources: readonly { readonly key: string; readonly path: string }[]
  readonly conventionsInForce: readonly Entry<string>[]
  readonly conventions: readonly Entry<{ readonly id: string }>[]
  readonly outOfScope: readonly Entry<OutOfScope>[]
  readonly bodies: readonly Entry<Body>[]
  /** Ids of all bodies, also of those that are wrong in another way: their positions are not to blame. Absent without bodies. */
  readonly bodyIds?: ReadonlySet<unknown>
  readonly positions: readonly Entry<Position>[]
  readonly agreed: readonly Entry<AgreedAnswer>[]
  readonly findings: readonly Entry<Finding>[]
  readonly actions: readonly Entry<RoundAction>[]
}

/** Checks keys, types and lengths against the schema, part by part; undefined when the value is no object. */
export function shapeOf(value: unknown, faults: Faults): Shaped | undefined {
  isSound(validatorAt(':keys'), isRecord(value) ? keysOf(value) : value, '', faults)
  if (!isRecord(value)) return undefined
  const round = value

  function part<T>(key: string): T | undefined {
    const validate = validatorAt<T>(`#/properties/${key}`)
    const given = round[key]
    return given !== undefined && isSound(validate, given, pointerStep(key), faults) ? given : undefined
  }
  function list<T>(key: string): Entry<T>[] {
    const given = round[key]
    if (!Array.isArray(given)) {
      part(key)
      return []
    }
    if (given.length > MAX_ENTRIES) {
      faults.add(pointerStep(key), `has ${given.length} entries; a round has at most ${MAX_ENTRIES}`)
      return []
    }
    const validate = validatorAt<T>(`#/properties/${key}/items`)
    return given.flatMap((element: unknown, index) => {
      const path = pointerStep(key) + pointerStep(index)
      return isSound(validate, element, path, faults) ? [{ path, value: element }] : []
    })
  }
  function map<T>(key: string): (Entry<T> & { readonly key: string })[] {
    const given = round[key]
    if (!isRecord(given)) {
      part(key)
      return []
    }
    const validate = validatorAt<T>(`#/properties/${key}/additionalProperties`)
    return Object.entries(given).flatMap(([name, element]) => {
      const path = pointerStep(key) + pointerStep(name)
      return isSound(validate, element, path, faults) ? [{ key: name, path, value: element }] : []
    })
  }

  for (const key of ['format', 'assessment', 'round']) part(key)
  return {
    definition: part<Round['definition']>('definition'),
    profile: map<ProfileValue>('profile'),
    profileSources: map('profileSources'),
    conventionsInForce: list<string>('conventionsInForce'),
    conventions: list<{ readonly id: string }>('conventions'),
    outOfScope: list<OutOfScope>('outOfScope'),
    bodies: list<Body>('bodies'),
    bodyIds: idsOf(round.bodies),
    positions: list<Position>('positions'),
    agreed: list<AgreedAnswer>('agreed'),
    findings: list<Finding>('findings'),
    actions: list<RoundAction>('actions'),
    method: part<Round['method']>('method'),
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The keys that are given, without what stands there. */
function keysOf(round: object): Readonly<Record<string, string>> {
  const given = Object.entries(round).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given.map(([key]) => [key, '']))
}

function idsOf(list: unknown): ReadonlySet<unknown> | undefined {
  if (!Array.isArray(list)) return undefined
  return new Set(list.map((element: unknown) => (isRecord(element) ? element.id : undefined)))
}

function isVast(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  const members: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
  return members.length > MAX_MEMBERS || depth > MAX_DEPTH || members.some((member) => isVast(member, depth + 1))
}

function isSound<T>(validate: ValidateFunction<T>, value: unknown, path: string, faults: Faults): value is T {
  if (isVast(value, 0)) {
    faults.add(path, `has more than ${MAX_MEMBERS} entries or is nested too deep for a round`)
    return false
  }
  if (validate(value)) return true
  for (const error of validate.errors ?? []) {
    const isConsequence = error.keyword === 'if' || /\/oneOf\/\d/.test(error.schemaPath)
    if (!isConsequence) faults.add(path + error.instancePath + lastStep(error), reasonOf(error))
  }
  return false
}

/** An unknown key is reported where it stands. */
function lastStep(error: ErrorObject): string {
  return error.keyword === 'additionalProperties' ? pointerStep(error.params.additionalProperty) : ''
}

/** What is wrong and what would be right, in the words of the schema's descriptions. */
function reasonOf(error: ErrorObject): string {
  const schema: SchemaNode & object = { ...error.parentSchema }
  switch (error.keyword) {
    case 'required': {
      const key: string = error.params.missingProperty
      const property = schema.properties?.[key]
      const words = typeof property === 'object' ? resolved(property).description : undefined
      return `"${key}" is missing${words ? `; it should be ${words}` : ''}`
    }
    case 'additionalProperties': {
      const keys = Object.keys(schema.properties ?? {})
      return `unknown key ${shown(error.params.additionalProperty)}; known here: ${choices(keys, 'and')}`
    }
    case 'oneOf': {
      const ways = (schema.oneOf ?? []).map((way) =>
        choices(
          (way.required ?? []).map((key) => `"${key}"`),
          'and',
        ),
      )
      return error.params.passingSchemas === null
        ? `should have ${choices(ways)}`
        : `should have ${choices(ways)}, and only one of these`
    }
    case 'false schema':
      return 'a reason belongs to the answer "na" alone; other words are a comment or a rationale'
    default:
      return `should be ${schema.description}, not ${shown(error.data)}`
  }
}
