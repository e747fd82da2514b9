/** Registering at the new place with the certificate of the old one: its text, where one lives now, and what was said to it. */
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AcceptedCertificate } from '../../api/certificates.ts'
import { newRequestId } from '../../api/failure.ts'
import type { Form, VoterElection } from '../api/index.ts'
import { call } from '../api/index.ts'
import { type Choice, claimOf, startingChoice, usePlace, WhereForm } from '../place/index.ts'
import { Notice, SendFailure } from '../ui/index.ts'

interface Props {
  readonly election: VoterElection
  readonly form: Form
  readonly onEntered: () => void
}

export const EnterCertificate = ({ election, form, onEntered }: Props) => {
  const { t } = useTranslation(['myCertificate', 'voter'])
  const [text, setText] = useState('')
  const [choice, setChoice] = useState<Choice>(() => startingChoice(form))
  const [tried, setTried] = useState(false)
  const [sending, setSending] = useState(false)
  const [error, setError] = useState<unknown>()
  const intention = useRef({ id: '', of: '' })
  const place = usePlace(election.id, choice.community?.code ?? null)
  const claim = claimOf(choice)
  const said = text.trim()
  const send = async () => {
    setTried(true)
    if (said === '' || !claim) return
    const { community, basis, evidence, livesHereSince, contractFrom, contractUntil } = claim
    const body = {
      electionId: election.id,
      text: said,
      community,
      basis,
      evidence: (evidence ?? []).filter(each => each !== 'certificate'),
      ...Object.fromEntries(Object.entries({ livesHereSince, contractFrom, contractUntil }).filter(([, day]) => day)),
    }
    const of = JSON.stringify(body)
    if (intention.current.of !== of) intention.current = { id: newRequestId(), of }
    setSending(true)
    setError(undefined)
    try {
      await call<AcceptedCertificate>('/voter/certificates/accept', { method: 'POST', body, requestId: intention.current.id })
      onEntered()
    } catch (failure) {
      setError(failure)
      setSending(false)
    }
  }
  return (
    <details className="sheet">
      <summary>{t('enter.title', { place: election.area.name })}</summary>
      <p>{t('enter.text')}</p>
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault()
          if (!sending) void send()
        }}
      >
        <label className="field">
          <span>{t('enter.code')}</span>
          <textarea
            rows={4}
            value={text}
            maxLength={4000}
            autoComplete="off"
            spellCheck={false}
            aria-invalid={tried && said === ''}
            onChange={event => setText(event.target.value)}
          />
          <span className={tried && said === '' ? 'bad-text' : 'soft'}>{t('enter.codeHint')}</span>
        </label>
        <WhereForm
          electionId={election.id}
          pollingDay={election.pollingDay}
          form={form}
          choice={choice}
          place={place}
          onChoice={setChoice}
          title={t('enter.where')}
        />
        {tried && !claim ? <Notice tone="bad" title={t('enter.whereMissing')} /> : null}
        {error === undefined ? null : <SendFailure error={error} />}
        <div className="actions row">
          <button type="submit" className="button primary" aria-busy={sending} aria-disabled={sending}>
            {sending ? t('voter:confirm.sending') : t('enter.send')}
          </button>
        </div>
      </form>
    </details>
  )
}
