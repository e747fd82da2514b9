/** The queue, and the decisions taken in it. A decided case stays in the list until the filter changes, so that it can be undone. */
import { type InfiniteData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import {
  decideReview,
  newRequestId,
  type ReviewCase,
  type ReviewFilter,
  type ReviewPage,
  readReviews,
  undoReview,
} from '../../../api/index.ts'
import { keyOfCase } from '../registration-key.ts'
import type { Correction } from './correction.ts'
import type { Decision } from './decision-form.tsx'

const keyOf = (electionId: string, filter: ReviewFilter) => ['reviews', electionId, filter] as const

export const useReviews = (electionId: string, filter: ReviewFilter) =>
  useInfiniteQuery({
    queryKey: keyOf(electionId, filter),
    queryFn: ({ pageParam }) => readReviews(electionId, filter, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })

export const useDecisions = (electionId: string, filter: ReviewFilter) => {
  const queries = useQueryClient()
  const replace = (changed: ReviewCase) => {
    queries.setQueryData<InfiniteData<ReviewPage>>(keyOf(electionId, filter), before =>
      before
        ? {
            ...before,
            pages: before.pages.map(page => ({
              ...page,
              items: page.items.map(one => (keyOfCase(one) === keyOfCase(changed) ? changed : one)),
            })),
          }
        : before,
    )
    void queries.invalidateQueries({ queryKey: ['overview', electionId] })
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
