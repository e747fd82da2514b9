/**
 * What a person is told of an officer's decision on their registration, and of its being taken back: queued in the transaction of the
 * decision. Of a refusal the officer is answered whether a message can reach the person, or the office has to tell them (EL 27, EL 29).
 */
import { aboutElection, listWords, objectionWords } from '@mingce/domain/notice'
import { articleOf, FINDINGS, type FindingCode, hasFact } from '@mingce/domain/registration'
import type { Text } from '@mingce/domain/result'
import { spellArticles } from '@mingce/domain/standards'
import type { Context } from '../../../access/index.ts'
import { type Election, objectionDaysOf } from '../../../election/index.ts'
import { queueNotice, reachWith } from '../../../notice/index.ts'
import type { Sql } from '../../../platform/database/index.ts'
import { type Ref, type RegistrationKey, WITHHELD } from '../../check/index.ts'
import { audienceSource } from '../../worklist/index.ts'

/**
 * message: queued. no-contact, declined: it will reach nobody, so the office tells the person. identity: the number may be another
 * person's, whose contact is not used. certificate: the certificate's own notice says it.
 */
export const TOLD_BY = ['message', 'no-contact', 'declined', 'identity', 'certificate'] as const
export type ToldBy = (typeof TOLD_BY)[number]

export interface Refusal {
  readonly key: RegistrationKey
  readonly election: Election
  /** Area that the registration lies in. */
  readonly place: string
  readonly facts: number
  /** removed: the registration was on the roll. */
  readonly kind: 'refused' | 'removed'
  /** Findings that it was refused for. */
  readonly codes: readonly string[]
  /** Another registration holds the person. */
  readonly isHeld: boolean
  readonly at: Date
}

/** The number may not be of the person named in the row. */
const DOUBTFUL: readonly string[] = ['population.name', 'identity.shared', 'identity.several-numbers'] satisfies FindingCode[]

const BRING: Text = { zh: '身份证和有关证明', en: 'your ID card and supporting documents' }

const groundOf = ({ codes, election }: Pick<Refusal, 'codes' | 'election'>): { ground: Text; article: Text } => {
  const findings = FINDINGS.filter(({ code }) => codes.includes(code))
  const articles = [...new Set(findings.flatMap(finding => articleOf(finding, election.rules).split(/\s*,\s*/)))]
  return {
    ground: { zh: findings.map(({ title }) => title.zh).join('；'), en: findings.map(({ title }) => title.en).join('; ') },
    article: spellArticles(articles.join(', ')),
  }
}

const noticeOf = ({ key, election, place, at }: Pick<Refusal, 'key' | 'election' | 'place' | 'at'>, what: string) => ({
  electionId: election.id,
  countyCode: key.countyCode,
  personKey: key.personKey,
  registrationId: key.registrationId,
  areaCode: place,
  dedupeKey: `registration/${key.registrationId}/${what}/${at.toISOString()}`,
  at,
})

const isDoubtful = (facts: number, codes: readonly string[]): boolean =>
  hasFact(facts, WITHHELD) || codes.some(code => DOUBTFUL.includes(code))

/** Will a message reach the person? By their own contact, that of the registration, or that of the population register. */
const reachOf = async ({ keys }: Context, tx: Sql, { key, election }: Pick<Refusal, 'key' | 'election'>): Promise<ToldBy> => {
  const { countyCode, personKey, registrationId: reference } = key
  const [reach] = await reachWith(keys, audienceSource)(tx, [{ countyCode, topic: election.id, personKey, reference }])
  if (reach?.declined) return 'declined'
  return reach && reach.ways.length > 0 ? 'message' : 'no-contact'
}

