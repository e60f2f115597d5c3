/** A report of an invented place with every kind of block, mark and cell. */
import { influenceMap, miniStrip, voicesChart } from '../../src/charts/index.js'
import { wordsOf } from '../../src/locales/messages.js'
import type { Block, Cell, Report, Row, Section } from '../../src/reports/model.js'

const SECTORS = [
  'Food',
  'Water',
  'Security',
  'Infrastructure',
  'Shelter',
  'Education',
  'Documents',
  'Information',
  'Justice',
] as const
const LETTERS = [...'abcdefghi']
const SCORES: readonly (readonly (number | null)[])[] = [
  [56, 50, 44, 50],
  [44, 38, 38, 40],
  [50, 44, 31, 41],
  [63, 56, 50, 56],
  [25, 19, 31, 25],
  [81, 63, 56, 65],
  [31, 25, 38, 31],
  [44, 50, 25, 39],
  [38, null, 31, null],
]
const RANKED = ['Shelter', 'Documents', 'Security', 'Information', 'Water', 'Food', 'Infrastructure', 'Education']
const { number } = wordsOf('en')

function bandCell(score: number | null): Cell {
  if (score === null) return { text: '–', band: 'none' }
  return { text: [{ text: String(score) }], band: Math.min(4, Math.floor(score / 20)) as 0 | 1 | 2 | 3 | 4 }
}

const ranking: Block = {
  kind: 'table',
  caption: 'Priority ranking: rank, interval, need, urgency and interdependence',
  columns: [
    { head: 'Sector', width: 26 },
    { head: 'Rank', width: 12 },
    { head: 'Interval', width: 16 },
    { head: 'Need', width: 24 },
    { head: 'Urgency', width: 24 },
    { head: 'Interdependence', width: 24 },
  ],
  rows: [
    ...RANKED.map((name, i): Row => {
      const [need, urgency, interdependence] = [0.75 - i * 0.05, 0.88 - i * 0.07, 0.49 - i * 0.02]
      return {
        cells: [
          { text: name },
          { text: String(i + 1), rank: i + 1 },
          { text: i < 2 ? `always ${i + 1}` : `${i} to ${i + 2}` },
          { text: number(need, 2), bar: { share: need, input: 'need' } },
          { text: number(urgency, 2), bar: { share: urgency, input: 'urgency' } },
          { text: number(interdependence, 2), bar: { share: interdependence, input: 'interdependence' } },
        ],
      }
    }),
    {
      cells: [
        { text: 'Justice' },
        { text: '–', rank: null },
        { text: [{ text: 'not ranked', quiet: true }] },
        { text: [{ text: 'not enough answers', quiet: true }] },
        { text: '' },
        { text: '' },
      ],
    },
  ],
  note: 'Justice is not ranked: 7 of 12 questions answered, two thirds are needed. Equal weights. Interval: ranks that hold 90 % of all possible weights.',
}

const heatMap: Block = {
  kind: 'table',
  caption: 'Scores from 0 to 100 by sector and dimension',
  columns: [
    { head: 'Sector', width: 24 },
    { head: 'Capacity', width: 19 },
    { head: 'Coherence', width: 19 },
    { head: 'Comprehensiveness', width: 19 },
    { head: 'Sector', width: 19 },
  ],
  rows: SECTORS.map((name, i) => ({ cells: [{ text: name }, ...SCORES[i]!.map(bandCell)] })),
}

const strip = (levels: readonly (number | null)[], i: number): string =>
  miniStrip({ prefix: `strip-${i}`, title: 'Positions', description: 'Levels by voice', levels })

