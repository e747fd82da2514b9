/**
 * Asking the population registers about people: is this number theirs, under this name, and where is the hukou? The imported extract needs
 * no asking; registers over HTTP are asked at once, for no longer than 800 ms altogether, and who gets no answer by then is `silent`:
 * the registration is kept as pending and its question queued (service.questions.ts).
 */
import type { Context } from '../../access/index.ts'
import type { Election } from '../../election/index.ts'
import { chinaDate } from '../../platform/clock/index.ts'
import { SealError } from '../../platform/crypto/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { findCurrentExtract } from '../extract/index.ts'
import { BATCH_LIMIT, type BatchAnswer, type RegisterQuestion } from './schema.protocol.ts'
import { type Line, type LineOptions, type LineState, openLine } from './service.connector.ts'
import { hastenQuestions } from './store.questions.ts'
import { findAnswers, findSourcesFor, keepAnswers, type RegisterSource, type StoredAnswer } from './store.ts'

/** What asking needs of a context. */
export type RegisterServices = Pick<Context, 'database' | 'keys' | 'clock' | 'log'>

export interface RegisterPerson {
  readonly personKey: string
  /** As the registration has it. */
  readonly name: string
}

/**
 * yes: in the register under this name. no: under another name (finding population.name). unknown: not in it (population.absent).
 * silent: no answer in time, the registration is pending. local: the election has an extract, which its facts join. none: there is no
 * register to ask, or the person has no ID number. Of these, yes, no and unknown stand in `register_answer` under (person_key,
 * election_id, name).
 */
export interface RegisterAnswer {
  readonly personKey: string
  readonly answer: 'yes' | 'no' | 'unknown' | 'silent' | 'local' | 'none'
  /** With yes, where the register says it: area code of the hukou, 2 to 12 digits (place.unproven). */
  readonly hukouArea: string | null
}

/** No request waits longer for registers, whatever they do. */
const ASK_LIMIT_MS = 800
/** Of it, what is left for the database after the last answer. */
const SAVING_MS = 60
/** An answer this young is not asked for again. */
const FRESH_MS = 24 * 3_600_000

/** The lines to all registers that this process has asked, one for each source. */
interface Lines {
  of(source: RegisterSource): Line
  stateOf(sourceId: number): LineState | null
  /** From here on nobody is asked: whoever still waits stays in the queue. */
  close(): Promise<void>
  readonly isClosed: boolean
}

export type LinesOptions = Pick<LineOptions, 'restMs' | 'windowMs' | 'volume'>

const openLines = (services: RegisterServices, options: LinesOptions): Lines => {
  const lines = new Map<number, Line>()
  let isClosed = false
  return {
    get isClosed() {
      return isClosed
    },
    of(source) {
      const known = lines.get(source.id)
      if (known) return known
      const line = openLine(source, {
        ...options,
        clock: services.clock,
        onRecovery: () => {
          hastenQuestions(services.database, source.areaCode, services.clock.now()).catch(error =>
            services.log.error({ err: error, source: source.id }, 'register questions were not hastened'),
          )
        },
      })
      lines.set(source.id, line)
      // A line that is closed answers every question with nothing.
      if (isClosed) void line.close()
      return line
    },
    stateOf: sourceId => lines.get(sourceId)?.state() ?? null,
    async close() {
      isClosed = true
      await Promise.all([...lines.values()].map(line => line.close()))
    },
  }
}

/** Lines belong to the process that has the store open: every use case that is handed the store asks over the same ones. */
const linesByStore = new WeakMap<Database, Lines>()

const linesOf = (services: RegisterServices, options: LinesOptions = {}): Lines => {
  const known = linesByStore.get(services.database)
  if (known) return known
  const lines = openLines(services, options)
  linesByStore.set(services.database, lines)
  return lines
}

/** Opens the lines of this store anew, where they are not open. */
export const setUpLines = (services: RegisterServices, options: LinesOptions): void => {
  if (linesByStore.get(services.database)?.isClosed) linesByStore.delete(services.database)
  linesOf(services, options)
}

/** Ends all lines of this store. */
export const closeLines = async (database: Database): Promise<void> => {
  await linesByStore.get(database)?.close()
}

/** How the line to a source is, as this process sees it; null where it was not asked yet. */
export const lineState = (database: Database, sourceId: number): LineState | null =>
  linesByStore.get(database)?.stateOf(sourceId) ?? null

const NO_ANSWER = { hukouArea: null } as const

