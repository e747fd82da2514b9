/** The form of an election and the district and stations of a community, each read once while it is shown. */
import { useCallback } from 'react'
import type { Form, PlaceDetail } from '../api/index.ts'
import { type Loaded, readForm, readPlace, useLoad } from '../api/index.ts'

export const useForm = (electionId: string): Loaded<Form> => useLoad(readForm, electionId)

export const usePlace = (electionId: string, community: string | null): Loaded<PlaceDetail> => {
  const read = useCallback((code: string) => readPlace(electionId, code), [electionId])
  return useLoad(read, community)
}
