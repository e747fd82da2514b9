/** What the API says and takes about registering one person: a voter's phone, a family member's, a station, a door. */

import { BASES, EVIDENCE, type EvidenceKind, TOWNSHIP_GROUNDS, TOWNSHIP_VOTES } from '@mingce/domain/election'
import { REGISTRATION_STATUSES } from '@mingce/domain/registration'
import { z } from 'zod'
import { AreaSchema, LevelSchema, ObjectionDaysSchema } from '../../election/index.ts'
import { AreaCode, Day, Instant, NumberInPath, TextSchema } from '../../platform/http/index.ts'
import { FindingCode } from '../check/index.ts'
import { StationSchema } from '../station/index.ts'

const OUTCOMES = ['registered', 'review', 'pending', 'refused', 'already', 'elsewhere', 'received'] as const
const CHANNELS = ['door', 'station'] as const

export const Basis = z.enum(BASES)
export const Evidence = z.enum(Object.keys(EVIDENCE) as [EvidenceKind, ...EvidenceKind[]])

export const FoundOf = z
  .object({ code: FindingCode, article: z.string(), title: TextSchema, next: TextSchema })
  .meta({ id: 'Found' })
export type FoundOf = z.infer<typeof FoundOf>

const DistrictName = z.object({ code: z.string(), name: z.string() })
const Districts = z.object({ county: DistrictName.nullable(), township: DistrictName.nullable() }).meta({ id: 'VoterDistricts' })

export const MyRegistration = z
  .object({
    electionId: z.string(),
    electionName: z.string(),
    pollingDay: Day,
    countyCode: z.string(),
    registrationId: z.number().int(),
    status: z.enum(REGISTRATION_STATUSES),
    community: AreaSchema.nullable(),
    districts: Districts,
    townshipVote: z
      .enum(TOWNSHIP_VOTES)
      .nullable()
      .meta({ description: 'Whether the voter elects the township’s deputies; null: the election has no township level.' }),
    townshipGround: z.enum(TOWNSHIP_GROUNDS).nullable(),
    voterGroup: z.string().nullable(),
    part: z.string().nullable().meta({ description: 'Part of the community (村民小组, 楼院), where it is known.' }),
    stations: z.array(StationSchema),
    listed: z
      .object({ version: z.number().int(), number: z.number().int(), district: z.string() })
      .nullable()
      .meta({ description: 'Where the published list has the voter; null: not yet, or no more.' }),
    channel: z.string(),
    at: Instant,
    findings: z.array(FoundOf),
    objection: ObjectionDaysSchema,
    steps: z.array(z.object({ step: z.string(), title: TextSchema, until: Day, article: z.string() })),
  })
  .meta({ id: 'MyRegistration' })
export type MyRegistration = z.infer<typeof MyRegistration>

export const MyRefusal = z
  .object({
    electionId: z.string(),
    electionName: z.string(),
    kind: z.enum(['row', 'refused', 'removed']).meta({
      description: 'row: what was sent was not accepted. refused, removed: an office decided so about a registration.',
    }),
    at: Instant,
    grounds: z.array(FoundOf),
    reason: z.string().nullable().meta({ description: 'In the words of the officer who decided; null: the check alone.' }),
    documents: z
      .array(
        z.object({
          ground: z.enum(['deprived', 'suspended']),
          authority: z.string(),
          number: z.string(),
          from: Day,
          to: Day.nullable(),
        }),
      )
      .meta({ description: 'Of someone without the vote: the document that says so.' }),
    objection: ObjectionDaysSchema,
  })
  .meta({ id: 'MyRefusal' })
export type MyRefusal = z.infer<typeof MyRefusal>

export const RegistrationAnswer = z
  .object({
    outcome: z.enum(OUTCOMES),
    registration: MyRegistration.nullable(),
    findings: z.array(FoundOf),
    objection: ObjectionDaysSchema.optional().meta({ description: 'Of someone who was refused: until when one may object.' }),
    elsewhere: z
      .object({ community: z.string(), since: Day })
      .optional()
      .meta({ description: 'Told to the person only: where they stand now. Sending again with `instead` moves them.' }),
  })
  .meta({ id: 'RegistrationAnswer' })
export type RegistrationAnswer = z.infer<typeof RegistrationAnswer>

