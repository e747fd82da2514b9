/** Grades a run from what was planned and what the roll has now. Pure. */
import type { RegistrationStatus } from '@mingce/domain/registration'
import { articleOf, isCase, isToBeRegistered, type LessonFact } from './lessons.ts'

export type Task = 'import' | 'cases' | 'calls' | 'publish'
export type Verdict = 'right' | 'missed' | 'wrong'

export interface GradedItem {
  readonly task: Task
  /** A lesson, or what else the task asks for. */
  readonly item: LessonFact | 'file' | 'call' | 'published' | 'listed'
  /** Row in the practice file, or the number of the call. */
  readonly row: number | null
  readonly name: string | null
  readonly verdict: Verdict
  readonly article: string
  /** Of `listed`: people who should be on the list and are not, or are and should not be. */
  readonly count: number | null
}

export interface FoundPerson {
  readonly row: number
  readonly name: string
  readonly fact: LessonFact
  /** The registration that the run's file or an officer made since the run began; null: there is none. */
  readonly status: RegistrationStatus | null
  /** It is on a list published since. */
  readonly listed: boolean
}

export interface FoundCall {
  readonly name: string
  readonly community: string | null
  /** undefined: not answered. */
  readonly answer: { readonly community: string | null } | undefined
}

export interface FoundRun {
  readonly imported: boolean
  readonly published: boolean
  readonly people: readonly FoundPerson[]
  readonly calls: readonly FoundCall[]
}

const GONE: readonly RegistrationStatus[] = ['refused', 'removed', 'moved']

const personVerdict = ({ fact, status }: FoundPerson, imported: boolean): Verdict => {
  if (isToBeRegistered(fact)) {
    if (status === 'registered') return 'right'
    return status !== null && GONE.includes(status) ? 'wrong' : 'missed'
  }
  if (status === 'registered') return 'wrong'
  if (isCase(fact)) return status !== null && GONE.includes(status) ? 'right' : 'missed'
  // The check refuses the row; there is nothing that an officer has to do.
  return imported ? 'right' : 'missed'
}

const callVerdict = ({ community, answer }: FoundCall): Verdict =>
  answer === undefined ? 'missed' : answer.community === community ? 'right' : 'wrong'

export const gradeRun = ({ imported, published, people, calls }: FoundRun): GradedItem[] => {
  const plain = { row: null, name: null, count: null }
  const unlisted = people.filter(({ fact, listed }) => listed !== isToBeRegistered(fact)).length
  return [
    { ...plain, task: 'import', item: 'file', verdict: imported ? 'right' : 'missed', article: 'EL 27' },
    ...people.map(
      (person): GradedItem => ({
        ...plain,
        task: isCase(person.fact) ? 'cases' : 'import',
        item: person.fact,
        row: person.row,
        name: person.name,
        verdict: personVerdict(person, imported),
        article: articleOf(person.fact),
      }),
    ),
    ...calls.map(
      (call, at): GradedItem => ({
        ...plain,
        task: 'calls',
        item: 'call',
        row: at + 1,
        name: call.name,
        verdict: callVerdict(call),
        article: 'EL 28',
      }),
    ),
    { ...plain, task: 'publish', item: 'published', verdict: published ? 'right' : 'missed', article: 'EL 28' },
    {
      ...plain,
      task: 'publish',
      item: 'listed',
      verdict: !published ? 'missed' : unlisted === 0 ? 'right' : 'wrong',
      article: 'EL 27, EL 28',
      count: published ? unlisted : null,
    },
  ]
}
