/** Cards of voters when the person keys were changed. */
import { expect, it } from 'vitest'
import { memoryKeyring } from '../../../platform/crypto/index.ts'
import { signCard, verifyCard } from './service.card.ts'

const CARD = { electionId: 'e', countyCode: '110105', registrationId: 7, name: '李小明' }
const seed = Uint8Array.of(1)

it('stay good, whatever keys come after those that signed them', () => {
  const before = memoryKeyring(seed)
  const after = memoryKeyring(Uint8Array.of(2), [{ seed, logs: 1 }])
  expect(verifyCard(after, signCard(before, CARD))).toEqual(CARD)
  expect(verifyCard(after, signCard(after, CARD))).toEqual(CARD)
  expect(verifyCard(before, signCard(after, CARD))).toBeUndefined()
  expect(verifyCard(after, signCard(memoryKeyring(Uint8Array.of(3)), CARD))).toBeUndefined()
})
