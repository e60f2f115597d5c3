import { describe, expect, test } from 'vitest'
import { wordsOf } from '../../src/locales/messages.js'
import { questionnaire } from '../../src/reports/content/questionnaire.js'
import type { Block, PaperBlock, PaperReport } from '../../src/reports/model.js'
import { renderPdf } from '../../src/reports/pdf/index.js'
import type { Round } from '../../src/rules/index.js'
import { needs, runOn } from '../support/tools.js'
import { allText, example, plain, reportText, section, tinyInput } from './content-rounds.js'

type AnyBlock = Block | PaperBlock

function paper(name: string, language = 'en', body?: string, change?: (round: Round) => Round): PaperReport {
  const { definition, round } = example(name, language, change)
  return questionnaire({ definition, round, words: wordsOf(language), body })
}

function tinyPaper(body?: string, change: (round: Round) => Round = (round) => round): PaperReport {
  const { definition, round } = tinyInput()
  return questionnaire({ definition, round: change(round), words: wordsOf('en'), body })
}

const withoutAnswers = ({ positions: _, agreed: __, findings: ___, actions: ____, ...round }: Round): Round => round

/** The questions of a report, as lists of blocks. */
function questions(report: PaperReport): (readonly AnyBlock[])[] {
  return report.sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'together' ? [block.blocks] : [])),
  )
}

const headOf = (blocks: readonly AnyBlock[]) =>
  blocks.flatMap((block) => (block.kind === 'heading' ? [plain(block.text)] : []))[0]

const boxesOf = (blocks: readonly AnyBlock[]) =>
  blocks.flatMap((block) =>
    block.kind === 'list' ? block.items.filter((item) => typeof item !== 'string' && item[0]?.box) : [],
  )

const questionOf = (report: PaperReport, text: string) => {
  const found = questions(report).find((blocks) => headOf(blocks)?.includes(text))
  if (!found) throw new RangeError(`no question "${text}"`)
  return found
}

describe('the questionnaire on paper', () => {
  test('is the same whatever was answered', () => {
    for (const name of ['rivermond-2026', 'kavara-2026']) {
      expect(example(name).round.positions?.length).toBeGreaterThan(0)
      expect(JSON.stringify(paper(name, 'en', undefined, withoutAnswers))).toBe(JSON.stringify(paper(name)))
    }
    const zero = (round: Round): Round => ({
      ...round,
      positions: round.bodies.map(({ id }) => ({ body: id, item: 'u-11', level: 0, comment: 'A secret' })),
    })
    expect(JSON.stringify(tinyPaper('body-house', zero))).toBe(JSON.stringify(tinyPaper('body-house', withoutAnswers)))
  })

  test('goes in the order of answering: urgency, links, sector by sector, what is common', () => {
    expect(tinyPaper().sections.map(({ id }) => id)).toEqual([
      ...['how', 'words', 'urgency', 'interdependence'],
      ...['collection', 'learning', 'building', 'cross'],
    ])
  })

  test('numbers its questions from first to last, the links apart', () => {
    const heads = questions(tinyPaper()).map(headOf)
    expect(heads[0]).toMatch(/^1\s/)
    expect(heads.map((head) => Number.parseInt(head ?? '', 10))).toEqual(heads.map((_, i) => i + 1))
    const fact = paper('rivermond-2026').cover.facts.find(({ term }) => term === 'Questions')
    expect(fact?.text).toBe('156 questions and 72 links between sectors')
    expect(questions(paper('rivermond-2026'))).toHaveLength(156)
  })

  test('has a box for each level, for “do not know”, and for “not applicable” where it is offered', () => {
    const boxes = boxesOf(questionOf(tinyPaper(), 'Who cares for the building?')).map(plain)
    expect(boxes).toEqual([
      ...['0Nobody', '1Volunteers', '2One post', '3A team', '4A team that is asked how it goes'],
      'Do not know',
    ])
    const { definition } = example('rivermond-2026')
    const offered = definition.sectors.flatMap((sector) => sector.questions).find((item) => item.not_applicable)
    const last = boxesOf(questionOf(paper('rivermond-2026'), offered?.text ?? '')).at(-1)
    expect(last).toEqual([
      { text: '', strong: true, box: true },
      { text: 'Not applicable, because', blank: true },
    ])
  })

  test('asks what the answer rests on, a comment and evidence, and the number where one is wanted', () => {
    const blanks = (text: string) =>
      questionOf(tinyPaper(), text).flatMap((block) => (block.kind === 'blanks' ? [plain(block.text)] : []))
    expect(blanks('What room does the building have?')).toEqual(['Comment', 'Evidence  Suggested: Plan; Photograph.'])
    expect(blanks('How many visitors met it?')).toEqual([
      'Number of people concerned, if you have it',
      'Comment',
      'Evidence',
    ])
    for (const label of ['Written', 'Known', 'Believed']) expect(reportText(tinyPaper())).toContain(label)
  })

  test('says on which answer a question rests, by its number on these pages', () => {
    const urgency = allText(section(tinyPaper(), 'urgency'))
    expect(urgency).toContain('Only if your answer to question 1 is level 1 or more.')
    expect(urgency).toContain('Only if your answer to question 7 is level 1 or more.')
  })

  test('of a body has what its voice is asked, its name and its voice', () => {
    const report = tinyPaper('body-owner')
    const { definition } = tinyInput()
    const owned = definition.sectors.flatMap((sector) => [...sector.questions, ...sector.urgency])
    const common = definition.cross_cutting.questions
    // No convention is in force in this round.
    const isAsked = ({ show_if }: { show_if?: object }) => !(show_if && 'conventions_in_force_for_sector' in show_if)
    const asked = [...owned, ...common].filter((item) => item.asked_to.includes('owner') && isAsked(item))
    expect(questions(report)).toHaveLength(asked.length)
    expect(questions(report).length).toBeLessThan(questions(tinyPaper()).length)
    expect(report.cover.facts.slice(0, 2).map(({ text }) => plain(text))).toEqual([
      'The owner of the network',
      'Owners',
    ])
    expect(report.title).toContain('Questionnaire, The owner of the network')
    expect(reportText(report)).not.toContain('Asked of')
    expect(reportText(tinyPaper())).toContain('Asked of')
  })

  test('refuses a body that the round does not have', () => {
    expect(() => tinyPaper('nobody')).toThrow('no "nobody" among body-owner')
  })

  test('leaves out what the round does not ask', () => {
    const [first] = example('rivermond-2026').definition.sectors
    if (!first) throw new RangeError('no sector')
    const report = paper('rivermond-2026', 'en', undefined, (round) => ({
      ...round,
      outOfScope: [{ sector: first.id, reason: 'other', note: 'n', date: '2026-01-01' }],
    }))
    expect(report.sections.map(({ id }) => id)).not.toContain(first.id)
    const grid = section(report, 'interdependence').blocks.find((block) => block.kind === 'grid')
    expect(grid?.kind === 'grid' && grid.columns).toHaveLength(8)
    expect(report.cover.lace.letters).toHaveLength(8)
  })

  test('has one cell for each link, and none from a sector to itself', () => {
    const grid = section(tinyPaper(), 'interdependence').blocks.find((block) => block.kind === 'grid')
    expect(grid?.kind === 'grid' && grid.rows).toEqual([
      { head: 'Collection', cells: [false, true, true] },
      { head: 'Programme', cells: [true, false, true] },
      { head: 'Building', cells: [true, true, false] },
    ])
  })

  test('knows no questionnaire by name', () => {
    expect(reportText(tinyPaper())).not.toMatch(/mechelen|shelter|migra|national|regional|§ 50|capacity|coherence/i)
  })
})

