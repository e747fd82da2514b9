/** My registration: its state in plain words, what to do next and until when, my district, my station, and everything else about me. */
import { lazy, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../i18n/portal.ts'
import { Article } from '../../ui/article.tsx'
import { chinaToday, formatDay, formatMoment } from '../../ui/format.ts'
import type { MyRegistration, Outcome, Status, Step, VoterElection } from '../api/index.ts'
import { hashOf } from '../host/index.ts'
import { DistrictRows } from '../place/index.ts'
import { Findings, Heading, Later, Sheet, type Tone, useReader } from '../ui/index.ts'
import { Refusals } from './refusals.tsx'

const StationMap = lazy(() => import('../place/station-map.tsx'))
const EntryProofView = lazy(() => import('./entry-proof.tsx'))

const TONES: Readonly<Record<Status, Tone>> = {
  registered: 'good',
  review: 'wait',
  pending: 'wait',
  refused: 'bad',
  moved: 'plain',
  removed: 'bad',
}

interface Props {
  readonly election: VoterElection
  readonly registration: MyRegistration
  /** What was just answered; null: the page was opened to look. */
  readonly said: Outcome | null
  readonly stands: boolean
  /** Registers anew or elsewhere; absent once registering is over. */
  readonly onChange: (() => void) | undefined
}

export const MyRegistrationView = ({ election, registration, said, stands, onChange }: Props) => {
  const { t } = useTranslation('voter')
  const { stations, findings, steps, status, listed } = registration
  const link = (view: 'certificate' | 'family' | 'list' | 'object' | 'looked' | 'contact') => hashOf(view, election.id)
  return (
    <div className="registration">
      <Heading quiet={said === null}>{said === null ? t('mine.title') : t(`answer.${said}.title`)}</Heading>
      {said === 'already' ? <p>{t('answer.already.text')}</p> : null}
      <State election={election} registration={registration} stands={stands} onChange={onChange} />
      <div className="columns">
        <div>
          {findings.length === 0 ? null : (
            <Sheet title={t('mine.findings')}>
              <Findings findings={findings} />
            </Sheet>
          )}
          {status === 'refused' || status === 'removed' ? <Refusals electionId={election.id} /> : null}
          <Steps steps={steps} pollingDay={registration.pollingDay} />
        </div>
        <div>
          {stands ? <Districts registration={registration} /> : null}
          <Sheet title={t('station.title')}>
            {stations.length === 0 ? (
              <p className="soft">{t('station.none')}</p>
            ) : (
              <Later>
                <StationMap stations={stations} />
              </Later>
            )}
          </Sheet>
        </div>
      </div>
      <nav className="more" aria-label={t('mine.more')}>
        {election.open ? <a href={link('family')}>{t('view.family')}</a> : null}
        {listed ? <a href={link('list')}>{t('view.list')}</a> : null}
        <a href={link('object')}>{t('view.object')}</a>
        <a href={link('certificate')}>{t('view.certificate')}</a>
        <a href={link('contact')}>{t('view.contact')}</a>
        <a href={link('looked')}>{t('view.looked')}</a>
        <a href={hashOf('help', election.id)}>{t('view.help')}</a>
      </nav>
    </div>
  )
}

/** The state of the registration in words, whether the list has it, and what can be done. */
const State = ({ election, registration, stands, onChange }: Omit<Props, 'said'>) => {
  const { t } = useTranslation('voter')
  const { language } = useReader()
  const [isProofOpen, setProofOpen] = useState(false)
  const { status, listed, at } = registration
  return (
    <>
      <section className={`status ${TONES[status]}`} aria-label={t('mine.status')}>
        <p className="eyebrow">{election.name}</p>
        <p className="status-title">{t(`status.${status}.title`)}</p>
        <p>{t(`status.${status}.text`)}</p>
        {listed ? (
          <p className="listed">
            {t('mine.listed', { version: listed.version, number: listed.number, district: listed.district })}
          </p>
        ) : stands ? (
          <p>{t('mine.notListedYet')}</p>
        ) : null}
        <p className="soft">{t('mine.at', { at: formatMoment(at, language) })}</p>
        <div className="actions row">
          {status === 'registered' ? (
            <a className="button primary" href={hashOf('card', election.id)}>
              {t('mine.card')}
            </a>
          ) : null}
          {status === 'refused' || status === 'removed' ? (
            <a className="button primary" href={hashOf('object', election.id)}>
              {t('answer.object')}
            </a>
          ) : null}
          {onChange ? (
            <button type="button" className="button" onClick={onChange}>
              {stands ? t('mine.change') : t('answer.again')}
            </button>
          ) : null}
          {listed && !isProofOpen ? (
            <button type="button" className="button" onClick={() => setProofOpen(true)}>
              {t('proof.open')}
            </button>
          ) : null}
        </div>
      </section>
      {listed && isProofOpen ? (
        <Later>
          <EntryProofView electionId={election.id} />
        </Later>
      ) : null}
    </>
  )
}

const Districts = ({
  registration: { community, districts, part, voterGroup, townshipVote, townshipGround },
}: Pick<Props, 'registration'>) => {
  const { t } = useTranslation('voter')
  return (
    <Sheet title={t('district.title')}>
      <dl className="summary">
        {community ? (
          <>
            <dt>{t('district.community')}</dt>
            <dd>{community.name}</dd>
          </>
        ) : null}
        <DistrictRows districts={districts} />
        {townshipVote ? (
          <>
            <dt>{t('township.title')}</dt>
            <dd>
              {t(`township.vote.${townshipVote}`)}
              {townshipGround === 'earlier' ? <span className="soft">{t('township.kept')}</span> : null}
              {townshipGround === 'disputed' ? <span className="soft">{t('township.disputed')}</span> : null}
            </dd>
          </>
        ) : null}
        {part ? (
          <>
            <dt>{t('part.title')}</dt>
            <dd>{part}</dd>
          </>
        ) : null}
        {voterGroup ? (
          <>
            <dt>{t('district.group')}</dt>
            <dd>{voterGroup}</dd>
          </>
        ) : null}
      </dl>
    </Sheet>
  )
}

/** Days from today to `day`, by the calendar of China. */
const daysUntil = (day: string): number =>
  Math.round((Date.parse(`${day.slice(0, 10)}T00:00:00Z`) - Date.parse(`${chinaToday()}T00:00:00Z`)) / 86_400_000)

const Steps = ({ steps, pollingDay }: { steps: readonly Step[]; pollingDay: string }) => {
  const { t } = useTranslation('voter')
  const text = useText()
  const { language } = useReader()
  const when = (day: string) => {
    const days = daysUntil(day)
    return days < 0 ? t('next.past') : days === 0 ? t('next.today') : t('next.days', { count: days })
  }
  return (
    <Sheet title={t('next.title')}>
      {steps.length === 0 ? (
        <p>{t('next.only', { day: formatDay(pollingDay, language) })}</p>
      ) : (
        <ol className="timeline">
          {steps.map(step => (
            <li key={step.step} className={daysUntil(step.until) < 0 ? 'past' : ''}>
              <p className="timeline-day">
                {t(step.step === 'vote' ? 'next.on' : 'next.until', { day: formatDay(step.until, language) })}{' '}
                <span className="tag">{when(step.until)}</span>
              </p>
              <p>
                {text(step.title)} <Article article={step.article} />
              </p>
            </li>
          ))}
        </ol>
      )}
    </Sheet>
  )
}
