import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder of the whole project, whether this runs from `src` or from `dist`: where `package.json` stands. */
export const ROOT = rootAbove(import.meta.dirname)

function rootAbove(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : rootAbove(dirname(folder))
}
