/**
 * After this installation was restored from a backup: partners say what they took from it and released to it, and its books and its roll are
 * brought to that. Until all have answered nothing is issued, accepted or released (docs/certificates.md).
 */
import { answerGiveBack, type Ledger, type Message, type Recipient, readQrText } from '@mingce/domain/certificate'
import { nameOrder } from '@mingce/domain/standards'
import { type Election, findElectionById, homeCounty } from '../../election/index.ts'
import { SealError } from '../../platform/crypto/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { AuditEntry } from '../../platform/write/index.ts'
import {
  comeBack,
  findPeopleNamed,
  holdReleased,
  leaveInstallation,
  letHeldStand,
  markElsewhere,
  removeGivenBack,
} from '../../registration/index.ts'
import {
  type CertificateRow,
  findElectionAt,
  insertMessageOnce,
  insertReleased,
  ledgerOf,
  lockAcceptance,
  lockCertificate,
  personDigest,
  recordLedger,
  writeAcceptance,
} from '../ledger/index.ts'
import { findKeys, isSigned, ownId, type Services } from '../partner/index.ts'
import type { StatedEntry } from './schema.envelope.ts'

const ACTOR = 'mingce'
const REASON = '恢复备份后与对方核对 · reconciled with the partner after a restore'

/** What a statement changed here; `unmatched`: a voter whom this installation no longer knows at all. */
type Change = { readonly code: 'same' | 'released' | 'restored' | 'final' | 'given-back' | 'removed' | 'unmatched' }
const unchanged: Change = { code: 'same' }

const same = (a: Recipient, b: Recipient): boolean => a.installation === b.installation && a.acceptance === b.acceptance

/** Releases a voter whom the partner has on its roll, whatever this installation's books said at the time of the backup. */
const releaseAgain = async (
  tx: Sql,
  row: CertificateRow,
  to: Recipient,
  place: StatedEntry['place'],
  at: Date,
): Promise<Change> => {
  const { personKey, round } = row
  const county = place?.code.slice(0, 6) ?? row.countyCode
  const left = await leaveInstallation(tx, { personKey, round, toCounty: county, reason: REASON, at })
  if (!left) await markElsewhere(tx, { ...markOf(row), county, round }, at)
  const released: Ledger = { state: 'released', to }
  await recordLedger(tx, row, released, { actor: ACTOR, at, left: left ?? null, ...(place ? { goesTo: place.name } : {}) })
  return { code: 'released' }
}

/** The particulars of a mark for someone without a registration; the birth date of a mark is read by nobody. */
const markOf = (row: Pick<CertificateRow, 'personKey' | 'name'>) => ({
  personKey: row.personKey,
  name: row.name,
  nameOrder: nameOrder(row.name),
  birthDate: '1900-01-01',
})

const decode = (part: string): string => new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(part, 'base64url'))

/** The certificate that the partner shows, when a key of this installation signed it. */
const readOwn = async (services: Services, tx: Sql, presented: string | null) => {
  const read = presented === null ? undefined : readQrText(presented, decode)
  if (!read?.ok || read.value.certificate.issuer !== ownId(services.keys)) return undefined
  const key = (await findKeys(tx, ownId(services.keys))).find(({ keyId }) => keyId === read.value.keyId)
  return key && isSigned(read.value.line, read.value.signature, key) ? read.value.certificate : undefined
}

/** Who of the people of that name the certificate was made for: its digest is of number and name. */
const findBearer = async (
  services: Services,
  tx: Sql,
  about: { readonly name: string; readonly salt: string; readonly person: string; readonly round: string },
): Promise<string | undefined> => {
  for (const { personKey } of await findPeopleNamed(tx, about.name, about.round)) {
    try {
      const number = services.keys.openPersonKey(personKey)
      if ((await personDigest(number, about.name, about.salt)) === about.person) return personKey
    } catch (error) {
      // Someone with another document has no number, and so no certificate.
      if (!(error instanceof SealError)) throw error
    }
  }
  return undefined
}

/** A certificate that was issued after the backup: its row is made again, from what the partner was shown. */
const recoverCertificate = async (
  services: Services,
  tx: Sql,
  entry: StatedEntry,
  at: Date,
): Promise<CertificateRow | undefined> => {
  const certificate = await readOwn(services, tx, entry.presented)
  if (!certificate || certificate.id !== entry.certificate) return undefined
  const { round, name } = certificate
  const electionId = await findElectionAt(tx, round, certificate.from.code)
  const election = electionId === undefined ? undefined : await findElectionById(tx, electionId)
  const personKey = election && (await findBearer(services, tx, certificate))
  if (!election || personKey === undefined) return undefined
  await insertReleased(tx, {
    countyCode: homeCounty(election),
    id: certificate.id,
    electionId: election.id,
    round,
    personKey,
    name,
    areaCode: election.areaCode,
    at,
    issuedOn: certificate.issuedOn,
    validUntil: certificate.validUntil,
  })
  return lockCertificate(tx, certificate.id)
}

