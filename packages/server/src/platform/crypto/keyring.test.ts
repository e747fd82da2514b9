import { createCipheriv, createPublicKey, type KeyObject } from 'node:crypto'
import { packResidentId } from '@mingce/domain/standards'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskPhone, openContacts, sealContacts } from './contacts.ts'
import { KeyError, SealError } from './errors.ts'
import { memoryKeyring, requireNationalCiphers } from './keyring.ts'

const keys = memoryKeyring(Uint8Array.of(1))
const others = memoryKeyring(Uint8Array.of(2))
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
/** ID numbers in the standard's form. The check character may be wrong: the key does not depend on it. */
const numbers = fc
  .tuple(
    fc.integer({ min: 110000, max: 829999 }),
    fc.integer({ min: 18500101, max: 20301231 }),
    fc.nat(999),
    fc.constantFrom(...'0123456789X'),
  )
  .map(([area, date, sequence, check]) => `${area}${date}${String(sequence).padStart(3, '0')}${check}`)
const pack = (all: readonly string[]) => {
  const packed = new Uint8Array(16 * all.length)
  all.forEach((number, at) => {
    packResidentId(number, packed, 16 * at)
  })
  return packed
}

describe('national ciphers', () => {
  test('compute the examples of GB/T 32905 and GB/T 32907', () => {
    requireNationalCiphers()
    const example = Buffer.from('0123456789abcdeffedcba9876543210', 'hex')
    const cipher = createCipheriv('sm4-ecb', example, null).setAutoPadding(false)
    expect(cipher.update(example).toString('hex')).toBe('681edf34d206965e86b3e94f536e4246')
  })
  test('are checked at start, with a clear error on a Node without them', () => {
    expect(() => requireNationalCiphers(['aes-256-gcm'], ['sha256'])).toThrow(KeyError)
    expect(() => requireNationalCiphers(['aes-256-gcm'], ['sha256'])).toThrow(/没有国密算法[\s\S]*has no SM3\/SM4/)
  })
})

describe('person keys', () => {
  test('are uuids that decrypt to the number, one per person', () => {
    fc.assert(
      fc.property(fc.uniqueArray(numbers, { maxLength: 40 }), all => {
        const made = keys.personKeys(pack(all))
        expect(made).toHaveLength(all.length)
        for (const key of made) expect(key).toMatch(uuid)
        expect(new Set(made).size).toBe(all.length)
        expect(made.map(key => keys.openPersonKey(key))).toEqual(all)
        expect(all.map(number => keys.personKey(number))).toEqual(made)
      }),
    )
  })
  test('keep their order in batches of sizes around the chunk size', () => {
    for (const size of [0, 1, 1023, 1024, 1025, 2049]) {
      const all = Array.from({ length: size }, (_, at) => `11010519${String(10_000_000 + at).slice(1)}00X`.slice(0, 18))
      expect(keys.personKeys(pack(all))).toEqual(all.map(number => keys.personKey(number)))
    }
  })
  test('of two installations differ and cannot be decrypted by the other', () => {
    const key = keys.personKey('11010519491231002X')
    expect(others.personKey('11010519491231002X')).not.toBe(key)
    expect(() => others.openPersonKey(key)).toThrow(SealError)
    expect(() => keys.openPersonKey('11010519491231002X')).toThrow('a person key is a uuid')
  })
  test('never change: existing databases depend on them', () => {
    expect(memoryKeyring().personKey('11010519491231002X')).toMatchInlineSnapshot(`"246b2eb9-2757-3b2d-1918-0ce1e700a114"`)
    expect(memoryKeyring().digests(['王芳'])).toMatchInlineSnapshot(`
      [
        "8e713688-bfc6-5b0f-03d6-2f2406b32fd5",
      ]
    `)
    expect(memoryKeyring().checkValue).toMatchInlineSnapshot(`"e768261ad6c37042"`)
  })
})

describe('digests', () => {
  test('are keyed, and equal for equal texts only', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), texts => {
        const made = keys.digests(texts)
        for (const digest of made) expect(digest).toMatch(uuid)
        expect(new Set(made).size).toBe(new Set(texts).size)
        expect(keys.digests([...texts].reverse()).reverse()).toEqual(made)
      }),
    )
    expect(others.digests(['王芳'])).not.toEqual(keys.digests(['王芳']))
  })
})

