/** "Is this person registered?", by name and number: one clear answer. Nothing typed or answered is kept. */
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { lookUpNumber, type NumberAnswer } from '../../../api/index.ts'
import { Failure, shortCommunity } from '../../../ui/index.ts'

interface NumberDialogProps {
  readonly electionId: string
  readonly onClose: () => void
}

interface Fields {
  readonly name: string
  readonly number: string
  readonly reason: string
}

const SHORTEST = 6
const isGood = (outcome: NumberAnswer['outcome']): boolean => outcome === 'registered'

const Answer = ({ electionId, answer }: { electionId: string; answer: NumberAnswer }) => {
  const { t } = useTranslation('registration')
  const { outcome, voter } = answer
  const next = outcome === 'outside' || outcome === 'none' || outcome === 'refused' ? t(`voters.answerNext.${outcome}`) : null
  return (
    <Alert
      className="gap"
      role="status"
      showIcon
      type={isGood(outcome) ? 'success' : 'info'}
      title={t(`voters.answer.${outcome}`)}
      description={
        voter ? (
          <>
            {[voter.name, voter.community && shortCommunity(voter.community.name), voter.countyDistrict?.name]
              .filter(Boolean)
              .join(' · ')}{' '}
            <Link to={`/elections/${electionId}/voters/${voter.countyCode}/${voter.registrationId}`}>
              {t('voters.open', { name: voter.name })}
            </Link>
          </>
        ) : (
          next
        )
      }
    />
  )
}

export const NumberDialog = ({ electionId, onClose }: NumberDialogProps) => {
  const { t } = useTranslation(['registration', 'ui'])
  const look = useMutation({ mutationFn: (fields: Fields) => lookUpNumber(electionId, fields), gcTime: 0 })
  const missing = { required: true, whitespace: true, message: t('voters.name') }
  return (
    <Modal open title={t('voters.byNumberTitle')} onCancel={onClose} footer={null} destroyOnHidden>
      <p className="soft">{t('voters.byNumberLead')}</p>
      <Form<Fields> layout="vertical" autoComplete="off" onFinish={fields => look.mutate(fields)}>
        <Form.Item name="name" label={t('voters.name')} rules={[missing]}>
          <Input autoFocus maxLength={60} />
        </Form.Item>
        <Form.Item name="number" label={t('voters.number')} rules={[{ ...missing, message: t('voters.number') }]}>
          <Input maxLength={24} inputMode="text" />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('voters.reason')}
          rules={[{ required: true, min: SHORTEST, message: t('voters.reason') }]}
        >
          <Input maxLength={200} placeholder={t('voters.reasonPlaceholder')} />
        </Form.Item>
        {look.error ? <Failure error={look.error} /> : null}
        {look.data ? <Answer electionId={electionId} answer={look.data} /> : null}
        <div className="form-end">
          <Button type="primary" htmlType="submit" loading={look.isPending}>
            {t('voters.look')}
          </Button>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
        </div>
      </Form>
    </Modal>
  )
}
