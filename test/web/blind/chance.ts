/** Ids and tokens that chance would make: here they count up from a name, so that two worlds have the same. */
import type crypto from 'node:crypto'

let name = ''
let count = 0

/** Begins the ids and tokens of a part of the test. */
export function countFrom(start: string): void {
  name = start
  count = 0
}

/** The module of Node.js without its chance. */
export function counted(real: typeof crypto): typeof crypto {
  const bytes = () => {
    count += 1
    return real.createHash('sha512').update(`${name} ${count}`).digest()
  }
  const randomBytes = (size: number) => bytes().subarray(0, size)
  const randomUUID = () =>
    bytes()
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
  return { ...real, randomBytes, randomUUID } as typeof crypto
}