const divergences: Block = {
  kind: 'table',
  caption: 'Questions on which two voices are two levels or more apart',
  columns: [
    { head: 'Sector and criterion', width: 26 },
    { head: 'Positions, 0 to 4', width: 24 },
    { head: 'Gap', width: 8, align: 'end' },
    { head: 'Agreed', width: 10, align: 'end' },
    { head: 'From the comments', width: 34 },
  ],
  rows: [
    {
      cells: [
        {
          text: [
            { text: 'Justice', strong: true },
            { text: '\nFirewall', quiet: true },
          ],
        },
        { text: 'Federal State 3, City of Rivermond 2, Major groups 0', svg: strip([3, null, 2, 0], 0) },
        { text: [{ text: '3', strong: true }] },
        { text: [{ text: 'no', quiet: true }] },
        {
          text: [{ text: 'Two workers who complained about wages were arrested at the door.', voice: 'major_groups' }],
        },
      ],
    },
    {
      cells: [
        {
          text: [
            { text: 'Documents', strong: true },
            { text: '\nNo contradiction between sectors', quiet: true },
          ],
        },
        { text: 'Federal State 3, Region of Valmere 2, Major groups 1', svg: strip([3, 2, 1, 1], 1) },
        { text: [{ text: '2', strong: true }] },
        { text: '2' },
        {
          text: [
            {
              text: 'La revue de 2025 n’a interrogé ni la commune, ni le bureau d’aide juridique, ni nous.',
              voice: 'local',
              lang: 'fr',
            },
          ],
        },
      ],
    },
  ],
  note: 'Ordered as in the meeting: gap times need. “No”: not agreed when the round closed.',
}

const voices: Block = {
  kind: 'figure',
  svg: voicesChart({
    prefix: 'voices',
    title: 'Shelter by dimension and voice',
    description: 'The State scores highest on all three dimensions, the major groups lowest.',
    width: 640,
    rows: [
      { label: 'Capacity', joint: 25, voices: [50, null, 19, 12] },
      { label: 'Coherence', joint: 19, voices: [44, 31, 12, 6] },
      { label: 'Comprehensiveness', joint: 31, voices: [56, 38, 25, 19] },
    ],
    number,
    words: { range: 'range', empty: 'No answers yet' },
  }),
  alt: 'Shelter by dimension and voice. The State scores highest on all three dimensions, the major groups lowest.',
  width: 150,
}

const total = SECTORS.map((_, row) =>
  SECTORS.map((_, column) => (row === column ? 0 : ((row * 5 + column * 3) % 7) / 60)),
)

const map: Block = {
  kind: 'figure',
  svg: influenceMap({
    prefix: 'map',
    title: 'Influence map',
    description: 'Documents and Shelter influence most.',
    nodes: SECTORS.map((label, i) => ({
      id: label,
      letter: LETTERS[i]!,
      label,
      influence: total[i]!.reduce((sum, value) => sum + value, 0),
      dependence: total.reduce((sum, row) => sum + row[i]!, 0),
    })),
    total,
    mean: 0.05,
    focus: 'Documents',
    number,
    words: {
      influences: 'Influences the others',
      depends: 'Depends on the others',
      drives: 'drives',
      follows: 'follows',
      empty: 'No links recorded',
    },
  }),
  alt: 'Influence map. Documents and Shelter influence most.',
  caption: 'Arrows where total influence, direct and through others, is above the mean of 0.05.',
}

const positions: Block = {
  kind: 'table',
  caption: 'Positions of the voices and agreed answers, levels 0 to 4',
  columns: [
    { head: 'Criterion', width: 40 },
    { head: [{ text: 'State', voice: 'national' }], width: 12 },
    { head: [{ text: 'Region', voice: 'regional' }], width: 13 },
    { head: [{ text: 'City', voice: 'local' }], width: 11 },
    { head: [{ text: 'Groups', voice: 'major_groups' }], width: 14 },
    { head: 'Agreed', width: 10, align: 'end' },
  ],
  rows: [
    { group: true, cells: [{ text: 'Capacity' }] },
    positionRow(
      [
        { text: 'Clear roles', strong: true },
        { text: ' ◂▸', alert: true },
      ],
      ['3', '2', '1', null],
      '2',
    ),
    positionRow([{ text: 'Money that follows people' }], ['2', '2', '2', null], '2'),
    positionRow([{ text: 'of which for night shelters' }], ['1', '2', '1', null], '1', 1),
    { group: true, cells: [{ text: 'Comprehensiveness' }] },
    positionRow([{ text: 'All migrants, whatever their status' }], ['2', '2', '2', '1'], '2'),
    positionRow([{ text: 'Participation' }], [null, null, '1', '0'], '1'),
  ],
}

