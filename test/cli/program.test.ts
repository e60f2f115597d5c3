import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { run } from '../../src/cli/program.js'
import { table } from '../../src/cli/terminal.js'
import { MECHELEN_FOLDER, TINY_FOLDER } from '../support/definitions.js'

const folder = mkdtempSync(join(tmpdir(), 'malines-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))

const example = (name: string) => join(MECHELEN_FOLDER, 'examples', `${name}.round.json`)
const NOW = example('rivermond-2026')
const BEFORE = example('rivermond-2024')

/** Runs a command and gathers what it says. */
async function malines(...args: string[]) {
  let out = ''
  let err = ''
  const terminal = {
    out: (text: string) => {
      out += text
    },
    err: (text: string) => {
      err += text
    },
    isWatched: false,
  }
  const code = await run(args, terminal)
  return { code, out, err }
}

function write(name: string, content: unknown): string {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

describe('malines score', () => {
  test('prints the ranking with its interval, the heat map and what to look at', async () => {
    const { code, out, err } = await malines('score', NOW)
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/1 {2}Shelter +1 to 3 +0\.61 +0\.88 +0\.48 +0\.65/)
    expect(out).toMatch(/Shelter +50 +31 +38 +39/)
    expect(out).toContain('22 items on which two voices are two levels apart or more.')
  })

  test('speaks French', async () => {
    const { out } = await malines('score', NOW, '--lang', 'fr')
    expect(out).toContain('Où agir d’abord')
    expect(out).toMatch(/1 {2}Hébergement +1 à 3 +0,61/)
  })

  test('--json prints the whole result, and draws only when asked', async () => {
    const plain = JSON.parse((await malines('score', NOW, '--json')).out)
    expect(plain).toMatchObject({ format: 'malines-result/1', method: '1', definition: { form: 'full' } })
    expect(plain.definition.hash).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(plain).not.toHaveProperty('uncertainty')
    const drawn = JSON.parse((await malines('score', NOW, '--json', '--draws', '50')).out)
    expect(drawn.uncertainty).toEqual({ draws: 50, seed: 2026, method: '1' })
    expect(drawn.sectors[0].drawn.acceptability).toHaveLength(9)
  })

  test('scores a round of another definition that is given', async () => {
    const round = {
      format: 'malines-round/1',
      definition: { id: 'museum-network', version: '2.0.0', form: 'full' },
      assessment: { name: 'Museums' },
      round: { name: 'First' },
      bodies: [{ id: 'house', name: 'House', voice: 'house' }],
    }
    const { code, out } = await malines('score', write('museum.json', round), '--definition', TINY_FOLDER)
    expect(code).toBe(0)
    expect(out).toContain('Museums, round First')
  })
})

describe('malines explain', () => {
  test('shows a sector down to its answers, the enabling environment, and one item', async () => {
    const sector = await malines('explain', NOW, 'shelter')
    expect(sector.code).toBe(0)
    expect(sector.out).toContain('Clear roles')
    expect((await malines('explain', NOW, 'cross')).code).toBe(0)
    expect((await malines('explain', NOW, 'shelter.urgency.severity')).code).toBe(0)
  })

  test('names what there is when there is nothing of that name', async () => {
    const { code, out, err } = await malines('explain', NOW, 'housing')
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain('"housing" is no item; sectors are food, water')
  })
})

describe('malines compare', () => {
  test('prints each change on the common basis, and why the rest can’t be compared', async () => {
    const { code, out } = await malines('compare', BEFORE, NOW)
    expect(code).toBe(0)
    expect(out).toMatch(/Shelter +43 +46 +\+3\.6 +not tested/)
    expect(out).toMatch(/Infrastructure +not comparable/)
  })

  test('says what is clear with draws', async () => {
    const { out } = await malines('compare', BEFORE, NOW, '--draws', '200')
    expect(out).toMatch(/Information +25 +55 +\+29\.9 +clear/)
  })

  test('--json prints the comparison', async () => {
    const { out } = await malines('compare', BEFORE, NOW, '--json')
    expect(JSON.parse(out)).toMatchObject({ format: 'malines-comparison/1', sameScope: true })
  })
})

describe('malines validate', () => {
  test('says what a sound definition holds', async () => {
    const { code, out } = await malines('validate', MECHELEN_FOLDER)
    expect(code).toBe(0)
    expect(out).toContain('mechelen-50 1.0.0 is valid.')
    expect(out).toContain('129 questions, 27 urgency items, 72 pairs')
    expect((await malines('validate')).out).toContain('mechelen-50 1.0.0 is valid.')
  })

  test('fails on a folder without a definition', async () => {
    const { code, err } = await malines('validate', folder)
    expect(code).toBe(1)
    expect(err).toContain('definition.yaml is missing')
  })
})

describe('bad input', () => {
  const broken = write('broken.json', {
    format: 'malines-round/1',
    definition: { id: 'mechelen-50', version: '1.0.0', form: 'short' },
    assessment: { name: 'Here' },
    round: { name: '2026' },
    bodies: [{ id: 'city', name: 'City', voice: 'mayor' }],
    positions: [{ body: 'city', item: 'water.capacity.role', level: 7 }],
    extra: true,
  })

  test('is told at once, each fault with file and path, on standard error, with exit code 1', async () => {
    const { code, out, err } = await malines('score', broken)
    expect([code, out]).toEqual([1, ''])
    for (const path of ['/bodies/0/voice', '/positions/0/level', '/extra'])
      expect(err).toContain(`${broken}: ${path}: `)
  })

  test('writes nothing, and leaves an older report as it was', async () => {
    const old = write('old.pdf', 'as it was')
    expect((await malines('report', broken, '-o', old)).code).toBe(1)
    expect((await malines('report', NOW, '--kind', 'sector', '--sector', 'housing', '-o', old)).code).toBe(1)
    expect(readFileSync(old, 'utf8')).toBe('as it was')
    expect((await malines('report', broken, '-o', join(folder, 'new.pdf'))).code).toBe(1)
    expect(existsSync(join(folder, 'new.pdf'))).toBe(false)
  })

  test('names a file that is not there, or is not JSON', async () => {
    const { code, err } = await malines('score', join(folder, 'nothing.json'))
    expect(code).toBe(1)
    expect(err).toContain('there is no such file')
    expect((await malines('score', write('half.json', '{ "format": '))).err).toContain('half.json: line 1')
  })

  test('says so when two rounds are of different definitions', async () => {
    const other = write('other.json', {
      ...JSON.parse(readFileSync(NOW, 'utf8')),
      definition: { id: 'another', version: '1.0.0', form: 'full' },
    })
    expect((await malines('compare', BEFORE, other)).code).toBe(1)
  })
})

describe('wrong usage', () => {
  test.each([
    ['an unknown command', ['rank']],
    ['a missing file', ['score']],
    ['an unknown language', ['score', NOW, '--lang', 'xx']],
    ['draws that are no number', ['score', NOW, '--draws', 'many']],
    ['a report without an output', ['report', NOW]],
    ['a comparison of one round', ['report', NOW, '--kind', 'comparison', '-o', join(folder, 'x.pdf')]],
    ['a priority report of two rounds', ['report', BEFORE, NOW, '--kind', 'priority', '-o', join(folder, 'x.pdf')]],
    ['a sector of a priority report', ['report', NOW, '--sector', 'food', '-o', join(folder, 'x.pdf')]],
  ])('%s ends with code 2 and a word on what is wrong', async (_, args) => {
    const { code, out, err } = await malines(...args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/error: /)
    expect(existsSync(join(folder, 'x.pdf'))).toBe(false)
  })

  test('help is no error, and names every command', async () => {
    const { code, out } = await malines('--help')
    expect(code).toBe(0)
    for (const command of ['validate', 'score', 'explain', 'compare', 'report', 'demo']) expect(out).toContain(command)
    expect((await malines('score', '--help')).out).toContain('--draws')
  })
})

describe('malines report', () => {
  test('writes each kind of report, and only that file', async () => {
    const priority = join(folder, 'reports-priority.pdf')
    expect(await malines('report', NOW, '-o', priority)).toMatchObject({ code: 0, err: '' })
    const sector = join(folder, 'reports-sector.pdf')
    const args = [
      'report',
      NOW,
      '--kind',
      'sector',
      '--sector',
      'water',
      '--lang',
      'fr',
      '--size',
      'letter',
      '-o',
      sector,
    ]
    expect(await malines(...args)).toMatchObject({ code: 0, err: '' })
    const comparison = join(folder, 'reports-comparison.pdf')
    expect(await malines('report', BEFORE, NOW, '-o', comparison)).toMatchObject({ code: 0, err: '' })
    const questions = join(folder, 'reports-questionnaire.pdf')
    const body = ['--kind', 'questionnaire', '--body', JSON.parse(readFileSync(NOW, 'utf8')).bodies[0].id]
    expect(await malines('report', NOW, ...body, '-o', questions)).toMatchObject({ code: 0, err: '' })
    for (const path of [priority, sector, comparison, questions]) {
      expect(readFileSync(path).subarray(0, 8).toString()).toBe('%PDF-1.7')
    }
    expect(readdirSync(folder).filter((name) => name.startsWith('.') || name.endsWith('.part'))).toEqual([])
  })
})

describe('malines report --body', () => {
  test('names the bodies where it does not know one, and goes with a questionnaire only', async () => {
    const path = join(folder, 'reports-nobody.pdf')
    const wrong = await malines('report', NOW, '--kind', 'questionnaire', '--body', 'nobody', '-o', path)
    expect(wrong.code).toBe(1)
    expect(wrong.err).toContain('there is no body "nobody"; bodies are ')
    expect((await malines('report', NOW, '--body', 'nobody', '-o', path)).code).toBe(2)
    expect(existsSync(path)).toBe(false)
  })
})

test('progress is shown only where a person watches', async () => {
  let err = ''
  const terminal = {
    out: () => {},
    err: (text: string) => {
      err += text
    },
    isWatched: true,
  }
  await run(['score', NOW, '--draws', '1500'], terminal)
  expect(err).toContain('Drawing uncertain answers: 1,000 of 1,500')
})

test('a table lines its columns up, whatever marks its letters carry', () => {
  expect(
    table(
      ['A', 'Note'],
      [
        ['e\u0301t\u00e9', '5'],
        ['b', '12'],
      ],
      ['start', 'end'],
    ),
  ).toBe('A    Note\n─────────\ne\u0301t\u00e9     5\nb      12\n')
})
