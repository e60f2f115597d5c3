import type { Dimension } from '../../rules/model.js'
import { FILES } from '../folder.js'
import { inside } from '../tree.js'
import { itemsOf, placed, type Subject, sectorsOf, top } from './subject.js'

const frame = top(FILES.frame)

/** What the frame says about voices, dimensions, bands, profile and versions holds together. */
export function checkFrame(subject: Subject): void {
  checkVoices(subject)
  checkParts(subject)
  checkBands(subject)
  checkProfile(subject)
  checkVersions(subject)
  checkSectorNames(subject)
}

function checkVoices({ content, report }: Subject): void {
  const { voices } = content
  if (!voices.some(({ kind }) => kind === 'tier')) report(inside(frame, 'voices'), 'needs at least one tier')
  for (const { value, place } of placed(voices, frame, 'voices')) {
    const before = voices.slice(0, Number(place.path.at(-1)))
    if (value.kind === 'tier' && before.some(({ kind }) => kind === 'groups')) {
      report(place, `the tier "${value.id}" must stand before the other voices`)
    }
  }
}

/** METHOD 3.3: parts belong to the weakest-part rule, and each criterion of such a dimension to one of them. */
function checkParts({ content, report }: Subject): void {
  for (const { value, place } of placed(content.dimensions, frame, 'dimensions')) {
    if (value.rule === 'weakest-part' && !value.parts) report(place, 'the rule weakest-part needs "parts"')
    if (value.rule === 'mean' && value.parts) report(inside(place, 'parts'), 'parts need the rule weakest-part')
  }
  for (const { value, place } of placed(content.criteria, frame, 'criteria')) {
    const dimension = content.dimensions.find(({ id }) => id === value.dimension)
    if (dimension && value.part !== '') checkPart(dimension, value.part, (reason) => report(place, reason))
  }
}

function checkPart({ id, rule, parts }: Dimension, part: string | undefined, report: (reason: string) => void) {
  if (rule === 'mean' && part !== undefined) report(`the dimension "${id}" has no parts; take "part" out`)
  if (rule === 'mean' || !parts) return
  const known = parts.map((one) => one.id)
  if (part === undefined) report(`needs a "part" of the dimension "${id}": ${known.join(' or ')}`)
  else if (!known.includes(part)) report(`the dimension "${id}" has no part "${part}"; there are ${known.join(', ')}`)
}

/** METHOD 10: bands follow one another from 0 to 4. */
function checkBands({ content: { bands }, report }: Subject): void {
  for (const { value, place } of placed(bands, frame, 'bands')) {
    const start = bands[Number(place.path.at(-1)) - 1]?.max ?? 0
    if (value.min !== start) report(inside(place, 'min'), `must be ${start}: bands cover 0 to 4 without a gap`)
    if (value.max <= value.min) report(inside(place, 'max'), `must be more than ${value.min}, where the band begins`)
  }
  const end = bands.at(-1)
  if (end && end.max !== 4) report(inside(frame, 'bands', bands.length - 1, 'max'), 'must be 4: bands cover 0 to 4')
}

function checkProfile({ content, report }: Subject): void {
  for (const { value, place } of placed(content.profile, frame, 'profile')) {
    if ((value.type === 'single' || value.type === 'multi') && !value.options) {
      report(place, `a field of type ${value.type} needs "options"`)
    }
    if (value.type === 'group' && !value.fields) report(place, 'a field of type group needs "fields"')
  }
}

/** METHOD 9: comparability is towards a version before. */
function checkVersions(subject: Subject): void {
  const { version, previous, dropped = [] } = subject.content
  if (previous === version) subject.report(inside(frame, 'previous'), 'is the version itself')
  const asked = itemsOf(subject)
  for (const { value, place } of asked) {
    if (value.comparability !== undefined && previous === undefined) {
      subject.report(inside(place, 'comparability'), `${FILES.frame} names no "previous" version to compare with`)
    }
  }
  const ids = new Set(asked.map(({ value }) => value.id))
  for (const { value, place } of placed(dropped, frame, 'dropped')) {
    if (ids.has(value)) subject.report(place, `"${value}" is still asked`)
  }
}

function checkSectorNames(subject: Subject): void {
  for (const { id, value, place } of sectorsOf(subject)) {
    if (value.id !== '' && value.id !== id) subject.report(inside(place, 'id'), `must be "${id}", as the file is named`)
  }
  for (const { value, place } of placed(subject.sectors, frame, 'sectors')) {
    if (value === 'cross') subject.report(place, '"cross" stands for all sectors together and can name none')
  }
}
