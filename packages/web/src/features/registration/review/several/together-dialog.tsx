/** Decides the picked cases for one reason, and says of each that could not be decided why. */
import { useMutation } from '@tanstack/react-query'
import { App, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CaseFinding, decideTogether, newRequestId, type ReviewCase } from '../../../../api/index.ts'
import { useLanguage, useText } from '../../../../i18n/index.ts'
import { Failed } from '../../../../ui/failed.tsx'
import { formatSeries, shortCommunity } from '../../../../ui/index.ts'
import { useFindings } from '../../check/index.ts'
import { keyOfCase } from '../../registration-key.ts'
import { reasonsFor } from '../reasons.ts'
import { FailureText } from './failure-text.tsx'

interface TogetherDialogProps {
  cases: readonly ReviewCase[]
  code: CaseFinding['code'] | null
  /** The dialog is closed without one. */
  decision: 'accept' | 'refuse' | null
  onDecided: (cases: readonly ReviewCase[]) => void
  onClose: () => void
}

interface Asked {
  cases: readonly ReviewCase[]
  code: CaseFinding['code']
  decision: 'accept' | 'refuse'
  reason: string
}

export const TogetherDialog = ({ cases, code, decision, onDecided, onClose }: TogetherDialogProps) => {
  const { t } = useTranslation(['registration', 'ui'])
  const { message } = App.useApp()
  const { language } = useLanguage()
  const [reason, setReason] = useState('')
  // One intention has one id, so that sending it again after a lost answer changes nothing.
  const [requestId] = useState(newRequestId)
  const decide = useMutation({
    mutationFn: (asked: Asked) => decideTogether(asked, requestId),
    onSuccess: ({ decided, items }) => {
      if (decided > 0) void message.success(t('several.decided', { count: decided }))
      const done = items.flatMap(item => item.decided ?? [])
      const inPerson = done.filter(({ told }) => told !== undefined && told !== 'message' && told !== 'certificate')
      if (inPerson.length > 0)
        void message.warning(
          t('told.inPerson', {
            name: formatSeries(
              inPerson.map(({ name }) => name),
              language,
            ),
          }),
          12,
        )
      onDecided(done)
      if (done.length === items.length) onClose()
    },
  })
  const failures = decide.data?.items.flatMap(item => (item.failure ? [{ ...item, failure: item.failure }] : [])) ?? []
  const submit = () => {
    if (code && decision && reason.trim()) decide.mutate({ cases, code, decision, reason: reason.trim() })
  }
  return (
    <Modal
      open={decision !== null}
      title={decision === 'refuse' ? t('several.titleRefuse') : t('several.titleAccept')}
      onCancel={onClose}
      destroyOnHidden
      footer={
        failures.length > 0 ? (
          <Button type="primary" onClick={onClose}>
            {t('several.close')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('ui:cancel')}</Button>
            <Button
              type="primary"
              danger={decision === 'refuse'}
              loading={decide.isPending}
              disabled={!reason.trim()}
              onClick={submit}
            >
              {decision === 'refuse' ? t('decide.confirmRefuse') : t('decide.confirmAccept')}
            </Button>
          </>
        )
      }
    >
      <Failed error={decide.error} />
      {failures.length > 0 ? (
        <Failures failures={failures} cases={cases} />
      ) : (
        <Ask code={code} cases={cases} decision={decision ?? 'accept'} reason={reason} onReason={setReason} onSubmit={submit} />
      )}
    </Modal>
  )
}

interface AskProps extends Pick<TogetherDialogProps, 'cases' | 'code'> {
  decision: 'accept' | 'refuse'
  reason: string
  onReason: (reason: string) => void
  onSubmit: () => void
}

const Ask = ({ cases, code, decision, reason, onReason, onSubmit }: AskProps) => {
  const { t } = useTranslation('registration')
  const text = useText()
  const known = useFindings().get(code ?? '')
  return (
    <div className="together">
      <p>{t('several.lead', { finding: known ? text(known.title) : '' })}</p>
      <ul className="together-cases" aria-label={t('several.cases')}>
        {cases.map(one => (
          <li key={keyOfCase(one)}>
            {one.name} <span className="soft">{one.community ? shortCommunity(one.community.name) : t('case.noCommunity')}</span>
          </li>
        ))}
      </ul>
      <ul className="picks">
        {reasonsFor(code === null ? [] : [code], decision).map(key => (
          <li key={key}>
            <button type="button" aria-pressed={reason === t(`reason.${key}`)} onClick={() => onReason(t(`reason.${key}`))}>
              {t(`reason.${key}`)}
            </button>
          </li>
        ))}
      </ul>
      <Input.TextArea
        aria-label={t('decide.reason')}
        placeholder={t('decide.reasonPlaceholder')}
        autoSize={{ minRows: 2, maxRows: 5 }}
        maxLength={500}
        value={reason}
        onChange={event => onReason(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSubmit()
        }}
      />
    </div>
  )
}

interface FailuresProps extends Pick<TogetherDialogProps, 'cases'> {
  failures: readonly { countyCode: string; registrationId: number; failure: Parameters<typeof FailureText>[0]['failure'] }[]
}

const Failures = ({ failures, cases }: FailuresProps) => {
  const { t } = useTranslation('registration')
  const names = new Map(cases.map(one => [keyOfCase(one), one.name]))
  return (
    <div role="alert">
      <p>{t('several.left', { count: failures.length })}</p>
      <ul className="together-failures">
        {failures.map(one => (
          <li key={keyOfCase(one)}>
            <strong>{names.get(keyOfCase(one))}</strong> <FailureText failure={one.failure} />
          </li>
        ))}
      </ul>
    </div>
  )
}
