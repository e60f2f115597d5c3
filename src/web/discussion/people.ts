/** The people of a round whom a message can name. */
import type { FastifyRequest } from 'fastify'
import { roundOf } from '../context.js'

export interface PersonChoice {
  readonly id: string
  readonly name: string
  /** The bodies that they act for, or their part. */
  readonly part: string
}

/** Everybody who reads the round but the viewer, by name. */
export async function peopleOf({ server, viewer, place }: FastifyRequest): Promise<readonly PersonChoice[]> {
  const { head, round } = roundOf({ place })
  const { say, list } = viewer.words
  const parts = await server.store.participants.listOfAssessment(head.assessment)
  const people = new Map<string, { name: string; parts: string[] }>()
  for (const { person, name, role, round: of, body } of parts) {
    const reads = role === 'facilitator' || (of === head.id && role !== 'analyst')
    if (!reads || person === viewer.person?.id) continue
    const known = people.get(person) ?? { name, parts: [] }
    known.parts.push(round.bodies.find(({ id }) => id === body)?.name ?? say('discussion.part', { role }))
    people.set(person, known)
  }
  return [...people].map(([id, { name, parts }]) => ({ id, name, part: list(parts) }))
}
