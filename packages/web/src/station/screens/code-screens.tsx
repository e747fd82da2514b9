/** The shift's code: shown once when it was made, asked for whenever the page is opened or was left alone. */
import { type FormEvent, useState } from 'react'
import type { Snapshot, Station } from '../shift/index.ts'
import { Field, Notice, useWords } from '../ui/index.ts'

export const CodeScreen = ({ code, onNoted }: { code: string; onNoted: () => void }) => {
  const { t } = useWords()
  return (
    <section className="sheet">
      <h1>{t('code.title')}</h1>
      <p>{t('code.lead')}</p>
      <p className="code-shown" data-testid="code">
        {code}
      </p>
      <Notice tone="review" title={t('code.keep')}>
        {t('code.lost')}
      </Notice>
      <button type="button" className="main-button" onClick={onNoted}>
        {t('code.noted')}
      </button>
    </section>
  )
}

export const UnlockScreen = ({ station, shown }: { station: Station; shown: Snapshot }) => {
  const { t } = useWords()
  const [typed, setTyped] = useState('')
  const [state, setState] = useState<'ready' | 'busy' | 'wrong'>('ready')
  const [sure, setSure] = useState(false)
  const open = async (event: FormEvent) => {
    event.preventDefault()
    setState('busy')
    setState((await station.unlock(typed)) ? 'ready' : 'wrong')
  }
  return (
    <form className="sheet" onSubmit={open}>
      <h1>{t('unlock.title')}</h1>
      <p>{t('unlock.lead', { name: shown.device?.electionName ?? '' })}</p>
      <Field label={t('unlock.code')} error={state === 'wrong' ? t('unlock.wrong') : undefined}>
        {props => (
          <input
            {...props}
            className="code-input"
            value={typed}
            onChange={event => setTyped(event.target.value)}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={16}
            required
          />
        )}
      </Field>
      <button type="submit" className="main-button" disabled={state === 'busy'}>
        {state === 'busy' ? t('unlock.busy') : t('unlock.go')}
      </button>
      {shown.waiting.length > 0 ? <p className="soft">{t('unlock.waiting', { count: shown.waiting.length })}</p> : null}
      {sure ? (
        <Notice tone="review" title={t('finish.sure')} urgent>
          <p>{t('finish.what')}</p>
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
        <button type="button" className="quiet-button" onClick={() => setSure(true)}>
          {t('unlock.forgotten')}
        </button>
      )}
    </form>
  )
}
