/** Who took part: bodies by voice, and how much each of them answered. */
import type { Body } from '../../rules/model.js'
import type { Section, Text } from '../model.js'
import type { Context } from './context.js'
import { voicesPresent } from './frame.js'
import { column, groupRow, lines, note, quiet, row, table } from './text.js'

export function participantsSection(context: Context): Section {
  const { say, definition, round } = context
  const columns = [
    column(say('participants.body'), 110),
    column(say('participants.answers'), 30, 'end'),
    column(say('participants.asked'), 30, 'end'),
  ]
  const present = voicesPresent(context)
  const rows = present.flatMap((voice) => [
    groupRow([{ text: context.voice(voice), voice }]),
    ...round.bodies
      .filter((body) => body.voice === voice)
      .map((body) => row(bodyText(context, body), String(answersOf(context, body)), String(askedOf(context, voice)))),
  ])
  const absent = definition.voices.filter(({ id }) => !present.includes(id)).map(({ id }) => context.voice(id))
  return {
    id: 'participants',
    title: say('participants.title'),
    lead: say('participants.lead', {
      n: round.bodies.length,
      voices: present.length,
      answers: round.positions?.length ?? 0,
    }),
    blocks: [
      ...table(say('participants.title'), columns, rows),
      ...(absent.length > 0 ? [note(say('participants.absent', { voices: context.words.list(absent) }))] : []),
      note(say('participants.note')),
    ],
  }
}

function bodyText({ definition }: Context, { name, group }: Body): Text {
  const known = definition.major_groups.groups.find(({ id }) => id === group)
  return known === undefined ? [{ text: name }] : lines([name, quiet(known.name)])
}

function answersOf({ round }: Context, { id }: Body): number {
  return (round.positions ?? []).filter(({ body }) => body === id).length
}

function askedOf(context: Context, voice: string): number {
  return context.asked.filter(({ voices }) => voices.some((entry) => entry.voice === voice)).length
}
