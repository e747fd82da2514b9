/**
 * What a practice file holds, and how each person in it has to end. A check only raises a question; what the office learned outside the file
 * (`fact`) answers it.
 */
import { type FindingCode, getFinding } from '@mingce/domain/registration'

/** Among whom the person is looked for in the demo's own files. */
export type Pool = 'local' | 'child' | 'deprived' | 'deceased' | 'moved-out' | 'outsider' | 'registered'

interface Lesson {
  readonly pool: Pool
  /** People in one file. */
  readonly count: number
  /** What the check finds of the row. */
  readonly finding: FindingCode | null
  /** By what is known of the person: whether they have to be registered at the end of the run. */
  readonly ends: Readonly<Record<string, boolean>>
}

export const LESSONS = {
  clean: { pool: 'local', count: 8, finding: null, ends: { plain: true } },
  mistyped: { pool: 'local', count: 2, finding: 'identity.checksum', ends: { card: true } },
  child: { pool: 'child', count: 1, finding: 'eligibility.age', ends: { plain: false } },
  deprived: { pool: 'deprived', count: 1, finding: 'eligibility.deprived', ends: { plain: false } },
  sex: { pool: 'local', count: 1, finding: 'identity.sex', ends: { typing: true } },
  name: { pool: 'local', count: 1, finding: 'population.name', ends: { renamed: true, 'other-person': false } },
  deceased: { pool: 'deceased', count: 1, finding: 'population.deceased', ends: { gone: false, alive: true } },
  'moved-out': { pool: 'moved-out', count: 1, finding: 'population.moved-out', ends: { elsewhere: false } },
  unproven: { pool: 'outsider', count: 2, finding: 'place.unproven', ends: { shown: true, none: false } },
  elsewhere: { pool: 'registered', count: 2, finding: 'claim.other-district', ends: { stays: false, moves: true } },
} as const satisfies Readonly<Record<string, Lesson>>

export type LessonKind = keyof typeof LESSONS
export const LESSON_KINDS = Object.keys(LESSONS) as readonly LessonKind[]

/** `deceased.gone`: a lesson with what is known of the person; the pages have the words. */
export type LessonFact = { [K in LessonKind]: `${K}.${keyof (typeof LESSONS)[K]['ends'] & string}` }[LessonKind]

const ENDS: ReadonlyMap<string, boolean> = new Map(
  LESSON_KINDS.flatMap(kind => Object.entries(LESSONS[kind].ends).map(([fact, end]) => [`${kind}.${fact}`, end] as const)),
)

/** All of them, those of a kind together. */
export const LESSON_FACTS = [...ENDS.keys()] as readonly LessonFact[]

export const kindOf = (fact: LessonFact): LessonKind => fact.slice(0, fact.indexOf('.')) as LessonKind

export const factsOf = (kind: LessonKind): readonly LessonFact[] => LESSON_FACTS.filter(fact => kindOf(fact) === kind)

export const isToBeRegistered = (fact: LessonFact): boolean => ENDS.get(fact) === true

/** An officer decides about the person; else the check decides by itself. */
export const isCase = (fact: LessonFact): boolean => {
  const { finding } = LESSONS[kindOf(fact)]
  return finding !== null && getFinding(finding).severity === 'review'
}

/** Lessons of which the office knows nothing more than the file. */
const SILENT: readonly LessonFact[] = ['clean.plain', 'child.plain', 'deprived.plain']
export const isNoted = (fact: LessonFact): boolean => !SILENT.includes(fact)

/** The rule that the lesson teaches: that of the finding; one person, one list for everybody else. */
export const articleOf = (fact: LessonFact): string => {
  const { finding } = LESSONS[kindOf(fact)]
  return finding === null ? 'EL 27' : getFinding(finding).article
}
