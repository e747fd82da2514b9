/**
 * The desk where pending registrations wait: their questions are asked again, many in one batch, at growing intervals, and with the
 * answer the registration goes on. Questions are rows: a restart of anything loses none.
 */
import { type Election, findElectionById } from '../../election/index.ts'
import type { Sql } from '../../platform/database/index.ts'
import type { Jobs } from '../../platform/jobs/index.ts'
import { BATCH_LIMIT } from './schema.protocol.ts'
import { askRegisters, closeLines, type LinesOptions, type RegisterServices, setUpLines } from './service.ts'
import {
  insertQuestion,
  isQuestionDue,
  type PendingQuestion,
  postponeQuestions,
  removeQuestions,
  takeDueQuestions,
} from './store.questions.ts'

export type { PendingQuestion }

/** A registration whose person was answered for. */
export interface AnsweredRegistration {
  readonly countyCode: string
  readonly registrationId: number
  readonly personKey: string
}

/**
 * Goes on with pending registrations, in the transaction in which their questions go. Their answers stand in `register_answer`; of someone
 * whom no register is asked for any more (an extract was imported, the source has ended) there is none.
 */
export type OnAnswered = (tx: Sql, election: Election, registrations: readonly AnsweredRegistration[]) => Promise<void>

export interface QuestionQueueOptions extends LinesOptions {
  /** A number in [0, 1) that spreads questions over their interval. */
  readonly jitter?: () => number
  /** How often the desk looks for questions whose time has come. */
  readonly lookMs?: number
  /** How long one batch may take; nobody waits for it. */
  readonly batchLimitMs?: number
}

export interface QuestionDesk {
  /** Looks for due questions from now on; after `jobs.start()`. */
  start(): void
  /** Looks no more and ends the lines to the registers; before the store is closed. */
  stop(): Promise<void>
}

const JOB = 'ask-registers'
const LOOK_MS = 1_000
const BATCH_LIMIT_MS = 10_000
/** A worker that died gives back what it took after so long. */
const TAKEN_FOR_MS = 30_000
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000

/**
 * Pause before a question is asked again: doubled each time up to a minute, and between half and the whole of that by `jitter` in [0, 1),
 * so that those who began together do not come back together.
 */
export const pauseBefore = (attempts: number, jitter: number): number => {
  const whole = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(attempts, 20), LONGEST_PAUSE_MS)
  return Math.round(whole * (0.5 + 0.5 * jitter))
}

/**
 * Queues the question of a pending registration, in the registration's own transaction. The same registration again starts over.
 * @param at now; asked for the first time a moment later
 */
export const queueQuestion = async (tx: Sql, question: PendingQuestion & { readonly at: Date }): Promise<void> => {
  await insertQuestion(tx, question, question.at, new Date(question.at.getTime() + FIRST_PAUSE_MS))
}

type TakenQuestion = PendingQuestion & { readonly attempts: number }

/** Asks for all due questions, batch by batch. Returns how many registrations went on and how many wait on. */
export const askDueQuestions = async (
  services: RegisterServices,
  onAnswered: OnAnswered,
  options: Pick<QuestionQueueOptions, 'jitter' | 'batchLimitMs'> = {},
  signal?: AbortSignal,
): Promise<{ answered: number; waiting: number }> => {
  const { database, clock } = services
  const jitter = options.jitter ?? Math.random
  let answered = 0
  let waiting = 0
  const postpone = async (questions: readonly TakenQuestion[]): Promise<void> => {
    const now = clock.now().getTime()
    waiting += questions.length
    await postponeQuestions(
      database,
      questions.map(question => ({ ...question, nextAt: new Date(now + pauseBefore(question.attempts, jitter())) })),
    )
  }
  const goOn = (election: Election, questions: readonly PendingQuestion[]): Promise<number> =>
    database.transaction(async tx => {
      const gone = await removeQuestions(tx, questions)
      if (gone.length > 0)
        await onAnswered(
          tx,
          election,
          gone.map(({ countyCode, registrationId, personKey }) => ({ countyCode, registrationId, personKey })),
        )
      return gone.length
    })

  /** Together; where that fails one by one, so that one registration does not hold up the others. */
  const goOnAll = async (election: Election, questions: readonly TakenQuestion[]): Promise<void> => {
    try {
      const done = await goOn(election, questions)
      answered += done
    } catch (error) {
      services.log.error({ err: error, election: election.id }, 'answered registrations go on one by one')
      for (const question of questions)
        try {
          const done = await goOn(election, [question])
          answered += done
        } catch {
          await postpone([question])
        }
    }
  }

  while (!signal?.aborted) {
    const now = clock.now()
    const taken = await database.transaction(tx => takeDueQuestions(tx, now, new Date(now.getTime() + TAKEN_FOR_MS), BATCH_LIMIT))
    const [first] = taken
    if (!first) break
    const election = await findElectionById(database, first.electionId)
    if (!election || election.state === 'closed') {
      await removeQuestions(database, taken)
      continue
    }
    const answers = await askRegisters(services, election, taken, options.batchLimitMs ?? BATCH_LIMIT_MS)
    const settled = taken.filter((_, index) => answers[index]?.answer !== 'silent')
    const silent = taken.filter((_, index) => answers[index]?.answer === 'silent')
    if (settled.length > 0) await goOnAll(election, settled)
    if (silent.length > 0) await postpone(silent)
  }
  return { answered, waiting }
}

/**
 * Opens the desk. `onAnswered` re-judges the pending registrations with the stored answers. Call before `jobs.start()`; then `start`.
 */
export const openQuestionQueue = (
  jobs: Jobs,
  services: RegisterServices,
  onAnswered: OnAnswered,
  options: QuestionQueueOptions = {},
): QuestionDesk => {
  setUpLines(services, options)
  jobs.work(JOB, (_, run) => askDueQuestions(services, onAnswered, options, run.signal))
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  const look = async (): Promise<void> => {
    const { database, clock } = services
    if (await isQuestionDue(database, clock.now())) await jobs.send(JOB, {}, { singletonKey: JOB })
  }
  return {
    start() {
      timer ??= setInterval(() => {
        looking ??= look()
          .catch(error => services.log.error({ err: error }, 'looking for register questions'))
          .finally(() => {
            looking = undefined
          })
      }, options.lookMs ?? LOOK_MS).unref()
    },
    async stop() {
      clearInterval(timer)
      timer = undefined
      await looking
      await closeLines(services.database)
    },
  }
}
