/** The form of a finding: what stands in it, how it is read, and what it offers. */
import { randomUUID } from 'node:crypto'
import type { Fault } from '../../errors.js'
import { checkRound } from '../../roundfile/index.js'
import type { Finding } from '../../rules/model.js'
import type { FiledFinding } from '../../store/findings.js'
import { clean } from '../answers/check.js'
import { type FormBody, type FormErrors, field, fields } from '../forms.js'
import { isDay } from '../set-up/days.js'
import type { Setting } from '../set-up/part.js'
import { dayIn } from '../writing.js'
import { articleGroups, bearsOn, choiceOf, choiceValue, conventionsIn, sectorsOf } from './articles.js'
import { joined, partsOf } from './texts.js'

const KINDS: readonly Finding['kind'][] = ['contradiction', 'nonconformity']
const SEVERITIES: readonly Finding['severity'][] = ['friction', 'blocking']
/** Longest texts, in characters: the round file's own for the rules, and what a line can be read out with. */
const RULES_LENGTH = 19_000
const LINE_LENGTH = 500
const NOTE_LENGTH = 5000

/** What a form would save. */
export interface Draft {
  readonly finding: Finding
  /** The day since when it is there, YYYY-MM-DD. */
  readonly since: string
  /** Why it was changed. */
  readonly note: string | null
}

interface Reading {
  readonly setting: Setting
  readonly form: FormBody
  readonly errors: FormErrors
  /** The finding that is edited. */
  readonly filed?: FiledFinding | undefined
  /** Whether only the effect is asked for: then the texts may be missing. */
  readonly isPreview: boolean
}

/** The fields of the form as a finding stands. */
export function writtenOf({ stored, today }: Setting, filed?: FiledFinding): FormBody {
  if (!filed) return { since: today }
  const { finding, since } = filed
  return {
    ...{ kind: finding.kind, sectors: finding.sectors, convention: choiceValue(finding), severity: finding.severity },
    ...{ ...partsOf(finding), settledBy: finding.settledBy ?? '', since: dayOf(stored.head.timeZone, since) },
  }
}

/** The day of a day or moment in the time zone of the round. */
export function dayOf(timeZone: string, iso: string): string {
  return iso.length <= 10 ? iso : dayIn(timeZone, new Date(iso))
}

/** What the form says; undefined when something has to be mended first: `errors` say what, by the id of the field. */
export function readFinding(reading: Reading): Draft | undefined {
  const { setting, form, errors, filed } = reading
  const { say } = setting.words
  const kind = KINDS.find((one) => one === field(form, 'kind'))
  const severity = SEVERITIES.find((one) => one === field(form, 'severity'))
  const chosen = fields(form, 'sectors')
  const sectors = setting.definition.sectors.map(({ id }) => id).filter((id) => chosen.includes(id))
  if (!kind) errors.add('kind', say('finding.error.kind'))
  if (sectors.length === 0) errors.add('sectors', say('finding.error.sectors'))
  const choice = kind === 'nonconformity' ? readChoice(reading, sectors) : {}
  if (!severity) errors.add('severity', say('finding.error.severity'))
  const texts = readTexts(reading)
  const since = readSince(reading)
  if (errors.any || !kind || !severity) return undefined
  const { settledBy, note, rules } = texts
  const finding: Finding = {
    ...{ id: filed?.finding.id ?? randomUUID(), kind, sectors, ...choice },
    ...{ severity, status: filed?.finding.status ?? 'open', rules, ...(settledBy === '' ? {} : { settledBy }) },
  }
  for (const { path } of faultsOf(setting, finding)) {
    const id = path.split('/')[3]
    const own = id === 'rules' || id === 'settledBy' || id === 'sectors' ? id : 'convention'
    errors.add(own, say('finding.error.text'))
  }
  return errors.any ? undefined : { finding, since, note: note === '' ? null : note }
}

