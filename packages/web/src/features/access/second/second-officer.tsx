/** The first of two officers enters what the level above has confirmed: by a code, or on a signed form. */
import { useMutation } from '@tanstack/react-query'
import { Button, Input, Radio } from 'antd'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { askSecondOfficer, type SecondGiven, type WaitingChange } from '../../../api/index.ts'
import { useText } from '../../../i18n/index.ts'
import { Failed } from '../../../ui/failed.tsx'
import { Field } from '../../../ui/field.tsx'

interface SecondOfficerProps {
  kind: 'document.confirm' | 'import.let-in' | 'rules.confirm' | 'removal.confirm' | 'roll.publish' | 'list.export'
  subject: string
  busy: boolean
  onGiven: (second: SecondGiven) => void
}

export const SecondOfficer = ({ kind, subject, busy, onGiven }: SecondOfficerProps) => {
  const { t } = useTranslation('access')
  const ask = useMutation({ mutationFn: () => askSecondOfficer(kind, subject) })
  return (
    <details className="gap">
      <summary>{t('second.title')}</summary>
      <p className="soft">{t('second.lead')}</p>
      <Failed error={ask.error} />
      {ask.data ? (
        <Entry asked={ask.data} busy={busy} onGiven={onGiven} />
      ) : (
        <Button loading={ask.isPending} onClick={() => ask.mutate()}>
          {t('second.ask')}
        </Button>
      )}
    </details>
  )
}

/** The change with its check code, and the form for what was confirmed. */
const Entry = ({ asked, busy, onGiven }: { asked: WaitingChange } & Pick<SecondOfficerProps, 'busy' | 'onGiven'>) => {
  const { t } = useTranslation('access')
  const text = useText()
  const [how, setHow] = useState<'code' | 'paper'>('code')
  const [code, setCode] = useState('')
  const [document, setDocument] = useState('')
  const [signer, setSigner] = useState('')
  const { change } = asked
  const isReady = how === 'code' ? code.replace(/\D/g, '').length === 8 : document.trim().length > 1 && signer.trim().length > 1
  const enter = (event: FormEvent) => {
    event.preventDefault()
    onGiven(how === 'code' ? { how, change, code } : { how, change, document: document.trim(), signer: signer.trim() })
  }
  return (
    <form onSubmit={enter}>
      <p>{text(asked.summary)}</p>
      <dl>
        <dt className="soft">{t('second.change')}</dt>
        <dd className="shown-once">{change}</dd>
      </dl>
      <Radio.Group aria-label={t('second.by')} value={how} onChange={event => setHow(event.target.value)}>
        <Radio value="code">{t('second.byCode')}</Radio>
        <Radio value="paper">{t('second.byPaper')}</Radio>
      </Radio.Group>
      {how === 'code' ? (
        <Field label={t('second.code')}>
          {id => (
            <Input
              id={id}
              inputMode="numeric"
              autoComplete="off"
              maxLength={12}
              value={code}
              onChange={e => setCode(e.target.value)}
            />
          )}
        </Field>
      ) : (
        <>
          <PaperForm asked={asked} />
          <Field label={t('second.document')}>
            {id => <Input id={id} maxLength={60} value={document} onChange={event => setDocument(event.target.value)} />}
          </Field>
          <Field label={t('second.signer')}>
            {id => <Input id={id} maxLength={60} value={signer} onChange={event => setSigner(event.target.value)} />}
          </Field>
        </>
      )}
      <div className="form-end">
        <Button type="primary" htmlType="submit" disabled={!isReady} loading={busy}>
          {t('second.enter')}
        </Button>
      </div>
    </form>
  )
}

/** What two people sign. */
const PaperForm = ({ asked }: { asked: WaitingChange }) => {
  const { t } = useTranslation('access')
  const text = useText()
  return (
    <section className="gap" aria-label={t('second.formTitle')}>
      <h3>{t('second.formTitle')}</h3>
      <p>{text(asked.summary)}</p>
      <p>
        {t('second.change')} <b>{asked.change}</b>
      </p>
      <p>
        {t('second.first')} {asked.first}
      </p>
      <p>{t('second.number')} ____________________</p>
      <p>{t('second.sign1')} ____________________</p>
      <p>{t('second.sign2')} ____________________</p>
      <p className="soft">{t('second.paperNote')}</p>
      <Button onClick={() => window.print()}>{t('second.print')}</Button>
    </section>
  )
}