function positionRow(text: Cell['text'], levels: readonly (string | null)[], agreed: string, indent = 0): Row {
  const cells = levels.map((level): Cell => {
    if (level === null) return { text: [{ text: 'not asked', quiet: true }] }
    return { text: Number(level) <= 1 ? [{ text: level, alert: true }] : level }
  })
  return { cells: [{ text }, ...cells, { text: [{ text: agreed, strong: true }] }], indent }
}

/** A table over several pages, some rows with long texts. */
export function longTable(rows: number): Block {
  const long = 'The registry lists eighteen free places, while the night count of 14 October found 163 people outside.'
  return {
    kind: 'table',
    caption: 'All questions with their agreed answers',
    columns: [
      { head: 'Question', width: 14 },
      { head: 'Text', width: 50 },
      { head: 'Bodies', width: 10, align: 'end' },
      { head: 'Agreed', width: 10, align: 'end' },
      { head: 'Score', width: 12 },
    ],
    rows: Array.from({ length: rows }, (_, i) => ({
      cells: [
        { text: `row-${i + 1}` },
        { text: i % 4 === 0 ? `${long} ${long} end-${i + 1}` : `Short text end-${i + 1}` },
        { text: String(i % 12) },
        { text: String(i % 5) },
        bandCell(i % 11 === 0 ? null : (i * 7) % 101),
      ],
    })),
    note: 'Levels 0 to 4; scores 0 to 100.',
  }
}

const sections: readonly Section[] = [
  {
    id: 'read',
    title: 'How to read this report',
    lead: 'The report puts nine sectors in an order: where to act first. It shows who sees what, and how sure each number is.',
    blocks: [
      {
        kind: 'terms',
        items: [
          {
            term: 'Score, 0 to 100',
            text: 'Answers are levels 0 (nothing) to 4 (sustained and monitored). A sector’s score joins capacity, coherence and comprehensiveness; a weak one can’t be bought off by a strong one.',
            mark: 'scores',
          },
          {
            term: 'Rank and interval',
            text: 'Filled: ranks 1 to 3. Framed: 4 and below. Dashed: not ranked, with the reason. “Rank 1 to 3” means: whatever the weights of the three inputs, nine times in ten the rank lies there.',
            mark: 'ranks',
          },
          {
            term: 'Four voices',
            text: 'The order is always this one. No voice is lost in a mean: beside each agreed answer stand the four positions, and the dissent of any voice in its own words.',
            mark: 'voices',
          },
          {
            term: 'Divergence',
            text: 'Two voices are two levels or more apart on a question. It is a finding in its own right, whether or not an answer was agreed.',
          },
          { term: 'What it does not say', text: 'It says nothing about persons, and proves no causes.' },
        ],
      },
    ],
  },
  {
    id: 'first',
    title: 'Where to act first',
    lead: 'Shelter, then Documents. Both stay in place whatever weights are chosen. The order of Security, Information and Water depends on the weights.',
    blocks: [
      ranking,
      { kind: 'heading', level: 2, text: 'Nine sectors, three dimensions, 0 to 100' },
      heatMap,
      { kind: 'key', of: 'scores' },
    ],
  },
  {
    id: 'differ',
    title: 'Where the voices differ',
    lead: 'The widest divergence is the firewall in Justice: the State sees a binding rule, the major groups see data passed on.',
    blocks: [divergences, { kind: 'key', of: 'voices' }],
  },
  {
    id: 'drives',
    title: 'Who drives whom',
    lead: 'Documents and Information drive, Education and Food follow, Shelter does both.',
    blocks: [map],
  },
  {
    id: 'shelter',
    title: 'Shelter',
    rank: { rank: 1, words: 'first of 8 ranked sectors, rank always 1' },
    blocks: [
      {
        kind: 'paragraph',
        text: [
          {
            text: 'Score 25 of 100, from capacity 25, coherence 19 and comprehensiveness 31 (geometric mean). Need 0.75, urgency 0.88. Confidence: medium.',
            quiet: true,
          },
        ],
      },
      {
        kind: 'paragraph',
        tone: 'quote',
        text: [
          {
            text: '« La réserve a duré dix-neuf jours » : dans la nuit du 14 octobre, 163 personnes dormaient dehors ; 121 n’avaient pas d’attestation.',
            lang: 'fr',
          },
        ],
      },
      { kind: 'heading', level: 2, text: 'How each voice sees it' },
      voices,
      { kind: 'key', of: 'voices' },
      { kind: 'heading', level: 2, text: 'Positions and agreed answers' },
      positions,
      { kind: 'heading', level: 2, text: 'All migrants, whatever their status: agreed at 2' },
      {
        kind: 'paragraph',
        text: 'The council rule asks for a permit or a pending request; the national law is wider but not applied to night shelters.',
      },
      {
        kind: 'list',
        items: [
          [
            { text: 'Major groups', voice: 'major_groups', strong: true },
            { text: ' dissent: in practice level 1, refusals of the winter were not recorded.' },
          ],
          'Emergency places are opened by the city, paid for by the region and inspected by nobody; the agreement of 2019 names a price per place and night, which was last adjusted before the port’s second hall was rented, and that is why the operator closes at six.',
        ],
      },
      { kind: 'heading', level: 3, text: 'What would move it' },
      { kind: 'paragraph', tone: 'note', text: 'One level more in clear roles is worth 4 points.' },
    ],
  },
  { id: 'questions', title: 'All questions', lead: 'As agreed in the meeting.', blocks: [longTable(60)] },
  {
    id: 'method',
    title: 'How the numbers are made',
    continues: true,
    blocks: [
      {
        kind: 'terms',
        items: [
          { term: 'Definition', text: 'mechelen-50 1.0.0, full form: 108 questions, 21 on the whole, 27 on urgency' },
          { term: 'Coherence', text: 'At most 50 while a blocking finding is open' },
          { term: 'Priority', text: 'Mean of need, urgency and interdependence, 1 each; 0.61 → 0.58, − 0.03' },
        ],
      },
    ],
  },
]

