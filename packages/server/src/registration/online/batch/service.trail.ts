/** What is written beside registrations that came one by one, in their transaction: the audit trail, and who is told what. */
import { aboutElection, type NoticeId } from '@mingce/domain/notice'
import { articleOf, type FindingCode, getFinding } from '@mingce/domain/registration'
import type { Text } from '@mingce/domain/result'
import { spellArticles } from '@mingce/domain/standards'
import { messageOfNotice, type NewMessage, type NewNotice, queueMessages } from '../../../notice/index.ts'
import { type AuditRow, recordAudits } from '../../../platform/audit/index.ts'
import type { Sql } from '../../../platform/database/index.ts'
import type { Frame } from '../frame/index.ts'
import type { OwnRow } from '../store.ts'

export interface RegistrationEffects {
  readonly entry: {
    readonly requestId: string | undefined
    readonly actor: { readonly name: string; readonly role: string }
    readonly channel: string
    readonly personKey: string
    readonly name: string
    readonly digest: string
    readonly answers: 'self' | 'family' | 'staff'
  }
  readonly outcome: string
  /** Something was written; else nothing changed and nobody is notified. */
  readonly changed: boolean
  /** An officer was told that the person is registered elsewhere. */
  readonly told?: { readonly account: string; readonly countyCode: string; readonly registrationId: number } | undefined
  readonly findings: readonly FindingCode[]
  readonly countyCode: string
  readonly own: OwnRow | null
  /** The registration that the person left for this one. */
  readonly left: OwnRow | null
}

const trailOf = (frame: Frame, done: RegistrationEffects, at: Date): AuditRow[] => {
  const { entry, own, left } = done
  const by = { at, actor: entry.actor.name, role: entry.actor.role, requestId: entry.requestId }
  const details = { channel: entry.channel, outcome: done.outcome, findings: done.findings, election: frame.election.id }
  const rows: AuditRow[] = [
    {
      ...by,
      countyCode: done.countyCode,
      action: 'registration.received',
      subject: own ? `registration/${own.registrationId}` : frame.election.id,
      details,
    },
  ]
  if (left)
    rows.push({
      ...by,
      countyCode: left.countyCode,
      action: 'registration.moved-away',
      subject: `registration/${left.registrationId}`,
      details: { channel: entry.channel, election: left.electionId },
    })
  return rows
}

/** That an officer was told of a registration elsewhere, in the log of the county that has it. */
const toldRow = (frame: Frame, { entry, told }: RegistrationEffects, at: Date): AuditRow[] =>
  told
    ? [
        {
          at,
          actor: entry.actor.name,
          role: entry.actor.role,
          requestId: entry.requestId,
          countyCode: told.countyCode,
          action: 'registration.elsewhere-told',
          subject: `registration/${told.registrationId}`,
          details: { channel: entry.channel, officer: told.account, election: frame.election.id },
        },
      ]
    : []

/** What to bring for a finding, where it is something that a person has. */
const BRING: Text = { zh: '身份证和有关证明', en: 'your ID card and supporting documents' }

const noticesOf = (frame: Frame, done: RegistrationEffects, at: Date): NewMessage[] => {
  const messages: NewMessage[] = []
  const tell = <Id extends NoticeId>(told: NewNotice<Id>) => messages.push(messageOfNotice(told))
  const { entry, own, left, outcome } = done
  const { election } = frame
  const [code] = done.findings
  const ground: Text = code ? getFinding(code).title : { zh: '核对登记内容', en: 'the details of your registration' }
  const place = (own?.communityCode && frame.places.get(own.communityCode)?.name) || election.areaName
  const notice = {
    electionId: election.id,
    countyCode: done.countyCode,
    personKey: entry.personKey,
    registrationId: own?.registrationId ?? null,
    areaCode: own?.communityCode ?? undefined,
    at,
  }
  const key = `registration/${own?.registrationId ?? entry.digest}/${entry.digest}`
  if (left) {
    tell({
      ...notice,
      template: 'moved',
      parameters: { ...aboutElection(election), place },
      dedupeKey: `${key}/moved`,
    })
    tell({
      electionId: left.electionId,
      countyCode: left.countyCode,
      registrationId: left.registrationId,
      areaCode: left.communityCode ?? undefined,
      at,
      template: 'moved-away',
      parameters: { ...aboutElection(election), voter: left.name, registration: String(left.registrationId) },
      dedupeKey: `${key}/moved-away`,
    })
  } else if (outcome === 'registered')
    tell({
      ...notice,
      template: 'accepted',
      parameters: { ...aboutElection(election), pollingDay: election.pollingDay, place },
      dedupeKey: `${key}/accepted`,
    })
  if (outcome === 'review')
    tell({
      ...notice,
      template: 'review',
      parameters: { ...aboutElection(election), ground, bring: BRING },
      dedupeKey: `${key}/review`,
    })
  if (outcome === 'refused' && code) {
    const finding = getFinding(code)
    const { next } = finding
    tell({
      ...notice,
      template: 'refused',
      parameters: { ...aboutElection(election), ground, article: spellArticles(articleOf(finding, frame.rules)), next },
      dedupeKey: `${key}/refused`,
    })
  }
  return messages
}

/** Writes the trail and queues the notices of what changed. */
export const recordEffects = async (tx: Sql, frame: Frame, all: readonly RegistrationEffects[], at: Date): Promise<void> => {
  const changed = all.filter(done => done.changed)
  const rows = [...changed.flatMap(done => trailOf(frame, done, at)), ...all.flatMap(done => toldRow(frame, done, at))]
  if (rows.length === 0) return
  await recordAudits(tx, rows)
  const messages = changed.flatMap(done => noticesOf(frame, done, at))
  if (messages.length > 0) await queueMessages(tx, messages)
}
