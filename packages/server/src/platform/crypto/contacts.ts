/** Addresses and phones: encrypted in blocks of some hundred rows, and displayed with most of the phone masked. */
import { promisify } from 'node:util'
import { deflateRaw, inflateRawSync } from 'node:zlib'
import type { Keyring } from './keyring.ts'

export interface Contact {
  readonly address: string | null
  readonly phone: string | null
}

/** Rows per block. A row refers to its block and its index in it, from 0. */
export const CONTACTS_PER_BLOCK = 500
const CONTEXT = 'contact_block'

/**
 * Addresses of one place are repetitive: the fastest deflate saves about three quarters of the table. A block has about 20 kB, so a small
 * window suffices; with the default one, a third of the time was spent clearing its memory.
 */
const FASTEST = { level: 1, windowBits: 14, memLevel: 7 } as const
const deflate = promisify<string, typeof FASTEST, Buffer>(deflateRaw)

/** Encrypts up to 500 contacts into one block for the table `contact_block`. Compression runs on libuv's threads. */
export const sealContacts = async (keys: Keyring, rows: readonly Contact[]): Promise<Uint8Array> => {
  if (rows.length > CONTACTS_PER_BLOCK) throw new Error(`a block holds ${CONTACTS_PER_BLOCK} contacts, not ${rows.length}`)
  const flat: (string | null)[] = []
  for (const row of rows) flat.push(row.address, row.phone)
  return keys.seal(await deflate(JSON.stringify(flat), FASTEST), CONTEXT)
}

/** The contacts of a block, in their original order. Throws `SealError` if the block was changed. */
export const openContacts = (keys: Keyring, sealed: Uint8Array): Contact[] => {
  const flat: readonly (string | null)[] = JSON.parse(inflateRawSync(keys.open(sealed, CONTEXT)).toString('utf8'))
  return Array.from({ length: flat.length / 2 }, (_, at) => ({ address: flat[2 * at] ?? null, phone: flat[2 * at + 1] ?? null }))
}

/** `13812345678` → `138****5678`. A shorter number keeps its last four digits, but at most a third of them. */
export const maskPhone = (phone: string): string => {
  const digits = phone
    .normalize('NFKC')
    .replace(/\D/g, '')
    .replace(/^(?:00)?86(?=1\d{10}$)/, '')
  if (digits.length >= 11) return `${digits.slice(0, 3)}****${digits.slice(-4)}`
  return `****${digits.slice(digits.length - Math.min(4, Math.floor(digits.length / 3)))}`
}
