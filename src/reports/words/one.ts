/** The element of a list with this id; RangeError when there is none. */
export function one<T extends { readonly id: string }>(list: readonly T[], id: string): T {
  const found = list.find((element) => element.id === id)
  if (!found) throw new RangeError(`no "${id}" among ${list.map((element) => element.id).join(', ')}`)
  return found
}