const Text = (most: number) => z.string().trim().min(1).max(most)
/** Dates that someone from elsewhere is asked for; where they are given they decide on election day. */
export const MigrantDatesShape = {
  livesHereSince: Day.optional().meta({ description: 'Since when the person has lived in the city.' }),
  contractFrom: Day.optional().meta({ description: 'First day of the employment contract.' }),
  contractUntil: Day.optional().meta({ description: 'Last day of the employment contract; without it, none is agreed.' }),
}
const Place = {
  community: AreaCode.meta({ description: 'Code of the community, 12 digits.' }),
  basis: Basis,
  unit: z.string().trim().max(100).optional(),
  evidence: z.array(Evidence).max(Evidence.options.length).default([]),
  ...MigrantDatesShape,
  electsTownship: z
    .boolean()
    .optional()
    .meta({ description: 'Whether the person elects the township’s deputies, where the place asks it (`asksTownship`).' }),
  part: z
    .string()
    .trim()
    .max(40)
    .optional()
    .meta({ description: 'Part of the community (村民小组, 楼院), where it is divided among districts (`parts` of the place).' }),
  instead: z.literal(true).optional().meta({ description: 'Move the registration here from where the person stands now.' }),
}
const IdNumber = z.string().trim().max(24)

export const NewRegistration = z
  .object({
    ...Place,
    family: z
      .object({ name: Text(60), number: IdNumber, relation: Text(20), consent: z.literal(true) })
      .optional()
      .meta({ description: 'A family member who has no phone, and agreed. The answer is always `received`.' }),
  })
  .meta({ id: 'NewRegistration' })
export type NewRegistration = z.infer<typeof NewRegistration>

const DOCUMENT_TYPES = ['passport', 'household-register', 'other'] as const

export const NewAtStation = z
  .object({
    person: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('resident-id'), name: Text(60), number: IdNumber }),
      z.object({
        kind: z.literal('document'),
        type: z.enum(DOCUMENT_TYPES),
        number: Text(40),
        name: Text(60),
        birthDate: Day,
        sex: z.enum(['M', 'F']),
      }),
    ]),
    ...Place,
    address: z.string().trim().max(200).optional(),
    phone: z.string().trim().max(40).optional(),
    channel: z.enum(CHANNELS),
    consent: z
      .object({ relation: Text(20), note: z.string().trim().max(200).optional() })
      .optional()
      .meta({ description: 'Who spoke for the person, where it was not the person.' }),
  })
  .meta({ id: 'NewAtStation' })
export type NewAtStation = z.infer<typeof NewAtStation>

export const VoterElection = z
  .object({
    id: z.string(),
    name: z.string(),
    pollingDay: Day,
    levels: z.array(LevelSchema),
    area: AreaSchema,
    own: z.boolean().meta({ description: 'The voter stands here, or lives here by the population register.' }),
    open: z.boolean(),
    until: Day.meta({ description: 'The last day on which a registration is taken.' }),
    training: z.boolean(),
  })
  .meta({ id: 'VoterElection' })
export type VoterElection = z.infer<typeof VoterElection>

export const VoterForm = z
  .object({
    hukouArea: AreaSchema.nullable(),
    suggestion: z.object({ community: AreaSchema, basis: Basis, why: TextSchema }).nullable(),
    bases: z.array(
      z.object({
        basis: Basis,
        title: TextSchema,
        why: TextSchema,
        article: z.string(),
        asks: z.array(
          z.object({
            evidence: Evidence,
            title: TextSchema,
            why: TextSchema,
            article: z.string(),
            by: Day.optional().meta({
              description: 'Of evidence that dates prove: the latest first day that is long enough ago on election day.',
            }),
          }),
        ),
        enough: z.array(z.array(Evidence)),
      }),
    ),
  })
  .meta({ id: 'VoterForm' })
export type VoterForm = z.infer<typeof VoterForm>

export const PlaceQuery = z.object({ q: z.string().trim().max(40).optional(), under: AreaCode.optional() })
export type PlaceQuery = z.infer<typeof PlaceQuery>
export const PlaceItem = z.object({ code: z.string(), name: z.string(), path: z.string() }).meta({ id: 'Place' })
export type PlaceItem = z.infer<typeof PlaceItem>
export const PlaceDetail = z
  .object({
    community: AreaSchema,
    districts: Districts,
    asksTownship: z
      .boolean()
      .meta({ description: 'Nothing is known of whether you elect the township’s deputies: the form asks.' }),
    parts: z.array(z.object({ part: z.string(), name: z.string(), districts: Districts })).meta({
      description: 'Of a community that is divided among districts: its parts, each with its districts; the form asks which.',
    }),
    stations: z.array(StationSchema),
  })
  .meta({ id: 'PlaceDetail' })
export type PlaceDetail = z.infer<typeof PlaceDetail>

export const VoterElectionId = z.object({ id: z.string().max(40) })
export const VoterPlaceId = VoterElectionId.extend({ community: AreaCode })
export const MyElectionId = z.object({ electionId: z.string().max(40) })
export const StandingId = z.object({
  id: z.string().max(40),
  countyCode: z.string().regex(/^\d{2,6}$/),
  registrationId: NumberInPath,
})