export const SAMPLE_REPORT: Report = {
  kind: 'priority',
  language: 'en',
  direction: 'ltr',
  title: 'Rivermond 2026: priority report <draft> & more',
  footer: 'City of Rivermond, round 2026 · priority report',
  date: '2026-06-30',
  cover: {
    title: 'City of Rivermond',
    subtitle: ['Joint initial assessment of nine sectors', 'Priority report, round 2026'],
    statement:
      'Assessed together by the national, regional and local governments and the major groups, as § 50 of the Declaration of Mechelen asks.',
    facts: [
      { term: 'First', text: [{ text: 'Shelter, then Documents', strong: true }] },
      {
        term: 'Bodies',
        text: [
          { text: '11: ' },
          { text: '3 national   ', voice: 'national' },
          { text: '1 regional   ', voice: 'regional' },
          { text: '3 local   ', voice: 'local' },
          { text: '4 major groups', voice: 'major_groups' },
        ],
      },
      { term: 'Closed', text: '30 June 2026, signed by four voices' },
      { term: 'Method', text: 'malines 1, definition mechelen-50 1.0.0, seed 1' },
    ],
    lace: {
      letters: LETTERS,
      links: total.flatMap((row, from) =>
        row.flatMap((value, to) => (value > 0.05 ? [{ from, to, strength: value * 8 }] : [])),
      ),
    },
  },
  sections,
  voices: [
    { id: 'national', name: 'Federal State' },
    { id: 'regional', name: 'Region of Valmere' },
    { id: 'local', name: 'City of Rivermond' },
    { id: 'major_groups', name: 'Major groups' },
  ],
  scoreKey: { label: 'Score', none: 'hatched: not enough answers, no number' },
  pageLabel: (page, pages) => `Page ${page} of ${pages}`,
  continued: 'continued',
  attachments: [
    { name: 'round.json', description: 'The round', json: '{"format":"malines-round/1","place":"Rivermond – été"}\n' },
    { name: 'result.json', description: 'The result', json: '{"format":"malines-result/1"}\n' },
  ],
}
