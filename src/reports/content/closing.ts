/** How a round was closed: when, by whom, who signed for each voice, what was said to it, and the seal. */
import type { Row, Section } from '../model.js'
import type { Context } from './context.js'
import { voicesPresent } from './frame.js'
import { column, lines, note, paragraph, quiet, row, strong, table } from './text.js'

/** What is known of a closing beside the round file. Days are YYYY-MM-DD. */
export interface ClosingNote {
  readonly on: string
  /** Name of who closed it; null when it was the program itself. */
  readonly by: string | null
  /** `sha256:…` over the questionnaire's hash, the method's version, the result and the round as they were closed. */
  readonly seal: string
  /** What the facilitator said to it, such as why a voice is missing. */
  readonly note: string | null
  readonly signed: readonly {
    readonly voice: string
    readonly name: string
    readonly on: string
    readonly dissents: number
    /** The voice's reservation. */
    readonly note: string | null
  }[]
}

export function closingSection(context: Context, closing: ClosingNote): Section {
  const { say, words } = context
  const present = voicesPresent(context)
  const columns = [
    column(say('closed.voice'), 45),
    column(say('closed.signed'), 65),
    column(say('closed.day'), 35),
    column(say('closed.dissents'), 25, 'end'),
  ]
  const signed = closing.signed.filter(({ voice }) => present.includes(voice))
  return {
    id: 'closing',
    title: say('closed.title'),
    continues: true,
    lead: say('closed.lead', {
      ...{ day: words.day(closing.on), known: closing.by === null ? 'no' : 'yes', by: closing.by ?? '' },
      ...{ signed: signed.length, voices: present.length },
    }),
    blocks: [
      ...table(
        say('closed.title'),
        columns,
        present.map((voice) => voiceRow(context, voice, closing)),
      ),
      ...(closing.note === null ? [] : [paragraph([strong(`${say('closed.note')} `), { text: closing.note }])]),
      note(say('closed.seal', { seal: closing.seal })),
    ],
  }
}

function voiceRow({ say, words, voice: nameOf }: Context, voice: string, { signed }: ClosingNote): Row {
  const head = [{ text: nameOf(voice), voice }]
  const found = signed.find((one) => one.voice === voice)
  if (!found) return row(head, say('closed.unsigned'), '–', '–')
  const name = found.note === null ? found.name : lines([found.name, quiet(found.note)])
  return row(head, name, words.day(found.on), words.number(found.dissents))
}
