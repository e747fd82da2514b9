/**
 * Registering one person: by the voter, by a family member, or at a station or a door. Each is a batch of one and takes the road of files;
 * what is the person's own (name and number of the login) is never typed.
 */
import { randomUUID } from 'node:crypto'
import { type EvidenceKind, evidenceSum } from '@mingce/domain/election'
import { factOf, REGISTRATION_COLUMNS, readRegistrationRow } from '@mingce/domain/registration'
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { isAdultOn, isUnprintable, matchColumns, normalizePersonName, spellArticles } from '@mingce/domain/standards'
import type { Context, VoterContext } from '../../access/index.ts'
import { authorise } from '../../access/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import { sealContacts } from '../../platform/crypto/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { askRegisters, numberContext } from '../../population/index.ts'
import type { OnlineFailure } from './errors.ts'
import type { NewAtStation, NewRegistration, RegistrationAnswer } from './schema.ts'
import { type ByCertificate, ElectionClosed, type OnlineEntry, type OnlinePerson } from './service.batch.ts'
import { type Frame, frameOf } from './service.frame.ts'
import { type OnlineDesk, openOnlineDesk } from './service.queue.ts'
import { countConsents } from './store.consents.ts'

export interface OnlineRefusal {
  readonly code: OnlineFailure
  readonly field?: string
  readonly text?: Text
  readonly next?: Text
}
type Services = Pick<Context, 'database' | 'keys' | 'clock' | 'log'>

/** A family login registers so many others in an election: a household, not a list. */
const FAMILY_LIMIT = 8
const SEPARATOR = '\u001f'
const HEADER = ['姓名', '公民身份号码'] as const
const COLUMNS = matchColumns(HEADER, REGISTRATION_COLUMNS)

const desks = new WeakMap<Database, OnlineDesk>()
/** Batches form where the store is: one desk for each. */
const deskOf = (services: Services): OnlineDesk => {
  const known = desks.get(services.database)
  if (known) return known
  const desk = openOnlineDesk(services)
  desks.set(services.database, desk)
  return desk
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

interface NamedNumber {
  readonly name: string
  readonly number: string
  /** The key of `number`, where the login already holds it. */
  readonly personKey?: string
}

/** What a number and a name say of themselves, read as a row of a file is. */
const readPerson = (services: Services, frame: Frame, said: NamedNumber): Result<OnlinePerson, OnlineRefusal> => {
  const { election } = frame
  const { name, number } = said
  const row = readRegistrationRow([name, number], COLUMNS, {
    pollingDay: election.pollingDay,
    areas: numberContext(services as Context, election),
  })
  if (row.number === null) return fail({ code: 'identity.invalid', field: 'number' })
  if (row.name === '') return fail({ code: 'identity.invalid', field: 'name' })
  return ok({
    personKey: said.personKey ?? services.keys.personKey(row.number),
    name: row.name,
    facts: row.facts,
    sex: row.sex,
    birthDate: row.birthDate,
    stated: row.facts & factOf('name.unprintable') ? { 'name.unprintable': { stated: row.name } } : null,
  })
}

interface Where {
  readonly community: string
  readonly basis: string
  readonly unit?: string | undefined
  readonly evidence: readonly EvidenceKind[]
  readonly instead?: true | undefined
}

const placed = (frame: Frame, where: Where): Result<Where, OnlineRefusal> => {
  if (!frame.places.has(where.community)) return fail({ code: 'place.unknown', field: 'community' })
  if (!frame.rules.bases.some(rule => rule.basis === where.basis)) return fail({ code: 'basis.unknown', field: 'basis' })
  return ok(where)
}

const entryOf = (
  services: Services,
  frame: Frame,
  person: OnlinePerson,
  where: Where,
  requestId: string | undefined,
): Pick<
  OnlineEntry,
  'frame' | 'requestId' | 'community' | 'unit' | 'basis' | 'evidence' | 'digest' | 'refusalDigest' | keyof OnlinePerson
> => {
  // Who took part last time is known from last round's roll; without it, as the person says.
  const said = frame.knowsLastRound ? where.evidence.filter(kind => kind !== 'tookPartLastTime') : where.evidence
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
    evidence: evidenceSum(said),
    digest,
    refusalDigest,
  }
}

const atDesk = async (
  services: Services,
  asked: Omit<OnlineEntry, 'silent'>,
): Promise<Result<RegistrationAnswer, OnlineRefusal>> => {
  const entry = { ...asked, silent: await isSilent(services, asked) }
  try {
    return ok(await deskOf(services).register(entry))
  } catch (error) {
    if (error instanceof ElectionClosed) return fail({ code: 'registration.closed' })
    throw error
  }
}

