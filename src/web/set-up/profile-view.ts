/** How the questions of a profile are laid out: short ones side by side, figures beside their source, boxes by themselves. */
import type { ProfileField } from '../../rules/model.js'
import { type FormBody, field, fields } from '../forms.js'
import { dayId, sourceId } from './profile-fields.js'

type Errors = Readonly<Record<string, string>>

/** A question as a field: what the partials `field`, `select` and `text-area` take. */
interface FieldView {
  readonly id: string
  readonly control: 'input' | 'select' | 'lines'
  readonly label: string
  readonly description: string | undefined
  readonly error: string | undefined
  readonly value: string
  readonly type?: 'date'
  readonly inputmode?: 'numeric' | 'decimal'
  readonly options?: readonly { readonly value: string; readonly text: string }[]
  readonly required: boolean
}

type Block =
  | { readonly kind: 'columns'; readonly fields: readonly FieldView[] }
  | { readonly kind: 'figure'; readonly field: FieldView; readonly source: Beside; readonly day: Beside }
  | { readonly kind: 'boxes'; readonly boxes: Boxes }

interface Beside {
  readonly id: string
  readonly value: string
  readonly error: string | undefined
}

interface Boxes {
  readonly id: string
  readonly label: string
  readonly description: string | undefined
  readonly error: string | undefined
  readonly required: boolean
  readonly options: readonly {
    readonly id: string
    readonly value: string
    readonly label: string
    readonly checked: boolean
  }[]
}

/** Blocks of questions in the order of the questionnaire. */
export function profileBlocks(questions: readonly ProfileField[], form: FormBody, errors: Errors): readonly Block[] {
  const blocks: Block[] = []
  for (const question of questions) {
    const last = blocks.at(-1)
    if (question.type === 'multi') blocks.push({ kind: 'boxes', boxes: boxesOf(question, form, errors) })
    else if (question.with_source_and_date) blocks.push(figureOf(question, form, errors))
    else if (last?.kind === 'columns') {
      blocks[blocks.length - 1] = { kind: 'columns', fields: [...last.fields, fieldOf(question, form, errors)] }
    } else blocks.push({ kind: 'columns', fields: [fieldOf(question, form, errors)] })
  }
  return blocks
}

function fieldOf(question: ProfileField, form: FormBody, errors: Errors): FieldView {
  const { id, type, text, help, options, required } = question
  return {
    id,
    control: type === 'single' ? 'select' : type === 'list' ? 'lines' : 'input',
    label: text,
    description: help,
    error: errors[id],
    value: field(form, id),
    required,
    ...(type === 'date' ? { type: 'date' } : {}),
    ...(type === 'integer' ? { inputmode: 'numeric' } : {}),
    ...(type === 'percent' ? { inputmode: 'decimal' } : {}),
    ...(options ? { options: options.map(({ value, label }) => ({ value, text: label })) } : {}),
  }
}

function figureOf(question: ProfileField, form: FormBody, errors: Errors): Block {
  const beside = (id: string): Beside => ({ id, value: field(form, id), error: errors[id] })
  const { id } = question
  return {
    kind: 'figure',
    field: fieldOf(question, form, errors),
    source: beside(sourceId(id)),
    day: beside(dayId(id)),
  }
}

function boxesOf({ id, text, help, options = [], required }: ProfileField, form: FormBody, errors: Errors): Boxes {
  const chosen = new Set(fields(form, id))
  return {
    id,
    label: text,
    description: help,
    error: errors[id],
    required,
    // The first box has the id of the question, so that a link from the list of errors leads to it.
    options: options.map(({ value, label }, i) => {
      return { id: i === 0 ? id : `${id}.${value}`, value, label, checked: chosen.has(value) }
    }),
  }
}
