/** Accept or refuse with a reason: quick picks that name their ground, or one's own words. */
import { CheckOutlined, CloseOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CommunityCounts, ReviewCase } from '../../../api/index.ts'
import { type Correction, correctionOf, fieldsOf, missingIn } from './correction.ts'
import { CorrectionForm } from './correction-form.tsx'
import { reasonsFor } from './reasons.ts'

export type Decision = 'accept' | 'refuse'
/** What the keys of the page reach. */
export interface DecisionKeys {
  choose(decision: Decision): void
  pick(reason: number): void
}
interface DecisionFormProps {
  one: ReviewCase
  communities: readonly CommunityCounts[]
  busy: boolean
  onDecide: (decision: Decision, reason: string, correction: Correction) => void
  ref: Ref<DecisionKeys>
}

export const DecisionForm = ({ one, communities, busy, onDecide, ref }: DecisionFormProps) => {
  const { t } = useTranslation(['registration', 'ui'])
  const [decision, setDecision] = useState<Decision | null>(null)
  const [reason, setReason] = useState('')
  const [fields, setFields] = useState(() => fieldsOf(one))
  const codes = one.findings.filter(finding => finding.state === 'open').map(finding => finding.code)
  const isMissing = decision === 'accept' && missingIn(one, fields) !== null
  const picks = useRef<HTMLFieldSetElement>(null)
  const submit = useRef<HTMLButtonElement>(null)
  const reasons = decision ? reasonsFor(codes, decision) : []

  const choose = (chosen: Decision) => {
    setDecision(chosen)
    setReason('')
  }
  useEffect(() => {
    if (decision) picks.current?.querySelector<HTMLElement>('button, textarea')?.focus()
  }, [decision])
  const pick = (at: number) => {
    const key = reasons[at]
    if (!key) return
    setReason(t(`reason.${key}`))
    requestAnimationFrame(() => submit.current?.focus())
  }
  useImperativeHandle(ref, () => ({ choose, pick }))
  const decide = () => {
    if (decision && reason.trim() && !busy && !isMissing)
      onDecide(decision, reason.trim(), decision === 'accept' ? correctionOf(one, fields) : {})
  }

  return (
    <div className={decision ? 'decision' : 'decision decision-waiting'}>
      <fieldset className="decision-choice" aria-label={t('decide.title')}>
        <Button
          size="large"
          icon={<CheckOutlined aria-hidden />}
          aria-pressed={decision === 'accept'}
          aria-keyshortcuts="a"
          type={decision === 'accept' ? 'primary' : 'default'}
          onClick={() => choose('accept')}
        >
          {t('decide.accept')} <kbd>A</kbd>
        </Button>
        <Button
          size="large"
          icon={<CloseOutlined aria-hidden />}
          aria-pressed={decision === 'refuse'}
          aria-keyshortcuts="r"
          danger
          type={decision === 'refuse' ? 'primary' : 'default'}
          onClick={() => choose('refuse')}
        >
          {t('decide.refuse')} <kbd>R</kbd>
        </Button>
      </fieldset>
      {decision ? (
        <fieldset ref={picks} className="decision-reason">
          <legend>{decision === 'accept' ? t('decide.whyAccept') : t('decide.whyRefuse')}</legend>
          {reasons.length > 0 ? (
            <ul className="picks">
              {reasons.map((key, at) => (
                <li key={key}>
                  <button type="button" aria-pressed={reason === t(`reason.${key}`)} onClick={() => pick(at)}>
                    <kbd>{at + 1}</kbd> {t(`reason.${key}`)}
                  </button>
                </li>
              ))}
            </ul>
          ) : null}
          <Input.TextArea
            aria-label={t('decide.reason')}
            placeholder={t('decide.reasonPlaceholder')}
            autoSize={{ minRows: 2, maxRows: 5 }}
            maxLength={500}
            value={reason}
            onChange={event => setReason(event.target.value)}
            onKeyDown={event => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) decide()
            }}
          />
          {decision === 'accept' ? (
            <CorrectionForm one={one} fields={fields} communities={communities} onChange={setFields} />
          ) : null}
          <div className="form-end">
            <Button
              ref={submit}
              type="primary"
              danger={decision === 'refuse'}
              loading={busy}
              disabled={!reason.trim() || isMissing}
              onClick={decide}
            >
              {decision === 'accept' ? t('decide.confirmAccept') : t('decide.confirmRefuse')}
            </Button>
            <Button onClick={() => setDecision(null)}>{t('ui:cancel')}</Button>
          </div>
        </fieldset>
      ) : null}
    </div>
  )
}
