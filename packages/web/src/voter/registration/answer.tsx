/** What the server answered to a registration, and the choice of someone who is already registered elsewhere. */
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newRequestId } from '../../api/failure.ts'
import { formatDay, shortCommunity } from '../../ui/format.ts'
import type { Answer, Claim, Outcome, Place, VoterElection } from '../api/index.ts'
import { register } from '../api/index.ts'
import { hashOf } from '../host/index.ts'
import { Findings, Heading, Notice, SendFailure, type Tone, useReader } from '../ui/index.ts'
import { ObjectionUntil } from './refusals.tsx'

const TONES: Readonly<Record<Outcome, Tone>> = {
  registered: 'good',
  review: 'wait',
  pending: 'wait',
  refused: 'bad',
  already: 'good',
  elsewhere: 'wait',
  received: 'good',
}

export const AnswerNotice = ({ answer }: { answer: Answer }) => {
  const { t } = useTranslation('voter')
  const { outcome, registration, findings } = answer
  return (
    <Notice tone={TONES[outcome]} title={t(`answer.${outcome}.title`)}>
      <p>{t(`answer.${outcome}.text`)}</p>
      {registration ? null : <Findings findings={findings} />}
      {outcome === 'refused' ? (
        <>
          {answer.objection ? <ObjectionUntil days={answer.objection} /> : null}
          <p>
            <a href={hashOf('object', registration?.electionId ?? null)}>{t('answer.object')}</a>
          </p>
        </>
      ) : null}
    </Notice>
  )
}

interface Props {
  readonly election: VoterElection
  readonly answer: Answer
  readonly claim: Claim
  /** Where the claim would move to. */
  readonly place: Place
  readonly onAnswer: (answer: Answer, claim: Claim, place: Place) => void
  readonly onKept: () => void
}

/** Nothing has changed yet. Staying is as easy as moving; moving is one step at the server, so there is no moment with none or two. */
export const Elsewhere = ({ election, answer, claim, place, onAnswer, onKept }: Props) => {
  const { t } = useTranslation('voter')
  const { language } = useReader()
  const [requestId] = useState(newRequestId)
  const [error, setError] = useState<unknown>()
  const [sending, setSending] = useState(false)
  const busy = useRef(false)
  const old = answer.elsewhere?.community ?? ''
  const move = async () => {
    if (busy.current) return
    busy.current = true
    setSending(true)
    setError(undefined)
    try {
      const again: Claim = { ...claim, instead: true }
      onAnswer(await register(election.id, again, requestId), again, place)
    } catch (failure) {
      setError(failure)
      busy.current = false
      setSending(false)
    }
  }
  return (
    <>
      <Heading>{t('elsewhere.title')}</Heading>
      <Notice tone="wait" title={t('elsewhere.at', { place: shortCommunity(old) })}>
        <p>{t('elsewhere.since', { since: formatDay(answer.elsewhere?.since, language) })}</p>
        <p>{t('elsewhere.one')}</p>
      </Notice>
      {error === undefined ? null : <SendFailure error={error} />}
      <div className="actions">
        <button type="button" className="button" disabled={sending} onClick={onKept}>
          {t('elsewhere.keep', { place: shortCommunity(old) })}
        </button>
        <button type="button" className="button" aria-disabled={sending} aria-busy={sending} onClick={() => void move()}>
          {sending
            ? t('confirm.sending')
            : error === undefined
              ? t('elsewhere.move', { place: shortCommunity(place.name) })
              : t('confirm.resend')}
        </button>
      </div>
      <p className="soft">{t('elsewhere.told')}</p>
    </>
  )
}
