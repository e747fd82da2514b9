/** What is chosen of one file of a batch before it starts: its columns and sheets, and the answer to what is asked. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Checkbox, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type BatchFile, chooseBatchFile, newRequestId, previewBatchFile } from '../../../../api/index.ts'
import { useText } from '../../../../i18n/index.ts'
import { Failed } from '../../../../ui/failed.tsx'
import { Failure, Loading } from '../../../../ui/index.ts'
import { ColumnPreview } from '../column-preview.tsx'
import type { Reading } from '../reading.ts'

interface ChoiceProps {
  batchId: number
  file: BatchFile
  onClose: () => void
}

export const ChoiceDialog = ({ batchId, file, onClose }: ChoiceProps) => {
  const { t } = useTranslation(['registration', 'ui'])
  const text = useText()
  const queries = useQueryClient()
  const [reading, setReading] = useState<Reading | null>(null)
  const [allAlike, setAllAlike] = useState(file.isAlike > 0)
  const [confirmed, setConfirmed] = useState(false)
  const preview = useQuery({
    queryKey: ['batch-preview', batchId, file.id],
    queryFn: () => previewBatchFile(batchId, file.id),
    gcTime: 0,
    staleTime: 0,
  })
  const choose = useMutation({
    mutationFn: () =>
      chooseBatchFile(
        { batchId, fileId: file.id },
        {
          ...(reading ? { reading: { columns: [...reading.columns], leaveOut: [...reading.leaveOut] } } : {}),
          ...(confirmed ? { confirmed } : {}),
          allAlike,
        },
        newRequestId(),
      ),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['batch', batchId] })
      onClose()
    },
  })
  return (
    <Modal
      open
      width={860}
      title={file.name}
      okText={t('batch.choose')}
      cancelText={t('ui:cancel')}
      okButtonProps={{ disabled: reading === null && !confirmed }}
      confirmLoading={choose.isPending}
      onOk={() => choose.mutate()}
      onCancel={onClose}
    >
      <Failed error={choose.error} />
      {preview.isPending ? <Loading rows={4} /> : null}
      {preview.isError ? <Failure error={preview.error} retry={() => void preview.refetch()} /> : null}
      {preview.data ? <ColumnPreview preview={asChosen(preview.data, reading)} reading={reading} onReading={setReading} /> : null}
      {file.questions.map(question => (
        <Alert key={question.en} type="warning" showIcon className="gap" title={text(question)} />
      ))}
      {file.questions.length > 0 ? (
        <Checkbox checked={confirmed} onChange={event => setConfirmed(event.target.checked)}>
          {t('preview.goOn')}
        </Checkbox>
      ) : null}
      {file.isAlike > 0 ? (
        <div className="gap">
          <Checkbox checked={allAlike} onChange={event => setAllAlike(event.target.checked)}>
            {t('batch.allAlike', { count: file.isAlike })}
          </Checkbox>
        </div>
      ) : null}
    </Modal>
  )
}

/** The preview with the columns as they are chosen, until the file is looked at again. */
const asChosen = <P extends { columns: { field: string | null }[]; missing: string[] }>(
  preview: P,
  reading: Reading | null,
): P => {
  if (reading === null || reading.columns.length === 0) return preview
  const chosen = new Map(reading.columns.map(({ column, field }) => [column, field]))
  const columns = preview.columns.map((one, at) => (chosen.has(at) ? { ...one, field: chosen.get(at) ?? null } : one))
  const fields = new Set(columns.map(({ field }) => field))
  return { ...preview, columns, missing: preview.missing.filter(field => !fields.has(field)) }
}