/** Did no register answer for the person in time? Nobody waits longer than 800 ms for one. */
const isSilent = async (
  services: Services,
  { frame, personKey, name, document }: Omit<OnlineEntry, 'silent'>,
): Promise<boolean> => {
  if (!frame.asksRegisters || document) return false
  const [answer] = await askRegisters(services, frame.election, [{ personKey, name }])
  return answer?.answer === 'silent'
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
  const { family } = input
  const { voter } = ctx
  const person = family
    ? readPerson(ctx, frame, { name: family.name, number: family.number })
    : readPerson(ctx, frame, { name: voter.name, personKey: voter.personKey, number: ctx.keys.openPersonKey(voter.personKey) })
  if (!person.ok) return person
  if (family) {
    if (person.value.personKey === ctx.voter.personKey) return fail({ code: 'family.self', field: 'family.number' })
    if ((await countConsents(ctx.database, ctx.voter.personKey, electionId)) >= FAMILY_LIMIT)
      return fail({ code: 'family.too-many' })
  }
  return atDesk(ctx, {
    ...entryOf(ctx, frame, person.value, input, ctx.requestId),
    account: ctx.voter.personKey,
    action: `register ${electionId}${family ? ' family' : input.instead ? ' instead' : ''}`,
    actor: { name: ctx.voter.name, role: family ? 'family' : 'voter' },
    channel: 'online',
    elsewhere: family ? 'case' : input.instead ? 'move' : 'tell',
    contact: null,
    consent: family
      ? {
          personKey: person.value.personKey,
          electionId,
          givenBy: ctx.voter.personKey,
          officer: null,
          relation: family.relation,
          note: null,
        }
      : null,
    document: null,
    answers: family ? 'family' : 'self',
  })
}

/** `E12345678` → `E1*****78`: enough for an officer to tell two documents apart. */
export const maskDocument = (number: string): string =>
  number.length < 6 ? '*'.repeat(number.length) : `${number.slice(0, 2)}${'*'.repeat(number.length - 4)}${number.slice(-2)}`

export const documentNumber = (written: string): string => written.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()

type DocumentPerson = Extract<NewAtStation['person'], { kind: 'document' }>

/** Someone without an ID number, known by a document: the right to vote does not hang on a number (EL 4). */
const documentPerson = (services: Services, frame: Frame, said: DocumentPerson): OnlinePerson => {
  const number = documentNumber(said.number)
  const name = normalizePersonName(said.name)
  const [personKey = ''] = services.keys.digests([`identity-document/${said.type}/${number}`])
  return {
    personKey,
    name,
    facts:
      factOf('identity.document') |
      (isAdultOn(said.birthDate, frame.election.pollingDay) ? 0 : factOf('eligibility.age')) |
      (isUnprintable(name) ? factOf('name.unprintable') : 0),
    sex: said.sex,
    birthDate: said.birthDate,
    stated: { 'identity.document': { type: said.type, masked: maskDocument(number) } },
  }
}

/** Registers someone at a station or a door. Someone without an ID number waits until a second officer has seen the document. */
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
  const contact =
    input.address || input.phone
      ? await sealContacts(ctx.keys, [{ address: input.address || null, phone: input.phone || null }])
      : null
  const officer = { officerId: ctx.actor.id, officer: ctx.actor.name }
  return atDesk(ctx, {
    ...entryOf(ctx, frame, person.value, input, ctx.requestId),
    // At a station the papers are seen: what the officer notes is taken as it is.
    evidence: evidenceSum(input.evidence),
    account: ctx.actor.id,
    action: `register ${electionId}${input.instead ? ' instead' : ''}`,
    actor: { name: ctx.actor.name, role: ctx.actor.role },
    channel: input.channel,
    elsewhere: input.instead ? 'move' : 'tell',
    contact,
    consent: input.consent
      ? {
          personKey,
          electionId,
          givenBy: null,
          officer: ctx.actor.name,
          relation: input.consent.relation,
          note: input.consent.note || null,
        }
      : null,
    document:
      said.kind === 'document'
        ? {
            personKey,
            electionId,
            type: said.type,
            sealed: ctx.keys.seal(Buffer.from(documentNumber(said.number)), `identity_document/${personKey}`),
            masked: maskDocument(documentNumber(said.number)),
            ...officer,
          }
        : null,
    answers: 'staff',
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
  return atDesk(services, {
    ...entryOf(services, frame, person.value, where.value, requestId),
    account: input.account,
    action: `accept certificate ${frame.election.id}`,
    actor: input.actor,
    channel: input.channel,
    elsewhere: 'move',
    certificate,
    contact: null,
    consent: null,
    document: null,
    answers: input.channel === 'online' ? 'self' : 'staff',
  })
}
