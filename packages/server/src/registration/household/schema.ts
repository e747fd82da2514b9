/** What the API says and takes about people not yet registered by building and door. */
import { z } from 'zod'
import { AreaSchema, Cursor, Next } from '../../platform/http/index.ts'
import { PersonToVisit } from '../worklist/index.ts'

const Count = z.number().int().nonnegative()
const Community = z.string().regex(/^\d{2,12}$/)
const Building = z.guid().meta({ description: 'A building of the answer; opaque.' })

export const HouseholdFilter = z.object({ community: Community, building: Building.optional(), cursor: Cursor.optional() })
export type HouseholdFilter = z.infer<typeof HouseholdFilter>

const Door = z.object({
  place: z.string().meta({ description: 'Street, courtyard or village; empty where the address begins with the building.' }),
  building: z.string(),
  unit: z.string(),
  door: z.string().meta({ description: 'Empty, like the others, where the address ends before it.' }),
})

export const Household = z
  .object({ ...Door.shape, people: z.array(PersonToVisit) })
  .meta({ id: 'Household', description: 'The people of a door who are not yet registered.' })
export type Household = z.infer<typeof Household>

export const Households = z
  .object({
    buildings: z.array(
      z.object({ id: Building, place: z.string(), building: z.string(), households: Count, people: Count, visited: Count }),
    ),
    items: z.array(Household),
    next: Next,
  })
  .meta({ id: 'Households' })
export type Households = z.infer<typeof Households>

export const HouseholdPrint = z.strictObject({ community: Community, building: Building.optional() })
export type HouseholdPrint = z.infer<typeof HouseholdPrint>

export const HouseholdHandle = z.object({
  handle: z
    .string()
    .min(1)
    .max(600)
    .meta({ description: 'Of the QR of a household sheet: sealed, says nothing without the key.' }),
})

export const OpenedHousehold = z
  .object({ electionId: z.string(), electionName: z.string(), community: AreaSchema, ...Household.shape })
  .meta({ id: 'OpenedHousehold' })
export type OpenedHousehold = z.infer<typeof OpenedHousehold>
