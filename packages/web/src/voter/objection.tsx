/** An objection (申诉, EL 29) to the list or to a refusal: filed here, and what became of those filed. */
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newRequestId } from '../api/request.ts'
import { useText } from '../i18n/portal.ts'
import { formatDay, formatMoment } from '../ui/format.ts'
import { Back } from './back.tsx'
import { fileObjection, readObjections } from './calls.ts'
import { useLoad } from './load.ts'
import { Failure, Heading, Loading, Notice, Sheet } from './pieces.tsx'
import { useReader } from './reader.tsx'
import { type MyRegistration, OBJECTION_KINDS, type Objection, type ObjectionKind, type VoterElection } from './types.ts'

const MOST = 2000

interface Props {
  readonly election: VoterElection
  readonly mine: MyRegistration | null
  readonly back: string
}

export default function ObjectView({ election, mine, back }: Props) {
  const { t } = useTranslation('voter')
  const filed = useLoad(readObjections, 'objections')
  const own = filed.data?.filter(one => one.electionId === election.id) ?? []
  return (
    <>
      <Back to={back} />
      <Heading>{t('view.object')}</Heading>
      <Sheet title={t('object.how')}>
        <ol className="plain-list">
          <li>{t('object.rule.file')}</li>
          <li>{t('object.rule.decide')}</li>
          <li>{t('object.rule.sue')}</li>
        </ol>
      </Sheet>
      {filed.error === undefined ? filed.data ? null : <Loading /> : <Failure error={filed.error} retry={filed.again} />}
      {own.length === 0 ? null : (
        <Sheet title={t('object.mine')}>
          {own.map(one => (
            <Filed key={one.id} objection={one} />
          ))}
        </Sheet>
      )}
      <Form election={election} mine={mine} onFiled={filed.again} />
    </>
  )
}

const Filed = ({ objection }: { objection: Objection }) => {
  const { t } = useTranslation('voter')
  const text = useText()
  const { language } = useReader()
  return (
    <article className="filed">
      <p>
        <span className="tag">{t(`object.state.${objection.state}`)}</span> {t(`object.kind.${objection.kind}`)}
      </p>
      <p>{objection.text}</p>
      <p className="soft">{t('object.at', { at: formatMoment(objection.at, language) })}</p>
      {objection.decideBy && objection.state === 'open' ? (
        <p>{t('object.decideBy', { day: formatDay(objection.decideBy, language) })}</p>
      ) : null}
      {objection.reason ? <p>{t('object.reason', { reason: objection.reason })}</p> : null}
      {objection.next ? <p>{text(objection.next)}</p> : null}
    </article>
  )
}

const Form = ({ election, mine, onFiled }: { election: VoterElection; mine: MyRegistration | null; onFiled: () => void }) => {
  const { t } = useTranslation('voter')
  const [kind, setKind] = useState<ObjectionKind | null>(mine?.status === 'refused' ? 'refused' : null)
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const [state, setState] = useState<'filling' | 'sending' | 'filed'>('filling')
  const [error, setError] = useState<unknown>()
  const intention = useRef({ id: '', of: '' })
  const field = useRef<HTMLTextAreaElement>(null)
  const wrong = { kind: kind === null, text: text.trim().length < 5 }
  const send = async () => {
    setTried(true)
    if (kind === null || wrong.text) return kind === null ? undefined : field.current?.focus()
    const of = `${kind} ${text}`
    if (intention.current.of !== of) intention.current = { id: newRequestId(), of }
    setState('sending')
    setError(undefined)
    try {
      await fileObjection({ electionId: election.id, kind, text: text.trim() }, intention.current.id)
      setState('filed')
      onFiled()
    } catch (failure) {
      setError(failure)
      setState('filling')
    }
  }
  if (state === 'filed') {
    return (
      <Notice tone="good" title={t('object.filed')}>
        <p>{t('object.filedNext')}</p>
      </Notice>
    )
  }
  return (
    <form
      className="sheet"
      noValidate
      onSubmit={event => {
        event.preventDefault()
        if (state === 'filling') void send()
      }}
    >
      <fieldset>
        <legend>{t('object.what')}</legend>
        <div className="options">
          {OBJECTION_KINDS.map(each => (
            <label key={each} className="option">
              <input type="radio" name="kind" checked={kind === each} onChange={() => setKind(each)} />
              <span>{t(`object.kind.${each}`)}</span>
            </label>
          ))}
        </div>
        {tried && wrong.kind ? <p className="bad-text">{t('object.kindWrong')}</p> : null}
      </fieldset>
      <label className="field">
        <span>{t('object.text')}</span>
        <textarea
          ref={field}
          rows={5}
          maxLength={MOST}
          value={text}
          aria-invalid={tried && wrong.text}
          onChange={event => setText(event.target.value)}
        />
        {tried && wrong.text ? (
          <span className="bad-text">{t('object.textWrong')}</span>
        ) : (
          <span className="soft">{t('object.textHint')}</span>
        )}
      </label>
      {error === undefined ? null : <Failure error={error} />}
      <div className="actions row">
        <button type="submit" className="button primary" aria-busy={state === 'sending'} aria-disabled={state === 'sending'}>
          {state === 'sending' ? t('confirm.sending') : error === undefined ? t('object.send') : t('confirm.resend')}
        </button>
      </div>
    </form>
  )
}
