/** The list of columns, and the values of each kind, under the next keys. */
import { expect, it } from 'vitest'
import { memoryKeyring, rekeyDigests, rekeyPeople, rekeySealed, SealError } from '../crypto/index.ts'
import { describeStores } from '../testing/stores.ts'
import { CONTEXTS, documentDigestText, findKeyColumns, HOLDERS } from './index.ts'
import { rekeyDocument, rekeyRows } from './rows.ts'

const from = memoryKeyring(Uint8Array.of(1))
const to = memoryKeyring(Uint8Array.of(2))
// Fictitious numbers with valid check digits.
const NUMBERS = ['11010519491231002X', '440524188001010014']
const NOBODY = '00000000-0000-0000-0000-000000000000'

describeStores('list of columns under the master secret', open => {
  it('classes every column that can hold a key, a digest or encrypted data, and none that is gone', async () => {
    expect((await findKeyColumns(await open())).toSorted()).toEqual(Object.keys(HOLDERS).toSorted())
  })

  it('notices a new table, and does not take the load of an extract for one', async () => {
    const database = await open()
    await database.script('CREATE TABLE later (person_key uuid NOT NULL); CREATE TABLE population_extract_7 (LIKE population)')
    const known = new Set(Object.keys(HOLDERS))
    expect((await findKeyColumns(database)).filter(name => !known.has(name))).toEqual(['later.person_key'])
  })

  it('has every column named person_key as a person’s', async () => {
    const named = (await findKeyColumns(await open())).filter(name => name.endsWith('.person_key'))
    const persons = new Map<string, string>(Object.entries(HOLDERS))
    expect(named.filter(name => persons.get(name) !== 'person')).toEqual([])
  })
})

it('says what each sealed column is sealed for', () => {
  const sealed = Object.entries(HOLDERS).flatMap(([name, holding]) => (holding === 'sealed' ? [name] : []))
  expect(Object.keys(CONTEXTS).toSorted()).toEqual(sealed.toSorted())
})

it('gives the key of an ID number as the next keys make it, in order, and back', () => {
  const before = NUMBERS.map(number => from.personKey(number))
  const after = rekeyPeople(from, to, [...before, NOBODY])
  expect(after).toEqual([...NUMBERS.map(number => to.personKey(number)), NOBODY])
  expect(rekeyPeople(to, from, after)).toEqual([...before, NOBODY])
})

it('gives digests as the next keys make them of the same texts, also where one is the key of a person without an ID number', () => {
  const texts = [documentDigestText('passport', 'E00000000'), '某行的内容', '']
  expect(rekeyDigests(from, to, from.digests(texts))).toEqual(to.digests(texts))
  const [document = ''] = from.digests(texts)
  expect(rekeyPeople(from, to, [document, from.personKey(NUMBERS[0] ?? '')])).toEqual([
    to.digests(texts)[0],
    to.personKey(NUMBERS[0] ?? ''),
  ])
})

it('seals again what opens, for the same thing, and leaves what was erased', () => {
  const sealed = from.seal(Buffer.from('E00000000'), 'a')
  const next = rekeySealed(from, to, sealed, { from: 'a', to: 'b' })
  expect(Buffer.from(to.open(next, 'b')).toString()).toBe('E00000000')
  expect(() => from.open(next, 'b')).toThrow(SealError)
  expect(() => rekeySealed(from, to, sealed, { from: 'c', to: 'c' })).toThrow(SealError)
  expect(rekeySealed(from, to, new Uint8Array(), { from: 'a', to: 'a' })).toEqual(new Uint8Array())
})

it('rewrites texts that hold keys and digests, and no other uuid in them', () => {
  const [person = '', digest = '', other = ''] = [from.personKey(NUMBERS[0] ?? ''), ...from.digests(['row', 'other'])]
  const [nextPerson = '', nextDigest = ''] = [to.personKey(NUMBERS[0] ?? ''), ...to.digests(['row'])]
  const table = (held: 'actor' | 'dedupe') => ({ name: 't', columns: [{ name: 'text', held }], beside: [] })
  const rekeyed = (held: 'actor' | 'dedupe', text: string) =>
    rekeyRows({ from, to }, table(held), [{ text, person_key: person }]).get('text')?.[0]
  expect(rekeyed('actor', `voter ${person}`)).toBe(`voter ${nextPerson}`)
  expect(rekeyed('actor', 'JNz0wX')).toBe('JNz0wX')
  expect(rekeyed('dedupe', `remind/e1/2026-12-01/${person}`)).toBe(`remind/e1/2026-12-01/${nextPerson}`)
  expect(rekeyed('dedupe', `registration/7/${digest}/accepted`)).toBe(`registration/7/${nextDigest}/accepted`)
  expect(rekeyed('dedupe', `registration/${digest}/${digest}/refused`)).toBe(`registration/${nextDigest}/${nextDigest}/refused`)
  expect(rekeyed('dedupe', `certificate/${other}/issued`)).toBe(`certificate/${other}/issued`)
  expect(rekeyed('dedupe', `acceptance/${other}`)).toBe(`acceptance/${other}`)
})

it('rewrites the sealed digits of a rounded number, wherever they are in a document', () => {
  const kept = Buffer.from(from.seal(Buffer.from('110105194912310'), 'refused_row/kept')).toString('base64')
  const next = rekeyDocument({ from, to }, { code: 'x', 'identity.precision-lost': { kept, n: [1, null] } }) as {
    'identity.precision-lost': { kept: string }
  }
  expect(next).toMatchObject({ code: 'x', 'identity.precision-lost': { n: [1, null] } })
  const opened = to.open(Buffer.from(next['identity.precision-lost'].kept, 'base64'), 'refused_row/kept')
  expect(Buffer.from(opened).toString()).toBe('110105194912310')
})
