/** From rows to what a reader is told; the person key stays behind. */

import type { AcceptanceItem, CertificateItem } from '../schema.ts'
import type { AcceptanceRow } from './store.acceptances.ts'
import type { CertificateRow } from './store.ts'

/** Names of installations, by id. */
export type Names = ReadonlyMap<string, string>

/** `withText`: the reader may have the text of the QR. It is given for as long as the certificate is good for anything. */
export const shownCertificate = (row: CertificateRow, names: Names, withText: boolean): CertificateItem => ({
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
    row.releasedTo === null ? null : { installation: row.releasedTo, name: names.get(row.releasedTo) ?? row.releasedTo },
  copies: row.copies,
  text: withText && row.state === 'issued' ? row.text : null,
})

export const shownAcceptance = (row: AcceptanceRow): AcceptanceItem => ({
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
