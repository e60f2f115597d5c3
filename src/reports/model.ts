/**
 * What a report says, before it has a shape: the PDF draws it, pages may render it, a test can read it.
 * All texts are in the report's language unless a `lang` says otherwise; all of them are data, never markup.
 */

/** A run of text; `\n` in it breaks the line. */
export interface Run {
  readonly text: string
  readonly strong?: boolean
  readonly quiet?: boolean
  /** Level 1 or below, or what decides: the brick of DESIGN. */
  readonly alert?: boolean
  /** Mark of a voice before the text, by voice id. */
  readonly voice?: string
  readonly lang?: string
  /** An empty box to tick before the text, which stays in one line; at the start of a list item it stands for the bullet. */
  readonly box?: boolean
  /** In a list item or beside a term, as its last run: a line to write on, from its text to the edge. */
  readonly blank?: boolean
}
export type Text = string | readonly Run[]

/** A table cell: its text, and at most one figure that repeats it for the eye. */
export interface Cell {
  readonly text: Text
  /** Score class 0 to 4 as a coloured cell, or `none`: hatched. */
  readonly band?: 0 | 1 | 2 | 3 | 4 | 'none'
  /** Rank mark: filled for the first three, dashed when null. */
  readonly rank?: number | null
  /** Bar from 0 to 1 before the number. */
  readonly bar?: { readonly share: number; readonly input: 'need' | 'urgency' | 'interdependence' }
  /** A small drawing, `text` is its alternative. */
  readonly svg?: string
  /** Id of the item that the cell names: a page leads to it. */
  readonly item?: string
}

export interface Column {
  readonly head: Text
  /** Share of the table's width; columns share what is left by these weights. */
  readonly width: number
  readonly align?: 'start' | 'end'
}

export interface Row {
  /** The first cell is the row's head: a plain string is set in its weight, runs say their own. */
  readonly cells: readonly Cell[]
  /** A line across the table that names a group of rows. */
  readonly group?: boolean
  /** Depth of the row in a tree of rows, from 0: its first cell is moved in by as many steps. */
  readonly indent?: number
}

export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: Text }
  | { readonly kind: 'paragraph'; readonly text: Text; readonly tone?: 'lead' | 'note' | 'quote' }
  | { readonly kind: 'list'; readonly items: readonly Text[] }
  /** A term and what it means, with a mark beside it where there is one to show. */
  | {
      readonly kind: 'terms'
      readonly items: readonly { readonly term: string; readonly text: Text; readonly mark?: Mark }[]
    }
  | {
      readonly kind: 'table'
      readonly caption: string
      readonly columns: readonly Column[]
      readonly rows: readonly Row[]
      readonly note?: Text
    }
  /** An SVG string whose colours are CSS variables of the palette; `alt` says what it shows. */
  | {
      readonly kind: 'figure'
      readonly svg: string
      readonly alt: string
      readonly caption?: Text
      /** The same drawing in another width in pixels, with ids of its own: for a page on a narrow screen. */
      readonly at?: (width: number) => string
      /** Millimetres on paper; 160 unless stated, never more than the 170 of the text. */
      readonly width?: number
    }
  /** The key of the four voices, or of the score classes. */
  | { readonly kind: 'key'; readonly of: 'voices' | 'scores' }

type Mark = 'scores' | 'ranks' | 'voices' | 'boxes'

/** What only paper has: places to write in. */
export type PaperBlock =
  /** What is asked for, and ruled lines for it; the first one begins behind the words where they leave room. */
  | { readonly kind: 'blanks'; readonly text: Text; readonly lines: number }
  /** An empty table; false for a cell that takes nothing. */
  | {
      readonly kind: 'grid'
      readonly caption: string
      /** What stands above the names of the rows. */
      readonly corner: string
      readonly columns: readonly string[]
      readonly rows: readonly { readonly head: string; readonly cells: readonly boolean[] }[]
    }
  /** Blocks that stay on one page where one can hold them. */
  | { readonly kind: 'together'; readonly blocks: readonly (Block | PaperBlock)[] }

/** A part of a report with its own bookmark; it starts a page unless `continues`. */
export interface Section<B = Block> {
  readonly id: string
  readonly title: string
  readonly continues?: boolean
  /** Rank mark and words beside the title. */
  readonly rank?: { readonly rank: number | null; readonly words: string }
  /** The sentence that says the point of the page. */
  readonly lead?: Text
  readonly blocks: readonly B[]
}

export interface Cover {
  readonly title: string
  readonly subtitle: readonly string[]
  readonly statement: string
  readonly facts: readonly { readonly term: string; readonly text: Text }[]
  /** The round's own influence network: letters on a grid and the strength of each link, 0 to 1. */
  readonly lace: {
    readonly letters: readonly string[]
    readonly links: readonly { readonly from: number; readonly to: number; readonly strength: number }[]
  }
}

export interface Report<B = Block> {
  readonly kind: 'priority' | 'sector' | 'comparison' | 'questionnaire'
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  /** Document title, of the cover and the metadata. */
  readonly title: string
  /** Place, round, report: the footer of each page. */
  readonly footer: string
  /** Last day of the round, YYYY-MM-DD: the document's date. */
  readonly date: string
  readonly cover: Cover
  readonly sections: readonly Section<B>[]
  readonly voices: readonly { readonly id: string; readonly name: string }[]
  /** Words of the score key, in order: score, classes from low to high, no number. */
  readonly scoreKey: { readonly label: string; readonly none: string }
  /** "Page 3 of 12" for a page and a total. */
  readonly pageLabel: (page: number, pages: number) => string
  /** Repeated table heads say so: "continued". */
  readonly continued: string
  readonly attachments: readonly { readonly name: string; readonly description: string; readonly json: string }[]
}

/** A report with places to write in; every other report is one as well. */
export type PaperReport = Report<Block | PaperBlock>
