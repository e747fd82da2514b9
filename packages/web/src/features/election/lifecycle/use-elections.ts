/** The elections this person sees. */
import { useQuery } from '@tanstack/react-query'
import { type Election, readElections } from '../../../api/index.ts'

export const useElections = () => useQuery({ queryKey: ['elections'], queryFn: readElections, staleTime: 60_000 })

/** The election of a page's address, once it is known. */
export const useElection = (electionId: string | undefined): Election | null =>
  useElections().data?.find(election => election.id === electionId) ?? null
