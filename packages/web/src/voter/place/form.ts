/** The form of an election and what lies around a community, each read once while it is shown. */
import { useCallback } from 'react'
import { readForm, readPlace } from '../api/calls.ts'
import { type Loaded, useLoad } from '../api/load.ts'
import type { Form, PlaceDetail } from '../api/types.ts'

export const useForm = (electionId: string): Loaded<Form> => useLoad(readForm, electionId)

export const usePlace = (electionId: string, community: string | null): Loaded<PlaceDetail> => {
  const read = useCallback((code: string) => readPlace(electionId, code), [electionId])
  return useLoad(read, community)
}
