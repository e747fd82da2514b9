/** What the API says and takes about certificates (选民资格证明, P83 §9). */
import { z } from 'zod'
import { AreaSchema } from '../election/index.ts'
import { AreaCode, Cursor, Day, GivenDay, Instant, Next, Reason } from '../platform/http/index.ts'
import { Basis, Evidence, MigrantDatesShape, RegistrationAnswer } from '../registration/index.ts'

export const STATES = ['requested', 'refused', 'issued', 'revoked', 'expired', 'released', 'restored'] as const
const ACCEPTANCE_STATES = ['review', 'held', 'final', 'returned', 'giving-back', 'given-back'] as const

const CertificateState = z.enum(STATES).meta({ id: 'CertificateState' })
const AcceptanceState = z.enum(ACCEPTANCE_STATES).meta({ id: 'AcceptanceState' })
const Text = (most: number) => z.string().trim().min(1).max(most)
const QrText = z.string().max(4_000).meta({ description: 'What the QR says, scanned or typed; spaces do not matter.' })

export const CertificateItem = z
  .object({
    id: z.uuid(),
    electionId: z.string(),
    name: z.string(),
    place: AreaSchema.meta({ description: 'Where the voter is on the roll.' }),
    to: z.string().nullable().meta({ description: 'Where the voter wants to go, as the voter says it.' }),
    via: z.enum(['portal', 'station']),
    state: CertificateState,
    requestedAt: Instant,
    issuedOn: Day.nullable(),
    validUntil: Day.nullable().meta({ description: 'The last day on which it may be taken.' }),
    reason: z.string().nullable().meta({ description: 'Of refusing or revoking it.' }),
    releasedTo: z
      .object({ installation: z.string(), name: z.string() })
      .nullable()
      .meta({ description: 'Who took it: then the voter is on their roll.' }),
    copies: z.number().int().meta({ description: 'How many copies (副本) were printed.' }),
    text: z
      .string()
      .nullable()
      .meta({ description: 'The text of its QR, for as long as it is issued; of the own ones and right after issuing.' }),
  })
  .meta({ id: 'Certificate' })
export type CertificateItem = z.infer<typeof CertificateItem>

const Counts = z.object({
  requested: z.number().int(),
  refused: z.number().int(),
  issued: z.number().int(),
  revoked: z.number().int(),
  expired: z.number().int(),
  released: z.number().int(),
  restored: z.number().int(),
})

export const CertificateQuery = z.object({
  state: CertificateState.optional(),
  q: z.string().trim().max(60).optional().meta({ description: 'Part of a name.' }),
  cursor: Cursor.optional(),
})
export type CertificateQuery = z.infer<typeof CertificateQuery>
export const CertificatePage = z
  .object({ items: z.array(CertificateItem), figures: Counts, next: Next })
  .meta({ id: 'CertificatePage' })
export type CertificatePage = z.infer<typeof CertificatePage>

export const AcceptanceItem = z
  .object({
    id: z.uuid(),
    electionId: z.string(),
    name: z.string(),
    community: AreaSchema,
    from: AreaSchema.meta({ description: 'Where the voter comes from.' }),
    issuer: z.string().meta({ description: 'Installation that issued the certificate.' }),
    state: AcceptanceState.meta({
      description:
        'review: an officer decides first. held: the place of origin has not answered. Until then the voter is on its roll. final: on the roll here. returned: not taken, and never left. giving-back: refused here after the release, and the place of origin is asked to take the voter back. given-back: it has.',
    }),
    reason: z.enum(['used', 'revoked', 'expired', 'unknown', 'polling', 'refused']).nullable(),
    takenOn: Day,
    takenBy: z.string(),
  })
  .meta({ id: 'CertificateAcceptance' })
export type AcceptanceItem = z.infer<typeof AcceptanceItem>
export const AcceptanceQuery = z.object({ state: AcceptanceState.optional(), cursor: Cursor.optional() })
export type AcceptanceQuery = z.infer<typeof AcceptanceQuery>
export const AcceptancePage = z.object({ items: z.array(AcceptanceItem), next: Next }).meta({ id: 'CertificateAcceptancePage' })
export type AcceptancePage = z.infer<typeof AcceptancePage>

