/** The figures of pages after a decision, from the case before and after it: nothing need be asked for again. Pure. */
import type { Overview, ReviewCase, ReviewPage } from '../../../api/index.ts'

interface Counted {
  readonly registered: number
  readonly review: number
  readonly reviewStanding: number
  readonly pending: number
}

const openCodes = (one: ReviewCase): string[] => [
  ...new Set(one.findings.filter(finding => finding.state === 'open').map(finding => finding.code)),
]

const countedOf = (one: ReviewCase): Counted => {
  const standing = one.status === 'registered' && openCodes(one).length > 0 ? 1 : 0
  return {
    registered: one.status === 'registered' ? 1 : 0,
    review: one.status === 'review' ? 1 : standing,
    reviewStanding: standing,
    pending: one.status === 'pending' ? 1 : 0,
  }
}

const added = <Row extends Counted>(row: Row, before: Counted, after: Counted): Row => ({
  ...row,
  registered: row.registered + after.registered - before.registered,
  review: row.review + after.review - before.review,
  reviewStanding: row.reviewStanding + after.reviewStanding - before.reviewStanding,
  pending: row.pending + after.pending - before.pending,
})

/** Numbers by code, with those of `before` taken off and those of `after` added. */
const recounted = (counts: Readonly<Record<string, number>>, before: readonly string[], after: readonly string[]) => {
  const now: Record<string, number> = { ...counts }
  for (const code of before) now[code] = Math.max(0, (now[code] ?? 0) - 1)
  for (const code of after) now[code] = (now[code] ?? 0) + 1
  return now
}

const openCase = (one: ReviewCase): number => (openCodes(one).length > 0 ? 1 : 0)

/** The overview after a case became another. Who is not yet registered, and a registration of another place that was left, is seen when it is read again. */
export const overviewAfter = (overview: Overview, before: ReviewCase, after: ReviewCase): Overview => {
  const [was, is] = [countedOf(before), countedOf(after)]
  const place = (one: ReviewCase) => one.community?.code ?? overview.election.area.code
  const none = { registered: 0, review: 0, reviewStanding: 0, pending: 0 }
  const isOwn = overview.communities.some(row => row.code === place(before))
  return {
    ...overview,
    counts: isOwn ? added(overview.counts, was, is) : overview.counts,
    communities: overview.communities.map(row =>
      added(row, row.code === place(before) ? was : none, row.code === place(after) ? is : none),
    ),
    cases: {
      total: overview.cases.total + openCase(after) - openCase(before),
      ofOthers: overview.cases.ofOthers + (isOwn ? 0 : openCase(after) - openCase(before)),
    },
    findings: recounted(overview.findings, openCodes(before), openCodes(after)),
  }
}

/** A page of open cases after one of them became another: how many there are, and by finding. */
export const pageAfter = (page: ReviewPage, before: ReviewCase, after: ReviewCase): ReviewPage => ({
  ...page,
  ...(page.total === undefined ? {} : { total: page.total + openCase(after) - openCase(before) }),
  ...(page.byCode === undefined ? {} : { byCode: recounted(page.byCode, openCodes(before), openCodes(after)) }),
})
