/** What is missing: nothing here is counted as 0 (METHOD 2, 3.5, 3.6). */
import type { Block, Row, Section } from '../model.js'
import { causeWords } from '../words/causes.js'
import { flagWords } from '../words/flags.js'
import type { Answers, Context } from './context.js'
import { whyNoScore, whyNotRanked } from './reasons.js'
import { column, groupRow, heading, lines, list, note, quiet, quoted, row, strong, table } from './text.js'

export function missingSection(context: Context): Section {
  const { say } = context
  return {
    id: 'missing',
    title: say('missing.title'),
    lead: missingLead(context),
    blocks: [
      ...stateTable(context),
      ...notAsked(context),
      ...part(say('missing.sectors'), list(sectorReasons(context))),
      ...part(say('missing.scope'), scopeTable(context)),
      ...part(say('missing.values'), valuesTable(context)),
      ...part(say('missing.na'), notApplicableTable(context)),
      ...part(say('missing.dk'), dontKnowTable(context)),
      ...part(say('missing.flags'), list(flagList(context))),
    ],
  }
}

function part(title: string, blocks: readonly Block[]): Block[] {
  return blocks.length === 0 ? [] : [heading(title), ...blocks]
}

function missingLead(context: Context): string {
  return context.say('missing.lead', {
    asked: context.asked.length,
    unknown: unknown(context).length,
    provisional: context.asked.filter(({ state }) => state === 'provisional').length,
  })
}

function unknown(context: Context): readonly Answers[] {
  return context.asked.filter(({ state }) => state === 'unknown')
}

/** Every kind of item by what became of it. */
function stateTable(context: Context): Block[] {
  const { say, number, definition } = context
  const groups = [
    ...definition.sectors.map(({ id, short }) => ({
      name: short,
      own: context.asked.filter(({ item }) => context.item(item).sector === id),
    })),
    { name: say('place.enabling'), own: context.asked.filter(({ item }) => isCross(context, item)) },
    { name: say('place.links'), own: context.asked.filter(({ item }) => context.item(item).kind === 'pair') },
  ]
  const columns = [
    column(say('missing.place'), 50),
    ...(['asked', 'agreed', 'provisional', 'unknown', 'na'] as const).map((state) =>
      column(say('missing.count', { state }), 24, 'end'),
    ),
  ]
  const rows = groups.flatMap(({ name, own }) => {
    if (own.length === 0) return []
    const count = (state: Answers['state']) => number(own.filter((answers) => answers.state === state).length)
    const states = (['agreed', 'provisional', 'unknown', 'not-applicable'] as const).map(count)
    return [row([strong(name)], number(own.length), ...states)]
  })
  return table(say('missing.caption'), columns, rows, say('missing.note'))
}

function isCross(context: Context, id: string): boolean {
  const item = context.item(id)
  return item.kind === 'question' && item.sector === null
}

/** Sectors without a number or a rank, with the reason. */
function sectorReasons(context: Context): string[] {
  const { say } = context
  return context.result.sectors.flatMap((sector) => {
    const name = context.sector(sector.id)
    if (sector.status === 'out-of-scope' || sector.priority.rank !== null) return []
    return sector.score === null
      ? [say('missing.no-score', { sector: name, reason: whyNoScore(context, sector.id, sector) })]
      : [say('missing.no-rank', { sector: name, reason: whyNotRanked(context, sector.id) })]
  })
}

/** What the round left out, with its reason and its date. */
function scopeTable(context: Context): Block[] {
  const { say, words, definition, round } = context
  const columns = [column(say('missing.what'), 46), column(say('missing.reason'), 94), column(say('missing.date'), 30)]
  const rows = (round.outOfScope ?? []).map(({ sector, item, reason, note, date }) => {
    const name = sector !== undefined ? context.sector(sector) : item !== undefined ? itemName(context, item) : '–'
    const label = definition.scope.reasons.find(({ value }) => value === reason)?.label ?? reason
    return row([strong(name)], lines([label, { text: note }]), words.day(date))
  })
  return table(say('missing.scope'), columns, rows)
}

