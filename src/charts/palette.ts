/** The light colours, for paper: the style sheet of the pages gives the same names, and dark ones. */

/** Light colours by CSS variable. The paper of a PDF is white. */
export const LIGHT: Readonly<Record<string, string>> = {
  '--paper': '#ffffff',
  '--ink': '#26231f',
  '--quiet': '#5d5850',
  '--line': '#ddd7ce',
  '--line-2': '#8a8378',
  '--priority': '#a5452b',
  '--on-priority': '#ffffff',
  '--score-0': '#f9ead0',
  '--score-1': '#d8cc98',
  '--score-2': '#8db69a',
  '--score-3': '#37787e',
  '--score-4': '#0e454e',
  '--on-0': '#26231f',
  '--on-1': '#26231f',
  '--on-2': '#26231f',
  '--on-3': '#ffffff',
  '--on-4': '#ffffff',
  '--voice-1': '#22267e',
  '--voice-2': '#a75c0c',
  '--voice-3': '#0a7580',
  '--voice-4': '#7d1343',
  '--chart-paper': '#ffffff',
  '--chart-ink': '#59305f',
  '--chart-on-ink': '#ffffff',
  '--chart-node': '#7d7469',
  '--chart-mid': '#b79fbb',
  '--chart-grid': '#e4dfd8',
  '--chart-axis': '#a39c91',
  '--chart-quiet': '#5d5850',
  '--chart-agreed': '#efe6f0',
  '--chart-gap': '#dfa48f',
  '--chart-up': '#0d5960',
  '--chart-down': '#a5452b',
  '--cover': '#59305f',
  '--cover-thread': '#e6c9a8',
  '--cover-knot': '#f7e6c4',
}

/** A score class, from low to high. */
export type ScoreBand = 0 | 1 | 2 | 3 | 4

/** Class of a score from 0 to 100: that of the number as printed, so 59.5 is printed 60 and stands in 60 to 79. */
export function bandOf(score: number): ScoreBand {
  if (!(score >= 0 && score <= 100)) throw new RangeError(`a score lies from 0 to 100, not ${score}`)
  return Math.min(4, Math.floor(Math.round(score) / 20)) as ScoreBand
}

/** First and last printed score of a class. */
export function bandRange(band: ScoreBand): readonly [number, number] {
  return [band * 20, band === 4 ? 100 : band * 20 + 19]
}

/** Fill and text of a class on paper; the text colour belongs to the class. */
export function bandColours(band: ScoreBand): { readonly fill: string; readonly text: string } {
  return { fill: LIGHT[`--score-${band}`]!, text: LIGHT[`--on-${band}`]! }
}

/** The same drawing with its variables replaced by the light colours; RangeError for a variable without one. */
export function resolveColours(svg: string): string {
  // Only inside tags: a label is data and may say "currentColor" or "var(--x)".
  return svg.replace(/<[^>]+>/g, (tag) =>
    tag.replace(/"var\((--[\w-]+)\)"|"currentColor"/g, (_, name = '--ink') => {
      const colour = LIGHT[name]
      if (colour === undefined) throw new RangeError(`no light colour for ${name}`)
      return `"${colour}"`
    }),
  )
}
