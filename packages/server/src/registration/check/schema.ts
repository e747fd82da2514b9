/** What the API calls a finding, and a registration. */
import { FINDINGS } from '@mingce/domain/registration'
import { z } from 'zod'
import { NumberInPath, TextSchema } from '../../platform/http/index.ts'

const Count = z.number().int().nonnegative()

export const FindingCode = z.enum(FINDINGS.map(finding => finding.code)).meta({ id: 'FindingCode' })
export const FindingCounts = z.partialRecord(FindingCode, Count).meta({ id: 'FindingCounts' })

export const FindingRule = z
  .object({
    code: FindingCode,
    severity: z.enum(['refused', 'review', 'note']),
    article: z.string(),
    title: TextSchema,
    next: TextSchema,
  })
  .meta({ id: 'FindingRule' })

/** A registration in a path. */
export const CaseId = z.object({ countyCode: z.string().regex(/^\d{6}$/), registrationId: NumberInPath })
