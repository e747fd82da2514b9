/** Registering: who you are (from the login), where you vote (suggested), confirm. In the normal case each is one tap. */
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newRequestId } from '../../api/failure.ts'
import { useText } from '../../i18n/portal.ts'
import { formatDay, shortCommunity } from '../../ui/format.ts'
import type { Answer, Claim, Form, Me, Place, VoterElection } from '../api/index.ts'
import { register } from '../api/index.ts'
import {
  type Choice,
  claimOf,
  isComplete,
  isEnough,
  PlaceSummary,
  startingChoice,
  useForm,
  usePlace,
  WhereForm,
} from '../place/index.ts'
import { Failure, Heading, Loading, Notice, SendFailure, Sheet, useReader } from '../ui/index.ts'

const STEPS = ['who', 'where', 'confirm'] as const

const Progress = ({ at }: { at: (typeof STEPS)[number] }) => {
  const { t } = useTranslation('voter')
  const current = STEPS.indexOf(at)
  return (
    <ol className="progress">
      {STEPS.map((step, index) => (
        <li key={step} className={index < current ? 'done' : ''} aria-current={index === current ? 'step' : undefined}>
          <span className="mark">{index < current ? <Tick /> : index + 1}</span>
          {t(`steps.${step}`)}
        </li>
      ))}
    </ol>
  )
}

const Tick = () => (
  <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" focusable="false">
    <path d="M3 8.5 6.5 12 13 4.5" fill="none" stroke="currentColor" strokeWidth="2.4" />
  </svg>
)

interface Props {
  readonly me: Me
  readonly election: VoterElection
  readonly onAnswer: (answer: Answer, claim: Claim, place: Place) => void
  readonly onSignOut: () => void
  /** Leaves without a change; absent where there is nothing to go back to. */
  readonly onCancel: (() => void) | undefined
  /** Code of the community of a poster that was scanned. */
  readonly scanned: string | null
}

export const Wizard = (props: Props) => {
  const { t } = useTranslation('voter')
  const { data, error, again } = useForm(props.election.id)
  // A community that is not of the election is as if none was scanned.
  const poster = usePlace(props.election.id, props.scanned)
  const isKnown = props.scanned === null || poster.data !== undefined || poster.error !== undefined
  if (error !== undefined) return <Failure error={error} retry={again} />
  if (!data || !isKnown) {
    return (
      <>
        <Heading quiet>{t('register.title')}</Heading>
        <Loading />
      </>
    )
  }
  return <Filled {...props} form={data} poster={poster.data?.community ?? null} />
}

const Filled = ({ me, election, form, poster, onAnswer, onSignOut, onCancel }: Props & { form: Form; poster: Place | null }) => {
  const { t } = useTranslation('voter')
  const { language } = useReader()
  const [choice, setChoice] = useState<Choice>(() => startingChoice(form, poster))
  const [step, setStep] = useState<'where' | 'confirm'>('where')
  const [hasMoved, setHasMoved] = useState(false)
  const [sending, setSending] = useState(false)
  const [error, setError] = useState<unknown>()
  const requestId = useRef('')
  const { community, basis } = choice
  const place = usePlace(election.id, community?.code ?? null)

  const go = (to: 'where' | 'confirm') => {
    // One intention, one id: sent again after a lost answer it changes nothing.
    if (to === 'confirm') requestId.current = newRequestId()
    setError(undefined)
    setHasMoved(true)
    setStep(to)
  }
  const send = async () => {
    const claim = claimOf(choice)
    if (!claim || !community || sending) return
    setSending(true)
    setError(undefined)
    try {
      onAnswer(await register(election.id, claim, requestId.current), claim, community)
    } catch (failure) {
      setError(failure)
      setSending(false)
    }
  }

  if (step === 'confirm' && community && basis)
    return (
      <Confirm
        me={me}
        election={election}
        place={place}
        choice={{ ...choice, community, basis }}
        sending={sending}
        error={error}
        onSend={() => void send()}
        onBack={() => go('where')}
      />
    )
  return (
    <>
      <Progress at="where" />
      <Heading quiet={!hasMoved}>{t('register.title')}</Heading>
      <p className="soft">{t('register.until', { name: election.name, until: formatDay(election.until, language) })}</p>
      <Sheet title={t('who.title')} mark={1}>
        <p className="person">
          <strong>{me.name}</strong> <span className="code">{me.maskedNumber}</span>
        </p>
        <p className="soft">
          {t('who.fromLogin')}{' '}
          <button type="button" className="link" onClick={onSignOut}>
            {t('who.notMe')}
          </button>
        </p>
      </Sheet>
      <WhereForm
        electionId={election.id}
        pollingDay={election.pollingDay}
        form={form}
        choice={choice}
        place={place}
        onChoice={setChoice}
      />
      <div className="bottom">
        <button type="button" className="button primary" disabled={!isComplete(choice)} onClick={() => go('confirm')}>
          {community ? t('where.here', { place: shortCommunity(community.name) }) : t('where.next')}
        </button>
        {onCancel ? (
          <button type="button" className="button quiet" onClick={onCancel}>
            {t('where.cancel')}
          </button>
        ) : null}
      </div>
    </>
  )
}

interface ConfirmProps extends Pick<Props, 'me' | 'election'> {
  readonly place: ReturnType<typeof usePlace>
  readonly choice: Choice & { readonly community: Place; readonly basis: NonNullable<Choice['basis']> }
  readonly sending: boolean
  readonly error: unknown
  readonly onSend: () => void
  readonly onBack: () => void
}

/** Who registers, where and for which day, once more before it is sent. */
const Confirm = ({ me, election, place, choice, sending, error, onSend, onBack }: ConfirmProps) => {
  const { t } = useTranslation('voter')
  const text = useText()
  const { language } = useReader()
  const { community, basis } = choice
  const unit = choice.unit.trim()
  const label = () => {
    if (sending) return t('confirm.sending')
    return error === undefined ? t('confirm.send') : t('confirm.resend')
  }
  return (
    <>
      <Progress at="confirm" />
      <Heading>{t('confirm.title')}</Heading>
      <Sheet title={election.name}>
        <dl className="summary">
          <dt>{t('confirm.who')}</dt>
          <dd>
            {me.name} <span className="code">{me.maskedNumber}</span>
          </dd>
          <dt>{t('confirm.where')}</dt>
          <dd>
            {community.name}
            <span className="soft">{text(basis.title)}</span>
            {unit === '' ? null : <span className="soft">{unit}</span>}
          </dd>
          <dt>{t('confirm.day')}</dt>
          <dd>{formatDay(election.pollingDay, language)}</dd>
        </dl>
        <PlaceSummary place={place} bare />
      </Sheet>
      {isEnough(basis, choice.evidence, choice.dates, election.pollingDay) ? null : (
        <Notice tone="wait" title={t('confirm.notEnough')}>
          <p>{t('confirm.notEnoughNext')}</p>
        </Notice>
      )}
      <p className="soft">{t('confirm.once')}</p>
      <div className="bottom">
        {error === undefined ? null : <SendFailure error={error} />}
        <button type="button" className="button primary" aria-disabled={sending} aria-busy={sending} onClick={onSend}>
          {label()}
        </button>
        <button type="button" className="button quiet" disabled={sending} onClick={onBack}>
          {t('confirm.back')}
        </button>
      </div>
    </>
  )
}
