/** Authorities and messages about made-up people, for tests: keys made here, messages signed as by an authority. */
import { createHash, generateKeyPairSync } from 'node:crypto'
import { type FeedEntry, writeFeedEntry } from '@mingce/domain/population'
import { signStatement } from '../../../population/index.ts'

export interface SenderKey {
  readonly publicKey: string
  readonly privateKey: string
}

export const newKey = (): SenderKey => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

/** A fixed SM2 key, because OpenSSL in Node cannot generate one. It protects nothing. */
export const SM2_TEST_KEY: SenderKey = {
  publicKey: `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAEZa9EMwuOYqYFkwgiimBEZIpNB/Vr
Gsfv19LLij7VCU1sIOl6URu8IkgjP0I6gwcQwffLAXT4kQWKfz6JrKG5jg==
-----END PUBLIC KEY-----
`,
  privateKey: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqBHM9VAYItBG0wawIBAQQg/VTqbBArdJFzJLer
9oYHPq19fEFSLoOL4X15lf7aE+2hRANCAARlr0QzC45ipgWTCCKKYERkik0H9Wsa
x+/X0suKPtUJTWwg6XpRG7wiSCM/QjqDBxDB98sBdPiRBYp/PomsobmO
-----END PRIVATE KEY-----
`,
}

export interface Sent {
  readonly signature: string
  readonly message: Uint8Array[]
  readonly text: string
}

/** A signed message of the given lines. */
export const messageOf = (
  lines: readonly (FeedEntry | string)[],
  by: { authority: string; sequence: number; key: SenderKey; issuedAt: Date; algorithm?: 'sm3' | 'sha-256' },
): Sent => {
  const text = lines.map(line => `${typeof line === 'string' ? line : writeFeedEntry(line)}\n`).join('')
  const algorithm = by.algorithm ?? 'sm3'
  const hex = createHash(algorithm === 'sm3' ? 'sm3' : 'sha256')
    .update(text)
    .digest('hex')
  const statement = {
    authority: by.authority,
    sequence: by.sequence,
    issuedAt: Math.floor(by.issuedAt.getTime() / 1000),
    digest: { algorithm, hex },
    entries: lines.length,
  } as const
  const bytes = Buffer.from(text)
  // Split at any byte, even within a character, as by a network.
  const message = Array.from({ length: Math.ceil(bytes.length / 37) }, (_, i) => bytes.subarray(37 * i, 37 * (i + 1)))
  return { signature: signStatement(statement, by.key.privateKey), message, text }
}
