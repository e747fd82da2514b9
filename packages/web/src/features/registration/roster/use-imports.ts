/** Imports of an election, read again while one is running. */
import { useQuery } from '@tanstack/react-query'
import { type Import, readImport, readImports } from '../../../api/index.ts'

const running = (state: Import['state'] | undefined) => state === 'reading' || state === 'deciding'

export const useImports = (electionId: string) =>
  useQuery({
    queryKey: ['imports', electionId],
    queryFn: () => readImports(electionId),
    refetchInterval: query => (query.state.data?.some(one => running(one.state)) ? 2000 : false),
  })

export const useImport = (importId: number) =>
  useQuery({
    queryKey: ['import', importId],
    queryFn: () => readImport(importId),
    refetchInterval: query => (running(query.state.data?.state) ? 800 : false),
  })
