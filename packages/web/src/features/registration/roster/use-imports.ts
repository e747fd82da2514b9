/** Imports of an election, read again while one is running. */
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { type Import, type ImportFilter, readImport, readImports } from '../../../api/index.ts'

const running = (state: Import['state'] | undefined) => state === 'reading' || state === 'deciding'

/** As many as the server answers with at once. */
const PAGE = 100

export const useImports = (electionId: string, filter: ImportFilter) =>
  useInfiniteQuery({
    queryKey: ['imports', electionId, filter],
    queryFn: ({ pageParam }) => readImports(electionId, filter, pageParam),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: page => (page.length < PAGE ? undefined : page.at(-1)?.id),
    placeholderData: keepPreviousData,
    refetchInterval: query => (query.state.data?.pages.some(page => page.some(one => running(one.state))) ? 2000 : false),
  })

export const useImport = (importId: number) =>
  useQuery({
    queryKey: ['import', importId],
    queryFn: () => readImport(importId),
    refetchInterval: query => (running(query.state.data?.state) ? 800 : false),
  })
