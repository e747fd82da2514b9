import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { memoryKeyring, SealError } from '../crypto/index.ts'
import { describeStores } from '../testing/stores.ts'
import { documentContext, documentDigestText, findKeyColumns, HOLDERS, mapPersonKeys, rekeyDocument } from './index.ts'

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

it('maps the key of an ID number to that of the same number, in order, and back', () => {
  const before = NUMBERS.map(number => from.personKey(number))
  const after = mapPersonKeys(from, to, before)
  expect(after).toEqual(NUMBERS.map(number => to.personKey(number)))
  expect(new Set([...before, ...after]).size).toBe(4)
  expect(
    mapPersonKeys(
      to,
      from,
      NUMBERS.map(number => to.personKey(number)),
    ),
  ).toEqual(before)
})

it('maps a document by its sealed number, and leaves no key that it does not know', () => {
  const [personKey = ''] = from.digests([documentDigestText('passport', 'E00000000')])
  const sealed = from.seal(Buffer.from('E00000000'), documentContext(personKey))
  const rekeyed = rekeyDocument(from, to, { personKey, type: 'passport', sealed })
  expect(rekeyed.personKey).toBe(to.digests([documentDigestText('passport', 'E00000000')]).join())
  expect(Buffer.from(to.open(rekeyed.sealed, documentContext(rekeyed.personKey))).toString()).toBe('E00000000')
  expect(() => to.open(rekeyed.sealed, documentContext(personKey))).toThrow(SealError)

  const [first = ''] = NUMBERS
  const keys = [randomUUID(), personKey, NOBODY, from.personKey(first), to.personKey(first)]
  const documents = new Map([[personKey, rekeyed.personKey]])
  expect(mapPersonKeys(from, to, keys, documents)).toEqual([null, rekeyed.personKey, NOBODY, to.personKey(first), null])
})

it('does not take the sealed number of one person for that of another', () => {
  const sealed = from.seal(Buffer.from('E00000000'), documentContext(randomUUID()))
  expect(() => rekeyDocument(from, to, { personKey: randomUUID(), type: 'passport', sealed })).toThrow(SealError)
})
