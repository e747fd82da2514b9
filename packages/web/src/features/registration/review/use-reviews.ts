/** The queue, and the decisions taken in it. A decided case stays in the list until the filter changes, so that it can be undone. */
import { type InfiniteData, keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import {
  decideReview,
  newRequestId,
  type Overview,
  type ReviewCase,
  type ReviewFilter,
  type ReviewPage,
  readReviews,
  undoReview,
} from '../../../api/index.ts'
import { keyOfCase } from '../registration-key.ts'
import type { Correction } from './correction.ts'
import type { Decision } from './decision-form.tsx'
import { overviewAfter, pageAfter } from './overview-after.ts'

const keyOf = (electionId: string, filter: ReviewFilter) => ['reviews', electionId, filter] as const

export const useReviews = (electionId: string, filter: ReviewFilter) =>
  useInfiniteQuery({
    queryKey: keyOf(electionId, filter),
    queryFn: ({ pageParam }) => readReviews(electionId, filter, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
    staleTime: 0,
    gcTime: 0,
    // The list stays while another community or finding is read.
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  })

export const useDecisions = (electionId: string, filter: ReviewFilter) => {
  const queries = useQueryClient()
  const replace = (answered: ReviewCase, { one }: { one: ReviewCase }) => {
    const changed = { ...answered, ...(one.assignedTo === undefined ? {} : { assignedTo: one.assignedTo }) }
    queries.setQueryData<InfiniteData<ReviewPage>>(keyOf(electionId, filter), before =>
      before
        ? {
            ...before,
            pages: before.pages.map(page => ({
              ...pageAfter(page, one, changed),
              items: page.items.map(listed => (keyOfCase(listed) === keyOfCase(changed) ? changed : listed)),
            })),
          }
        : before,
    )
    // The figures change here; the overview is asked for again when it is opened next, not after each decision.
    queries.setQueryData<Overview>(['overview', electionId], now => now && overviewAfter(now, one, changed))
    void queries.invalidateQueries({ queryKey: ['overview', electionId], refetchType: 'none' })
  }
  const decide = useMutation({
    mutationFn: ({ one, ...decided }: { one: ReviewCase; decision: Decision; reason: string; correction: Correction }) =>
      decideReview(one, decided, newRequestId()),
    onSuccess: replace,
  })
  const undo = useMutation({
    mutationFn: ({ one, reason }: { one: ReviewCase; reason: string }) => undoReview(one, reason, newRequestId()),
    onSuccess: replace,
  })
  /** Cases that were decided together. */
  const replaceAll = (changed: readonly ReviewCase[]) => {
    const pages = queries.getQueryData<InfiniteData<ReviewPage>>(keyOf(electionId, filter))?.pages ?? []
    const before = new Map(pages.flatMap(page => page.items.map(one => [keyOfCase(one), one])))
    for (const one of changed) replace(one, { one: before.get(keyOfCase(one)) ?? one })
  }
  /** Who sees to these cases from now on. */
  const setAssigned = (keys: ReadonlySet<string>, assignedTo: string | undefined) =>
    queries.setQueryData<InfiniteData<ReviewPage>>(keyOf(electionId, filter), before =>
      before
        ? {
            ...before,
            pages: before.pages.map(page => ({
              ...page,
              items: page.items.map(({ assignedTo: former, ...one }) => {
                const officer = keys.has(keyOfCase(one)) ? assignedTo : former
                return officer === undefined ? one : { ...one, assignedTo: officer }
              }),
            })),
          }
        : before,
    )
  return { decide, undo, replaceAll, setAssigned }
}

/** What the address says: which cases are listed, and which is asked for. */
export const useReviewPlace = () => {
  const [params, setParams] = useSearchParams()
  const filter: ReviewFilter = {
    code: params.get('code') ?? undefined,
    community: params.get('community') ?? undefined,
    state: params.get('state') ?? undefined,
    q: params.get('q') ?? undefined,
    assigned: params.get('assigned') ?? undefined,
  }
  const show = (next: ReviewFilter, openCase: ReviewCase | null, replace = true) => {
    const entries = Object.entries({ ...next, case: openCase ? keyOfCase(openCase) : undefined })
    setParams(Object.fromEntries(entries.flatMap(([name, value]) => (value ? [[name, value]] : []))), {
      replace,
      preventScrollReset: true,
    })
  }
  return { filter, asked: params.get('case'), show }
}
