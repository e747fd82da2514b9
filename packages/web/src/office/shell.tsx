/** The frame of the console: where one is, where one can go, who one is. */
import { LogoutOutlined, MenuOutlined } from '@ant-design/icons'
import { Button, Drawer } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, Outlet, ScrollRestoration, useLocation, useNavigate, useParams } from 'react-router'
import { useSession, useSignOut } from '../features/access/index.ts'
import { useElection, useElections } from '../features/election/index.ts'
import { HelpMenu, PageGuide, PageTour, TourOffer, TrainingMark, useTour } from '../features/help/index.ts'
import { Seal, shortCommunity, useNarrow } from '../ui/index.ts'
import { Places } from './places.tsx'
import { SearchBox } from './search-box.tsx'
import { Tools } from './tools.tsx'

export const Shell = () => {
  const { t } = useTranslation(['office', 'ui', 'access'])
  const narrow = useNarrow()
  const [open, setOpen] = useState(false)
  const { pathname } = useLocation()
  const { electionId } = useParams()
  const election = useElection(electionId)
  const { data: elections } = useElections()
  // On a page of no one election it is said where all there are is practice.
  const training = electionId ? election?.training : elections?.length && elections.every(one => one.training)
  const tour = useTour(pathname)
  useEffect(() => {
    if (pathname) setOpen(false)
  }, [pathname])

  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t('shell.skip')}
      </a>
      <header className="top">
        {narrow ? (
          <Button
            type="text"
            className="top-menu"
            icon={<MenuOutlined aria-hidden />}
            aria-label={t('shell.menu')}
            aria-expanded={open}
            onClick={() => setOpen(true)}
          />
        ) : null}
        <Link to="/elections" className="brand">
          <Seal size={30} />
          <span>{t('ui:product')}</span>
        </Link>
        {election ? (
          <span className="top-election" title={election.name}>
            {election.name}
          </span>
        ) : (
          <span className="top-election" />
        )}
        {narrow ? null : (
          <div className="top-tools">
            <SearchBox electionId={electionId} />
            <PageGuide pathname={pathname} />
            <HelpMenu tour={tour} />
            <Tools />
            <Person />
          </div>
        )}
      </header>
      {training ? <TrainingMark /> : null}
      <div className="shell-body">
        {narrow ? null : (
          <aside className="side">
            <Places electionId={electionId} />
          </aside>
        )}
        <main id="content" className="content" tabIndex={-1}>
          <TourOffer tour={tour} />
          <Outlet />
        </main>
      </div>
      <Drawer open={narrow && open} onClose={() => setOpen(false)} placement="left" size={300} title={t('shell.menu')}>
        <SearchBox electionId={electionId} />
        <Places electionId={electionId} />
        <div className="drawer-tools">
          <Person />
          <PageGuide pathname={pathname} />
          <HelpMenu tour={tour} />
          <Tools />
        </div>
      </Drawer>
      <PageTour tour={tour} />
      <ScrollRestoration />
    </div>
  )
}

const Person = () => {
  const { t } = useTranslation(['office', 'ui', 'access'])
  const { data } = useSession()
  const leave = useSignOut()
  const navigate = useNavigate()
  if (!data) return null
  return (
    <div className="person">
      <Link to="/account" className="person-who" title={t('shell.account')}>
        <strong>{data.user.name}</strong>
        <span>
          {t(`access:role.${data.role}`)} · {shortCommunity(data.area.name)}
        </span>
      </Link>
      <Button
        type="text"
        icon={<LogoutOutlined aria-hidden />}
        onClick={async () => {
          await leave()
          void navigate('/sign-in')
        }}
      >
        {t('shell.signOut')}
      </Button>
    </div>
  )
}
