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
  const { answered, problem } = shown
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
      <WaitingList shown={shown} online={online} onSend={() => void station.send()} />
      {done.length > 0 ? (
        <section aria-label={t('queue.done')}>
          <h2>{t('queue.done')}</h2>
          <ul className="people">
            {done.map(answer => (
              <DoneRow key={answer.requestId} answer={answer} />
            ))}
          </ul>
        </section>
      ) : null}
    </>
  )
}

interface WaitingListProps {
  shown: Snapshot
  online: boolean
  onSend: () => void
}

const WaitingList = ({ shown: { waiting, sending }, online, onSend }: WaitingListProps) => {
  const { t } = useWords()
  const label = () => {
    if (sending) return t('queue.sending')
    return online ? t('queue.send') : t('queue.noSignal')
  }
  return (
    <section aria-label={t('queue.waiting')}>
      <h2>{t('queue.waiting')}</h2>
      {waiting.length === 0 ? <p className="sheet">{t('queue.none')}</p> : null}
      <ul className="people">
        {waiting.map(item => (
          <WaitingRow key={item.requestId} item={item} />
        ))}
      </ul>
      {waiting.length > 0 ? (
        <button type="button" className="main-button" disabled={!online || sending} onClick={onSend}>
          {label()}
        </button>
      ) : null}
    </section>
  )
}

const toneOf = (outcome: Outcome): 'registered' | 'review' =>
  outcome === 'registered' || outcome === 'already' ? 'registered' : 'review'

const DoneRow = ({ answer: { entry, result } }: { answer: Answer }) => {
  const { t } = useWords()
  return (
    <li className="sheet line">
      <strong>{entry ? nameOf(entry) : ''}</strong>
      {result.state === 'done' && result.answer ? (
        <Mark tone={toneOf(result.answer.outcome)}>{t(`answer.${result.answer.outcome}`)}</Mark>
      ) : (
        <Mark tone="quiet">{entry?.kind === 'visit' ? t(`outcome.${entry.outcome}`) : ''}</Mark>
      )}
    </li>
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

type Done = Extract<Answer['result'], { state: 'done' }>
type Outcome = NonNullable<Done['answer']>['outcome']

interface AnswerProps {
  answer: Answer
  onDismiss: () => void
  onInstead?: (() => void) | undefined
  onMend?: (() => void) | undefined
}

/** The outcome that a card shows; a refusal is one too. */
const outcomeOf = ({ result }: Answer) => (result.state === 'refused' ? 'refused' : (result.answer?.outcome ?? 'received'))

/** One answer that needs the worker: what it says, its articles, and the choices. */
export const AnswerCard = ({ answer, onDismiss, onInstead, onMend }: AnswerProps) => {
  const { t } = useWords()
  const { entry, result } = answer
  const outcome = outcomeOf(answer)
  const tone = outcome === 'refused' ? 'refused' : 'review'
  return (
    <article className={`sheet answer ${tone}`}>
      <h3>
        {entry ? nameOf(entry) : (result.name ?? t('queue.someone'))} <Mark tone={tone}>{t(`answer.${outcome}`)}</Mark>
      </h3>
      <AnswerText answer={answer} />
      <div className="row">
        {outcome === 'elsewhere' && onInstead && entry ? <InsteadButton onInstead={onInstead} /> : null}
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

/** What the server said, and what to do. */
const AnswerText = ({ answer: of }: { answer: Answer }) => {
  const { t } = useWords()
  const text = useText()
  const { result } = of
  if (result.state === 'refused')
    return (
      <>
        <p>{text(result.error.text)}</p>
        {result.error.next ? <p className="soft">{text(result.error.next)}</p> : null}
      </>
    )
  const outcome = outcomeOf(of)
  const answer = result.state === 'done' ? result.answer : null
  return (
    <>
      {answer?.findings.map(finding => (
        <div key={finding.code} className="finding">
          <p>
            {text(finding.title)} <span className="soft">{finding.article}</span>
          </p>
          <p className="soft">{text(finding.next)}</p>
        </div>
      ))}
      {outcome === 'elsewhere' ? (
        <>
          <p>{answer?.elsewhere ? t('answer.elsewhereAt', { place: answer.elsewhere.community }) : t('answer.elsewhereNext')}</p>
          <p className="soft">{t('answer.elsewhereAsk')}</p>
        </>
      ) : null}
      <ReviewNote answer={answer} isReview={outcome === 'review'} />
    </>
  )
}

/** Who decides: the office, or a second officer who sees the document. */
const ReviewNote = ({ answer, isReview }: { answer: Done['answer'] | null; isReview: boolean }) => {
  const { t } = useWords()
  const twoOfficers = answer?.findings.some(({ code }) => code === 'identity.document') ?? false
  if (!twoOfficers) return isReview ? <p className="soft">{t('answer.reviewNext')}</p> : null
  const { registration } = answer ?? {}
  return registration ? (
    <p>{t('answer.second', { number: `${registration.countyCode}-${registration.registrationId}` })}</p>
  ) : null
}

/** Registers here instead, asked for twice. */
const InsteadButton = ({ onInstead }: { onInstead: () => void }) => {
  const { t } = useWords()
  const [asked, setAsked] = useState(false)
  return asked ? (
    <button type="button" className="main-button" onClick={onInstead}>
      {t('answer.insteadSure')}
    </button>
  ) : (
    <button type="button" onClick={() => setAsked(true)}>
      {t('answer.instead')}
    </button>
  )
}
