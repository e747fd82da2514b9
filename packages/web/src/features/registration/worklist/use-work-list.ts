/** The list of people to visit, and what came of a visit. */
import {
  type InfiniteData,
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import {
  type NotYetRegisteredPage,
  readMissingCommunities,
  readNotYetRegistered,
  recordVisit,
  type VisitOutcome,
} from '../../../api/index.ts'
import { useSession } from '../../access/index.ts'

export interface WorkListFilter {
  community?: string | undefined
  state?: string | undefined
}

export const useWorkList = (electionId: string, filter: WorkListFilter) =>
  useInfiniteQuery({
    queryKey: ['not-yet-registered', electionId, filter],
    queryFn: ({ pageParam }) => readNotYetRegistered(electionId, filter, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
    // The list stays while another community is read.
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  })

/** Communities with people who are not yet registered; asked for once, whichever is chosen. */
export const useMissingCommunities = (electionId: string) =>
  useQuery({
    queryKey: ['missing-communities', electionId],
    queryFn: () => readMissingCommunities(electionId),
    refetchOnWindowFocus: false,
  })

/** Records a visit and shows it at once in the lists that are open; the person stays in view until the list is read again. */
export const useVisit = (electionId: string) => {
  const queries = useQueryClient()
  const session = useSession()
  return useMutation({
    mutationFn: ({ personRef, outcome }: { personRef: string; outcome: VisitOutcome }) =>
      recordVisit(electionId, personRef, outcome),
    onSuccess: (_, { personRef, outcome }) => {
      const visit = { outcome, by: session.data?.user.name ?? '', at: new Date().toISOString() }
      queries.setQueriesData<InfiniteData<NotYetRegisteredPage>>({ queryKey: ['not-yet-registered', electionId] }, before =>
        before
          ? {
              ...before,
              pages: before.pages.map(page => ({
                ...page,
                items: page.items.map(person => (person.personRef === personRef ? { ...person, visit } : person)),
              })),
            }
          : before,
      )
      for (const key of ['missing-communities', 'households', 'household']) void queries.invalidateQueries({ queryKey: [key] })
    },
  })
}