function itemName(context: Context, id: string): string {
  return context.say('item.name', { place: context.place(id), label: context.label(id) })
}

/** Items that the round asks and that have no value, by place. */
function valuesTable(context: Context): Block[] {
  const { say, words } = context
  const columns = [column(say('missing.item'), 74), column(say('missing.heard'), 48), column(say('missing.silent'), 48)]
  const rows = byPlace(context, unknown(context), ({ item, voices, positions }) => {
    const silent = voices.filter(({ bodies }) => bodies.length === 0).map(({ voice }) => context.voice(voice))
    return row(
      context.label(item),
      positions.length === 0 ? [quiet(say('answer.none'))] : say('missing.dk-count', { n: positions.length }),
      silent.length === 0 ? '–' : words.list(silent),
    )
  })
  return table(say('missing.values'), columns, rows)
}

/** Answers "not applicable", each with its reason in the words of those who gave it. */
function notApplicableTable(context: Context): Block[] {
  const { say } = context
  const columns = [
    column(say('missing.item'), 60),
    column(say('missing.said-by'), 50),
    column(say('missing.reason'), 60),
  ]
  const said = context.asked.filter(({ agreed, positions }) =>
    [agreed, ...positions].some((answer) => answer?.answer === 'na'),
  )
  const rows = byPlace(context, said, ({ item, agreed, positions }) => {
    const all = [
      ...(agreed?.answer === 'na' ? [{ ...agreed, who: say('missing.agreed'), voice: undefined }] : []),
      ...positions.flatMap((position) => {
        if (position.answer !== 'na') return []
        const { name, voice } = context.body(position.body)
        return [{ ...position, who: name, voice }]
      }),
    ]
    return row(
      context.label(item),
      lines(all.map(({ who, voice }) => ({ text: who, ...(voice !== undefined && { voice }) }))),
      lines(all.map(({ reason, lang }) => quoted(reason ?? '–', lang))),
    )
  })
  return table(say('missing.na'), columns, rows)
}

/** Items that a body said it does not know. */
function dontKnowTable(context: Context): Block[] {
  const { say } = context
  const columns = [column(say('missing.item'), 84), column(say('missing.said-by'), 86)]
  const said = context.asked.filter(({ positions }) => positions.some(({ answer }) => answer === 'dk'))
  const rows = byPlace(context, said, ({ item, positions }) => {
    const who = positions.filter(({ answer }) => answer === 'dk').map(({ body }) => context.body(body))
    return row(context.label(item), lines(who.map(({ name, voice }) => ({ text: name, voice }))))
  })
  return table(say('missing.dk'), columns, rows)
}

/** Rows under the name of their place. */
function byPlace(context: Context, items: readonly Answers[], rowOf: (answers: Answers) => Row): Row[] {
  const places = [...new Set(items.map(({ item }) => context.place(item)))]
  return places.flatMap((place) => [
    groupRow(place),
    ...items.filter(({ item }) => context.place(item) === place).map(rowOf),
  ])
}

/** How many items the round does not ask, by reason. */
function notAsked({ say, number, values, words }: Context): Block[] {
  const reasons = values.asked.notAsked.filter((reason) => reason !== null)
  const kinds = [...new Set(reasons)].map((cause) => {
    const n = number(reasons.filter((reason) => reason === cause).length)
    return say('missing.not-asked.part', { n, cause: causeWords(cause, words) })
  })
  return kinds.length === 0 ? [] : [note(say('missing.not-asked', { parts: kinds.join(', ') }))]
}

/** Flags that the ranking does not show already. */
function flagList(context: Context): string[] {
  const flags = context.result.flags.filter(({ kind }) => kind !== 'top-three' && kind !== 'not-ranked')
  return flags.map((flag) => flagWords(flag, context))
}
