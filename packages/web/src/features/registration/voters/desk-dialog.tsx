/** Registering one person at the desk, with the ID card at hand. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Modal, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { newRequestId, registerAtDesk } from '../../../api/index.ts'
import { useText } from '../../../i18n/index.ts'
import { Failure, shortCommunity } from '../../../ui/index.ts'

interface DeskDialogProps {
  readonly electionId: string
  readonly communities: readonly { readonly code: string; readonly name: string }[]
  readonly onClose: () => void
}

const BASES = ['hukou', 'residence', 'work', 'study'] as const

interface Fields {
  readonly name: string
  readonly number: string
  readonly community: string
  readonly basis: (typeof BASES)[number]
}

export const DeskDialog = ({ electionId, communities, onClose }: DeskDialogProps) => {
  const { t } = useTranslation(['registration', 'ui'])
  const text = useText()
  const queries = useQueryClient()
  const register = useMutation({
    mutationFn: ({ name, number, community, basis }: Fields) =>
      registerAtDesk(
        electionId,
        { person: { kind: 'resident-id', name, number }, community, basis, evidence: [], channel: 'station' },
        newRequestId(),
      ),
    gcTime: 0,
    onSuccess: () => void queries.invalidateQueries(),
  })
  const needed = (label: string) => [{ required: true, whitespace: true, message: label }]
  const { data } = register
  return (
    <Modal open title={t('voter.deskTitle')} onCancel={onClose} footer={null} destroyOnHidden>
      <p className="soft">{t('voter.deskLead')}</p>
      <Form<Fields> layout="vertical" autoComplete="off" onFinish={fields => register.mutate(fields)}>
        <Form.Item name="name" label={t('voters.name')} rules={needed(t('voters.name'))}>
          <Input autoFocus maxLength={60} />
        </Form.Item>
        <Form.Item name="number" label={t('voters.number')} rules={needed(t('voters.number'))}>
          <Input maxLength={24} />
        </Form.Item>
        <Form.Item name="community" label={t('field.community')} rules={needed(t('field.community'))}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={communities
              .filter(({ code }) => code.length === 12)
              .map(({ code, name }) => ({ value: code, label: shortCommunity(name) }))}
          />
        </Form.Item>
        <Form.Item name="basis" label={t('voters.basis')} rules={needed(t('voters.basis'))}>
          <Select options={BASES.map(value => ({ value, label: t(`voters.basisOf.${value}`) }))} />
        </Form.Item>
        {register.error ? <Failure error={register.error} /> : null}
        {data ? (
          <Alert
            className="gap"
            role="status"
            showIcon
            type={data.outcome === 'registered' || data.outcome === 'already' ? 'success' : 'info'}
            title={t(`voter.deskAnswer.${data.outcome}`)}
            description={data.findings.map(finding => <p key={finding.code}>{text(finding.title)}</p>)}
          />
        ) : null}
        <div className="form-end">
          <Button type="primary" htmlType="submit" loading={register.isPending}>
            {t('voter.deskGo')}
          </Button>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
        </div>
      </Form>
    </Modal>
  )
}
