/** When a voter list may be published, and how long it is open to objections. Dates are 'YYYY-MM-DD' of Beijing time. */
import { LIST_DAYS, OBJECTION_DAYS } from '../election/index.ts'
import { fail, ok, type Result, type Text } from '../result/index.ts'
import { addDays, daysBetween } from '../standards/index.ts'

/** The last day on which the list serves an election: twenty days before it, so 31 July for 20 August (EL 28). */
export const listDeadline = (pollingDay: string): string => addDays(pollingDay, -LIST_DAYS)

/**
 * The last day for objections (EL 29: within five days of publication). Whether the day of publication counts as the first is not settled
 * by the text; by default it does not, which gives voters the longer time.
 */
export const objectionsUntil = (publishedOn: string, dayOfPublicationCounts = false): string =>
  addDays(publishedOn, OBJECTION_DAYS - (dayOfPublicationCounts ? 1 : 0))

export interface Publication {
  readonly deadline: string
  /** Days after the deadline; 0 when in time. */
  readonly daysLate: number
  readonly objectionsUntil: string
  /** Why it is late, as the officer wrote it; null when in time. */
  readonly lateReason: string | null
}

export interface PublicationRefused {
  readonly code: 'publication-late' | 'election-day-passed'
  readonly article: 'EL 28'
  readonly deadline: string
  readonly daysLate: number
  readonly text: Text
}

/**
 * May a list be published `today`? Later than E−20 it is refused, unless an officer records why (EL 28); after election day always, for
 * it could serve nobody. A supplement has no E−20: corrections and moves go on until voting (EL 27, BJ 30; local).
 */
export const judgePublication = (
  pollingDay: string,
  today: string,
  lateReason?: string,
  kind: 'list' | 'supplement' = 'list',
): Result<Publication, PublicationRefused> => {
  const deadline = listDeadline(pollingDay)
  const daysLate = kind === 'list' ? Math.max(0, daysBetween(deadline, today)) : 0
  const refuse = (code: PublicationRefused['code'], text: Text) =>
    fail({ code, article: 'EL 28' as const, deadline, daysLate, text })
  if (today > pollingDay)
    return refuse('election-day-passed', {
      zh: `选举日（${pollingDay}）已过，不能再公布选民名单`,
      en: `Election day (${pollingDay}) has passed; the voter list can no longer be published`,
    })
  const reason = lateReason?.trim() ?? ''
  if (daysLate > 0 && reason === '')
    return refuse('publication-late', {
      zh: `选民名单应在选举日的二十日以前（最迟${deadline}）公布（选举法第二十八条），今天已晚${daysLate}天。如仍须公布，请写明逾期原因`,
      en: `The voter list is due twenty days before election day, on ${deadline} at the latest (Electoral Law, Art. 28); today is ${daysLate} days late. To publish nevertheless, record the reason`,
    })
  return ok({ deadline, daysLate, objectionsUntil: objectionsUntil(today), lateReason: daysLate > 0 ? reason : null })
}
