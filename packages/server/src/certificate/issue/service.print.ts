/** The printed certificate: a PDF with its QR code; copies are marked 副本. */
import { fail, ok, type Result } from '@mingce/domain/result'
import type { Context } from '../../access/index.ts'
import { authorise } from '../../access/index.ts'
import {
  type CertificateSheet,
  certificateTexts,
  codePointName,
  type Fonts,
  fontAdvice,
  installedFonts,
  printSheet,
} from '../../documents/index.ts'
import { findCommittee, getElection } from '../../election/index.ts'
import { type AuditEntry, write } from '../../platform/write/index.ts'
import type { CertificateRefusal } from '../errors.ts'
import { findOwnCertificate } from './service.ts'

export interface CertificateFile {
  readonly name: string
  readonly pdf: Uint8Array
}

/** The PDF of an issued certificate; after a reprint, of that copy (副本). The audit log records who printed it. */
export const printOwnCertificate = async (
  ctx: Context,
  { electionId, id }: { readonly electionId: string; readonly id: string },
  fonts: Fonts = installedFonts(),
): Promise<Result<CertificateFile, CertificateRefusal>> => {
  const found = await getElection(ctx, electionId, 'decide')
  if (!found.ok) return found
  const election = found.value
  const row = await findOwnCertificate(ctx, ctx.database, electionId, id)
  if (!row || !authorise(ctx.actor, 'decide', row.areaCode).ok) return fail({ code: 'certificate.unknown' })
  const { text, issuedOn, validUntil } = row
  if (row.state !== 'issued' || text === null || issuedOn === null || validUntil === null)
    return fail({ code: 'certificate.state' })
  const [level] = election.levels
  const committee = level && (await findCommittee(ctx.database, electionId, level, election.areaCode))
  const inside = row.areaCode !== election.areaCode && row.areaName !== null && !row.areaName.startsWith(election.areaName)
  const sheet: CertificateSheet = {
    id,
    electionName: election.name,
    name: row.name,
    place: `${inside ? election.areaName : ''}${row.areaName ?? election.areaName}`,
    committee: committee?.name ?? `${election.areaName}选举委员会`,
    issuedOn,
    validUntil,
    copy: row.copies,
    text,
    training: election.training,
  }
  const codePoints = [...new Set(certificateTexts(sheet).flatMap(each => fonts.unprintable(each)))]
  const missing = codePoints.map(codePointName)
  if (missing.length > 0)
    return fail({
      code: 'certificate.unprintable',
      text: { zh: `没有字体可以印出：${missing.join('、')}`, en: `No installed font can print ${missing.join(', ')}` },
      next: fontAdvice(codePoints),
    })
  const { pdf } = await printSheet('certificate', fonts, sheet)
  const audit: AuditEntry = {
    countyCode: row.countyCode,
    action: 'certificate.printed',
    subject: `certificate/${id}`,
    details: { election: electionId, copy: row.copies },
  }
  const recorded = await write(ctx, { action: `print certificate ${id}` }, async () => ok({ answer: true, audit }))
  if (!recorded.ok) return recorded
  return ok({ name: `选民资格证明-${id.slice(0, 8)}${row.copies > 0 ? `-副本${row.copies}` : ''}.pdf`, pdf })
}
