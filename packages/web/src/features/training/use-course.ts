/** Whether the course is offered in an election: on a demo, to whoever decides cases in it. */
import { useQuery } from '@tanstack/react-query'
import { readHealth } from '../../api/index.ts'
import { useMay } from '../access/index.ts'
import { useElection } from '../election/index.ts'

export const useCourse = (electionId: string | undefined): boolean => {
  const may = useMay()
  const election = useElection(electionId)
  // Not the sign-in page's query, which gives up at the first failure.
  const health = useQuery({ queryKey: ['demo'], queryFn: readHealth, staleTime: Number.POSITIVE_INFINITY })
  return health.data?.demo === true && election?.training === true && may('decide')
}
