/** The proof of an entry, as the API answers with it and as it is saved in a file. */
import { ENTRY_PROOF_FORMAT } from '@mingce/domain/roll'
import { z } from 'zod'
import { LevelSchema } from '../../election/index.ts'

const Count = z.number().int().nonnegative()
/** Digests beside the way through a tree; of nine million leaves it has 24. */
const Path = z.array(z.string()).max(64)

const EntryProofSchema = z
  .object({
    electionId: z.string(),
    version: z.number().int().positive(),
    entry: z
      .object({
        level: LevelSchema,
        district: z.string().meta({ description: 'Code of the electoral district.' }),
        group: z.string(),
        number: z.number().int(),
        change: z.enum(['listed', 'added', 'removed', 'corrected']),
        name: z.string(),
        sex: z.string(),
        mark: z.string(),
        salt: z.string(),
      })
      .meta({ description: 'What is hashed, with election and version, as the line of the entry.' }),
    index: Count.meta({ description: 'Position of the line in its district, from 0.' }),
    path: Path.meta({ description: 'Digests beside the way from the leaf to the root of the district, from the leaf up.' }),
    district: z.object({ level: LevelSchema, code: z.string(), name: z.string(), entries: Count, root: z.string() }),
    inVersion: z
      .object({ index: Count, size: Count, path: Path })
      .meta({ description: 'The same for the line of the district in the tree over the districts; line 0 is the header.' }),
    root: z.string().meta({ description: 'Root of the version, as posters print it.' }),
  })
  .meta({ id: 'EntryProof' })

export const EntryProofsSchema = z
  .object({
    format: z.literal(ENTRY_PROOF_FORMAT),
    proofs: z.array(EntryProofSchema).min(1).max(100).meta({ description: 'One for each level that lists the voter.' }),
  })
  .meta({ id: 'EntryProofs' })
export type EntryProofs = z.infer<typeof EntryProofsSchema>

export const ProofElectionId = z.object({ electionId: z.string().min(1).max(60) })
