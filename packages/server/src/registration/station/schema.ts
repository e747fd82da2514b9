/** What the API says and takes about stations (登记站). */
import { z } from 'zod'

export const StationSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    address: z.string(),
    hours: z.string(),
    phone: z.string().nullable(),
    latitude: z.number().nullable().meta({ description: 'CGCS2000, decimal degrees.' }),
    longitude: z.number().nullable(),
  })
  .meta({ id: 'Station' })

export const ServingStationSchema = StationSchema.extend({
  countyCode: z.string(),
  serves: z.array(z.string()).meta({ description: 'Codes of communities, townships or counties.' }),
}).meta({ id: 'ServingStation' })

const Words = (most: number) => z.string().trim().max(most)

const NewStation = z
  .object({
    name: Words(60),
    address: Words(200),
    hours: Words(100),
    phone: Words(40)
      .nullable()
      .transform(phone => (phone === '' ? null : phone)),
    latitude: z.number().nullable(),
    longitude: z.number().nullable(),
    serves: z
      .array(Words(60))
      .max(500)
      .meta({ description: 'Names or codes of communities, or codes of townships or counties.' }),
  })
  .meta({ id: 'NewStation' })

export const StationTable = z.object({ stations: z.array(NewStation).max(3000) })
export type StationTable = z.infer<typeof StationTable>
