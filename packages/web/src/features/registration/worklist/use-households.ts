/** People not yet registered by building and door. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { printHouseholds, readHousehold, readHouseholds } from '../../../api/index.ts'
import { saveFile } from '../../../ui/index.ts'

export const useHouseholds = (electionId: string, community: string | undefined, building: string | undefined) =>
  useInfiniteQuery({
    queryKey: ['households', electionId, community, building],
    queryFn: ({ pageParam }) =>
      readHouseholds(electionId, {
        community: community ?? '',
        ...(building === undefined ? {} : { building }),
        ...(pageParam === undefined ? {} : { cursor: pageParam }),
      }),
    enabled: community !== undefined,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  })

/** The household that a sheet's QR opens. */
export const useHousehold = (handle: string) =>
  useQuery({ queryKey: ['household', handle], queryFn: () => readHousehold(handle), refetchOnWindowFocus: false })

export const usePrintHouseholds = (electionId: string) =>
  useMutation({
    mutationFn: async (of: { readonly community: string; readonly building: string | undefined }) => {
      const file = await printHouseholds(electionId, of)
      saveFile(file)
      return file.name
    },
  })
