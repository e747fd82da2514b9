/** Everything that is not daily work: the list anew, the second officer, language, the end of the shift. */
import { type FormEvent, type ReactNode, useState } from 'react'
import type { Snapshot, Station } from '../shift/index.ts'
import { confirmDocument } from '../shift/index.ts'
import { Field, Notice, Problem, useShownLanguage, useWords } from '../ui/index.ts'

interface MoreProps {
  station: Station
  shown: Snapshot
  online: boolean
  language: ReactNode
}

export const MoreScreen = ({ station, shown, online, language }: MoreProps) => {
  const { t } = useWords()
  const locale = useShownLanguage()
  const [state, setState] = useState<'ready' | 'busy' | 'done'>('ready')
  const [error, setError] = useState<unknown>(null)
  const [sure, setSure] = useState(false)
  const renew = async () => {
    setState('busy')
    setError(null)
    try {
      await station.renew()
      setState('done')
    } catch (failed) {
      setError(failed)
      setState('ready')
    }
  }
  const until = shown.device
    ? new Date(shown.device.shiftEndsAt).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' })
    : ''
  return (
    <>
      <h1>{t('tabs.more')}</h1>
      <section className="sheet">
        <h2>{t('renew.title')}</h2>
        <p className="soft">{t('renew.lead', { count: shown.bundle?.people.length ?? 0 })}</p>
        {error ? <Problem error={error} /> : null}
        {state === 'done' ? <Notice tone="registered" title={t('renew.done')} /> : null}
        <button type="button" disabled={!online || state === 'busy'} onClick={() => void renew()}>
          {online ? t('renew.go') : t('queue.noSignal')}
        </button>
      </section>
      <SecondOfficer electionId={shown.device?.electionId ?? ''} online={online} />
      <section className="sheet">
        <h2>{t('languageTitle')}</h2>
        {language}
      </section>
      <section className="sheet">
        <h2>{t('finish.title')}</h2>
        <p className="soft">{t('finish.lead', { until })}</p>
        {sure ? (
          <Notice tone="review" title={t('finish.sure')} urgent>
            <p>{t('finish.what')}</p>
            {shown.waiting.length > 0 ? <p>{t('finish.waiting', { count: shown.waiting.length })}</p> : null}
            <div className="row">
              <button type="button" className="danger-button" onClick={() => void station.finish()}>
                {t('finish.yes')}
              </button>
              <button type="button" onClick={() => setSure(false)}>
                {t('cancel')}
              </button>
            </div>
          </Notice>
        ) : (
          <button type="button" onClick={() => setSure(true)}>
            {t('finish.go')}
          </button>
        )}
      </section>
    </>
  )
}

/** A document used in place of an ID number is checked by two officers. This is the second officer's form. */
const SecondOfficer = ({ electionId, online }: { electionId: string; online: boolean }) => {
  const { t } = useWords()
  const [typed, setTyped] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [done, setDone] = useState(false)
  const [wrong, setWrong] = useState(false)
  const go = async (event: FormEvent) => {
    event.preventDefault()
    const [, county, id] = /^(\d{6})-(\d{1,15})$/.exec(typed.normalize('NFKC').replace(/\s/g, '')) ?? []
    setError(null)
    setDone(false)
    setWrong(!county || !id)
    if (!county || !id) return
    try {
      await confirmDocument(electionId, county, Number(id))
      setDone(true)
      setTyped('')
    } catch (failed) {
      setError(failed)
    }
  }
  return (
    <form className="sheet" onSubmit={go}>
      <h2>{t('second.title')}</h2>
      <p className="soft">{t('second.lead')}</p>
      {error ? <Problem error={error} /> : null}
      {done ? <Notice tone="registered" title={t('second.done')} /> : null}
      <Field label={t('second.number')} error={wrong ? t('second.wrong') : undefined}>
        {props => (
          <input
            {...props}
            value={typed}
            onChange={event => setTyped(event.target.value)}
            inputMode="numeric"
            autoComplete="off"
            required
          />
        )}
      </Field>
      <button type="submit" disabled={!online}>
        {online ? t('second.go') : t('queue.noSignal')}
      </button>
    </form>
  )
}
