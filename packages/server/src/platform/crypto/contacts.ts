/** Addresses and phones: sealed together, some hundred rows a block, and shown with most of the phone covered. */
import { promisify } from 'node:util'
import { deflateRaw, inflateRawSync } from 'node:zlib'
import type { Keyring } from './keyring.ts'

export interface Contact {
  readonly address: string | null
  readonly phone: string | null
}

/** Rows that one block may hold. A row names its block and its place in it, from 0. */
export const CONTACTS_PER_BLOCK = 500
const CONTEXT = 'contact_block'

/**
 * Addresses of one place repeat each other: the fastest deflate saves about three quarters of the table. A block is 20 kB and needs no larger
 * window; with the usual one a third of the time went to clearing its memory, block after block.
 */
const FASTEST = { level: 1, windowBits: 14, memLevel: 7 } as const
const deflate = promisify<string, typeof FASTEST, Buffer>(deflateRaw)

/** Seals up to 500 contacts into one block for the table `contact_block`; other threads compress while the caller goes on. */
export const sealContacts = async (keys: Keyring, rows: readonly Contact[]): Promise<Uint8Array> => {
  if (rows.length > CONTACTS_PER_BLOCK) throw new Error(`a block holds ${CONTACTS_PER_BLOCK} contacts, not ${rows.length}`)
  const flat: (string | null)[] = []
  for (const row of rows) flat.push(row.address, row.phone)
  return keys.seal(await deflate(JSON.stringify(flat), FASTEST), CONTEXT)
}

/** The contacts of a block, in the order in which they were sealed. A changed block is a `SealError`. */
export const openContacts = (keys: Keyring, sealed: Uint8Array): Contact[] => {
  const flat: readonly (string | null)[] = JSON.parse(inflateRawSync(keys.open(sealed, CONTEXT)).toString('utf8'))
  return Array.from({ length: flat.length / 2 }, (_, at) => ({ address: flat[2 * at] ?? null, phone: flat[2 * at + 1] ?? null }))
}

/** `13812345678` → `138****5678`; of a shorter number at most the last four digits are left, and never more than a third. */
export const maskPhone = (phone: string): string => {
  const digits = phone
    .normalize('NFKC')
    .replace(/\D/g, '')
    .replace(/^(?:00)?86(?=1\d{10}$)/, '')
  if (digits.length >= 11) return `${digits.slice(0, 3)}****${digits.slice(-4)}`
  return `****${digits.slice(digits.length - Math.min(4, Math.floor(digits.length / 3)))}`
}
