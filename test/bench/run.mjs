// Timings of what people wait for, each beside a floor measured in the same run: the least work that could do it.
// A ratio says more than milliseconds, which differ from machine to machine. Run with `npm run bench`.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load as parseYaml } from 'js-yaml'
import PDFDocument from 'pdfkit'
import { listFiles } from '../../dist/src/definitions/folder.js'
import { DEFINITIONS_FOLDER, loadDefinition } from '../../dist/src/definitions/index.js'
import { wordsOf } from '../../dist/src/locales/messages.js'
import { priorityReport } from '../../dist/src/reports/content/priority.js'
import { renderPdf } from '../../dist/src/reports/pdf/index.js'
import { exactAcceptability, scoreRound } from '../../dist/src/rules/index.js'
import { drawer, drawWeights, sfc32 } from '../../dist/src/rules/uncertainty.js'
import { valuesOf } from '../../dist/src/rules/values.js'
import { roundOfTwelve } from './round.mjs'

const FOLDER = join(DEFINITIONS_FOLDER, 'mechelen-50')
const { definition, languages } = loadDefinition(FOLDER)
const round = roundOfTwelve(definition)
const text = JSON.stringify(round)
const result = scoreRound(definition, round)
const random = sfc32(1)
const alternatives = Array.from({ length: 9 }, () => [random(), random(), random()])
const report = () =>
  priorityReport({
    definition: languages.get('en'),
    round,
    result: scoreRound(definition, round),
    words: wordsOf('en'),
    files: { round: text, result: JSON.stringify(result) },
  })

// A page of a PDF is an object of its own, named so in the file's plain part.
const pageCount = (await renderPdf(report())).toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length ?? 1
const DRAWS = 10_000
/** Runs in a row of the work, then of its floor: what one leaves behind is not cleared up in the other's time. */
const PER_TURN = 4
/** Until what is quick has run often enough to be compiled for good. */
const WARM_MS = 3000
const rows = [
  await measure('score a full round of 12 bodies', 1, () => scoreRound(definition, round), {
    name: 'JSON.parse of its file',
    run: () => JSON.parse(text),
    times: 300,
  }),
  await measure('exact rank acceptability, 9 sectors, 3 inputs', 1, () => exactAcceptability(alternatives), {
    name: 'ranking 1,000 drawn weights',
    run: () => sampleRanks(1000),
    times: 300,
  }),
  await measure('10,000 draws of a full round', 1000, () => scoreRound(definition, round, { draws: DRAWS }), {
    name: 'drawing the item values alone',
    run: () => drawValues(DRAWS),
    times: 4,
  }),
  await measure('load and validate the definition, both languages', 150, () => loadDefinition(FOLDER), {
    name: 'js-yaml on the same files',
    run: parseFiles,
    times: 8,
  }),
  await measure('priority report as PDF', 600, () => renderPdf(report()), {
    name: 'pdfkit, as many pages of plain text',
    run: plainPdf,
    times: 8,
  }),
]

console.log(
  `node ${process.version}; milliseconds, median of repeated warm runs; a round of ${round.positions.length} positions\n`,
)
console.table(Object.fromEntries(rows))

/** Median time of a piece of work and of its floor, in turns so that both see the same machine and are warm in each. */
async function measure(name, limit, work, floor) {
  const times = { work: [], floor: [] }
  const once = async (run) => {
    const start = performance.now()
    await run()
    return performance.now() - start
  }
  for (const start = performance.now(); performance.now() - start < WARM_MS; ) {
    await work()
    await floor.run()
  }
  for (let turn = 0; turn < floor.times / PER_TURN; turn++) {
    for (let i = 0; i < PER_TURN; i++) times.work.push(await once(work))
    for (let i = 0; i < PER_TURN; i++) times.floor.push(await once(floor.run))
  }
  const [ms, least] = [median(times.work), median(times.floor)]
  globalThis.gc?.()
  const { heapUsed, rss } = process.memoryUsage()
  const row = {
    ms: round3(ms),
    goal: limit,
    floor: floor.name,
    'floor ms': round3(least),
    ratio: Number((ms / least).toFixed(1)),
    'heap MB': Math.round(heapUsed / 1e6),
    'rss MB': Math.round(rss / 1e6),
  }
  return [name, row]
}

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)]
}

function round3(value) {
  return Number(value.toPrecision(3))
}

function sampleRanks(times) {
  for (let k = 0; k < times; k++) {
    const weights = drawWeights(3, random)
    alternatives
      .map((row, i) => [i, row.reduce((sum, value, j) => sum + weights[j] * value, 0)])
      .sort((a, b) => b[1] - a[1])
  }
}

function drawValues(times) {
  const values = valuesOf(definition, round)
  const draw = drawer(values)
  const levels = new Float64Array(values.levels.length)
  for (let k = 0; k < times; k++) draw(levels, random)
}

function parseFiles() {
  for (const folder of [FOLDER, join(FOLDER, 'fr')]) {
    for (const file of listFiles(folder)) parseYaml(readFileSync(join(folder, file), 'utf8'))
  }
}

/** A document of as many pages as the report, without tags, tables, charts or embedded fonts. */
async function plainPdf() {
  const doc = new PDFDocument({ autoFirstPage: false })
  const chunks = []
  doc.on('data', (chunk) => chunks.push(chunk))
  const done = new Promise((resolve) => doc.on('end', resolve))
  for (let i = 0; i < pageCount; i++) doc.addPage().text(definition.band_note.repeat(12))
  doc.end()
  await done
  return Buffer.concat(chunks)
}
