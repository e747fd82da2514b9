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
const MessageSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('claim'),
    certificate: z.uuid(),
    taker: TakerSchema,
    takenOn: z.iso.date(),
    place: z.object({ code: z.string().regex(/^\d{2,12}$/), name: z.string().max(100) }),
  }),
  z.object({ kind: z.literal('released'), certificate: z.uuid(), taker: TakerSchema }),
  z.object({
    kind: z.literal('declined'),
    certificate: z.uuid(),
    taker: TakerSchema,
    reason: z.enum(['used', 'revoked', 'expired', 'unknown']),
  }),
])
export type ReadMessage = z.infer<typeof MessageSchema>

const lineOf = ({ from, to, id, keyId, at, message }: Omit<Envelope, 'signature'>): string =>
  JSON.stringify(['MX1', from, to, id, keyId, at, message])

export const seal = (
  message: Message,
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
