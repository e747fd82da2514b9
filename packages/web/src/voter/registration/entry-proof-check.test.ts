import { createHash } from 'node:crypto'
import {
  entryText,
  leafOf,
  proveEntry,
  type RollDistrict,
  type RollEntry,
  type RollHeader,
  rollRoot,
  rootOf,
} from '@mingce/domain/roll'
import { expect, it } from 'vitest'
import type { EntryProofs } from '../api/index.ts'
import { findFault, sm3Hex } from './entry-proof-check.ts'

const onServer = (text: string) => createHash('sm3').update(text).digest('hex')

it('hashes as the server does: the standard’s example, leaves, nodes, and characters beyond the BMP', () => {
  expect(sm3Hex('abc')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0')
  for (const text of ['', '\u0000["entry","e",1]', `\u0001${'0f'.repeat(64)}`, '𠮷野·买买提', 'x'.repeat(200)])
    expect([text, sm3Hex(text)]).toEqual([text, onServer(text)])
})

it('finds a proof that the server made to hold, and a changed one not to', () => {
  const header: RollHeader = {
    electionId: 'e',
    electionName: '换届选举',
    pollingDay: '2026-12-20',
    version: 1,
    kind: 'list',
    publishedOn: '2026-11-30',
  }
  const entries = Array.from(
    { length: 7 },
    (_, i): RollEntry => ({
      level: 'county',
      district: 'd',
      group: '',
      number: i + 1,
      change: 'listed',
      name: `选民${i}`,
      sex: '',
      mark: '',
      salt: String(i).repeat(32),
    }),
  )
  const leaves = entries.map(entry => leafOf(entryText('e', 1, entry), onServer))
  const districts: RollDistrict[] = [{ level: 'county', code: 'd', name: '第一选区', entries: 7, root: rootOf(leaves, onServer) }]
  const version = { ...header, districts, root: rollRoot(header, districts, onServer) }
  const [, , , , entry] = entries
  if (!entry) throw new Error('no entry')
  const made = proveEntry(version, { entry, index: 4, leaves, districtIndex: 0 }, onServer)
  const proof = { ...made, path: [...made.path], inVersion: { ...made.inVersion, path: [...made.inVersion.path] } }
  const saved = (...proofs: EntryProofs['proofs']): EntryProofs => ({ format: 'mingce-entry-proof/1', proofs })
  expect(findFault(saved(proof))).toBeNull()
  expect(findFault(saved(proof, { ...proof, entry: { ...proof.entry, name: '冒名' } }))).toBe('entry')
  expect(findFault(saved({ ...proof, root: onServer('x') }))).toBe('district')
})