const getElectionOf = async (tx: Sql, id: string): Promise<Election> => {
  const election = await findElectionById(tx, id)
  if (!election) throw new Error('the election of a certificate is gone')
  return election
}

/** The partner gave a voter back, and this installation had restored them before it lost that. */
const restoreAgain = async (tx: Sql, row: CertificateRow, taker: Recipient, at: Date): Promise<Change> => {
  const { ledger } = answerGiveBack(ledgerOf(row), { kind: 'giveBack', certificate: row.id, taker })
  if (!ledger || row.leftCounty === null || row.leftId === null) return unchanged
  const left = { personKey: row.personKey, countyCode: row.leftCounty, registrationId: row.leftId }
  await comeBack(tx, await getElectionOf(tx, row.electionId), left, { actor: ACTOR, at, reason: REASON })
  await recordLedger(tx, row, ledger, { actor: ACTOR, at })
  return { code: 'restored' }
}

/** What the partner took from here. */
const applyTaken = async (services: Services, tx: Sql, entry: StatedEntry, from: string, at: Date): Promise<Change> => {
  // Until it is final the partner claims the voter again, and is answered by the books as they are.
  if (entry.state !== 'final' && entry.state !== 'given-back') return unchanged
  const taker: Recipient = { installation: from, acceptance: entry.acceptance }
  const known = await lockCertificate(tx, entry.certificate)
  const ledger = known && ledgerOf(known)
  const isSettled = (ledger?.state === 'released' || ledger?.state === 'restored') && same(ledger.to, taker)
  if (entry.state === 'given-back')
    return known && isSettled && ledger.state === 'released' ? restoreAgain(tx, known, taker, at) : unchanged
  if (isSettled) return unchanged
  const row = known ?? (await recoverCertificate(services, tx, entry, at))
  return row ? releaseAgain(tx, row, taker, entry.place, at) : { code: 'unmatched' }
}

/** What the partner released to here. */
const applyReleased = async (services: Services, tx: Sql, entry: StatedEntry, from: string, at: Date): Promise<Change> => {
  const row = await lockAcceptance(tx, entry.acceptance)
  if (!row) {
    if (entry.state !== 'released') return unchanged
    // The acceptance was lost with its registration: the partner takes the voter back.
    const taker: Recipient = { installation: ownId(services.keys), acceptance: entry.acceptance }
    const message: Message = { kind: 'giveBack', certificate: entry.certificate, taker }
    await insertMessageOnce(tx, { id: entry.acceptance, partnerId: from, body: JSON.stringify(message) }, at)
    return { code: 'given-back' }
  }
  if (row.issuer !== from || row.certificateId !== entry.certificate) return unchanged
  // The answer to the claim was lost. It is not waited for: the voter may have left again since, as what was taken from here says next.
  if (entry.state === 'released' && (row.state === 'held' || (row.state === 'review' && (await holdReleased(tx, row))))) {
    await writeAcceptance(tx, row, 'final', null)
    await letHeldStand(tx, await getElectionOf(tx, row.electionId), row, row.personKey, at)
    return { code: 'final' }
  }
  if (entry.state === 'restored' && row.state === 'final') {
    await removeGivenBack(tx, { ...row, fromCounty: row.fromCode.slice(0, 6) }, { actor: ACTOR, at, reason: REASON })
    await writeAcceptance(tx, row, 'given-back', null)
    return { code: 'removed' }
  }
  return unchanged
}

/** Brings books and roll to what a partner states; returns the audit rows of what changed. Repeated, it changes nothing. */
export const applyStatement = async (
  services: Services,
  tx: Sql,
  entries: readonly StatedEntry[],
  from: string,
  at: Date,
): Promise<AuditEntry[]> => {
  const audit: AuditEntry[] = []
  for (const entry of entries) {
    const apply = entry.side === 'taken' ? applyTaken : applyReleased
    const { code } = await apply(services, tx, entry, from, at)
    if (code === 'same') continue
    const details = { partner: from, acceptance: entry.acceptance, change: code }
    audit.push({ countyCode: '', action: 'exchange.reconciled', subject: `certificate/${entry.certificate}`, details })
  }
  return audit
}
