/** The roll of the current filters as a file, with the reason for it. */
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Modal, Radio } from 'antd'
import { useTranslation } from 'react-i18next'
import { exportVoters, type VotersFilter } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { Failure, saveFile } from '../../../ui/index.ts'
import type { VoterColumn } from './views.ts'

interface ExportDialogProps {
  readonly electionId: string
  readonly filter: VotersFilter
  readonly columns: readonly VoterColumn[]
  readonly onClose: () => void
}

interface Fields {
  readonly reason: string
  readonly format: 'xlsx' | 'csv'
}

const SHORTEST = 6

export const ExportDialog = ({ electionId, filter, columns, onClose }: ExportDialogProps) => {
  const { t } = useTranslation(['registration', 'ui'])
  const { language } = useLanguage()
  const write = useMutation({
    mutationFn: async ({ reason, format }: Fields) => {
      const file = await exportVoters(electionId, {
        filter,
        columns: ['name', ...columns],
        format,
        language: language === 'en' ? 'en' : 'zh',
        reason,
      })
      saveFile(file)
      return file.name
    },
  })
  return (
    <Modal open title={t('voters.exportTitle')} onCancel={onClose} footer={null} destroyOnHidden>
      <p className="soft">{t('voters.exportLead')}</p>
      <Form<Fields> layout="vertical" initialValues={{ format: 'xlsx' }} onFinish={fields => write.mutate(fields)}>
        <Form.Item
          name="reason"
          label={t('voters.exportReason')}
          rules={[{ required: true, min: SHORTEST, message: t('voters.exportReason') }]}
        >
          <Input autoFocus maxLength={200} placeholder={t('voters.exportReasonPlaceholder')} />
        </Form.Item>
        <Form.Item name="format" label={t('voters.exportFormat')}>
          <Radio.Group
            options={[
              { value: 'xlsx', label: 'Excel (XLSX)' },
              { value: 'csv', label: 'CSV' },
            ]}
          />
        </Form.Item>
        {write.error ? <Failure error={write.error} /> : null}
        {write.data ? <Alert type="success" showIcon role="status" title={t('voters.exportDone', { name: write.data })} /> : null}
        <div className="form-end">
          <Button type="primary" htmlType="submit" loading={write.isPending}>
            {t('voters.exportGo')}
          </Button>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
        </div>
      </Form>
    </Modal>
  )
}
