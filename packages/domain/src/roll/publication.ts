/** When a voter list may be published, and how long it is open to objections. Dates are 'YYYY-MM-DD' of Beijing time. */
import { LIST_DAYS, type ObjectionRules, objectionsUntil } from '../election/index.ts'
import { fail, ok, type Result, type Text } from '../result/index.ts'
import { addDays, daysBetween, type PeriodEnd, spellArticles } from '../standards/index.ts'

/** The last day to publish the list of an election, and what says so. */
export interface ListDue {
  readonly date: string
  readonly article: string
}

/** The last day on which the list serves a general election: twenty days before it, so 31 July for 20 August (EL 28). A by-election has its own. */
export const listDue = (pollingDay: string): ListDue => ({ date: addDays(pollingDay, -LIST_DAYS), article: 'EL 28' })

export interface Publication {
  readonly deadline: string
  /** Days after the deadline; 0 when in time. */
  readonly daysLate: number
  /** The last day to object to what is published today. */
  readonly objections: PeriodEnd
  /** Why it is late, as the officer wrote it; null when in time. */
  readonly lateReason: string | null
}

export interface PublicationRefused {
  readonly code: 'publication-late' | 'election-day-passed'
  readonly article: string
  readonly deadline: string
  readonly daysLate: number
  readonly text: Text
}

export interface PublicationTerms {
  readonly pollingDay: string
  readonly due: ListDue
  readonly rules: ObjectionRules
  readonly kind: 'list' | 'supplement'
}

/**
 * May a list be published `today`? Later than its last day (EL 28; of a by-election that of the rule set) it is refused, unless an officer
 * records why; after election day always, for it could serve nobody. A supplement has no such day: corrections and moves go on until voting
 * (EL 27, BJ 30; local).
 */
export const judgePublication = (
  { pollingDay, due, rules, kind }: PublicationTerms,
  today: string,
  lateReason?: string,
): Result<Publication, PublicationRefused> => {
  const deadline = due.date
  const daysLate = kind === 'list' ? Math.max(0, daysBetween(deadline, today)) : 0
  const refuse = (code: PublicationRefused['code'], text: Text) => fail({ code, article: due.article, deadline, daysLate, text })
  if (today > pollingDay)
    return refuse('election-day-passed', {
      zh: `选举日（${pollingDay}）已过，不能再公布选民名单`,
      en: `Election day (${pollingDay}) has passed; the voter list can no longer be published`,
    })
  const reason = lateReason?.trim() ?? ''
  const days = daysBetween(deadline, pollingDay)
  const article = spellArticles(due.article)
  if (daysLate > 0 && reason === '')
    return refuse('publication-late', {
      zh: `选民名单应在选举日的${days}日以前（最迟${deadline}）公布（${article.zh}），今天已晚${daysLate}天。如仍须公布，请写明逾期原因`,
      en: `The voter list is due ${days} days before election day, on ${deadline} at the latest (${article.en}); today is ${daysLate} days late. To publish nevertheless, record the reason`,
    })
  return ok({ deadline, daysLate, objections: objectionsUntil(today, rules), lateReason: daysLate > 0 ? reason : null })
}
