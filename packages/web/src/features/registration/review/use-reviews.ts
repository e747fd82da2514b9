/** The queue, and the decisions taken in it. A decided case stays in the list until the filter changes, so that it can be undone. */
import { type InfiniteData, keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
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
  const replace = (changed: ReviewCase, { one }: { one: ReviewCase }) => {
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
  return { decide, undo }
}
