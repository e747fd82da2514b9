/** A query as it comes: loading, failed, or what it answered. */
import type { ReactNode } from 'react'
import { Failure, Loading } from './states.tsx'

interface QueryViewProps<T> {
  readonly query: {
    readonly isPending: boolean
    readonly isError: boolean
    readonly error: unknown
    readonly data: T | undefined
    refetch(): unknown
  }
  /** Rows of the placeholder. */
  readonly rows: number
  readonly children: (data: T) => ReactNode
}

export const QueryView = <T,>({ query, rows, children }: QueryViewProps<T>) => {
  if (query.isPending) return <Loading rows={rows} />
  if (query.isError || query.data === undefined) return <Failure error={query.error} retry={() => void query.refetch()} />
  return children(query.data)
}
