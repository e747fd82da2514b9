/** The frame: which screen the shift is on, how long it lasts, and whether there is a signal. */
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react'
import { Seal } from '../ui/seal.tsx'
import type { Start } from './entry/index.ts'
import { ListScreen, RegisterScreen } from './entry/index.ts'
import { BeginScreen, CodeScreen, MoreScreen, QueueScreen, UnlockScreen } from './screens/index.ts'
import type { Bundle, Snapshot, Station } from './shift/index.ts'
import { needsWorker } from './shift/index.ts'
import { Notice, setLanguage, useShownLanguage, useWords } from './ui/index.ts'

type Tab = 'list' | 'register' | 'queue' | 'more'
const TABS: readonly Tab[] = ['list', 'register', 'queue', 'more']

const useOnline = (): boolean =>
  useSyncExternalStore(
    listener => {
      window.addEventListener('online', listener)
      window.addEventListener('offline', listener)
      return () => {
        window.removeEventListener('online', listener)
        window.removeEventListener('offline', listener)
      }
    },
    () => navigator.onLine,
  )

const LanguageButton = () => {
  const { t } = useWords()
  const other = useShownLanguage() === 'en' ? 'zh-CN' : 'en'
  return (
    <button type="button" className="quiet-button" lang={other} onClick={() => setLanguage(other)}>
      {t('language')}
    </button>
  )
}

/** Minutes left, updated once a minute. */
const useMinutesLeft = (until: number | undefined): number => {
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000)
    return () => clearInterval(timer)
  }, [])
  return until === undefined ? 0 : Math.max(0, Math.floor((until - now) / 60_000))
}

export const StationPage = ({ station }: { station: Station }) => {
  const { t } = useWords()
  const shown = useSyncExternalStore(station.subscribe, station.current)
  const online = useOnline()
  const [tab, setTab] = useState<Tab>('list')
  const [start, setStart] = useState<Start & { readonly nth: number }>({ draft: {}, personRef: null, nth: 0 })
  const { phase, device } = shown
  const enter = (next: Start) => {
    setStart(before => ({ ...next, nth: before.nth + 1 }))
    setTab('register')
    window.scrollTo(0, 0)
  }
  useEffect(() => {
    if (phase !== 'open') setTab('list')
  }, [phase])
  const screen = (bundle: Bundle): Record<Tab, () => ReactNode> => ({
    list: () => <ListScreen station={station} shown={shown} bundle={bundle} onEnter={enter} />,
    register: () => (
      <RegisterScreen
        key={start.nth}
        station={station}
        shown={shown}
        bundle={bundle}
        start={start}
        onDone={() => setStart(({ nth }) => ({ draft: {}, personRef: null, nth }))}
      />
    ),
    queue: () => <QueueScreen station={station} shown={shown} online={online} onMend={enter} />,
    more: () => <MoreScreen station={station} shown={shown} online={online} language={<LanguageButton />} />,
  })

  return (
    <div className="station">
      <header>
        <Seal size={28} />
        <Where device={device} />
        <span className={`signal ${online ? 'on' : 'off'}`} role="status">
          {online ? t('signal.on') : t('signal.off')}
        </span>
        {phase === 'open' ? (
          <button type="button" className="quiet-button" onClick={station.lock}>
            {t('lock')}
          </button>
        ) : (
          <LanguageButton />
        )}
      </header>
      {shown.bundle?.election.training ? (
        <aside className="training" aria-label={t('training.mark')}>
          <strong>{t('training.mark')}</strong> {t('training.text')}
        </aside>
      ) : null}
      <main>
        {phase === 'begin' ? <BeginScreen station={station} shown={shown} online={online} /> : null}
        {phase === 'code' && shown.code ? <CodeScreen code={shown.code} onNoted={station.codeNoted} /> : null}
        {phase === 'locked' ? <UnlockScreen station={station} shown={shown} /> : null}
        {phase === 'open' && shown.bundle ? (
          <>
            {shown.problem === 'sign-in' && tab !== 'queue' ? (
              <Notice tone="review" title={t('queue.signIn')}>
                <button type="button" onClick={() => setTab('queue')}>
                  {t('signIn.go')}
                </button>
              </Notice>
            ) : null}
            {screen(shown.bundle)[tab]()}
          </>
        ) : null}
      </main>
      {phase === 'open' ? <Tabs tab={tab} shown={shown} onTab={setTab} /> : null}
    </div>
  )
}

/** The area of the shift, and how long it still lasts. */
const Where = ({ device }: { device: Snapshot['device'] }) => {
  const { t } = useWords()
  const left = useMinutesLeft(device?.shiftEndsAt)
  if (!device)
    return (
      <span className="where">
        <strong>{t('title')}</strong>
      </span>
    )
  return (
    <span className="where">
      <strong>{device.areaName}</strong>
      <small>
        {left >= 60
          ? t('left.hours', { hours: Math.floor(left / 60), minutes: left % 60 })
          : t('left.minutes', { minutes: left })}
      </small>
    </span>
  )
}

interface TabsProps {
  tab: Tab
  shown: Snapshot
  onTab: (tab: Tab) => void
}

const Tabs = ({ tab, shown: { waiting, answered }, onTab }: TabsProps) => {
  const { t } = useWords()
  const todo = answered.filter(needsWorker).length
  const count = waiting.length + todo
  const badge =
    count > 0 ? (
      <span className={`badge${todo > 0 ? ' urgent' : ''}`}>
        <span className="hidden">{t('tabs.count', { count })}</span>
        <span aria-hidden="true">{count}</span>
      </span>
    ) : null
  return (
    <nav aria-label={t('tabs.label')}>
      {TABS.map(one => (
        <button key={one} type="button" aria-current={tab === one ? 'page' : undefined} onClick={() => onTab(one)}>
          {t(`tabs.${one}`)}
          {one === 'queue' ? badge : null}
        </button>
      ))}
    </nav>
  )
}

export const Unsupported = () => {
  const { t } = useWords()
  return (
    <div className="station">
      <main>
        <h1>{t('title')}</h1>
        <Notice tone="refused" title={t('unsupported.title')} urgent>
          {t('unsupported.next')}
        </Notice>
      </main>
    </div>
  )
}
