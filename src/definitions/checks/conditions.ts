import type { Condition } from '../../rules/model.js'
import { inside, type Place } from '../tree.js'
import { type AllNames, type Names, unknownName } from './names.js'
import { itemsOf, type Subject } from './subject.js'

/** Conditions (METHOD 2.1) rest on something that exists and lead nowhere in a circle. */
export function checkConditions(subject: Subject, known: AllNames): void {
  const items = itemsOf(subject)
  for (const { value, place } of items) {
    if (value.show_if) checkCondition(subject, known, value.show_if, inside(place, 'show_if'))
  }

  const restsOn = new Map(
    items.flatMap(({ value }) => (value.show_if && 'item' in value.show_if ? [[value.id, value.show_if.item]] : [])),
  )
  const settled = new Set<string>()
  for (const { value, place } of items) {
    const way: string[] = []
    let id: string | undefined = value.id
    while (id !== undefined && !settled.has(id) && !way.includes(id)) {
      way.push(id)
      id = restsOn.get(id)
    }
    if (id !== undefined && way.includes(id)) {
      const circle = [...way.slice(way.indexOf(id)), id].join(' → ')
      subject.report(inside(place, 'show_if'), `the conditions lead in a circle: ${circle}`)
    }
    for (const one of way) settled.add(one)
  }
}

function checkCondition({ content, report }: Subject, known: AllNames, condition: Condition, place: Place): void {
  const refer = (key: string, to: Names, name: string) => {
    if (!to.has(name)) report(inside(place, key), unknownName(to, name))
  }
  if ('item' in condition) refer('item', known.items, condition.item)
  if ('conventions_in_force_for_sector' in condition) {
    refer('conventions_in_force_for_sector', known.sectors, condition.conventions_in_force_for_sector)
  }
  if (!('profile' in condition)) return
  refer('profile', known.profile, condition.profile)
  const field = content.profile.find(({ id }) => id === condition.profile)
  if (!field) return
  if (!field.options) report(inside(place, 'profile'), `"${condition.profile}" has no options that could be selected`)
  else if (condition.min_selected > field.options.length) {
    report(inside(place, 'min_selected'), `"${condition.profile}" has only ${field.options.length} options`)
  }
}
