/** What the API says and takes about cases that are assigned to officers. */
import { z } from 'zod'
import { Failed } from '../../../platform/http/index.ts'
import { CaseRefs } from '../schema.ts'

export const Assignee = z
  .object({
    id: z.string(),
    name: z.string(),
    areaName: z.string().nullable(),
    isSelf: z.boolean(),
    open: z.number().int().nonnegative().meta({ description: 'Open cases that are assigned to this officer.' }),
  })
  .meta({ id: 'Assignee' })
export type Assignee = z.infer<typeof Assignee>

export const AssignBody = z.object({
  cases: CaseRefs,
  officer: z.string().min(1).max(60).nullable().meta({ description: 'Id of the officer; null: nobody any more.' }),
})
export type AssignBody = z.infer<typeof AssignBody>

export const AssignedCases = z
  .object({
    assigned: z.number().int().nonnegative(),
    items: z
      .array(z.object({ countyCode: z.string(), registrationId: z.number().int(), failure: Failed }))
      .meta({ description: 'Cases that were left as they are, and why.' }),
  })
  .meta({ id: 'AssignedCases' })
export type AssignedCases = z.infer<typeof AssignedCases>
