/** The ledger of certificates: its changes, each with the notice to the voter in the same transaction. */
import type { Decline, Ledger } from '@mingce/domain/certificate'
import { aboutElection, withoutNumbers } from '@mingce/domain/notice'
import type { Text } from '@mingce/domain/result'
import { findElectionById } from '../../election/index.ts'
import { queueNotice } from '../../notice/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { AcceptanceRow } from './store.acceptances.ts'
import { type CertificateRow, writeLedger } from './store.ts'

const LAPSED: Text = { zh: '有效期已过', en: 'it has expired' }

interface Entry {
  readonly actor: string
  readonly at: Date
  readonly text?: string
  readonly issuedOn?: string
  /** For a release to another installation: where the voter is registered now. Within one installation the registration's own notice says it. */
  readonly goesTo?: string
  /** The registration that a released voter leaves. */
  readonly left?: { readonly countyCode: string; readonly registrationId: number } | null
}

/** Writes the state of a certificate, and queues the notice to its voter. */
export const recordLedger = async (tx: Sql, row: CertificateRow, ledger: Ledger, entry: Entry): Promise<void> => {
  await writeLedger(tx, row, ledger, entry)
  const election = await findElectionById(tx, row.electionId)
  if (!election) throw new Error('the election of a certificate is gone')
  const to = {
    electionId: row.electionId,
    countyCode: row.countyCode,
    personKey: row.personKey,
    registrationId: null,
    areaCode: row.areaCode,
    dedupeKey: `certificate/${row.id}/${ledger.state}`,
    at: entry.at,
  }
  switch (ledger.state) {
    case 'issued':
      return queueNotice(tx, {
        ...to,
        template: 'certificate-issued',
        parameters: { ...aboutElection(election), until: ledger.validUntil },
      })
    case 'refused':
      return queueNotice(tx, {
        ...to,
        template: 'certificate-refused',
        parameters: { ...aboutElection(election), reason: withoutNumbers(ledger.reason) },
      })
    case 'revoked':
    case 'expired':
      return queueNotice(tx, {
        ...to,
        template: 'certificate-ended',
        parameters: { ...aboutElection(election), reason: ledger.state === 'revoked' ? withoutNumbers(ledger.reason) : LAPSED },
      })
    case 'released':
      if (entry.goesTo === undefined) return
      return queueNotice(tx, {
        ...to,
        template: 'certificate-released',
        parameters: { ...aboutElection(election), place: entry.goesTo },
      })
    case 'restored':
      return queueNotice(tx, {
        ...to,
        template: 'certificate-restored',
        parameters: { ...aboutElection(election), place: row.areaName ?? election.areaName },
      })
  }
}

const DECLINED: Readonly<Record<Decline, Text>> = {
  used: { zh: '证明已在别处使用', en: 'it was used elsewhere' },
  revoked: { zh: '证明已被撤销', en: 'it was revoked' },
  expired: LAPSED,
  unknown: { zh: '查不到这份证明', en: 'the original district has no such certificate' },
  polling: { zh: '原选区的投票已经开始', en: 'polling has started in the original district' },
  refused: { zh: '现住地未予登记', en: 'the district where you live did not register you' },
}

/** What every notice about an acceptance says of the voter and the registration. */
const aboutAcceptance = (row: AcceptanceRow, what: string, at: Date) => ({
  electionId: row.electionId,
  countyCode: row.countyCode,
  personKey: row.personKey,
  registrationId: row.registrationId,
  areaCode: row.areaCode,
  dedupeKey: `acceptance/${row.id}/${what}`,
  at,
})

/** Queues the notice to a voter whose held registration was undone. One that became final has the registration's own notice. */
export const queueReturned = async (
  tx: Sql,
  row: AcceptanceRow,
  election: { readonly name: string; readonly training: boolean },
  reason: Decline,
  at: Date,
): Promise<void> =>
  queueNotice(tx, {
    ...aboutAcceptance(row, 'returned', at),
    template: 'certificate-returned',
    parameters: { ...aboutElection(election), from: row.fromName, reason: DECLINED[reason] },
  })

/** Queues the notice to a voter whose arrival was refused: `gone`, after the original district had released them. */
export const queueArrivalRefused = async (
  tx: Sql,
  row: AcceptanceRow,
  election: { readonly name: string; readonly training: boolean },
  reason: string,
  gone: boolean,
  at: Date,
): Promise<void> =>
  queueNotice(tx, {
    ...aboutAcceptance(row, 'refused', at),
    template: gone ? 'arrival-given-back' : 'arrival-refused',
    parameters: { ...aboutElection(election), from: row.fromName, reason: withoutNumbers(reason) },
  })
