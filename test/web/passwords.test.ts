import { describe, expect, test } from 'vitest'
import { hashPassword, isPassword, passwordFault } from '../../src/web/passwords.js'

describe('passwords', () => {
  test('are kept as argon2id with a salt of their own', async () => {
    const hash = await hashPassword('a sentence of my own')
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await hashPassword('a sentence of my own')).not.toBe(hash)
  })

  test('are the same on a keyboard that composes letters in another way', async () => {
    expect(await isPassword(await hashPassword('caf\u00e9 au lait'), 'cafe\u0301 au lait')).toBe(true)
  })

  test.each([
    ['', 'missing'],
    ['123456789', 'short'],
    ['x'.repeat(201), 'long'],
    ['the AMINA.h sentence', 'email'],
    ['Password123', 'common'],
    ['aaaaaaaaaaaa', 'common'],
    ['a sentence of my own', undefined],
    ['🙂🙃🙂🙃🙂🙃🙂🙃🙂🙃', undefined],
  ] as const)('%j is %s', (password, fault) => {
    expect(passwordFault(password, 'amina.h@example.org')).toBe(fault)
  })

  test('a very short name in an e-mail address forbids nothing', () => {
    expect(passwordFault('a long sentence', 'a@example.org')).toBeUndefined()
  })

  test.each([[null], [undefined], [''], ['none'], ['$2b$10$abc']])(
    'nothing is the password of the hash %j',
    async (kept) => {
      expect(await isPassword(kept, 'the password of nobody')).toBe(false)
    },
  )
})
