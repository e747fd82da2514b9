/** What the API takes and answers about a refused row that is mended in place. */
import { z } from 'zod'
import { AreaCode, GivenDay } from '../../../platform/http/index.ts'
import { FindingCode } from '../../check/index.ts'

export const RefusedRowRef = z.object({
  id: z.string().min(1).max(60),
  countyCode: z.string().regex(/^\d{2,6}$/),
  digest: z.guid(),
})
export type RefusedRowRef = z.infer<typeof RefusedRowRef>

const Cell = (most: number) => z.string().trim().max(most).optional()

export const MendBody = z.object({
  name: z.string().trim().min(1).max(60),
  number: z.string().trim().min(15).max(24).meta({ description: 'From the ID card; kept as a row of a file keeps it.' }),
  sex: z.enum(['M', 'F']).optional(),
  birthDate: GivenDay.optional(),
  community: AreaCode,
  part: Cell(40),
  voterGroup: Cell(60),
  unit: Cell(120),
  phone: Cell(30),
  address: Cell(200),
  hasCertificate: z.boolean().optional(),
  hasResidencePermit: z.boolean().optional(),
})
export type MendBody = z.infer<typeof MendBody>

export const Mended = z
  .object({
    outcome: z.enum(['accepted', 'review', 'refused', 'unchanged']),
    codes: z.array(FindingCode),
    importId: z.number().int(),
    row: z
      .object({ countyCode: z.string(), digest: z.guid() })
      .nullable()
      .meta({ description: 'Refused again: the row that waits to be mended now.' }),
  })
  .meta({ id: 'Mended' })
export type Mended = z.infer<typeof Mended>
