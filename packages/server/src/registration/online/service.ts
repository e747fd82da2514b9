/**
 * Registering one person: by the voter, by a family member, or at a station or a door. Each is a batch of one and takes the road of files;
 * what is the person's own (name and number of the login) is never typed.
 */
import { randomUUID } from 'node:crypto'
import { type EvidenceKind, evidenceSum, type MigrantDates, splitClaimed } from '@mingce/domain/election'
import { fail, ok, type Result } from '@mingce/domain/result'
import { partKey, spellArticles } from '@mingce/domain/standards'
import type { Context, VoterContext } from '../../access/index.ts'
import { authorise } from '../../access/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import { sealContacts } from '../../platform/crypto/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { documentContext } from '../../platform/rekey/index.ts'
import { askRegisters } from '../../population/index.ts'
import { countTold } from '../check/index.ts'
import type { ByCertificate, OnlineEntry, OnlinePerson } from './batch/index.ts'
import { ElectionClosed, openRegistrationQueue, type RegistrationQueue } from './batch/index.ts'
import type { OnlineRefusal } from './errors.ts'
import { type Frame, frameOf } from './frame/index.ts'
import type { NewAtStation, NewRegistration, RegistrationAnswer } from './schema.ts'
import { documentNumber, documentPerson, maskDocument, readPerson } from './service.person.ts'
import { countConsents } from './store.consents.ts'

type Services = Pick<Context, 'database' | 'keys' | 'clock' | 'log'>

/** A login registers so many family members in an election. */
const FAMILY_LIMIT = 8
const SEPARATOR = '\u001f'

const queues = new WeakMap<Database, RegistrationQueue>()
/** Batches form where the store is: one queue for each. */
const queueOf = (services: Services): RegistrationQueue => {
  const known = queues.get(services.database)
  if (known) return known
  const queue = openRegistrationQueue(services)
  queues.set(services.database, queue)
  return queue
}

/** The frame of an election that takes registrations today, or why it does not. */
export const openFrame = async (services: Services, electionId: string): Promise<Result<Frame, OnlineRefusal>> => {
  const now = services.clock.now()
  const frame = await frameOf(services.database, electionId, now.getTime())
  if (!frame) return fail({ code: 'election.unknown' })
  if (frame.election.state === 'closed') return fail({ code: 'registration.closed' })
  if (chinaDate(now) > frame.until) {
    const article = spellArticles(frame.rules.lateChanges.article)
    return fail({
      code: 'registration.closed',
      text: {
        zh: `登记截止到${frame.until}（${article.zh}），现在不能再登记`,
        en: `Registration closed on ${frame.until} (${article.en})`,
      },
    })
  }
  return ok(frame)
}

interface Where {
  readonly community: string
  readonly basis: string
  readonly unit?: string | undefined
  readonly evidence: readonly EvidenceKind[]
  readonly instead?: true | undefined
  readonly electsTownship?: boolean | undefined
  readonly livesHereSince?: string | undefined
  readonly contractFrom?: string | undefined
  readonly contractUntil?: string | undefined
  readonly part?: string | undefined
}

/** The part that was chosen, where the community is divided among districts; null: none, or it is not divided. */
const partOf = (frame: Frame, { community, part }: Pick<Where, 'community' | 'part'>): string | null => {
  const parts = frame.partsOf(community)
  const key = parts.length === 0 ? null : partKey(part, frame.places.get(community)?.name)
  return parts.some(one => one.part === key) ? key : null
}

const placed = (frame: Frame, where: Where): Result<Where, OnlineRefusal> => {
  if (!frame.places.has(where.community)) return fail({ code: 'place.unknown', field: 'community' })
  const isAsked = where.part !== undefined && frame.partsOf(where.community).length > 0
  if (isAsked && partOf(frame, where) === null) return fail({ code: 'place.part', field: 'part' })
  if (!frame.rules.bases.some(rule => rule.basis === where.basis)) return fail({ code: 'basis.unknown', field: 'basis' })
  return ok(where)
}

const datesOf = ({ livesHereSince, contractFrom, contractUntil }: Where): MigrantDates => ({
  livesHereSince: livesHereSince ?? null,
  contractFrom: contractFrom ?? null,
  contractUntil: contractUntil ?? null,
})

const entryOf = (
  services: Services,
  frame: Frame,
  person: OnlinePerson,
  where: Where,
  requestId: string | undefined,
): Pick<
  OnlineEntry,
  | 'frame'
  | 'requestId'
  | 'community'
  | 'unit'
  | 'basis'
  | 'evidence'
  | 'dates'
  | 'electsTownship'
  | 'part'
  | 'digest'
  | 'refusalDigest'
  | keyof OnlinePerson
