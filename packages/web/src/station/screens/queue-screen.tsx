/** What waits to be sent, and what the server answered: each with what to do. */
import { useState } from 'react'
import type { Start } from '../entry/index.ts'
import { draftOf } from '../entry/index.ts'
import type { Snapshot, Station } from '../shift/index.ts'
import { type Answer, maskNumber, nameOf, needsWorker, type Waits } from '../shift/index.ts'
import { Mark, Problem, useShownLanguage, useText, useWords } from '../ui/index.ts'
import { SignInForm } from './sign-in-form.tsx'

interface QueueProps {
  station: Station
  shown: Snapshot
  online: boolean
  onMend: (start: Start) => void
}

export const QueueScreen = ({ station, shown, online, onMend }: QueueProps) => {
  const { t } = useWords()
  const { waiting, answered, problem } = shown
  const todo = answered.filter(needsWorker)
  const done = answered.filter(answer => !needsWorker(answer))
  const instead = (answer: Answer) => {
    if (answer.entry?.kind !== 'registration') return
    void station.register({ ...answer.entry.registration, instead: true }, answer.entry.personRef, answer.requestId)
  }
  const mend = ({ entry, requestId }: Answer) => {
    if (entry?.kind === 'registration')
      onMend({ draft: draftOf(entry.registration), personRef: entry.personRef, answersTo: requestId })
  }
  return (
    <>
      <h1>{t('queue.title')}</h1>
      {problem === 'sign-in' ? <SignInForm nested lead={t('queue.signIn')} onDone={station.send} /> : null}
      {problem && problem !== 'sign-in' && problem !== 'unreachable' ? <Problem error={problem} /> : null}
      {todo.length > 0 ? (
        <section aria-label={t('queue.todo')}>
          <h2>{t('queue.todo')}</h2>
          {todo.map(answer => (
            <AnswerCard
              key={answer.requestId}
              answer={answer}
              onDismiss={() => void station.dismiss(answer.requestId)}
              onInstead={() => instead(answer)}
              onMend={() => mend(answer)}
            />
          ))}
        </section>
      ) : null}
      <section aria-label={t('queue.waiting')}>
        <h2>{t('queue.waiting')}</h2>
        {waiting.length === 0 ? <p className="sheet">{t('queue.none')}</p> : null}
        <ul className="people">
          {waiting.map(item => (
            <WaitingRow key={item.requestId} item={item} />
          ))}
        </ul>
        {waiting.length > 0 ? (
          <button type="button" className="main-button" disabled={!online || shown.sending} onClick={() => void station.send()}>
            {shown.sending ? t('queue.sending') : online ? t('queue.send') : t('queue.noSignal')}
          </button>
        ) : null}
      </section>
      {done.length > 0 ? (
        <section aria-label={t('queue.done')}>
          <h2>{t('queue.done')}</h2>
          <ul className="people">
            {done.map(({ requestId, entry, result }) => (
              <li key={requestId} className="sheet line">
                <strong>{entry ? nameOf(entry) : ''}</strong>
                {result.state === 'done' && result.answer ? (
                  <Mark
                    tone={result.answer.outcome === 'registered' || result.answer.outcome === 'already' ? 'registered' : 'review'}
                  >
                    {t(`answer.${result.answer.outcome}`)}
                  </Mark>
                ) : (
                  <Mark tone="quiet">{entry?.kind === 'visit' ? t(`outcome.${entry.outcome}`) : ''}</Mark>
                )}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  )
}

const WaitingRow = ({ item: { at, entry } }: { item: Waits }) => {
  const { t } = useWords()
  const language = useShownLanguage()
  return (
    <li className="sheet line">
      <span>
        <strong>{entry ? nameOf(entry) : t('queue.sealed')}</strong>{' '}
        {entry?.kind === 'registration' ? <span className="soft">{maskNumber(entry.registration.person.number)}</span> : null}
        {entry?.kind === 'visit' ? <span className="soft">{t(`outcome.${entry.outcome}`)}</span> : null}
      </span>
      <time className="soft" dateTime={new Date(at).toISOString()}>
        {new Date(at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' })}
      </time>
    </li>
  )
}

interface AnswerProps {
  answer: Answer
  onDismiss: () => void
  onInstead?: (() => void) | undefined
  onMend?: (() => void) | undefined
}

/** One answer that needs the worker: what it says, its articles, and the choices. */
export const AnswerCard = ({ answer: { entry, result }, onDismiss, onInstead, onMend }: AnswerProps) => {
  const { t } = useWords()
  const text = useText()
  const [asked, setAsked] = useState(false)
  const name = entry ? nameOf(entry) : (result.name ?? t('queue.someone'))
  const outcome = result.state === 'refused' ? 'refused' : (result.answer?.outcome ?? 'received')
  const answer = result.state === 'done' ? result.answer : null
  const number = answer?.registration ? `${answer.registration.countyCode}-${answer.registration.registrationId}` : null
  const twoOfficers = answer?.findings.some(({ code }) => code === 'identity.document') ?? false
  return (
    <article className={`sheet answer ${outcome === 'refused' ? 'refused' : 'review'}`}>
      <h3>
        {name} <Mark tone={outcome === 'refused' ? 'refused' : 'review'}>{t(`answer.${outcome}`)}</Mark>
      </h3>
      {result.state === 'refused' ? (
        <>
          <p>{text(result.error.text)}</p>
          {result.error.next ? <p className="soft">{text(result.error.next)}</p> : null}
        </>
      ) : null}
      {answer?.findings.map(finding => (
        <div key={finding.code} className="finding">
          <p>
            {text(finding.title)} <span className="soft">{finding.article}</span>
          </p>
          <p className="soft">{text(finding.next)}</p>
        </div>
      ))}
      {outcome === 'elsewhere' ? (
        <p>{answer?.elsewhere ? t('answer.elsewhereAt', { place: answer.elsewhere.community }) : t('answer.elsewhereNext')}</p>
      ) : null}
      {outcome === 'elsewhere' ? <p className="soft">{t('answer.elsewhereAsk')}</p> : null}
      {outcome === 'review' && !twoOfficers ? <p className="soft">{t('answer.reviewNext')}</p> : null}
      {twoOfficers && number ? <p>{t('answer.second', { number })}</p> : null}
      <div className="row">
        {outcome === 'elsewhere' && onInstead && entry ? (
          asked ? (
            <button type="button" className="main-button" onClick={onInstead}>
              {t('answer.insteadSure')}
            </button>
          ) : (
            <button type="button" onClick={() => setAsked(true)}>
              {t('answer.instead')}
            </button>
          )
        ) : null}
        {outcome === 'refused' && onMend && entry?.kind === 'registration' ? (
          <button type="button" onClick={onMend}>
            {t('answer.mend')}
          </button>
        ) : null}
        <button type="button" onClick={onDismiss}>
          {outcome === 'elsewhere' ? t('answer.stay') : t('answer.seen')}
        </button>
      </div>
    </article>
  )
}
