/** What is looked at before a round is closed: what is missing first, what is ready last. */
import type { Context } from '../../reports/content/context.js'
import { countQuestions } from '../../reports/content/reasons.js'
import { discussionPath } from '../discussion/hearing.js'
import type { Verdict } from '../readiness.js'
import type { VoiceRow } from './voices.js'

/** One check; `stop` lets the round be closed only with a reason. */
export interface ClosingCheck {
  readonly about:
    | 'divergences'
    | 'sectors'
    | 'quorum'
    | 'agreed'
    | 'evidence'
    | 'findings'
    | 'proposed'
    | 'threads'
    | 'rationale'
    | 'days'
  readonly check: Verdict
  readonly text: string
  readonly detail?: string
  /** Where it can be mended, and what the link says. */
  readonly href: string
  readonly action: string
  /** Where each of several things stands, the first ones. */
  readonly links?: readonly { readonly href: string; readonly text: string }[]
}

export interface ClosingInput {
  readonly context: Context
  readonly id: string
  /** Path of the round. */
  readonly path: string
  readonly voices: readonly VoiceRow[]
  /** Findings that wait for the facilitator. */
  readonly proposed: number
  /** Open threads by item. */
  readonly threads: ReadonlyMap<string, number>
  /** Last day of answers while it is not over. */
  readonly lastDay: string | undefined
}

const ORDER: readonly Verdict[] = ['stop', 'look', 'ok']
/** At most so many are named one by one. */
const NAMED = 2
/** At most so many have a link of their own. */
const LISTED = 5

export function closingChecks(input: ClosingInput): readonly ClosingCheck[] {
  const checks = [
    divergencesCheck(input),
    sectorsCheck(input),
    quorumCheck(input),
    daysCheck(input),
    agreedCheck(input),
    evidenceCheck(input),
    blockingCheck(input),
    proposedCheck(input),
    threadsCheck(input),
    rationaleCheck(input),
  ].filter((check) => check !== undefined)
  return checks.sort((a, b) => ORDER.indexOf(a.check) - ORDER.indexOf(b.check))
}

/** Voices that are far apart on an item on which nothing was agreed. */
function divergencesCheck({ context, path }: ClosingInput): ClosingCheck {
  const { say, result } = context
  const open = result.divergences.filter(({ item }) => context.answers(item).agreed === undefined)
  const widest = [...open].sort((a, b) => b.gap - a.gap).slice(0, NAMED)
  const named = widest.map(({ item, gap }) =>
    say('closing.divergence', { place: context.place(item), label: context.label(item), gap }),
  )
  return {
    about: 'divergences',
    check: open.length > 0 ? 'stop' : 'ok',
    text: say('closing.divergences', { open: open.length }),
    detail:
      open.length > 0
        ? say('closing.named', { named: named.join('; '), more: open.length - named.length })
        : say('closing.divergences.ok', { all: result.divergences.length }),
    href: `${path}/meeting`,
    action: say('closing.divergences.go'),
  }
}

function sectorsCheck({ context, path }: ClosingInput): ClosingCheck {
  const { say, words, result } = context
  const lacking = result.sectors.filter(({ status }) => status === 'insufficient')
  const counts = result.sectors
    .filter(({ status }) => status === 'scored')
    .map(({ id }) => ({ sector: context.sector(id), ...countQuestions(context, id) }))
    .sort((a, b) => a.answered / (a.applicable || 1) - b.answered / (b.applicable || 1))
  const [lowest] = counts
  return {
    about: 'sectors',
    check: lacking.length > 0 ? 'stop' : 'ok',
    text: say('closing.sectors', { lacking: lacking.length }),
    detail:
      lacking.length > 0
        ? words.list(lacking.map(({ id }) => context.sector(id)))
        : lowest && say('closing.sectors.lowest', { ...lowest }),
    href: `${path}/results#missing`,
    action: say('closing.look'),
  }
}

/** As many submitted bodies of each voice as its quorum asks, which is one where none was set. */
function quorumCheck({ context, voices }: ClosingInput): ClosingCheck {
  const { say, words } = context
  const lacking = voices.filter(({ submitted, quorum }) => submitted < quorum)
  const isSet = voices.some(({ isQuorumSet }) => isQuorumSet)
  const bodies = voices.reduce((sum, voice) => sum + voice.bodies.length, 0)
  const submitted = voices.reduce((sum, voice) => sum + voice.submitted, 0)
  const count = say('closing.quorum.count', { submitted, bodies })
  const names = lacking.map(({ name, submitted: has, quorum }) =>
    isSet ? say('closing.quorum.voice', { voice: name, submitted: has, quorum }) : name,
  )
  const isBelow = lacking.some(({ isQuorumSet }) => isQuorumSet)
  return {
    about: 'quorum',
    check: isBelow ? 'stop' : lacking.length > 0 || voices.length === 0 ? 'look' : 'ok',
    text: say(isSet ? 'closing.quorum.set' : 'closing.quorum', { silent: lacking.length }),
    detail:
      lacking.length === 0
        ? count
        : say(isSet ? 'closing.quorum.below' : 'closing.quorum.silent', { voices: words.list(names), count }),
    href: '#bodies',
    action: say('closing.look'),
  }
}

