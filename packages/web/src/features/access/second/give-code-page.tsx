/** An officer of the level above looks up a change by its check code, and confirms it by a code that is read out on the phone. */
import { useMutation } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { findWaitingChange, giveSecondCode } from '../../../api/index.ts'
import { useLanguage, useText } from '../../../i18n/index.ts'
import { Failed } from '../../../ui/failed.tsx'
import { Field } from '../../../ui/field.tsx'
import { formatMoment, Page, Sheet } from '../../../ui/index.ts'

const GiveCodePage = () => {
  const { t } = useTranslation('access')
  const text = useText()
  const { language } = useLanguage()
  const [change, setChange] = useState('')
  const find = useMutation({ mutationFn: () => findWaitingChange(change.trim()) })
  const give = useMutation({ mutationFn: (of: string) => giveSecondCode(of) })
  const look = (event: FormEvent) => {
    event.preventDefault()
    give.reset()
    find.mutate()
  }
  const found = find.data
  return (
    <Page title={t('second.give')}>
      <Sheet>
        <form onSubmit={look}>
          <p className="soft">{t('second.giveLead')}</p>
          <Failed error={find.error} />
          <Field label={t('second.change')}>
            {id => (
              <Input id={id} autoComplete="off" maxLength={40} value={change} onChange={event => setChange(event.target.value)} />
            )}
          </Field>
          <div className="form-end">
            <Button htmlType="submit" disabled={change.trim().length < 12} loading={find.isPending}>
              {t('second.find')}
            </Button>
          </div>
        </form>
        {found ? (
          <>
            <p>{text(found.summary)}</p>
            <p className="soft">
              {t('second.first')} {found.first} · {t('second.askedAt')} {formatMoment(found.askedAt, language)}
            </p>
            <Failed error={give.error} />
            {give.data ? (
              <div role="status">
                <p>{t('second.read')}</p>
                <p className="shown-once">{give.data.code.replace(/(.{4})/, '$1 ')}</p>
                <p className="soft">{t('second.until', { until: formatMoment(give.data.until, language) })}</p>
              </div>
            ) : (
              <Button type="primary" loading={give.isPending} onClick={() => give.mutate(found.change)}>
                {t('second.giveNow')}
              </Button>
            )}
          </>
        ) : null}
      </Sheet>
    </Page>
  )
}

export default GiveCodePage
