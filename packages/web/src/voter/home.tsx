/** Signed in: the elections someone may register for; with one only, that one at once. */
import { useTranslation } from 'react-i18next'
import { formatDay } from '../ui/format.ts'
import type { Me, MyRegistration, VoterElection } from './api/index.ts'
import { readRefusals, useLoad } from './api/index.ts'
import { hashOf } from './host/index.ts'
import { ElectionView } from './registration/index.ts'
import { Heading, Notice, useReader } from './ui/index.ts'

/** In the address: the list of all elections, where one would be opened at once. */
const ALL_ELECTIONS = 'all'

/** The election that the address names; without one, the only one there is or the only one of one's own area. */
export const chosenElection = (elections: readonly VoterElection[], id: string | null): VoterElection | undefined => {
  const named = elections.find(one => one.id === id)
  if (named || id === ALL_ELECTIONS) return named
  const own = elections.filter(one => one.own)
  if (elections.length === 1) return elections[0]
  return own.length === 1 ? own[0] : undefined
}

interface Props {
  readonly me: Me
  readonly elections: readonly VoterElection[]
  readonly registrations: readonly MyRegistration[]
  readonly electionId: string | null
  /** Code of the community of a poster that was scanned. */
  readonly scanned: string | null
  readonly onChanged: () => void
  readonly onRegistration: (made: MyRegistration) => void
  readonly onSignOut: () => void
}

export const Home = ({ me, elections, registrations, electionId, scanned, onChanged, onRegistration, onSignOut }: Props) => {
  const { t } = useTranslation('voter')
  const own = elections.filter(one => one.own)
  const elsewhere = elections.filter(one => !one.own)
  const chosen = chosenElection(elections, electionId)
  if (chosen) {
    const mine = registrations.find(one => one.electionId === chosen.id) ?? null
    return (
      <ElectionView
        key={chosen.id}
        me={me}
        election={chosen}
        mine={mine}
        scanned={scanned}
        onChanged={onChanged}
        onRegistration={onRegistration}
        onSignOut={onSignOut}
        several={elections.length > 1}
      />
    )
  }
  if (elections.length === 0) {
    return (
      <>
        <Heading quiet>{t('none.title', { name: me.name })}</Heading>
        <Notice tone="wait" title={t('none.text')}>
          <p>{t('none.next')}</p>
        </Notice>
      </>
    )
  }
  return (
    <>
      <Heading quiet>{t('choose.title', { name: me.name })}</Heading>
      {own.length === 0 ? null : <Choices elections={own} registrations={registrations} />}
      {elsewhere.length === 0 ? null : own.length === 0 ? (
        <Choices elections={elsewhere} registrations={registrations} />
      ) : (
        <details>
          <summary>{t('choose.elsewhere', { count: elsewhere.length })}</summary>
          <Choices elections={elsewhere} registrations={registrations} />
        </details>
      )}
    </>
  )
}

const Choices = ({ elections, registrations }: Pick<Props, 'elections' | 'registrations'>) => {
  const { t } = useTranslation('voter')
  const { language } = useReader()
  // Beside the list: without an answer the list stands, and the election's own page says what it could not read.
  const { data: refusals } = useLoad(readRefusals, 'refusals')
  return (
    <ul className="choices">
      {elections.map(election => {
        const status = registrations.find(one => one.electionId === election.id)?.status
        return (
          <li key={election.id}>
            <a href={hashOf('home', election.id)}>
              <strong>{election.name}</strong>
              {refusals?.some(one => one.electionId === election.id) ? (
                <span className="tag bad">{t('choose.refused')}</span>
              ) : null}
              {election.training ? <span className="tag wait">{t('training.mark')}</span> : null}
              <span className="soft">
                {status
                  ? t(`status.${status}.title`)
                  : election.open
                    ? t('choose.open', { until: formatDay(election.until, language) })
                    : t('choose.closed')}
              </span>
            </a>
          </li>
        )
      })}
    </ul>
  )
}
