import type { Content } from '../load.js'
import type { Report } from '../tree.js'

export function checkContent(
  _sectors: readonly string[],
  _content: Content,
  _whole: (file: string) => boolean,
  _report: Report,
): void {}
