/** From rows to responses; the person key is left out. */
import type { AcceptanceItem, CertificateItem } from '../schema.ts'
import type { AcceptanceRow } from './store.acceptances.ts'
import type { CertificateRow } from './store.ts'

/** Names of installations, by id. */
export type Names = ReadonlyMap<string, string>

/** `withText`: the reader may have the text of the QR code; it is in the response only while the certificate is issued. */
export const toCertificateItem = (row: CertificateRow, names: Names, withText: boolean): CertificateItem => ({
  id: row.id,
  electionId: row.electionId,
  name: row.name,
  place: { code: row.areaCode, name: row.areaName ?? row.areaCode },
  to: row.toPlace,
  via: row.via,
  state: row.state,
  requestedAt: row.requestedAt,
  issuedOn: row.issuedOn,
  validUntil: row.validUntil,
  reason: row.reason,
  releasedTo:
    row.releasedTo === null || row.state !== 'released'
      ? null
      : { installation: row.releasedTo, name: names.get(row.releasedTo) ?? row.releasedTo },
  copies: row.copies,
  text: withText && row.state === 'issued' ? row.text : null,
})

export const toAcceptanceItem = (row: AcceptanceRow): AcceptanceItem => ({
  id: row.id,
  electionId: row.electionId,
  name: row.name,
  community: { code: row.areaCode, name: row.areaName ?? row.areaCode },
  from: { code: row.fromCode, name: row.fromName },
  issuer: row.issuer,
  state: row.state,
  reason: row.reason,
  takenOn: row.takenOn,
  takenBy: row.takenBy,
})