> => {
  // Who took part last time is known from last round's roll; without it, as the person says.
  const said = frame.knowsLastRound ? where.evidence.filter(kind => kind !== 'tookPartLastTime') : where.evidence
  // What the person says of an exemption is checked by an officer first, where the rule set asks it (BJR).
  const { counted, claimed } = splitClaimed(frame.rules, evidenceSum(said))
  const particulars = [person.personKey, person.name, where.community, where.basis, where.unit ?? ''].join(SEPARATOR)
  const [digest = '', refusalDigest = ''] = services.keys.digests([
    `online/${requestId ?? randomUUID()}/${particulars}`,
    `online/refused/${particulars}`,
  ])
  return {
    ...person,
    frame,
    requestId,
    community: where.community,
    unit: where.unit || null,
    basis: where.basis,
    evidence: counted,
    // Someone who lives abroad is often in no register any more: whoever decides on that sees it too.
    stated: claimed === 0 ? person.stated : { ...person.stated, 'place.unproven': { claimed }, 'population.absent': { claimed } },
    dates: datesOf(where),
    // Asked where the committee's list is by person; elsewhere the list says it.
    electsTownship: frame.asksTownship(where.community) ? (where.electsTownship ?? null) : null,
    part: partOf(frame, where),
    digest,
    refusalDigest,
  }
}

/** Registers an entry with whoever else arrives now; resolves when it is on the disk. */
const register = async (
  services: Services,
  asked: Omit<OnlineEntry, 'timedOut'>,
): Promise<Result<RegistrationAnswer, OnlineRefusal>> => {
  const entry = { ...asked, timedOut: await hasTimedOut(services, asked) }
  try {
    return ok(await queueOf(services).register(entry))
  } catch (error) {
    if (error instanceof ElectionClosed) return fail({ code: 'registration.closed' })
    throw error
  }
}

/** Did no register answer for the person in time? Nobody waits longer than 800 ms for one. */
const hasTimedOut = async (
  services: Services,
  { frame, personKey, name, document, certificate }: Omit<OnlineEntry, 'timedOut'>,
): Promise<boolean> => {
  // The place of origin has proved the bearer of a certificate; someone with another document is in no register.
  if (!frame.asksRegisters || document || certificate) return false
  const [answer] = await askRegisters(services, frame.election, [{ personKey, name }])
  return answer?.answer === 'silent'
}

/** May this login register someone else too? A household, not a list. */
const mayRegisterFamily = async (
  ctx: VoterContext,
  electionId: string,
  personKey: string,
): Promise<Result<null, OnlineRefusal>> => {
  if (personKey === ctx.voter.personKey) return fail({ code: 'family.self', field: 'family.number' })
  const given = await countConsents(ctx.database, ctx.voter.personKey, electionId)
  return given >= FAMILY_LIMIT ? fail({ code: 'family.too-many' }) : ok(null)
}

/** Registers the voter who signed in, or a family member who agreed. Of someone else nothing is ever told. */
export const registerVoter = async (
  ctx: VoterContext,
  electionId: string,
  input: NewRegistration,
): Promise<Result<RegistrationAnswer, OnlineRefusal>> => {
  const opened = await openFrame(ctx, electionId)
  if (!opened.ok) return opened
  const frame = opened.value
  const where = placed(frame, input)
  if (!where.ok) return where
  return input.family ? registerFamily(ctx, frame, input, input.family) : registerSelf(ctx, frame, input)
}

const registerSelf = async (
  ctx: VoterContext,
  frame: Frame,
  input: NewRegistration,
): Promise<Result<RegistrationAnswer, OnlineRefusal>> => {
  const { name, personKey } = ctx.voter
  // The number says the birth date and the sex; the key that the login holds is kept as it is.
  const person = readPerson(ctx, frame, { name, personKey, number: ctx.keys.openPersonKey(personKey) })
  if (!person.ok) return person
  return register(ctx, {
    ...entryOf(ctx, frame, person.value, input, ctx.requestId),
    account: personKey,
    action: `register ${frame.election.id}${input.instead ? ' instead' : ''}`,
    actor: { name, role: 'voter' },
    channel: 'online',
    elsewhere: input.instead ? 'move' : 'tell',
    contact: null,
    consent: null,
    document: null,
    office: null,
    answers: 'self',
  })
}

const registerFamily = async (
  ctx: VoterContext,
  frame: Frame,
  input: NewRegistration,
  family: NonNullable<NewRegistration['family']>,
): Promise<Result<RegistrationAnswer, OnlineRefusal>> => {
  const electionId = frame.election.id
  const person = readPerson(ctx, frame, family)
  if (!person.ok) return person
  const { personKey } = person.value
  const allowed = await mayRegisterFamily(ctx, electionId, personKey)
  if (!allowed.ok) return allowed
  return register(ctx, {
    ...entryOf(ctx, frame, person.value, input, ctx.requestId),
    account: ctx.voter.personKey,
    action: `register ${electionId} family`,
    actor: { name: ctx.voter.name, role: 'family' },
    channel: 'online',
    elsewhere: 'case',
    contact: null,
    consent: {
      personKey,
      electionId,
      givenBy: ctx.voter.personKey,
      officer: null,
      relation: family.relation,
      note: null,
    },
    document: null,
    office: null,
    answers: 'family',
  })
}

const contactOf = async (ctx: Context, { address, phone }: NewAtStation): Promise<Uint8Array | null> =>
  address || phone ? await sealContacts(ctx.keys, [{ address: address || null, phone: phone || null }]) : null

