import type { CatalogueAction, CrossCuttingAction, Question } from '../../rules/model.js'
import { FILES } from '../folder.js'
import { inside, type Place, type Report } from '../tree.js'
import { type AllNames, type Names, unknownName } from './names.js'
import { crossCuttingOf, inSectors, type Placed, pairsOf, placed, type Subject, sectorsOf, top } from './subject.js'

/** Every id that stands for something else leads to it. */
export function checkReferences(subject: Subject, known: AllNames): void {
  const refer = references(subject.report)
  checkFrame(subject, known, refer)
  for (const question of inSectors(subject, 'questions')) {
    checkQuestion(question, known, refer)
    checkCriterion(subject, question, true)
  }
  for (const question of crossCuttingOf(subject, 'questions')) {
    checkQuestion(question, known, refer)
    checkCriterion(subject, question, false)
  }
  checkSectors(subject, known, refer)
  checkActions(subject, known, refer)
  checkInterdependence(subject, known, refer)
  checkConventions(subject, known, refer)
  for (const { value, place } of placed(subject.content.major_groups.groups, top(FILES.majorGroups), 'groups')) {
    refer.one(inside(place, 'category'), known.categories, value.category)
  }
}

type References = ReturnType<typeof references>

/** Reports references that lead nowhere: one, those of a list, those that are the keys of a mapping. */
function references(report: Report) {
  const one = (place: Place, to: Names, name: string | number | undefined) => {
    if (name !== undefined && !to.has(name)) report(place, unknownName(to, name))
  }
  return {
    one,
    all(place: Place, to: Names, list: readonly (string | number)[] = []) {
      for (const { value, place: at } of placed(list, place)) one(at, to, value)
    },
    keys(place: Place, to: Names, record: Readonly<Record<string, unknown>>) {
      for (const key of Object.keys(record)) one(inside(place, key), to, key)
    },
  }
}

function checkFrame({ content }: Subject, known: AllNames, refer: References): void {
  const frame = top(FILES.frame)
  for (const { value, place } of placed(content.criteria, frame, 'criteria')) {
    refer.one(inside(place, 'dimension'), known.dimensions, value.dimension)
  }
  refer.keys(inside(frame, 'high_by_dimension'), known.dimensions, content.high_by_dimension)
}

function checkQuestion({ value, place }: Placed<Question>, known: AllNames, refer: References): void {
  refer.one(inside(place, 'dimension'), known.dimensions, value.dimension)
  refer.one(inside(place, 'criterion'), known.criteria, value.criterion)
  refer.all(inside(place, 'asked_to'), known.voices, value.asked_to)
  refer.all(inside(place, 'conventions'), known.conventions, value.conventions)
  refer.all(inside(place, 'standards'), known.standards, value.standards)
  refer.all(inside(place, 'mgi_domains'), known.mgiDomains, value.mgi_domains)
  refer.all(inside(place, 'gcm_objectives'), known.gcmObjectives, value.gcm_objectives)
}

function checkCriterion({ content, report }: Subject, { value, place }: Placed<Question>, inSector: boolean): void {
  const { criterion, dimension } = value
  const found = content.criteria.find(({ id }) => id === criterion)
  if (!found || found.dimension === '' || dimension === '') return
  const at = inside(place, 'criterion')
  if (found.dimension !== dimension) {
    report(at, `the criterion "${criterion}" belongs to the dimension "${found.dimension}"`)
  }
  if (inSector && found.cross_cutting_only) {
    report(at, `the criterion "${criterion}" is for cross-cutting questions only`)
  }
}

function checkSectors(subject: Subject, known: AllNames, refer: References): void {
  for (const { value, place } of sectorsOf(subject)) {
    refer.keys(inside(place, 'roles'), known.tiers, value.roles)
    refer.all(inside(place, 'mgi_domains'), known.mgiDomains, value.mgi_domains)
    refer.all(inside(place, 'gcm_objectives'), known.gcmObjectives, value.gcm_objectives)
    refer.one(inside(place, 'mgi_primary'), known.mgiDomains, value.mgi_primary)
  }
  for (const { value, place } of inSectors(subject, 'urgency')) {
    refer.all(inside(place, 'asked_to'), known.voices, value.asked_to)
  }
}

function checkActions(subject: Subject, known: AllNames, refer: References): void {
  const checkAction = ({ value, place }: Placed<CatalogueAction | CrossCuttingAction>) => {
    refer.one(inside(place, 'band'), known.bands, value.band)
    refer.all(inside(place, 'lead'), known.voices, value.lead)
  }
  for (const action of inSectors(subject, 'actions')) {
    refer.one(inside(action.place, 'dimension'), known.dimensions, action.value.dimension)
    checkAction(action)
  }
  for (const action of crossCuttingOf(subject, 'actions')) {
    refer.one(inside(action.place, 'criterion'), known.criteria, action.value.criterion)
    checkAction(action)
  }
}

function checkInterdependence(subject: Subject, known: AllNames, refer: References): void {
  refer.all(inside(top(FILES.interdependence), 'asked_to'), known.voices, subject.content.interdependence.asked_to)
  for (const { value, place } of pairsOf(subject)) {
    refer.one(inside(place, 'influencing'), known.sectors, value.influencing)
    refer.one(inside(place, 'dependent'), known.sectors, value.dependent)
  }
}

function checkConventions({ content }: Subject, known: AllNames, refer: References): void {
  for (const { value, place } of placed(content.conventions.conventions, top(FILES.conventions), 'conventions')) {
    refer.keys(inside(place, 'articles'), known.articleKeys, value.articles)
    refer.all(inside(place, 'implies'), known.conventions, value.implies)
  }
}