describe('sealing', () => {
  test('opens to the original data, and never gives the same bytes twice', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), (plain, context) => {
        const sealed = keys.seal(plain, context)
        expect(sealed[0]).toBe(keys.version)
        expect([...keys.open(sealed, context)]).toEqual([...plain])
        expect([...keys.seal(plain, context)]).not.toEqual([...sealed])
      }),
    )
  })
  test('refuses any changed bit, any truncation, another context and another key', () => {
    const plain = Buffer.from('南磨房路')
    const sealed = keys.seal(plain, 'a')
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Uint8Array.from(sealed)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(() => keys.open(changed, 'a')).toThrow(SealError)
    }
    for (let length = 0; length < sealed.length; length++)
      expect(() => keys.open(sealed.subarray(0, length), 'a')).toThrow(SealError)
    expect(() => keys.open(sealed, 'b')).toThrow(SealError)
    expect(() => others.open(sealed, 'a')).toThrow(SealError)
  })
})

describe('contacts', () => {
  const maybe = fc.option(fc.string({ unit: 'grapheme' }))
  test('of a block are returned in their order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ address: maybe, phone: maybe }), { maxLength: 500 }), async rows => {
        expect(openContacts(keys, await sealContacts(keys, rows))).toEqual(rows)
      }),
      { numRuns: 30 },
    )
  })
  test('are limited per block, and a block cannot be opened in another context', async () => {
    await expect(sealContacts(keys, Array(501).fill({ address: '', phone: '' }))).rejects.toThrow('500')
    expect(() => openContacts(keys, keys.seal(Buffer.from('[]'), 'file'))).toThrow(SealError)
  })
  test.each([
    ['13812345678', '138****5678'],
    ['１３８ 1234 5678', '138****5678'],
    ['+86 138-1234-5678', '138****5678'],
    ['010-67381234', '010****1234'],
    ['67381234', '****34'],
    ['110', '****0'],
    ['', '****'],
  ])('%s is shown as %s', (phone, masked) => expect(maskPhone(phone)).toBe(masked))
  test('have at least four digits of a phone masked, or all but a third', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{0,15}$/), phone => {
        const shown = maskPhone(phone).replaceAll('*', '').length
        expect(shown).toBeLessThanOrEqual(Math.max(phone.length - 4, phone.length / 3))
      }),
    )
  })
})

describe('keys after a change of person keys', () => {
  const [first, second] = [Uint8Array.of(1), Uint8Array.of(2)]
  const before = memoryKeyring(first)
  const once = memoryKeyring(second, [{ seed: first, logs: 2 }])
  const twice = memoryKeyring(Uint8Array.of(3), [
    { seed: first, logs: 2 },
    { seed: second, logs: 3 },
  ])
  const publicOf = (key: KeyObject) => createPublicKey(key).export({ format: 'pem', type: 'spki' })

  test('have the identity of the first, a version of their own, and those before them', () => {
    expect([before.version, once.version, twice.version]).toEqual([1, 2, 3])
    expect([once.identity, twice.identity]).toEqual([before.checkValue, before.checkValue])
    expect(new Set([before.checkValue, once.checkValue, twice.checkValue]).size).toBe(3)
    expect(twice.former.map(({ checkValue }) => checkValue)).toEqual([before.checkValue, once.checkValue])
  })
  test('open the files of each version, and nothing else of another one', () => {
    const salt = new Uint8Array(32)
    for (const keys of [before, once])
      expect(twice.fileKey(salt, keys.version)?.export()).toEqual(keys.fileKey(salt, keys.version)?.export())
    expect([twice.fileKey(salt, 4), twice.fileKey(salt, 0), before.fileKey(salt, 2)]).toEqual([undefined, undefined, undefined])
    const sealed = before.seal(Buffer.from('x'), 'a')
    expect(sealed[0]).toBe(1)
    expect(() => once.open(sealed, 'a')).toThrow(SealError)
    expect(once.personKey('11010519491231002X')).not.toBe(before.personKey('11010519491231002X'))
  })
  test('sign for the witness and for the logs that were begun as before, and for later ones with new keys', () => {
    for (const purpose of ['witness', 'log', 'log-2'] as const)
      expect(publicOf(twice.signingKey(purpose))).toBe(publicOf(before.signingKey(purpose)))
    expect(publicOf(once.signingKey('log-3'))).not.toBe(publicOf(before.signingKey('log-3')))
    expect(publicOf(twice.signingKey('log-3'))).toBe(publicOf(once.signingKey('log-3')))
    expect(publicOf(twice.signingKey('log-4'))).not.toBe(publicOf(once.signingKey('log-4')))
  })
})
