/** Checks proofs of entries in the browser. Fetched with the view that shows them: SM3 is in no browser, and weighs more than that view. */
import { findProofFault, type ProofFault } from '@mingce/domain/roll'
import { sm3 } from 'sm-crypto-v2'
import type { EntryProofs } from '../api/index.ts'

const utf8 = new TextEncoder()

/** Of UTF-8 text, 64 lower-case hex digits, as the roots of published lists are made. */
export const sm3Hex = (text: string): string => sm3(utf8.encode(text))

/** The first thing that is wrong with any of the proofs, or null: all hold under the same root. */
export const findFault = ({ proofs }: EntryProofs): ProofFault | null => {
  for (const proof of proofs) {
    const fault = findProofFault(proof, sm3Hex)
    if (fault) return fault
  }
  return null
}
