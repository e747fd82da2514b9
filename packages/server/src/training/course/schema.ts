/** What the API says and takes about the practice course. */
import { z } from 'zod'
import { AreaCode, Instant } from '../../platform/http/index.ts'
import { isNoted, LESSON_FACTS } from './lessons.ts'

export const PracticeRunId = z.object({ id: z.string().min(1).max(60), runId: z.uuid() })

const Count = z.number().int().nonnegative()
const Fact = z.enum(LESSON_FACTS)
const NotedFact = z.enum(LESSON_FACTS.filter(isNoted))

const PracticeNote = z
  .object({
    row: Count.meta({ description: 'In the practice file; the header is row 1.' }),
    name: z.string(),
    fact: NotedFact,
    number: z
      .string()
      .nullable()
      .meta({ description: 'As the ID card has it, where the file has it wrong. The person is made up.' }),
    community: z.string().nullable().meta({ description: 'Where else the person is registered.' }),
  })
  .meta({ id: 'PracticeNote' })

const PracticeCall = z
  .object({
    call: Count,
    name: z.string(),
    sex: z.enum(['M', 'F']),
    birthYear: Count,
    answer: z
      .object({ community: z.string().nullable().meta({ description: 'null: not registered.' }) })
      .nullable()
      .meta({ description: 'What you answered; null: nothing yet.' }),
  })
  .meta({ id: 'PracticeCall' })

const PracticeItem = z
  .object({
    task: z.enum(['import', 'cases', 'calls', 'publish']),
    item: z.union([Fact, z.enum(['file', 'call', 'published', 'listed'])]),
    row: Count.nullable(),
    name: z.string().nullable(),
    verdict: z.enum(['right', 'missed', 'wrong']),
    article: z.string(),
    count: Count.nullable(),
  })
  .meta({ id: 'PracticeItem' })

const PracticeSum = z
  .object({ id: z.uuid(), nth: Count, startedAt: Instant, endedAt: Instant, right: Count, missed: Count, wrong: Count })
  .meta({ id: 'PracticeSum' })
export type PracticeSum = z.infer<typeof PracticeSum>

const PracticeRun = z
  .object({
    id: z.uuid(),
    nth: Count,
    startedAt: Instant,
    endedAt: Instant.nullable(),
    fileName: z.string(),
    rows: Count,
    notes: z.array(PracticeNote),
    calls: z.array(PracticeCall),
    progress: z
      .object({ imported: z.boolean(), cases: Count, decided: Count, published: z.boolean() })
      .meta({ description: 'How far the tasks are; not whether they are right.' }),
    items: z.array(PracticeItem).nullable().meta({ description: 'Graded when the run has ended.' }),
  })
  .meta({ id: 'PracticeRun' })
export type PracticeRun = z.infer<typeof PracticeRun>

export const Practice = z
  .object({
    run: PracticeRun.nullable().meta({ description: 'Your latest run.' }),
    earlier: z.array(PracticeSum).meta({ description: 'Your runs that ended, the latest first.' }),
    communities: z.array(z.object({ code: AreaCode, name: z.string() })),
  })
  .meta({ id: 'Practice' })
export type Practice = z.infer<typeof Practice>

export const PracticeAnswer = z.strictObject({
  call: z.number().int().min(1).max(2),
  community: AreaCode.nullable().meta({ description: 'Where the caller is registered; null: not registered.' }),
})
export type PracticeAnswer = z.infer<typeof PracticeAnswer>