describe('the questionnaire as PDF', () => {
  const text = (pdf: Buffer, ...args: string[]) => runOn(pdf, 'pdftotext', [...args, '-layout', 'FILE', '-'])

  needs('pdftotext')('holds every question whole on one page, in both languages and on both papers', async () => {
    for (const [language, size] of [
      ['en', 'A4'],
      ['fr', 'LETTER'],
    ] as const) {
      const report = paper('rivermond-2026', language)
      const pdf = await renderPdf(report, { size })
      const pages = text(pdf).split('\f')
      const comment = wordsOf(language).say('question.comment')
      const [title = ''] = wordsOf(language)
        .say('matrix.title')
        .split(/\s(?=\S$)/)
      const starts = pages.map((page) => (page.match(/^ *\d+\u2002?\s+\S.*$/gm) ?? []).length)
      expect(starts.reduce((sum, n) => sum + n, 0)).toBeGreaterThanOrEqual(156)
      // The last thing that a question asks for stands where its first level does.
      for (const page of pages.slice(2, -1)) {
        const levels = (page.match(/^ *0 {1,6}\S/gm) ?? []).length
        const comments = page.split('\n').filter((line) => line.trim() === comment).length
        if (!page.includes(title)) expect(comments, page).toBe(levels)
      }
    }
  })

  needs('pdfinfo')('names rows and columns of the empty table, and is the same byte by byte', async () => {
    const pdf = await renderPdf(tinyPaper('body-house'))
    expect(pdf.equals(await renderPdf(tinyPaper('body-house', withoutAnswers)))).toBe(true)
    const tree = runOn(pdf, 'pdfinfo', ['-struct-text', 'FILE'])
    expect(tree).toMatch(/TH:\s+\/Scope \/Column\s+"Programme ?"/)
    expect(tree).toMatch(/TH:\s+\/Scope \/Row\s+"Programme ?"/)
    expect(tree).toMatch(/LI \(block\)\s+Lbl \(block\)\s+"0 ?"\s+LBody/)
    expect(text(pdf)).toContain('Filled in by')
  })

  needs('pdfdetach')('carries no files', async () => {
    expect(runOn(await renderPdf(tinyPaper()), 'pdfdetach', ['-list', 'FILE'])).toContain('0 embedded files')
  })
})
