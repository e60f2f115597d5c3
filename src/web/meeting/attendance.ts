/** Who is there when a meeting agrees: the bodies that are ticked, and people by name. */
import type { FastifyRequest } from 'fastify'
import type { Context } from '../../reports/content/context.js'
import type { Attendee } from '../../store/attendance.js'
import { voiceOf } from '../answers/names.js'
import { personOf, roundOf } from '../context.js'
import { FormErrors, field, fields } from '../forms.js'
import { dayIn } from '../writing.js'

export interface AttendanceView {
  /** Day of the meeting that the form is about. */
  readonly meeting: string
  readonly bodies: readonly {
    readonly id: string
    readonly voice: { readonly id: string; readonly place: number; readonly name: string }
    readonly name: string
    readonly isPresent: boolean
  }[]
  readonly people: readonly { readonly id: string; readonly name: string; readonly of: string | undefined }[]
  readonly options: readonly { readonly value: string; readonly text: string }[]
  readonly name: string
  readonly of: string
  readonly error: string | undefined
  /** Voices of which a body or a person is there. */
  readonly voices: number
  readonly allVoices: number
  readonly before: readonly { readonly meeting: string; readonly names: readonly string[] }[]
}

/** Longest name of a person. */
const LONGEST = 200

/** A body that is ticked stands on the list with its own name. */
const isBody = ({ body, name, person }: Attendee, of: { readonly id: string; readonly name: string }) =>
  body === of.id && person === null && name === of.name

export async function attendanceView(
  request: FastifyRequest,
  context: Context,
  typed: { readonly name?: string; readonly of?: string; readonly error?: string } = {},
): Promise<AttendanceView> {
  const stored = roundOf(request)
  const all = await request.server.store.attendance.listOf(stored.head.id)
  const today = dayIn(stored.head.timeZone, request.server.clock())
  const here = all.filter(({ meeting }) => meeting === today)
  const { bodies } = stored.round
  const named = here.filter((one) => !bodies.some((body) => isBody(one, body)))
  const earlier = [...new Set(all.map(({ meeting }) => meeting))].filter((meeting) => meeting !== today)
  const voices = new Set(here.flatMap(({ voice }) => voice ?? []))
  return {
    meeting: today,
    bodies: bodies.map((body) => ({
      id: body.id,
      voice: voiceOf(body.voice, context),
      name: body.name,
      isPresent: here.some((one) => isBody(one, body)),
    })),
    people: named.map(({ id, name, body }) => ({ id, name, of: bodies.find((one) => one.id === body)?.name })),
    options: [
      { value: '', text: context.say('meeting.attendance.no-body') },
      ...bodies.map(({ id, name }) => ({ value: id, text: name })),
    ],
    name: typed.name ?? '',
    of: typed.of ?? '',
    error: typed.error,
    voices: voices.size,
    allVoices: new Set(bodies.map(({ voice }) => voice)).size,
    before: earlier.map((meeting) => ({
      meeting,
      names: all.filter((one) => one.meeting === meeting).map(({ name }) => name),
    })),
  }
}

/** Records what a form says about today's meeting, or what is wrong with it. */
export async function recordAttendance(request: FastifyRequest): Promise<FormErrors> {
  const errors = new FormErrors()
  const stored = roundOf(request)
  const { attendance } = request.server.store
  const round = stored.head.id
  const by = personOf(request).id
  const meeting = dayIn(stored.head.timeZone, request.server.clock())
  const here = (await attendance.listOf(round)).filter((one) => one.meeting === meeting)
  const remove = field(request.body, 'remove')
  // Only from today's list of this round: an id of another one removes nothing.
  if (here.some(({ id }) => id === remove)) await attendance.remove(remove, by)
  const name = field(request.body, 'name')
  const of = stored.round.bodies.find(({ id }) => id === field(request.body, 'of'))
  if (name.length > LONGEST) {
    errors.add('name', request.viewer.words.say('meeting.attendance.long', { n: LONGEST }))
    return errors
  }
  const [ticked, was] = [fields(request.body, 'present'), fields(request.body, 'was')]
  for (const body of stored.round.bodies) {
    const known = here.find((one) => isBody(one, body))
    const isTicked = ticked.includes(body.id)
    if (isTicked && !known)
      await attendance.add(round, { meeting, name: body.name, body: body.id, voice: body.voice }, by)
    // What somebody else ticked since the page was made stays.
    if (!isTicked && known && was.includes(body.id)) await attendance.remove(known.id, by)
  }
  if (name !== '') await attendance.add(round, { meeting, name, ...(of && { body: of.id, voice: of.voice }) }, by)
  return errors
}
