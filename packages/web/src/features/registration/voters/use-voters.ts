/** The roll as it is asked for by the page's address. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { countVoters, readVoterDistricts, readVoters, type VotersFilter } from '../../../api/index.ts'

const NAMES = ['q', 'community', 'level', 'countyDistrict', 'townshipDistrict', 'status', 'channel', 'basis'] as const

/** The filter in the address; the server has the last word on its values. */
export const filterOf = (params: URLSearchParams): VotersFilter =>
  Object.fromEntries(NAMES.flatMap(name => (params.get(name) ? [[name, params.get(name)]] : []))) as VotersFilter

export const queryOf = (filter: VotersFilter): URLSearchParams =>
  new URLSearchParams(
    NAMES.flatMap(name => {
      const value = filter[name]
      return value ? [[name, value]] : []
    }),
  )

/** Pages with few people that are asked for by themselves before the reader is asked whether to go on. */
const MOST_PAGES = 12
const ENOUGH = 20

export const useVoters = (electionId: string, filter: VotersFilter, enabled: boolean) => {
  const list = useInfiniteQuery({
    queryKey: ['voters', electionId, filter],
    queryFn: ({ pageParam }) => readVoters(electionId, filter, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
    enabled,
  })
  const { data, hasNextPage, isFetchingNextPage, isError, fetchNextPage } = list
  const shown = data?.pages.reduce((sum, page) => sum + page.items.length, 0) ?? 0
  const pages = data?.pages.length ?? 0
  const goesOn = hasNextPage && !isFetchingNextPage && !isError && shown < ENOUGH && pages > 0 && pages < MOST_PAGES
  useEffect(() => {
    if (goesOn) void fetchNextPage()
  }, [goesOn, fetchNextPage])
  return list
}

/** Asked once a filter. */
export const useVotersCount = (electionId: string, filter: VotersFilter, enabled: boolean) =>
  useQuery({ queryKey: ['voters-count', electionId, filter], queryFn: () => countVoters(electionId, filter), enabled })

export const useVoterDistricts = (electionId: string) =>
  useQuery({
    queryKey: ['voter-districts', electionId],
    queryFn: () => readVoterDistricts(electionId),
    staleTime: 300_000,
  })
