/** One certificate of this place: what it says, its QR while it is good, and the next step. */
import { PrinterOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input, QRCode } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Certificate, type CertificateStep, certificateSheetUrl, newRequestId, stepCertificate } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { DayInput } from '../../../ui/day-input.tsx'
import { Failure, formatDay, formatMoment, Mark } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { toneOfState } from '../certificate-words.ts'

export const CertificateView = ({ electionId, certificate: listed }: { electionId: string; certificate: Certificate }) => {
  const { t } = useTranslation('certificate')
  const { language } = useLanguage()
  const { message } = App.useApp()
  const may = useMay()
  const queries = useQueryClient()
  const [changed, setChanged] = useState<Certificate | null>(null)
  const requestId = useRef(newRequestId())
  const one = changed ?? listed
  const step = useMutation({
    mutationFn: (next: CertificateStep) => stepCertificate(electionId, one.id, next, requestId.current),
    onSuccess: (now, { step: taken }) => {
      // What the QR says is answered once; the list does not hold it.
      setChanged({ ...now, text: now.text ?? (now.state === 'issued' ? one.text : null) })
      void message.success(t(`done.${taken}`))
      void queries.invalidateQueries({ queryKey: ['certificates', electionId] })
    },
    onSettled: () => {
      requestId.current = newRequestId()
    },
  })
  const pairs: [string, string][] = [
    [t('field.place'), one.place.name],
    [t('field.to'), one.to ?? t('detail.notSaid')],
    [t('field.asked'), `${formatMoment(one.requestedAt, language)} · ${t(`via.${one.via}`)}`],
    ...(one.issuedOn ? [[t('field.issuedOn'), formatDay(one.issuedOn, language)] as [string, string]] : []),
    ...(one.validUntil ? [[t('field.validUntil'), formatDay(one.validUntil, language)] as [string, string]] : []),
    ...(one.reason ? [[t('field.reason'), one.reason] as [string, string]] : []),
    ...(one.releasedTo ? [[t('field.releasedTo'), one.releasedTo.name] as [string, string]] : []),
    ...(one.copies > 0 ? [[t('field.copies'), String(one.copies)] as [string, string]] : []),
  ]
  return (
    <>
      <p>
        <Mark tone={toneOfState[one.state]}>{t(`state.${one.state}`)}</Mark>
      </p>
      <p>{t(`stateNext.${one.state}`)}</p>
      <dl className="pairs wide-pairs">
        {pairs.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {one.state === 'issued' && one.text ? (
        <figure className="qr" aria-label={t('detail.qr', { name: one.name })}>
          {/* The text below says the same to who does not see it. */}
          <div aria-hidden>
            <QRCode value={one.text} type="svg" size={280} errorLevel="L" bordered={false} />
          </div>
          <figcaption className="soft">{t('detail.qrNote')}</figcaption>
          <Input.TextArea
            readOnly
            aria-label={t('detail.text')}
            value={one.text}
            autoSize={{ minRows: 3, maxRows: 6 }}
            onFocus={event => event.target.select()}
          />
        </figure>
      ) : null}
      {step.isError ? <Failure error={step.error} /> : null}
      {one.state === 'issued' && may('decide') ? (
        <div className="decision-choice">
          <Button type="primary" icon={<PrinterOutlined aria-hidden />} href={certificateSheetUrl(electionId, one.id)} download>
            {one.copies > 0 ? t('detail.printCopy', { number: one.copies }) : t('detail.print')}
          </Button>
          <Button loading={step.isPending} onClick={() => step.mutate({ step: 'reprint' })}>
            {t('detail.reprint')}
          </Button>
          <span className="soft">{t('detail.reprintNote')}</span>
        </div>
      ) : null}
      {may('decide') ? <Steps key={one.state} one={one} busy={step.isPending} onStep={next => step.mutate(next)} /> : null}
    </>
  )
}

interface StepsProps {
  one: Certificate
  busy: boolean
  onStep: (step: CertificateStep) => void
}

const Steps = ({ one, busy, onStep }: StepsProps) => {
  const { t } = useTranslation('certificate')
  const [reason, setReason] = useState('')
  const [validUntil, setValidUntil] = useState('')
  if (one.state !== 'requested' && one.state !== 'issued') return null
  const against = one.state === 'requested' ? 'refuse' : 'revoke'
  return (
    <>
      {one.state === 'requested' ? (
        <section className="decision" aria-label={t('issue.title')}>
          <h2>{t('issue.title')}</h2>
          <p className="soft">{t('issue.note')}</p>
          <div className="field">
            <label htmlFor="certificate-until">{t('issue.until')}</label>
            <DayInput id="certificate-until" value={validUntil} describedBy="certificate-until-note" onChange={setValidUntil} />
            <span id="certificate-until-note" className="soft">
              {t('issue.untilNote')}
            </span>
          </div>
          <div className="field">
            <Button
              type="primary"
              loading={busy}
              onClick={() => onStep({ step: 'issue', body: validUntil ? { validUntil } : {} })}
            >
              {t('issue.ok')}
            </Button>
          </div>
        </section>
      ) : null}
      <section className="decision" aria-label={t(`${against}.title`)}>
        <h2>{t(`${against}.title`)}</h2>
        <p className="soft">{t(`${against}.note`)}</p>
        <div className="field">
          <label htmlFor="certificate-reason">{t('reason')}</label>
          <Input.TextArea
            id="certificate-reason"
            maxLength={300}
            autoSize={{ minRows: 2, maxRows: 6 }}
            value={reason}
            onChange={event => setReason(event.target.value)}
          />
        </div>
        <div className="field">
          <Button
            danger
            loading={busy}
            disabled={reason.trim() === ''}
            onClick={() => onStep({ step: against, body: { reason: reason.trim() } })}
          >
            {t(`${against}.ok`)}
          </Button>
        </div>
      </section>
    </>
  )
}