/** Queues the notice of a refusal. A message that reaches nobody is queued too: it is listed among those that the office has to tell. */
export const tellRefused = async (ctx: Context, tx: Sql, refusal: Refusal): Promise<ToldBy> => {
  const { election, kind, isHeld, facts, codes } = refusal
  if (isDoubtful(facts, codes)) return 'identity'
  const about = { ...aboutElection(election), ...groundOf(refusal) }
  if (isHeld) await queueNotice(tx, { ...noticeOf(refusal, 'second-refused'), template: 'second-refused', parameters: about })
  else if (kind === 'removed') await queueNotice(tx, { ...noticeOf(refusal, 'removed'), template: 'removed', parameters: about })
  else
    await queueNotice(tx, {
      ...noticeOf(refusal, 'review-refused'),
      template: 'review-refused',
      parameters: { ...about, bring: BRING, objection: objectionWords(objectionDaysOf(election)) },
    })
  return reachOf(ctx, tx, refusal)
}

/** Whoever registered by themselves was told that it is reviewed, and waits for the outcome; of a roster's row the list tells. */
const BY_THEMSELVES: readonly string[] = ['online', 'station', 'door']
export const isWaiting = ({ channel, status }: { readonly channel: string; readonly status: string }): boolean =>
  BY_THEMSELVES.includes(channel) && status !== 'registered'

export interface Acceptance {
  readonly key: RegistrationKey
  readonly election: Election
  readonly place: string
  /** Of the community, as people say it. */
  readonly placeName: string
  /** Whether the person waits for the outcome. */
  readonly waits: boolean
  /** The registration in another place that the person leaves for this one. */
  readonly left: (Ref & { readonly electionId: string; readonly name: string; readonly place: string }) | null
  readonly at: Date
}

/** Queues the notices of an acceptance: to whoever waits for it, and where it moves someone to them and to the office that they leave. */
export const tellAccepted = async (tx: Sql, acceptance: Acceptance): Promise<void> => {
  const { key, election, placeName: place, waits, left, at } = acceptance
  if (left) {
    await queueNotice(tx, {
      ...noticeOf(acceptance, 'moved'),
      template: 'moved',
      parameters: { ...aboutElection(election), place },
    })
    const { electionId, countyCode, registrationId, name: voter } = left
    await queueNotice(tx, {
      ...{ electionId, countyCode, registrationId, areaCode: left.place, at },
      template: 'moved-away',
      parameters: { ...aboutElection(election), voter, registration: String(registrationId) },
      dedupeKey: `registration/${registrationId}/moved-away/${key.registrationId}/${at.toISOString()}`,
    })
  } else if (waits)
    await queueNotice(tx, {
      ...noticeOf(acceptance, 'accepted'),
      template: 'accepted',
      parameters: {
        ...aboutElection(election),
        pollingDay: election.pollingDay,
        place,
        list: listWords(objectionDaysOf(election)),
      },
    })
}

const STATE: Readonly<Record<'registered' | 'waits', Text>> = {
  registered: { zh: '您的登记继续有效', en: 'your registration stands' },
  waits: { zh: '您的登记恢复为待审核', en: 'your registration is under review again' },
}

/** Queues the notice that an acceptance was taken back: the registration is reviewed again. */
export const tellUnaccepted = async (
  tx: Sql,
  undone: Pick<Refusal, 'key' | 'election' | 'place' | 'codes' | 'at'>,
): Promise<void> => {
  const { ground } = groundOf(undone)
  const parameters = { ...aboutElection(undone.election), ground, bring: BRING }
  await queueNotice(tx, { ...noticeOf(undone, 'review'), template: 'review', parameters })
}

/** Queues the notice that a refusal was taken back, to whoever had one of the refusal. `status`: that of the registration now. */
export const tellUndone = async (
  ctx: Context,
  tx: Sql,
  undone: Omit<Refusal, 'kind' | 'isHeld'> & { readonly status: string },
): Promise<ToldBy> => {
  if (isDoubtful(undone.facts, undone.codes)) return 'identity'
  const state = STATE[undone.status === 'registered' ? 'registered' : 'waits']
  const parameters = { ...aboutElection(undone.election), state }
  await queueNotice(tx, { ...noticeOf(undone, 'refusal-undone'), template: 'refusal-undone', parameters })
  return reachOf(ctx, tx, undone)
}