/** The number behind a key, or null: someone who was registered by another document has none. */
const numberOf = (services: RegisterServices, personKey: string): string | null => {
  try {
    return services.keys.openPersonKey(personKey)
  } catch (error) {
    if (error instanceof SealError) return null
    throw error
  }
}

type Settled = Pick<BatchAnswer, 'answer' | 'hukouArea'> & { readonly sourceId: number }

/**
 * One verdict of several sources: who is found by one is found; as long as one that could still find the person is silent, nothing is held
 * against them.
 */
const settle = (answers: readonly (Settled | null)[]): Settled | null => {
  const found = answers.find(answer => answer?.answer === 'yes')
  if (found) return found
  if (answers.includes(null)) return null
  return answers.find(answer => answer?.answer === 'no') ?? answers[0] ?? null
}

/** Asks one source for up to 500 people at a time; null for those it did not answer for. */
const askSource = async (
  line: Line,
  source: RegisterSource,
  questions: readonly RegisterQuestion[],
  leftMs: () => number,
): Promise<(Settled | null)[]> => {
  const settled: (Settled | null)[] = []
  for (let at = 0; at < questions.length; at += BATCH_LIMIT) {
    const batch = questions.slice(at, at + BATCH_LIMIT)
    const asked = await line.ask(batch, leftMs())
    settled.push(
      ...(asked.ok
        ? asked.value.map(({ answer, hukouArea }) => ({ answer, hukouArea, sourceId: source.id }))
        : batch.map(() => null)),
    )
  }
  return settled
}

/**
 * Asks the registers of an election for people, all at once, and keeps what they say. Answers come in the order of `people`; it takes no
 * longer than `limitMs` (800 ms where not given). A number goes to the register and nowhere else.
 */
export const askRegisters = async (
  services: RegisterServices,
  election: Pick<Election, 'id' | 'areaCode'>,
  people: readonly RegisterPerson[],
  limitMs: number = ASK_LIMIT_MS,
): Promise<RegisterAnswer[]> => {
  const began = performance.now()
  const leftMs = () => limitMs - SAVING_MS - (performance.now() - began)
  const { database, clock } = services
  const all = (answer: 'local' | 'none'): RegisterAnswer[] => people.map(({ personKey }) => ({ personKey, answer, ...NO_ANSWER }))
  if (await findCurrentExtract(database, election.id)) return all('local')
  const at = clock.now()
  const sources = await findSourcesFor(database, election.areaCode, chinaDate(at))
  if (sources.length === 0) return all('none')

  const fresh = await findAnswers(database, election.id, people, new Date(at.getTime() - FRESH_MS))
  const keyOf = (person: RegisterPerson) => `${person.personKey}/${person.name}`
  const known = new Map<string, Pick<StoredAnswer, 'answer' | 'hukouArea'>>(fresh.map(answer => [keyOf(answer), answer]))
  const answers = new Map<number, RegisterAnswer>()
  const asked: { readonly index: number; readonly question: RegisterQuestion }[] = []
  people.forEach((person, index) => {
    const { personKey, name } = person
    const answer = known.get(keyOf(person))
    if (answer) {
      answers.set(index, { personKey, answer: answer.answer, hukouArea: answer.hukouArea })
      return
    }
    const number = numberOf(services, personKey)
    if (number === null) answers.set(index, { personKey, answer: 'none', ...NO_ANSWER })
    else asked.push({ index, question: { ref: String(index), name, number } })
  })

  if (asked.length > 0) {
    const questions = asked.map(({ question }) => question)
    const lines = linesOf(services)
    const bySource = await Promise.all(sources.map(source => askSource(lines.of(source), source, questions, leftMs)))
    const kept: (StoredAnswer & { readonly sourceId: number })[] = []
    asked.forEach(({ index, question }, place) => {
      const personKey = people[index]?.personKey ?? ''
      const settled = settle(bySource.map(ofSource => ofSource[place] ?? null))
      if (settled) kept.push({ personKey, name: question.name, ...settled })
      answers.set(index, {
        personKey,
        answer: settled?.answer ?? 'silent',
        hukouArea: settled?.hukouArea ?? null,
      })
    })
    if (kept.length > 0) await keepAnswers(database, election.id, kept, clock.now())
  }
  return people.map(({ personKey }, index) => answers.get(index) ?? { personKey, answer: 'silent', ...NO_ANSWER })
}

/** How many registers an election asks today: none where it has an extract. */
export const countRegistersAsked = async (
  database: Database,
  election: Pick<Election, 'id' | 'areaCode'>,
  today: string,
): Promise<number> =>
  (await findCurrentExtract(database, election.id)) ? 0 : (await findSourcesFor(database, election.areaCode, today)).length
