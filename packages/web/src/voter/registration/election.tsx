/** One election for one voter: register, then what became of it. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDay } from '../../ui/format.ts'
import type { Answer, Claim, Me, MyRegistration, Place, VoterElection } from '../api/index.ts'
import { hashOf, postToHost } from '../host/index.ts'
import { Heading, Notice, useReader } from '../ui/index.ts'
import { AnswerNotice, Elsewhere } from './answer.tsx'
import { Refusals } from './refusals.tsx'
import { MyRegistrationView } from './registration.tsx'
import { Wizard } from './wizard.tsx'

interface Props {
  readonly me: Me
  readonly election: VoterElection
  readonly mine: MyRegistration | null
  /** There are others to choose from. */
  readonly several: boolean
  readonly onChanged: () => void
  readonly onRegistration: (made: MyRegistration) => void
  readonly onSignOut: () => void
  /** Code of the community of a poster that was scanned. */
  readonly scanned: string | null
}

interface Answered {
  readonly answer: Answer
  readonly claim: Claim
  readonly place: Place
}

/** Statuses in which a person is on this roll or soon will be: the registration form is not offered. */
const STANDS = new Set<string>(['registered', 'review', 'pending'])

export const ElectionView = ({ me, election, mine: known, several, scanned, onChanged, onRegistration, onSignOut }: Props) => {
  const { t } = useTranslation('voter')
  const { language } = useReader()
  const [answered, setAnswered] = useState<Answered | null>(null)
  const [changing, setChanging] = useState(false)
  const mine = answered?.answer.registration ?? known
  const back = several ? (
    <a className="back" href={hashOf('home', 'all')}>
      {t('choose.back')}
    </a>
  ) : null

  const onAnswer = (answer: Answer, claim: Claim, place: Place) => {
    postToHost({ type: 'registered', electionId: election.id, outcome: answer.outcome })
    setAnswered({ answer, claim, place })
    setChanging(false)
    if (answer.registration) onRegistration(answer.registration)
  }
  const wizard = (
    <Wizard
      me={me}
      election={election}
      onAnswer={onAnswer}
      onSignOut={onSignOut}
      scanned={scanned}
      onCancel={changing ? () => setChanging(false) : undefined}
    />
  )
  if (changing) return wizard
  if (answered?.answer.outcome === 'elsewhere') {
    return (
      <Elsewhere
        election={election}
        answer={answered.answer}
        claim={answered.claim}
        place={answered.place}
        onAnswer={onAnswer}
        onKept={() => {
          setAnswered(null)
          onChanged()
        }}
      />
    )
  }
  if (mine) {
    const stands = STANDS.has(mine.status)
    return (
      <>
        {back}
        <MyRegistrationView
          election={election}
          registration={mine}
          said={answered?.answer.outcome ?? null}
          onChange={election.open ? () => setChanging(true) : undefined}
          stands={stands}
        />
      </>
    )
  }
  if (answered) {
    return (
      <>
        {back}
        <Heading>{t('register.title')}</Heading>
        <AnswerNotice answer={answered.answer} />
        {election.open ? (
          <div className="actions">
            <button type="button" className="button" onClick={() => setAnswered(null)}>
              {t('answer.again')}
            </button>
          </div>
        ) : null}
      </>
    )
  }
  if (!election.open) {
    return (
      <>
        {back}
        <Heading quiet>{election.name}</Heading>
        <Notice tone="wait" title={t('closed.title', { until: formatDay(election.until, language) })}>
          <p>{t('closed.next')}</p>
        </Notice>
        <Refusals electionId={election.id} />
      </>
    )
  }
  return (
    <>
      {back}
      <Refusals electionId={election.id} />
      {wizard}
      <nav className="more" aria-label={t('mine.more')}>
        <a href={hashOf('certificate', election.id)}>{t('view.certificate')}</a>
      </nav>
    </>
  )
}
