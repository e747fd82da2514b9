/** Envelopes between installations: a message as JSON, signed with who sends it, to whom, and its id. */
import { randomUUID } from 'node:crypto'
import type { Message, PartnerKey } from '@mingce/domain/certificate'
import { z } from 'zod'
import { chinaDate } from '../../platform/clock/index.ts'
import type { SigningKey } from '../partner/index.ts'
import { isSigned, signLine } from '../partner/index.ts'

export interface Envelope {
  readonly from: string
  readonly to: string
  /** UUID of the message: the same each time it is sent. */
  readonly id: string
  readonly keyId: string
  /** ISO 8601, when this envelope was made. */
  readonly at: string
  /** JSON. */
  readonly message: string
  /** base64url */
  readonly signature: string
}

const TakerSchema = z.object({ installation: z.string(), acceptance: z.uuid() })
/** One certificate in a statement: `taken` by the sender from the receiver, or `released` by the sender to the receiver. */
const StatedEntry = z.object({
  side: z.enum(['taken', 'released']),
  certificate: z.uuid(),
  acceptance: z.uuid(),
  state: z.enum(['held', 'final', 'giving-back', 'given-back', 'released', 'restored']),
  /** Of what was taken: where the voter is now, and the certificate that was shown. */
  place: z.object({ code: z.string().max(12), name: z.string().max(100) }).nullable(),
  presented: z.string().max(4_000).nullable(),
})
export type StatedEntry = z.infer<typeof StatedEntry>

const MessageSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('claim'),
    certificate: z.uuid(),
    taker: TakerSchema,
    takenOn: z.iso.date(),
    place: z.object({ code: z.string().regex(/^\d{2,12}$/), name: z.string().max(100) }),
  }),
  z.object({ kind: z.literal('released'), certificate: z.uuid(), taker: TakerSchema }),
  z.object({ kind: z.literal('giveBack'), certificate: z.uuid(), taker: TakerSchema }),
  z.object({ kind: z.literal('restored'), certificate: z.uuid(), taker: TakerSchema }),
  z.object({
    kind: z.literal('declined'),
    certificate: z.uuid(),
    taker: TakerSchema,
    reason: z.enum(['used', 'revoked', 'expired', 'unknown', 'polling', 'refused']),
  }),
  // A restored installation asks what its partner took from it and released to it, page by page.
  z.object({ kind: z.literal('inquiry'), restoredAt: z.iso.datetime(), after: z.string().max(100) }),
  z.object({
    kind: z.literal('statement'),
    entries: z.array(StatedEntry).max(100),
    /** What `after` names for the next page; null: this is the last one. */
    next: z.string().nullable(),
  }),
])
export type ReadMessage = z.infer<typeof MessageSchema>
export type Inquiry = Extract<ReadMessage, { kind: 'inquiry' }>
export type Statement = Extract<ReadMessage, { kind: 'statement' }>

const lineOf = ({ from, to, id, keyId, at, message }: Omit<Envelope, 'signature'>): string =>
  JSON.stringify(['MX1', from, to, id, keyId, at, message])

export const seal = (
  message: Message | Inquiry | Statement,
  about: { readonly from: string; readonly to: string; readonly id?: string; readonly at: Date },
  key: SigningKey,
): Envelope => {
  const { from, to, id = randomUUID(), at } = about
  const envelope = { from, to, id, keyId: key.keyId, at: at.toISOString(), message: JSON.stringify(message) }
  return { ...envelope, signature: signLine(lineOf(envelope), key) }
}

/** The message, when the envelope is to `self` and signed by a key of its sender that held when it was made; else undefined. */
export const openEnvelope = (envelope: Envelope, self: string, keys: readonly PartnerKey[]): ReadMessage | undefined => {
  const madeOn = chinaDate(new Date(envelope.at))
  const key = keys.find(
    known =>
      known.installation === envelope.from &&
      known.keyId === envelope.keyId &&
      known.withdrawnOn === null &&
      known.from <= madeOn &&
      (known.until === null || madeOn <= known.until),
  )
  if (envelope.to !== self || !key || !isSigned(lineOf(envelope), envelope.signature, key)) return undefined
  try {
    const read = MessageSchema.safeParse(JSON.parse(envelope.message))
    return read.success ? read.data : undefined
  } catch {
    return undefined
  }
}
