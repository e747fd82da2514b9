import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkCharacter,
  dateOf,
  isDay,
  keptDigits,
  maskResidentId,
  PACKED_BYTES,
  PROVINCES,
  packResidentId,
  readResidentId,
  unpackResidentId,
} from './index.ts'

const context = { isCurrentCounty: (code: string) => code === '110105' }
const kind = (raw: string) => readResidentId(raw, context).kind

const padded = (value: number, places: number) => String(value).padStart(places, '0')
/** A valid, made-up number. */
const numbers = fc
  .tuple(
    fc.constantFrom(...Object.keys(PROVINCES)),
    fc.integer({ min: 0, max: 9999 }),
    fc.integer({ min: 1850, max: 2020 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 31 }),
    fc.integer({ min: 0, max: 999 }),
  )
  .filter(([, , y, m, d]) => isDay(y, m, d))
  .map(([province, rest, y, m, d, sequence]) => {
    const first17 = `${province}${padded(rest, 4)}${dateOf(y, m, d).replaceAll('-', '')}${padded(sequence, 3)}`
    return first17 + checkCharacter(first17)
  })

describe('the examples of GB 11643', () => {
  it('reads the number of the woman born in 1949', () => {
    expect(readResidentId('11010519491231002X', context)).toEqual({
      kind: 'ok',
      number: '11010519491231002X',
      upgraded: false,
      birth: '1949-12-31',
      sex: 'F',
      area6: '110105',
      area: 'current',
    })
  })
  it('reads the number of the man born in 1880, whose county code is retired here', () => {
    expect(readResidentId('440524188001010014', context)).toMatchObject({
      kind: 'ok',
      sex: 'M',
      birth: '1880-01-01',
      area: 'former',
    })
  })
})

describe('common input errors', () => {
  const good = '11010519491231002X'
  it.each([
    ['lower-case x', '11010519491231002x'],
    ['full-width digits', '１１０１０５１９４９１２３１００２Ｘ'],
    ['full-width lower case', '１１０１０５１９４９１２３１００２ｘ'],
    ['one full-width digit inside', '110105194912３1002X'],
    ['spaces', ' 110105 19491231 002X '],
    ['ideographic, no-break and zero-width spaces', '110105\u300019491231\u00a0002\u200bX\ufeff'],
    ['leading apostrophe', "'11010519491231002X"],
    ['typographic apostrophes', '’11010519491231002X‘'],
    ['backtick', '`11010519491231002X'],
    ['a tab behind', '11010519491231002X\t'],
    ['formula text', '="11010519491231002X"'],
  ])('corrects %s', (_, raw) => {
    expect(readResidentId(raw, context)).toMatchObject({ kind: 'ok', number: good, upgraded: false })
  })
  it('upgrades numbers of 15 digits', () => {
    expect(readResidentId('110105491231002', context)).toMatchObject({
      kind: 'ok',
      number: good,
      upgraded: true,
      birth: '1949-12-31',
    })
  })
  it.each(['1.10105E+17', '1.10105194912310E+17', '1.1010519491231e+17', '1.101051949123E+17', '１.１E＋１７'])(
    'reports lost precision in %s',
    raw => {
      expect(kind(raw)).toBe('precision-lost')
    },
  )
  it('reports lost precision where zeros were written for the last three digits, and no other number with zeros', () => {
    expect(kind('110105194912310000')).toBe('precision-lost')
    expect(kind('１１０１０５１９４９１２３１００００')).toBe('precision-lost')
    expect(kind('110105194912310010')).toBe('checksum')
  })
  it('keeps the 15 digits that are left, and none where a birth date is cut', () => {
    for (const raw of ['1.10105194912310E+17', '1.1010519491231E+17', '110105194912310000', '1.1010519491231002e+17'])
      expect(keptDigits(raw)).toBe('110105194912310')
    for (const raw of ['1.10105E+17', '1.101051949123E+17', '11010519491231002X', '1.1E+18', '', '110105491231002'])
      expect(keptDigits(raw)).toBeUndefined()
  })
  it.each(['', '  ', '\u3000', "'"])('reports %j as missing', raw => {
    expect(kind(raw)).toBe('missing')
  })
  it.each(['11010519491231002', '1101051949123100211', '11010519491231X02X', '1101054912310X2', 'E12345678', '无'])(
    'reports the format of %s',
    raw => {
      expect(kind(raw)).toBe('format')
    },
  )
  it('says what the first six digits are', () => {
    const tables = { isCurrentCounty: (code: string) => code === '110105', isFormerCounty: (code: string) => code === '110221' }
    const read = (area: string) => {
      const first17 = `${area}19850506113`
      const reading = readResidentId(first17 + checkCharacter(first17), tables)
      return reading.kind === 'ok' ? reading.area : reading.kind
    }
    // Hong Kong, Macao and Taiwan residents are citizens; 9 is a foreigner’s card; 110199 never existed; 16 is no province.
    expect(['110105', '110221', '110199', '810000', '820000', '830000', '911156', '160105'].map(read)).toEqual([
      'current',
      'former',
      'unknown',
      'permit',
      'permit',
      'permit',
      'foreign',
      'area',
    ])
    expect(readResidentId('911156198505061130', tables).kind).toBe('checksum')
  })
  it('reports a date that does not exist before a wrong check digit', () => {
    expect(kind('110105194902310021')).toBe('date')
    expect(kind('110105490231002')).toBe('date')
    expect(kind('110105184912310021')).toBe('date')
  })
  it('refuses a birth date after the last plausible day', () => {
    expect(readResidentId('11010519491231002X', { ...context, bornBy: '1949-12-30' }).kind).toBe('date')
    expect(readResidentId('11010519491231002X', { ...context, bornBy: '1949-12-31' }).kind).toBe('ok')
  })
  it('masks all but the first three and the last two characters, so that a birth date does not complete the number', () => {
    expect(maskResidentId('11010519491231002X')).toBe('110*************2X')
  })
})

