/** The published list of one's own district, page by page, as the API answers with it. */
import { z } from 'zod'
import { LevelSchema } from '../../election/index.ts'

export const OwnListElection = z.object({ electionId: z.string().min(1).max(60) })

export const OwnListQuery = z
  .object({
    level: LevelSchema.optional().meta({ description: 'Default: the first level that has a district of the voter.' }),
    version: z.coerce
      .number()
      .int()
      .positive()
      .optional()
      .meta({ description: 'Default: the one with the voter’s entry, or else the list.' }),
    page: z.coerce.number().int().nonnegative().max(1_000_000).optional().meta({
      description: 'From 0. Default: the page with the voter’s entry, or else the first.',
    }),
  })
  .strict()
export type OwnListQuery = z.infer<typeof OwnListQuery>

export const OwnListSchema = z
  .object({
    level: LevelSchema,
    levels: z.array(LevelSchema),
    district: z.string().meta({ description: 'Name of the electoral district, as published.' }),
    versions: z.array(
      z.object({
        version: z.number().int().positive(),
        kind: z.enum(['list', 'supplement']),
        publishedOn: z.iso.date(),
        entries: z.number().int().nonnegative().meta({ description: 'Of this district.' }),
      }),
    ),
    version: z.number().int().positive(),
    page: z.number().int().nonnegative(),
    pages: z.number().int().positive(),
    entries: z.array(
      z.object({
        group: z.string(),
        number: z.number().int(),
        change: z.enum(['listed', 'added', 'removed', 'corrected']),
        name: z.string(),
        sex: z.string(),
        mark: z.string().meta({ description: 'Year of birth, where several people of the district have the same name.' }),
        own: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'OwnList' })
export type OwnList = z.infer<typeof OwnListSchema>