/** That someone registers another who agreed, as an officer noted it. */
const consentAtStation = (
  ctx: Context,
  electionId: string,
  personKey: string,
  { consent }: NewAtStation,
): OnlineEntry['consent'] =>
  consent
    ? { personKey, electionId, givenBy: null, officer: ctx.actor.name, relation: consent.relation, note: consent.note || null }
    : null

/** The document of someone without an ID number, its number sealed. */
const documentOf = (
  ctx: Context,
  electionId: string,
  personKey: string,
  said: NewAtStation['person'],
): OnlineEntry['document'] => {
  if (said.kind !== 'document') return null
  const number = documentNumber(said.number)
  return {
    personKey,
    electionId,
    type: said.type,
    sealed: ctx.keys.seal(Buffer.from(number), documentContext(personKey)),
    masked: maskDocument(number),
    officerId: ctx.actor.id,
    officer: ctx.actor.name,
  }
}

/** So often within an hour a worker is told that someone is registered elsewhere. Beyond that everybody is taken and nothing is told. */
export const TOLD_PER_HOUR = 20
const HOUR_MS = 3_600_000

/**
 * Registers someone at a station or a door. Someone without an ID number waits until a second officer has seen the document. A worker who
 * was told too often is answered `received` for everybody: whoever is registered elsewhere becomes a case of both offices.
 */
export const registerAtStation = async (
  ctx: Context,
  electionId: string,
  input: NewAtStation,
): Promise<Result<RegistrationAnswer, OnlineRefusal>> => {
  const opened = await openFrame(ctx, electionId)
  if (!opened.ok) return opened
  const frame = opened.value
  const where = placed(frame, input)
  if (!where.ok) return where
  const allowed = authorise(ctx.actor, 'register', input.community)
  if (!allowed.ok) return allowed
  const said = input.person
  const person =
    said.kind === 'resident-id'
      ? readPerson(ctx, frame, { name: said.name, number: said.number })
      : ok(documentPerson(ctx, frame, said))
  if (!person.ok) return person
  const { personKey } = person.value
  const isTold = (await countTold(ctx.database, ctx.actor.id, new Date(ctx.clock.now().getTime() - HOUR_MS))) < TOLD_PER_HOUR
  return register(ctx, {
    ...entryOf(ctx, frame, person.value, input, ctx.requestId),
    // At a station the papers are seen: what the officer notes is taken as it is.
    evidence: evidenceSum(input.evidence),
    stated: person.value.stated,
    electsTownship: input.electsTownship ?? null,
    account: ctx.actor.id,
    action: `register ${electionId}${input.instead ? ' instead' : ''}`,
    actor: { name: ctx.actor.name, role: ctx.actor.role },
    channel: input.channel,
    elsewhere: input.instead ? 'move' : isTold ? 'tell' : 'case',
    contact: await contactOf(ctx, input),
    consent: consentAtStation(ctx, electionId, personKey, input),
    document: documentOf(ctx, electionId, personKey, said),
    office: ctx.actor.areaCode || frame.election.areaCode,
    answers: isTold ? 'staff' : 'family',
  })
}

/** Someone who comes with a certificate that was verified (room certificate). */
export interface CertifiedEntry {
  readonly frame: Frame
  readonly name: string
  /** From the login, or typed at the station. */
  readonly number: string
  readonly community: string
  readonly basis: string
  readonly evidence: readonly EvidenceKind[]
  readonly livesHereSince?: string | undefined
  readonly contractFrom?: string | undefined
  readonly contractUntil?: string | undefined
  readonly requestId: string | undefined
  readonly account: string
  readonly actor: { readonly name: string; readonly role: string }
  readonly channel: 'online' | 'station'
  readonly certificate: ByCertificate
}

/** Registers someone by a certificate. Whoever stands elsewhere without leave of the certificate is answered `elsewhere`. */
export const registerCertified = async (
  services: Services,
  input: CertifiedEntry,
): Promise<Result<RegistrationAnswer, OnlineRefusal>> => {
  const { frame, certificate, requestId } = input
  const where = placed(frame, { ...input, evidence: [...new Set<EvidenceKind>([...input.evidence, 'certificate'])] })
  if (!where.ok) return where
  const person = readPerson(services, frame, { name: input.name, number: input.number })
  if (!person.ok) return person
  const entry = entryOf(services, frame, person.value, where.value, requestId)
  // At a station the papers are seen: what the officer notes is taken as it is.
  const isSeen = input.channel === 'station'
  return register(services, {
    ...entry,
    evidence: (isSeen ? evidenceSum(where.value.evidence) : entry.evidence) | certificate.proof,
    stated: isSeen ? person.value.stated : entry.stated,
    account: input.account,
    action: `accept certificate ${frame.election.id}`,
    actor: input.actor,
    channel: input.channel,
    elsewhere: 'move',
    certificate,
    contact: null,
    consent: null,
    document: null,
    office: input.channel === 'online' ? null : frame.election.areaCode,
    answers: input.channel === 'online' ? 'self' : 'staff',
  })
}
