/** Asking for a removal: a ground of the law and its document. Another officer confirms it. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { askRemoval, newRequestId, type RegisteredPerson, type VoterRemoval } from '../../../api/index.ts'
import { useText } from '../../../i18n/index.ts'
import { Failure, useArticleText } from '../../../ui/index.ts'

interface RemoveDialogProps {
  readonly person: RegisteredPerson
  readonly onDone: () => void
  readonly onClose: () => void
}

export const RemoveDialog = ({ person, onDone, onClose }: RemoveDialogProps) => {
  const { t } = useTranslation(['registration', 'ui'])
  const text = useText()
  const article = useArticleText()
  const queries = useQueryClient()
  const [form] = Form.useForm<VoterRemoval>()
  const chosen = Form.useWatch('ground', form)
  const [requestId] = useState(newRequestId)
  const ask = useMutation({
    mutationFn: (body: VoterRemoval) => askRemoval(person, body, requestId),
    onSuccess: async () => {
      await queries.invalidateQueries()
      onDone()
    },
  })
  const ground = person.grounds.find(({ id }) => id === chosen)
  return (
    <Modal open title={t('voter.remove')} onCancel={onClose} footer={null} destroyOnHidden>
      <p className="soft">{t('voter.removeLead')}</p>
      <Form<VoterRemoval> form={form} layout="vertical" onFinish={body => ask.mutate(body)}>
        <Form.Item name="ground" label={t('voter.ground')} rules={[{ required: true, message: t('voter.ground') }]}>
          <Select
            options={person.grounds.map(one => ({ value: one.id, label: `${text(one.title)} · ${article(one.article)}` }))}
          />
        </Form.Item>
        <Form.Item
          name="documentNo"
          label={t('voter.document')}
          extra={ground ? t('voter.documentOf', { document: text(ground.document) }) : null}
          rules={[{ required: true, min: 2, message: t('voter.document') }]}
        >
          <Input maxLength={60} />
        </Form.Item>
        {ask.error ? <Failure error={ask.error} /> : null}
        <div className="form-end">
          <Button danger type="primary" htmlType="submit" loading={ask.isPending}>
            {t('voter.ask')}
          </Button>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
        </div>
      </Form>
    </Modal>
  )
}