function readChoice(reading: Reading, sectors: readonly string[]): Pick<Finding, 'convention' | 'article'> {
  const { setting, form, errors, filed } = reading
  const { say, list } = setting.words
  const value = field(form, 'convention')
  const choice = choiceOf(setting, value)
  if (!choice && filed && value !== '' && value === choiceValue(filed.finding)) {
    // One that came into the round before the set-up changed may stay.
    return { convention: filed.finding.convention!, article: filed.finding.article! }
  }
  if (!choice) {
    errors.add('convention', say('finding.error.convention', { n: conventionsIn(setting).length }))
    return {}
  }
  if (sectors.length > 0 && !bearsOn(setting, choice, sectors)) {
    const names = list(sectorsOf(setting, choice).map((id) => setting.names.sector(id)))
    errors.add('convention', say('finding.error.article', { article: choice.article, sectors: names }))
  }
  return choice
}

function readTexts({ setting, form, errors, isPreview }: Reading) {
  const { say } = setting.words
  const read = (name: string, max: number) => {
    const text = clean(field(form, name))
    if (text.length > max) errors.add(name, say('set-up.error.long', { max }))
    return text
  }
  const sentence = read('sentence', LINE_LENGTH)
  const rules = read('rules', RULES_LENGTH)
  if (rules === '' && !isPreview) errors.add('rules', say('finding.error.rules'))
  return { rules: joined(sentence, rules), settledBy: read('settledBy', LINE_LENGTH), note: read('note', NOTE_LENGTH) }
}

function readSince({ setting, form, errors }: Reading): string {
  const { words, today } = setting
  const day = field(form, 'since') || today
  if (!isDay(day)) errors.add('since', words.say('set-up.error.day'))
  else if (day > today) errors.add('since', words.say('finding.error.future', { day: words.day(day) }))
  return day
}

/** What the check of round files finds wrong with a finding; the rest of the round is no matter of it. */
function faultsOf({ stored }: Setting, finding: Finding): readonly Fault[] {
  const round = { ...stored.round, bodies: [], positions: [], agreed: [], actions: [], findings: [finding] }
  return checkRound(round, stored.definition.definition).filter(({ path }) => path.startsWith('/findings/'))
}

/** What a template shows of the form. */
export function formView(setting: Setting, form: FormBody, errors: FormErrors, filed?: FiledFinding) {
  const { definition, stored, names } = setting
  const chosen = fields(form, 'sectors')
  const out = new Set(stored.round.outOfScope?.map(({ sector }) => sector))
  const known = definition.sectors.filter(({ id }) => chosen.includes(id)).map(({ id }) => id)
  const options = (list: readonly string[], name: string) =>
    list.map((value, place) => ({ value, checked: value === field(form, name), first: place === 0 }))
  return {
    summary: errors.summary,
    errors: errors.byField,
    kinds: options(KINDS, 'kind'),
    severities: options(SEVERITIES, 'severity'),
    sectors: definition.sectors.map(({ id }, place) => {
      return { id, name: names.sector(id), out: out.has(id), checked: known.includes(id), first: place === 0 }
    }),
    groups: articleGroups(setting, known),
    kept: keptChoice(setting, filed),
    hasSectors: known.length > 0,
    typed: {
      convention: field(form, 'convention'),
      sentence: field(form, 'sentence'),
      rules: field(form, 'rules'),
      settledBy: field(form, 'settledBy'),
      since: field(form, 'since'),
      note: field(form, 'note'),
    },
  }
}

/** The article of a finding whose convention is not in force any more. */
function keptChoice(setting: Setting, filed: FiledFinding | undefined) {
  const value = filed && choiceValue(filed.finding)
  if (!filed || !value || choiceOf(setting, value)) return undefined
  const { convention, article } = filed.finding
  const short = setting.definition.conventions.conventions.find(({ id }) => id === convention)?.short ?? convention
  return { value, text: setting.words.say('finding.article.kept', { convention: short, article }) }
}