export const CertificateFigures = z
  .object({
    asked: z.number().int(),
    ...Counts.shape,
    accepted: z.object({
      review: z.number().int(),
      held: z.number().int(),
      final: z.number().int(),
      returned: z.number().int(),
      'giving-back': z.number().int(),
      'given-back': z.number().int(),
    }),
    migrants: z
      .object({ withCertificate: z.number().int(), without: z.number().int(), unproven: z.number().int() })
      .meta({ description: 'People from outside: with a certificate, with other proof that is enough, and with none yet.' }),
    provinces: z
      .object({
        rows: z.array(
          z.object({
            province: z
              .object({ code: z.string(), name: z.string() })
              .nullable()
              .meta({ description: 'Null: several provinces together.' }),
            asked: z.number().int(),
            issued: z.number().int(),
            refused: z.number().int(),
            silent: z.number().int(),
          }),
        ),
        merged: z.number().int(),
      })
      .meta({
        description:
          'Of how many people from elsewhere a certificate is asked, by province of the household register, as sums only: numbers under ten are merged.',
      }),
    rules: z.object({
      set: z.string(),
      needed: z.boolean().meta({ description: 'Is there someone who needs a certificate under this rule set?' }),
      enough: z.array(z.object({ evidence: z.array(Evidence), needsCertificate: z.boolean() })),
    }),
    silent: z
      .array(
        z.object({
          installation: z.string(),
          name: z.string(),
          waiting: z.number().int(),
          since: Instant,
          trouble: z.string().nullable(),
        }),
      )
      .meta({ description: 'Partners that have not answered yet: telephone them.' }),
  })
  .meta({ id: 'CertificateFigures' })
export type CertificateFigures = z.infer<typeof CertificateFigures>

export const CertificateId = z.object({ id: z.string().max(60), cid: z.uuid() })
export const NewRequest = z
  .object({ electionId: z.string().max(60), to: z.string().trim().max(100).optional() })
  .meta({ id: 'NewCertificateRequest' })
export const NewRequestAtStation = z
  .object({ name: Text(60), number: Text(24), to: z.string().trim().max(100).optional() })
  .meta({ id: 'NewCertificateAtStation' })
export type NewRequestAtStation = z.infer<typeof NewRequestAtStation>
export const IssueBody = z.object({ validUntil: GivenDay.optional() }).meta({ id: 'IssueCertificate' })
export const ReasonBody = z.object({ reason: Reason }).meta({ id: 'CertificateReason' })

const Where = {
  community: AreaCode.meta({ description: 'Code of the community, 12 digits.' }),
  basis: Basis,
  evidence: z
    .array(Evidence)
    .max(Evidence.options.length)
    .default([])
    .meta({ description: 'What else the voter shows; the certificate is added.' }),
  ...MigrantDatesShape,
}
export const AcceptMine = z.object({ electionId: z.string().max(60), text: QrText, ...Where }).meta({ id: 'AcceptMyCertificate' })
export type AcceptMine = z.infer<typeof AcceptMine>
export const AcceptAtStation = z
  .object({ text: QrText, name: Text(60), number: Text(24), ...Where })
  .meta({ id: 'AcceptCertificate' })
export type AcceptAtStation = z.infer<typeof AcceptAtStation>
export const Accepted = z
  .object({ acceptance: AcceptanceItem, registration: RegistrationAnswer.shape.registration })
  .meta({ id: 'AcceptedCertificate' })
export type Accepted = z.infer<typeof Accepted>

export const VerifyBody = z
  .object({ text: QrText, electionId: z.string().max(60).optional().meta({ description: 'Its round is compared too.' }) })
  .meta({ id: 'VerifyCertificate' })
export const Verified = z
  .object({
    id: z.uuid(),
    issuer: z.string(),
    round: z.string(),
    name: z.string(),
    from: AreaSchema,
    issuedOn: Day,
    validUntil: Day,
    taken: z.boolean().meta({ description: 'It was taken here already.' }),
  })
  .meta({ id: 'VerifiedCertificate' })
export type Verified = z.infer<typeof Verified>

export const Mine = z
  .object({ certificates: z.array(CertificateItem), accepted: z.array(AcceptanceItem) })
  .meta({ id: 'MyCertificates' })
export type Mine = z.infer<typeof Mine>

/** An envelope between installations; `message` is the JSON that was signed, as text. */
export const EnvelopeSchema = z
  .object({
    from: z.string().max(60),
    to: z.string().max(60),
    id: z.uuid(),
    keyId: z.string().max(64),
    at: z.iso.datetime(),
    message: z.string().max(200_000),
    signature: z.string().max(400),
  })
  .meta({ id: 'ExchangeEnvelope' })
