import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { checkUpload, safeName } from '../../src/web/uploads.js'
import { type Answering, answering, hidden, postFile } from '../support/answering.js'
import { documentOf } from '../support/page.js'

const PDF = '%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n'
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const hashOf = (content: string | Buffer) => createHash('sha256').update(content).digest('hex')

let t: Answering
beforeEach(async () => {
  t = await answering()
})

/** Hands in a file with the form of a question. */
async function handIn(name: string, content: string | Buffer, form: Record<string, string> = { answer: '2' }) {
  const { body } = await t.house.get(t.at('/answers/q-11'))
  const stamp = { basedOn: hidden(body, 'basedOn'), key: hidden(body, 'key') }
  return postFile(t, t.house, t.at('/answers/q-11/evidence'), { ...stamp, ...form }, { name, content })
}
const fileAt = (content: string | Buffer) => `/rounds/${t.head.id}/evidence/${hashOf(content)}`

describe('adding evidence', () => {
  test('a file is stored by its hash and goes with the answer and everything typed', async () => {
    const reply = await handIn('Council rule.pdf', PDF, { answer: '2', comment: 'See page 3' })
    expect([reply.statusCode, reply.headers.location]).toEqual([303, `${t.at('/answers/q-11')}#evidence`])
    const entry = { title: 'Council rule.pdf', sha256: hashOf(PDF), name: 'Council rule.pdf', bytes: PDF.length }
    expect(await t.value('q-11')).toMatchObject({ level: 2, comment: 'See page 3', evidence: [entry] })
  })

  test('a link with its name, or with its address as name', async () => {
    await t.house.post(t.at('/answers/q-11/evidence'), {
      answer: '2',
      link: 'https://law.example/7',
      'link-title': 'Law 7',
    })
    const second = { answer: '2', link: 'law.example/8', basedOn: String(await t.revision('q-11')) }
    await t.house.post(t.at('/answers/q-11/evidence'), second)
    expect((await t.value('q-11'))?.evidence).toEqual([
      { title: 'Law 7', url: 'https://law.example/7' },
      { title: 'https://law.example/8', url: 'https://law.example/8' },
    ])
    const page = documentOf((await t.house.get(t.at('/answers/q-11'))).body)
    expect([...page.querySelectorAll('.m-files a')].map((link) => link.getAttribute('rel'))).toEqual([
      'noopener noreferrer',
      'noopener noreferrer',
    ])
  })

  test('one piece can be removed, the answer stays', async () => {
    await handIn('a.txt', 'first')
    await handIn('b.txt', 'second')
    const form = { answer: '2', remove: '0', basedOn: String(await t.revision('q-11')) }
    expect((await t.house.post(t.at('/answers/q-11/evidence'), form)).statusCode).toBe(303)
    expect((await t.value('q-11'))?.evidence).toMatchObject([{ name: 'b.txt' }])
    expect(await t.value('q-11')).toMatchObject({ level: 2 })
  })

  test('a save by script leaves the evidence as it is, may add links, and may not name the files of others', async () => {
    await handIn('a.txt', 'first')
    await t.put(t.house, 'q-11', { level: 3 })
    const kept = (await t.value('q-11'))?.evidence ?? []
    expect(kept).toHaveLength(1)
    const link = { title: 'Law', url: 'https://law.example' }
    expect((await t.put(t.house, 'q-11', { level: 3, evidence: [...kept, link] })).statusCode).toBe(200)
    const stolen = [{ title: 'x', sha256: hashOf('another'), name: 'x', bytes: 1 }]
    expect((await t.put(t.house, 'q-11', { level: 3, evidence: stolen })).statusCode).toBe(422)
    expect((await t.value('q-11'))?.evidence).toHaveLength(2)
  })

  test.each<[string, string, string | Buffer]>([
    ['a page that calls itself a PDF', 'rule.pdf', '<html><script>alert(1)</script></html>'],
    ['a PDF that calls itself a picture', 'rule.png', PDF],
    ['a picture that calls itself text', 'rule.txt', PNG],
    ['a page', 'rule.html', '<html></html>'],
    ['a drawing that can run', 'rule.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['a program', 'setup.exe', Buffer.from('4d5a90000300000004000000ffff0000', 'hex')],
    ['text in no known coding', 'rule.txt', Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x0a])],
    ['an empty file', 'rule.txt', ''],
    ['a file without an ending', 'rule', 'text'],
    ['a file that is too large', 'rule.txt', Buffer.alloc(10_000_001, 'a')],
  ])('%s is refused in words, with what was typed', async (_, name, content) => {
    const reply = await handIn(name, content, { answer: '2', comment: 'See page 3' })
    expect(reply.statusCode).toBe(422)
    const page = documentOf(reply.body)
    expect(page.querySelector('.ds-error-summary a')?.getAttribute('href')).toBe('#file')
    expect(page.querySelector('#file-error')?.textContent).toMatch(/^Choose/)
    expect(page.querySelector('#comment')?.textContent.trim()).toBe('See page 3')
    expect(await t.value('q-11')).toBeUndefined()
  })

  test('a good file waits for an answer that is not right yet, for its own person only', async () => {
    const refused = await handIn('a.txt', 'first', { comment: 'No level yet' })
    expect(refused.statusCode).toBe(422)
    const held = hidden(refused.body, 'held')
    expect(held).not.toBe('')
    await t.second.post(t.at('/answers/q-12'), { answer: '1', held })
    expect((await t.value('q-12'))?.evidence).toBeUndefined()
    await t.house.post(t.at('/answers/q-11'), { answer: '1', comment: 'Now', held })
    expect((await t.value('q-11'))?.evidence).toMatchObject([{ name: 'a.txt', sha256: hashOf('first') }])
  })

  test('somebody of another body hands in nothing', async () => {
    const reply = await postFile(
      t,
      t.owner,
      t.at('/answers/q-11/evidence'),
      { answer: '2' },
      { name: 'a.txt', content: 'x' },
    )
    expect(reply.statusCode).toBe(403)
  })
})

