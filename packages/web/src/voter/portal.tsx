/** The frame of the portal: head, the mark of a training election, one view at a time, and the foot. */
import { lazy, type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Logins, Me, MyRegistration, VoterElection } from './api/index.ts'
import { type LoadOutcome, readElections, readLogins, readMe, readRegistrations, signOut, useLoad } from './api/index.ts'
import { chosenElection, Home } from './home.tsx'
import { hashOf, type Parameters, type Place, postToHost, readHash, returnPath, type View } from './host/index.ts'
import { Failure, Foot, Head, Later, Loading, useReader } from './ui/index.ts'
import { Welcome } from './welcome.tsx'

const CardView = lazy(() => import('./registration/card.tsx'))
const OwnListView = lazy(() => import('./roll/own-list.tsx'))
const FamilyView = lazy(() => import('./registration/family.tsx'))
const ObjectView = lazy(() => import('./roll/objection.tsx'))
const CertificateView = lazy(() => import('./certificate/certificate.tsx'))
const ContactView = lazy(() => import('./notice/contact.tsx'))
const LookedView = lazy(() => import('./registration/access-history.tsx'))
const HelpView = lazy(() => import('./help/help.tsx'))

/** What was asked for before the first drawing. */
export interface First {
  readonly me: Promise<Me | null>
  readonly logins: Promise<Logins>
  readonly own: Promise<[VoterElection[], MyRegistration[]]> | null
}

export const readOwn = () => Promise.all([readElections(), readRegistrations()])

export interface Start {
  readonly me: Me | null
  readonly logins: Logins | null
  readonly elections: readonly VoterElection[]
  readonly registrations: readonly MyRegistration[]
}

/** What the first view draws; `first` is what was asked for already. */
export const readStart = async (first?: First): Promise<Start> => {
  const me = await (first?.me ?? readMe())
  if (!me) return { me, logins: await (first?.logins ?? readLogins()), elections: [], registrations: [] }
  const [elections, registrations] = await (first?.own ?? readOwn())
  return { me, logins: null, elections, registrations }
}
const readAgain = () => readStart()

const useHash = (): Place => {
  const [place, setPlace] = useState(() => readHash(location.hash))
  useEffect(() => {
    const moved = () => setPlace(readHash(location.hash))
    window.addEventListener('hashchange', moved)
    return () => window.removeEventListener('hashchange', moved)
  }, [])
  return place
}

/** Says at the top of every view that nothing here counts. */
const Training = () => {
  const { t } = useTranslation('voter')
  return (
    <aside className="training" aria-label={t('training.mark')}>
      <strong>{t('training.mark')}</strong> {t('training.text')}
    </aside>
  )
}

const PERSONAL: Readonly<Record<'looked' | 'contact', (back: string) => ReactNode>> = {
  looked: back => <LookedView back={back} />,
  contact: back => <ContactView back={back} />,
}

interface ElectionView {
  readonly election: VoterElection
  readonly mine: MyRegistration | null
  readonly me: Me
  readonly back: string
  readonly again: () => void
}

/** Views of one election; null: there is nothing to show yet. */
const ELECTION_VIEWS: Readonly<Record<Exclude<View, 'home' | 'help' | 'looked' | 'contact'>, (of: ElectionView) => ReactNode>> = {
  list: ({ election, back }) => <OwnListView electionId={election.id} back={back} />,
  family: ({ election, mine, back }) => <FamilyView election={election} mine={mine} back={back} />,
  object: ({ election, mine, back }) => <ObjectView election={election} mine={mine} back={back} />,
  certificate: ({ election, back, again }) => <CertificateView election={election} onMoved={again} back={back} />,
  card: ({ election, mine, me, back }) =>
    mine ? <CardView registration={mine} me={me} training={election.training} back={back} /> : null,
}

export const Portal = ({ parameters, start }: { parameters: Parameters; start: LoadOutcome<Start> }) => {
  const { t, i18n } = useTranslation('voter')
  const place = useHash()
  const { data, error, again } = useLoad(readAgain, 'start', start)
  // What was answered since the page was opened, by election: the next view is to know of it.
  const [answered, setAnswered] = useState<readonly MyRegistration[]>([])
  const registrations = (data?.registrations ?? [])
    .filter(one => !answered.some(newer => newer.electionId === one.electionId))
    .concat(answered)
  const me = data?.me ?? null
  const title = t(`view.${place.view}`)
  // Called after an answer that changes the data, so that the next views use it.
  const leave = () =>
    void signOut()
      .catch(() => undefined)
      .then(() => {
        postToHost({ type: 'signed-out' })
        setAnswered([])
        location.hash = ''
        again()
      })
  const isLoaded = data !== undefined
  const signedIn = me !== null
  useEffect(() => {
    if (isLoaded) postToHost({ type: 'ready', signedIn })
  }, [isLoaded, signedIn])
  useEffect(() => {
    document.title = `${title} · ${i18n.t('title', { ns: 'voter' })}`
    postToHost({ type: 'view', view: place.view, title })
  }, [title, place.view, i18n])

  const elections = data?.elections ?? []
  const electionId = place.electionId ?? parameters.election
  const chosen = chosenElection(elections, electionId)
  const mine = registrations.find(one => one.electionId === chosen?.id) ?? null
  const isTraining = chosen ? chosen.training : elections.length > 0 && elections.every(one => one.training)

  const home = (one: Me): ReactNode => (
    <Home
      me={one}
      elections={elections}
      registrations={registrations}
      onRegistration={made => setAnswered(before => [...before.filter(other => other.electionId !== made.electionId), made])}
      electionId={electionId}
      scanned={parameters.place}
      onChanged={again}
      onSignOut={leave}
    />
  )
  /** The view of someone who is signed in. Views of an election need one, and the card a registration: else it is the start. */
  const ownView = (one: Me, name: View): ReactNode => {
    if (name === 'looked' || name === 'contact') return PERSONAL[name](hashOf('home', place.electionId))
    if (name === 'home' || name === 'help' || !chosen) return home(one)
    return ELECTION_VIEWS[name]({ election: chosen, mine, me: one, back: hashOf('home', chosen.id), again }) ?? home(one)
  }
  const view = (name: View): ReactNode => {
    if (name === 'help') return <HelpView back={hashOf('home', place.electionId)} />
    if (error !== undefined) return <Failure error={error} retry={again} />
    if (!data) return <Loading />
    if (!data.me) return <Welcome logins={data.logins} said={parameters.login} to={returnPath(location.search)} />
    return ownView(data.me, name)
  }
  return (
    <div className="frame">
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      {parameters.embed === null ? <Head me={me} onSignOut={leave} /> : <EmbeddedHead me={me} onSignOut={leave} />}
      {isTraining ? <Training /> : null}
      <main id="main" tabIndex={-1}>
        <Later>{view(place.view)}</Later>
      </main>
      <Foot />
    </div>
  )
}

/** In an app's web view: its own bar has the title; only the tools stay. */
const EmbeddedHead = ({ me, onSignOut }: { me: Me | null; onSignOut: () => void }) => {
  const { t } = useTranslation('voter')
  const { large, setLarge } = useReader()
  return (
    <div className="top thin">
      <div className="tools">
        <button type="button" aria-pressed={large} onClick={() => setLarge(!large)}>
          {t('large')}
        </button>
        {me ? (
          <button type="button" onClick={onSignOut}>
            {t('signOut')}
          </button>
        ) : null}
      </div>
    </div>
  )
}