function daysCheck({ context, path, lastDay }: ClosingInput): ClosingCheck | undefined {
  if (lastDay === undefined) return undefined
  const { say, words } = context
  return {
    about: 'days',
    check: 'look',
    text: say('closing.days', { day: words.day(lastDay) }),
    detail: say('closing.days.detail'),
    href: `${path}/manage/form`,
    action: say('closing.look'),
  }
}

function agreedCheck({ context, path }: ClosingInput): ClosingCheck {
  const { say, words, asked } = context
  const open = asked.filter(({ state }) => state === 'provisional').map(({ item }) => context.place(item))
  const places = [...new Set(open)]
    .map((place) => ({ place, count: open.filter((one) => one === place).length }))
    .sort((a, b) => b.count - a.count)
    .slice(0, NAMED)
  const most = words.list(places.map((one) => say('closing.place', one)))
  return {
    about: 'agreed',
    check: open.length > 0 ? 'look' : 'ok',
    text: say('closing.agreed', { open: open.length }),
    detail: open.length > 0 ? say('closing.agreed.detail', { most }) : undefined,
    href: `${path}/results#missing`,
    action: say('closing.see'),
  }
}

/** High levels that no document or link supports. */
function evidenceCheck({ context }: ClosingInput): ClosingCheck {
  const { say, words } = context
  const bare = context.asked
    .filter(({ item }) => context.item(item).kind === 'question')
    .flatMap(({ positions }) => positions.filter(({ level = 0, evidence = [] }) => level >= 3 && evidence.length === 0))
  const bodies = [...new Set(bare.map(({ body }) => body))]
    .map((body) => ({ name: context.body(body).name, count: bare.filter((one) => one.body === body).length }))
    .sort((a, b) => b.count - a.count)
    .slice(0, NAMED)
  const most = words.list(bodies.map(({ name, count }) => say('closing.place', { place: name, count })))
  return {
    about: 'evidence',
    check: bare.length > 0 ? 'look' : 'ok',
    text: say('closing.evidence', { bare: bare.length }),
    detail: bare.length > 0 ? say('closing.evidence.detail', { most }) : undefined,
    href: '#bodies',
    action: say('closing.evidence.go'),
  }
}

function blockingCheck({ context, path }: ClosingInput): ClosingCheck {
  const { say, words, round } = context
  const open = (round.findings ?? []).filter(({ status, severity }) => status === 'open' && severity === 'blocking')
  const sectors = [...new Set(open.flatMap((finding) => finding.sectors))].map((id) => context.sector(id))
  return {
    about: 'findings',
    check: open.length > 0 ? 'look' : 'ok',
    text: say('closing.findings', { open: open.length }),
    detail: open.length > 0 ? say('closing.findings.detail', { sectors: words.list(sectors) }) : undefined,
    href: `${path}/findings`,
    action: say('closing.findings.go'),
  }
}

function proposedCheck({ context, path, proposed }: ClosingInput): ClosingCheck | undefined {
  if (proposed === 0) return undefined
  const { say } = context
  return {
    about: 'proposed',
    check: 'look',
    text: say('closing.proposed', { proposed }),
    detail: say('closing.proposed.detail'),
    href: `${path}/findings#proposed`,
    action: say('closing.findings.go'),
  }
}

function threadsCheck({ context, id, path, threads }: ClosingInput): ClosingCheck {
  const { say } = context
  const open = [...threads.values()].reduce((sum, count) => sum + count, 0)
  const links = [...threads.keys()].slice(0, LISTED).map((item) => ({
    href: discussionPath(id, item),
    text: say('closing.item', { place: context.place(item), label: context.label(item) }),
  }))
  return {
    about: 'threads',
    check: open > 0 ? 'look' : 'ok',
    text: say('closing.threads', { open }),
    detail: open > 0 ? say('closing.threads.detail', { items: threads.size }) : undefined,
    href: links[0]?.href ?? path,
    action: say('closing.threads.go'),
    ...(links.length > 1 && { links }),
  }
}

function rationaleCheck({ context, path }: ClosingInput): ClosingCheck {
  const { say } = context
  const agreed = context.asked.flatMap((one) => one.agreed ?? [])
  const bare = agreed.filter(({ rationale = '' }) => rationale.trim() === '')
  const dissents = agreed.filter(({ dissent = [] }) => dissent.length > 0).length
  return {
    about: 'rationale',
    check: bare.length > 0 ? 'look' : 'ok',
    text: say('closing.rationale', { bare: bare.length, agreed: agreed.length }),
    detail:
      agreed.length === 0
        ? undefined
        : say('closing.rationale.detail', {
            ...{ written: agreed.length - bare.length, agreed: agreed.length, dissents },
          }),
    href: `${path}/meeting`,
    action: say('closing.divergences.go'),
  }
}