describe('a file', () => {
  test('comes as an attachment under a name that is safe, and nothing in it runs', async () => {
    await handIn('Arrêté « 7 »; x=y.pdf', PDF)
    const { headers, body, statusCode } = await t.house.get(fileAt(PDF))
    expect([statusCode, body]).toEqual([200, PDF])
    const plain = 'Arrete  7  xy.pdf'
    const whole = 'Arr%C3%AAt%C3%A9%20%C2%AB%207%20%C2%BB%3B%20x%3Dy.pdf'
    expect(headers['content-disposition']).toBe(`attachment; filename="${plain}"; filename*=UTF-8''${whole}`)
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['content-security-policy']).toContain('sandbox')
    expect(headers['content-type']).toBe('application/pdf')
  })

  test('is open to those who may see the answer that names it, and to nobody before', async () => {
    await handIn('a.txt', 'secret of the house')
    const at = fileAt('secret of the house')
    expect((await t.second.get(at)).statusCode).toBe(200)
    expect((await t.leader.get(at)).statusCode).toBe(200)
    expect((await t.owner.get(at)).statusCode).toBe(404)
    expect((await t.observer.get(at)).statusCode).toBe(200)
    expect((await t.stranger.get(at)).statusCode).toBe(404)
    await t.put(t.owner, 'q-11', { level: 1 }, 'owner')
    expect((await t.owner.get(at)).statusCode).toBe(200)
  })

  test('that no answer names any more is gone from the round', async () => {
    await handIn('a.txt', 'first')
    await t.put(t.house, 'q-11', { level: 2, evidence: [] })
    expect((await t.house.get(fileAt('first'))).statusCode).toBe(404)
    expect((await t.house.get(`/rounds/${t.head.id}/evidence/nothing`)).statusCode).toBe(404)
  })
})

describe('what a file is', () => {
  test.each([
    ['a.csv', 'a;b\n1;2\n', 'text/csv'],
    ['a.TXT', 'été\tà\r\n', 'text/plain'],
    ['a.pdf', PDF, 'application/pdf'],
    ['a.png', PNG, 'image/png'],
  ])('%s by its content', async (name, content, type) => {
    expect(await checkUpload({ name, content: Buffer.from(content), isWhole: true })).toEqual({ name, type })
  })

  test.each([
    ['../../etc/passwd.txt', 'passwd.txt'],
    ['C:\\files\\a.pdf', 'a.pdf'],
    ['a\r\nset-cookie: x.pdf', 'aset-cookie x.pdf'],
    ['invoice\u202efdp.txt', 'invoicefdp.txt'],
    ['.pdf', 'file.pdf'],
    [`${'x'.repeat(400)}.pdf`, `${'x'.repeat(150)}.pdf`],
  ])('the name %j becomes %j', (name, safe) => {
    expect(safeName(name)).toBe(safe)
  })
})
