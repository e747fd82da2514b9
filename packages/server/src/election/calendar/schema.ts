/** What the API says and takes about the timetable. */
import { STEPS } from '@mingce/domain/election'
import { z } from 'zod'
import { Day, GivenDay, Instant, Reason, TextSchema } from '../../platform/http/index.ts'
import { ElectionIdSchema } from '../schema.ts'

const StepNameSchema = z.enum(STEPS).meta({ id: 'StepName' })

const TimetableStepSchema = z
  .object({
    step: StepNameSchema,
    kind: z.enum(['by', 'on']).meta({ description: 'by: on this day at the latest; on: on this very day.' }),
    date: Day,
    article: z.string(),
    local: z.boolean().meta({ description: 'Set by a province or city, and not by national law.' }),
    owner: z.enum(['committee', 'voters', 'court', 'standing-committee']),
    after: z.array(StepNameSchema),
    title: TextSchema,
    planned: z.boolean().optional().meta({ description: 'Counted from the plan: what it counts from has not happened yet.' }),
    movedFrom: Day.optional().meta({
      description:
        'The holiday on which it would have ended; the last day moved to the next working day (Civil Code 203, CPL 85).',
    }),
    restDaysOpen: z
      .boolean()
      .optional()
      .meta({ description: 'The State Council’s holidays of that year are not entered yet: the day may still move.' }),
    state: z.enum(['done', 'done-late', 'late', 'due', 'blocked', 'ahead']),
    doneOn: Day.nullable(),
    daysLeft: z.number().int(),
    waitsFor: z.array(StepNameSchema),
    byHand: z.boolean().meta({ description: 'A person records it; of the others the day or the published list says it.' }),
    reason: z.string().nullable(),
    recordedBy: z.string().nullable(),
    overrides: z.array(
      z.object({
        code: z.string(),
        article: z.string(),
        reason: z.string(),
        by: z.string(),
        role: z.string(),
        at: Instant,
      }),
    ),
  })
  .meta({ id: 'TimetableStep' })

export const TimetableSchema = z
  .object({
    electionId: z.string(),
    day: Day.meta({ description: 'The first polling day.' }),
    lastDay: Day.nullable(),
    byElection: z.boolean(),
    today: Day,
    daysLeft: z.number().int(),
    ruleSet: z.string(),
    rules: TextSchema,
    mostDays: z.number().int().meta({ description: 'Over how many days polling may go here.' }),
    late: z.array(StepNameSchema),
    due: z.array(StepNameSchema),
    next: StepNameSchema.nullable(),
    steps: z.array(TimetableStepSchema),
  })
  .meta({ id: 'Timetable' })

export const MovedDaySchema = z
  .object({
    day: Day,
    lastDay: Day.nullable(),
    moves: z.array(
      z.object({
        step: StepNameSchema,
        title: TextSchema,
        article: z.string(),
        from: Day,
        to: Day,
        effect: z.enum(['fits', 'broken', 'over']).meta({
          description: 'broken: done later than the new date allows. over: not done, and the new date is past.',
        }),
      }),
    ),
    breaks: z.number().int(),
    moved: z.boolean(),
  })
  .meta({ id: 'MovedDay' })

export const StepParams = ElectionIdSchema.extend({ step: StepNameSchema })

export const RecordStep = z.object({
  on: GivenDay.optional().meta({ description: 'The day it was done; today where not given.' }),
  reason: Reason.optional(),
  override: z.boolean().optional().meta({ description: 'Go on outside the window; asks for a reason, which is kept.' }),
})
export const TakeBackStep = z.object({ reason: Reason })
export const MoveDay = z.object({
  day: GivenDay,
  lastDay: GivenDay.optional(),
  dryRun: z.boolean().meta({ description: 'Only say what moves and what breaks.' }),
  reason: Reason,
  override: z.boolean().optional().meta({ description: 'Move although steps are then outside their time.' }),
})
export const FileLanguage = z.object({ language: z.enum(['zh', 'en']).default('zh') })
