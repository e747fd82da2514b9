/** Before a shift: sign in, say where and how long, and send what an earlier shift left. */
import { type FormEvent, useCallback, useEffect, useState } from 'react'
import { ApiError } from '../../api/request.ts'
import type { Snapshot, Station } from '../shift/index.ts'
import * as calls from '../shift/index.ts'
import { Choice, Field, Notice, Problem, useWords } from '../ui/index.ts'
import { AnswerCard } from './queue-screen.tsx'
import { SignInForm } from './sign-in-form.tsx'

interface BeginProps {
  station: Station
  shown: Snapshot
  online: boolean
}

export const BeginScreen = ({ station, shown, online }: BeginProps) => {
  const { t } = useWords()
  const [session, setSession] = useState<calls.Session | null | undefined>(undefined)
  const [error, setError] = useState<unknown>(null)
  const load = useCallback(async () => {
    setError(null)
    try {
      setSession(await calls.readSession())
    } catch (failed) {
      setSession(failed instanceof ApiError && failed.status === 401 ? null : undefined)
      if (!(failed instanceof ApiError) || failed.status !== 401) setError(failed)
    }
  }, [])
  useEffect(() => {
    if (online) void load()
  }, [online, load])
  const signedIn = async () => {
    await load()
    await station.send()
  }
  return (
    <>
      {shown.ended === 'over' ? (
        <Notice tone="quiet" title={t('ended.over')}>
          {t('ended.overNext')}
        </Notice>
      ) : null}
      {shown.ended === 'deactivated' ? (
        <Notice tone="refused" title={t('ended.deactivated')} urgent>
          {t('ended.deactivatedNext')}
        </Notice>
      ) : null}
      {shown.waiting.length > 0 ? (
        <section className="sheet">
          <h2>{t('left.title', { count: shown.waiting.length })}</h2>
          <p>{shown.problem === 'sign-in' ? t('left.signIn') : t('left.lead')}</p>
          <button type="button" disabled={shown.sending || !online} onClick={() => void station.send()}>
            {shown.sending ? t('queue.sending') : t('queue.send')}
          </button>
        </section>
      ) : null}
      {shown.answered.map(answer => (
        <AnswerCard key={answer.requestId} answer={answer} onDismiss={() => void station.dismiss(answer.requestId)} />
      ))}
      {!online ? (
        <Notice tone="review" title={t('begin.offline')}>
          {t('begin.offlineNext')}
        </Notice>
      ) : null}
      {error ? (
        <>
          <Problem error={error} />
          <button type="button" onClick={() => void load()}>
            {t('again')}
          </button>
        </>
      ) : null}
      {online && session === undefined && !error ? <p role="status">{t('loading')}</p> : null}
      {session === null ? <SignInForm lead={t('signIn.lead')} onDone={signedIn} /> : null}
      {session ? <SignedIn station={station} session={session} /> : null}
    </>
  )
}

/** What someone who is signed in may do here: begin a shift, or first what they still owe. */
const SignedIn = ({ station, session }: { station: Station; session: calls.Session }) => {
  const { t } = useWords()
  const mayRegister = session.permissions.includes('register')
  return (
    <>
      {session.owes ? (
        <Notice tone="review" title={t('begin.owes')}>
          <a href="/office/">{t('begin.owesNext')}</a>
        </Notice>
      ) : null}
      {session.owes || mayRegister ? null : (
        <Notice tone="refused" title={t('begin.mayNot')}>
          {t('begin.mayNotNext')}
        </Notice>
      )}
      {mayRegister ? <ShiftForm station={station} session={session} /> : null}
    </>
  )
}

const HOURS = ['2', '4', '6', '8', '10', '12'] as const
const COMMUNITY_DIGITS = 12

const ShiftForm = ({ station, session }: { station: Station; session: calls.Session }) => {
  const { t } = useWords()
  const [elections, setElections] = useState<readonly calls.Election[]>([])
  const [areas, setAreas] = useState<readonly { code: string; name: string }[]>([])
  const [electionId, setElectionId] = useState('')
  const [area, setArea] = useState(session.area.code)
  const [name, setName] = useState(t('begin.defaultName', { name: session.user.name }))
  const [channel, setChannel] = useState<'door' | 'station'>('door')
  const [hours, setHours] = useState<(typeof HOURS)[number]>('8')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    void (async () => {
      try {
        const found = (await calls.readElections()).filter(election => election.state !== 'closed')
        setElections(found)
        setElectionId(found[0]?.id ?? '')
        const { code } = session.area
        if (code.length < COMMUNITY_DIGITS) setAreas(await calls.readAreas(code))
      } catch (failed) {
        setError(failed)
      }
    })()
  }, [session])
  const election = elections.find(one => one.id === electionId)
  const go = async (event: FormEvent) => {
    event.preventDefault()
    if (!election) return
    setBusy(true)
    setError(null)
    try {
      const shiftEndsAt = new Date(Date.now() + Number(hours) * 3_600_000)
      await station.begin({ election, areaCode: area, name, channel, shiftEndsAt })
    } catch (failed) {
      setError(failed)
      setBusy(false)
    }
  }
  return (
    <form className="sheet" onSubmit={go}>
      <h1>{t('begin.title')}</h1>
      <p>{t('begin.lead')}</p>
      {error ? <Problem error={error} /> : null}
      <Field label={t('begin.election')}>
        {props => (
          <select {...props} value={electionId} onChange={event => setElectionId(event.target.value)} required>
            {elections.map(one => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('begin.area')} note={t('begin.areaNote')}>
        {props => (
          <select {...props} value={area} onChange={event => setArea(event.target.value)}>
            <option value={session.area.code}>{session.area.name}</option>
            {areas.map(one => (
              <option key={one.code} value={one.code}>
                {one.name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Choice
        label={t('begin.channel')}
        value={channel}
        onChange={setChannel}
        options={[
          { value: 'door', label: t('channel.door') },
          { value: 'station', label: t('channel.station') },
        ]}
      />
      <Field label={t('begin.hours')} note={t('begin.hoursNote')}>
        {props => (
          <select {...props} value={hours} onChange={event => setHours(event.target.value as typeof hours)}>
            {HOURS.map(count => (
              <option key={count} value={count}>
                {t('begin.hoursCount', { hours: count })}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('begin.name')} note={t('begin.nameNote')}>
        {props => <input {...props} value={name} onChange={event => setName(event.target.value)} maxLength={60} required />}
      </Field>
      <button type="submit" className="main-button" disabled={busy || !election}>
        {busy ? t('begin.busy') : t('begin.go')}
      </button>
    </form>
  )
}
