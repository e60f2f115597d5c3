/** What an address of a report asks for, and the links that ask for it. */
import type { FastifyRequest } from 'fastify'
import { MalinesError } from '../../errors.js'
import { LANGUAGES } from '../../locales/messages.js'
import type { PaperSize } from '../report-worker.js'

/** Draws of a report that shows what open answers could still change (METHOD 8). */
export const DRAWS = 10_000
/** Reports cost a second or two of a core: this many a minute from one address. */
export const OFTEN = { max: 40, timeWindow: '1 minute' }

export interface ReportQuery {
  readonly lang?: string
  readonly size?: string
  readonly draws?: string
  readonly sector?: string
}

/** The language of the texts: asked for in the address, else that of the page. */
export function languageOf(request: FastifyRequest): string {
  return request.viewer.words.language
}

export function sizeOf({ size }: Pick<ReportQuery, 'size'>): PaperSize {
  if (size === undefined || size === 'A4' || size === 'LETTER') return size ?? 'A4'
  throw new MalinesError('invalid', 'The size of paper is A4 or LETTER.')
}

/** Number of draws: none unless asked for, at most those of the method. */
export function drawsOf({ draws = '0' }: Pick<ReportQuery, 'draws'>): number {
  if (/^\d{1,5}$/.test(draws) && Number(draws) <= DRAWS) return Number(draws)
  throw new MalinesError('invalid', `The number of draws is from 0 to ${DRAWS}.`)
}

/** One report in every language, on both papers. */
export interface ReportLinks {
  readonly name: string
  readonly about?: string
  readonly links: readonly {
    readonly lang: string
    readonly label: string
    readonly href: string
    readonly letter: string
  }[]
}

/**
 * @param path with its question mark, and whatever stands before the language
 * @param more what stands behind it, from its `&`
 */
export function linksOf(path: string, more = ''): ReportLinks['links'] {
  return LANGUAGES.map((lang) => ({
    lang,
    label: languageName(lang),
    href: `${path}lang=${lang}${more}`,
    letter: `${path}lang=${lang}${more}&size=LETTER`,
  }))
}

/** Name of a language in itself. */
export function languageName(lang: string): string {
  const name = new Intl.DisplayNames(lang, { type: 'language' }).of(lang) ?? lang
  return name.charAt(0).toLocaleUpperCase(lang) + name.slice(1)
}
