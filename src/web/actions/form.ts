/** The form of an action that is written, or changed: what stands in it, and how it is read. */
import { randomUUID } from 'node:crypto'
import { leadOf, leadVoices } from '../../reports/words/leads.js'
import { paragraphs } from '../../reports/words/paragraphs.js'
import { checkRound } from '../../roundfile/index.js'
import type { RoundAction } from '../../rules/model.js'
import { clean } from '../answers/check.js'
import { type FormBody, type FormErrors, field, fields } from '../forms.js'
import { isDay } from '../set-up/days.js'
import type { Setting } from '../set-up/part.js'
import { ALL_SECTORS, sectorName } from './register.js'

/** Longest texts, in characters. */
const TEXT_LENGTH = 2000
const NOTE_LENGTH = 5000

/** Commitments of local and regional governments stand in these paragraphs of the Declaration's annex. */
const [FIRST, LAST] = [17, 44]
const COMMITMENTS = Array.from({ length: LAST - FIRST + 1 }, (_, place) => String(FIRST + place))

/** What a form would save. */
export interface Draft {
  readonly action: RoundAction
  /** Why it was changed, or who asked for it. */
  readonly note: string | null
}

/** The fields of the form as an action stands. */
export function writtenOf({ definition }: Setting, action?: RoundAction, sector = ''): FormBody {
  if (!action) return { sector }
  return {
    ...{ sector: action.sector ?? ALL_SECTORS, dimension: action.dimension ?? '', text: action.text },
    ...{ lead: leadVoices(action.lead, definition), due: action.due ?? '', commitment: action.declaration ?? [] },
  }
}

/** What the form says; undefined when something has to be mended first. */
export function readAction(
  setting: Setting,
  form: FormBody,
  errors: FormErrors,
  before?: RoundAction,
): Draft | undefined {
  const { definition, words } = setting
  const text = readText(setting, form, 'text', TEXT_LENGTH, errors)
  if (text === '') errors.add('text', words.say('action.error.text'))
  const sector = [...definition.sectors.map(({ id }) => id), ALL_SECTORS].find((id) => id === field(form, 'sector'))
  if (sector === undefined) errors.add('sector', words.say('action.error.sector'))
  const dimension = definition.dimensions.find(({ id }) => id === field(form, 'dimension'))?.id
  const lead = readLead(setting, form, errors, before)
  const due = readDue(setting, form, errors, before)
  const note = readNote(setting, form, errors)
  if (errors.any) return undefined
  const declaration = readCommitment(form, before)
  const action: RoundAction = {
    ...{ id: before?.id ?? randomUUID(), ...(sector !== ALL_SECTORS && { sector }) },
    ...{ ...(dimension !== undefined && { dimension }), text, lead, due, state: before?.state ?? 'proposed' },
    ...(declaration.length > 0 && { declaration }),
  }
  if (isFaulty(setting, action)) errors.add('text', words.say('finding.error.text'))
  return errors.any ? undefined : { action, note: note === '' ? null : note }
}

/** A text of the form without what no file can hold. */
function readText({ words }: Setting, form: FormBody, name: string, max: number, errors: FormErrors): string {
  const text = clean(field(form, name))
  if (text.length > max) errors.add(name, words.say('set-up.error.long', { max }))
  return text
}

/** What is said to a step of an action; '' for nothing. */
export const readNote = (setting: Setting, form: FormBody, errors: FormErrors): string =>
  readText(setting, form, 'note', NOTE_LENGTH, errors)

/** One that is put in other words than voices stays as long as no voice is ticked. */
function readLead({ definition, words }: Setting, form: FormBody, errors: FormErrors, before?: RoundAction): string {
  const voices = leadVoices(fields(form, 'lead').join(','), definition)
  if (voices.length > 0) return leadOf(voices)
  const kept = before?.lead?.trim() ?? ''
  if (kept !== '' && leadVoices(kept, definition).length === 0) return kept
  errors.add('lead', words.say('action.error.lead'))
  return ''
}

/** A day, also one that is past; words that an imported action has instead of a day may stay. */
export function readDue({ words }: Setting, form: FormBody, errors: FormErrors, before?: RoundAction): string {
  const due = field(form, 'due')
  if (due === '') errors.add('due', words.say('action.error.due'))
  else if (!isDay(due) && due !== before?.due?.trim()) errors.add('due', words.say('set-up.error.day'))
  return due
}

/** The paragraphs that are ticked, with those outside of the annex that the action has from the catalogue. */
function readCommitment(form: FormBody, before?: RoundAction): readonly string[] {
  const ticked = new Set(fields(form, 'commitment'))
  return [...COMMITMENTS.filter((ref) => ticked.has(ref)), ...otherParagraphs(before)]
}

const otherParagraphs = (action?: RoundAction): readonly string[] =>
  (action?.declaration ?? []).filter((ref) => !COMMITMENTS.includes(ref))

/** Whether the check of round files finds something wrong; the rest of the round is no matter of it. */
function isFaulty({ stored }: Setting, action: RoundAction): boolean {
  const round = { ...stored.round, bodies: [], positions: [], agreed: [], findings: [], actions: [action] }
  return checkRound(round, stored.definition.definition).some(({ path }) => path.startsWith('/actions/'))
}

/** Paragraphs 17 to 44 with what each is about. */
export function commitmentOptions({ words }: Setting) {
  return COMMITMENTS.map((value) => ({
    value,
    text: words.say('action.commitment.one', { ref: paragraphs([value], words), about: `p${value}` }),
  }))
}

/** What a template shows of the form. */
export function formView(setting: Setting, form: FormBody, errors: FormErrors, before?: RoundAction) {
  const { definition, words, names } = setting
  const leads = fields(form, 'lead')
  const ticked = fields(form, 'commitment')
  const other = otherParagraphs(before)
  const isKept = before?.lead?.trim() && leadVoices(before.lead, definition).length === 0
  const isDated = before?.due === undefined || isDay(before.due) || before.due.trim() === ''
  return {
    summary: errors.summary,
    errors: errors.byField,
    sectors: [
      ...(before ? [] : [{ value: '', text: words.say('action.form.choose') }]),
      ...[...definition.sectors.map(({ id }) => id), ALL_SECTORS].map((value) => ({
        value,
        text: sectorName(setting, value),
      })),
    ],
    dimensions: [
      { value: '', text: words.say('action.form.dimension.none') },
      ...definition.dimensions.map(({ id, name }) => ({ value: id, text: name })),
    ],
    leads: definition.voices.map(({ id }, place) => {
      return { id, place, name: names.voice(id), checked: leads.includes(id), first: place === 0 }
    }),
    keptLead: isKept ? before?.lead?.trim() : undefined,
    /** Imported actions may have words instead of a day. */
    dueType: isDated ? 'date' : 'text',
    commitments: commitmentOptions(setting).map((one) => ({ ...one, checked: ticked.includes(one.value) })),
    otherParagraphs: other.length === 0 ? undefined : paragraphs(other, words),
    typed: {
      sector: field(form, 'sector'),
      dimension: field(form, 'dimension'),
      text: field(form, 'text'),
      due: field(form, 'due'),
      note: field(form, 'note'),
    },
  }
}