describe('every valid number', () => {
  it('is read unchanged, with its sex', () => {
    fc.assert(
      fc.property(numbers, number => {
        expect(readResidentId(number, context)).toMatchObject({ kind: 'ok', number, sex: Number(number[16]) % 2 ? 'M' : 'F' })
      }),
    )
  })
  it('is refused with any one character changed', () => {
    fc.assert(
      fc.property(numbers, fc.nat(17), fc.constantFrom(...'0123456789X'), (number, place, other) => {
        fc.pre(number[place] !== other)
        expect(kind(number.slice(0, place) + other + number.slice(place + 1))).not.toBe('ok')
      }),
    )
  })
  it('is refused with two different neighbours swapped', () => {
    fc.assert(
      fc.property(numbers, fc.nat(16), (number, place) => {
        const [a, b] = [number.charAt(place), number.charAt(place + 1)]
        fc.pre(a !== b)
        expect(kind(number.slice(0, place) + b + a + number.slice(place + 2))).not.toBe('ok')
      }),
    )
  })
  it('of the twentieth century is restored from its 15-digit form', () => {
    fc.assert(
      fc.property(numbers, number => {
        fc.pre(number.slice(6, 8) === '19')
        expect(readResidentId(number.slice(0, 6) + number.slice(8, 17), context)).toMatchObject({ number, upgraded: true })
      }),
    )
  })
  it('is packed and unpacked at any offset, with zeros after it', () => {
    fc.assert(
      fc.property(numbers, fc.nat(40), (number, at) => {
        const bytes = new Uint8Array(at + PACKED_BYTES + 3).fill(255)
        packResidentId(number, bytes, at)
        expect(unpackResidentId(bytes, at)).toBe(number)
        expect([...bytes.subarray(at + 11, at + PACKED_BYTES)]).toEqual([0, 0, 0, 0, 0])
        expect(bytes[at + PACKED_BYTES]).toBe(255)
      }),
    )
  })
  it('is not found in other bytes', () => {
    expect(unpackResidentId(new Uint8Array(16), 0)).toBeUndefined()
    expect(unpackResidentId(new Uint8Array(16).fill(1), 0)).toBeUndefined()
    expect(unpackResidentId(new Uint8Array(4), 0)).toBeUndefined()
  })
})
