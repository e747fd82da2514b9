/** A batch of files: read again while something moves, and its files sent one after another. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { addBatchFile, createBatch, newRequestId, readBatch } from '../../../../api/index.ts'
import { isMoving } from './file-state.ts'

export const useBatch = (batchId: number | null) =>
  useQuery({
    queryKey: ['batch', batchId],
    queryFn: () => readBatch(batchId ?? 0),
    enabled: batchId !== null,
    refetchInterval: query => (query.state.data && isMoving(query.state.data.files) ? 1500 : false),
  })

export interface Sending {
  readonly sent: number
  readonly total: number
  readonly share: number
}

interface Failed {
  readonly name: string
  readonly error: unknown
}

/** Sends files one after another; of each that was not taken, why. */
export const useSendFiles = (electionId: string, channel: string, batchId: number | null, onMade: (id: number) => void) => {
  const queries = useQueryClient()
  const [sending, setSending] = useState<Sending | null>(null)
  const [failed, setFailed] = useState<readonly Failed[]>([])
  const send = useMutation({
    mutationFn: async (files: readonly File[]) => {
      setFailed([])
      const id = batchId ?? (await createBatch(electionId, channel, newRequestId())).id
      if (batchId === null) onMade(id)
      for (const [sent, file] of files.entries()) {
        setSending({ sent, total: files.length, share: 0 })
        const form = new FormData()
        form.set('file', file)
        await addBatchFile(id, form, share => setSending({ sent, total: files.length, share })).catch((error: unknown) =>
          setFailed(before => [...before, { name: file.name, error }]),
        )
        void queries.invalidateQueries({ queryKey: ['batch', id] })
      }
    },
    onSettled: () => setSending(null),
  })
  return { send, sending, failed }
}
