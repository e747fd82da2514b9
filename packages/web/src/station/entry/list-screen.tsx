/** The day's work list: who may vote here and is on no roll, with what was done about each. */
import { useDeferredValue, useMemo, useState } from 'react'
import type { Bundle, Outcome, Person, Snapshot, Station } from '../shift/index.ts'
import { Field, Mark, useWords } from '../ui/index.ts'
import type { Start } from './start.ts'

const OUTCOMES: readonly Outcome[] = ['found', 'out', 'abroad', 'moved', 'unknown', 'closed']
const PAGE = 40

interface ListProps {
  station: Station
  shown: Snapshot
  bundle: Bundle
  onEnter: (start: Start) => void
}

type Done = { kind: 'registered' } | { kind: 'entered' } | { kind: 'visited'; outcome: Outcome }

/** What became of people of the list since it was fetched: what waits here, and what the server answered. */
const doneBy = ({ waiting, answered }: Snapshot): Map<string, Done> => {
  const done = new Map<string, Done>()
  for (const { entry, result } of [...answered].reverse()) {
    if (!entry?.personRef || result.state === 'refused') continue
    if (entry.kind === 'visit') done.set(entry.personRef, { kind: 'visited', outcome: entry.outcome })
    else if (result.answer?.outcome === 'registered' || result.answer?.outcome === 'already')
      done.set(entry.personRef, { kind: 'registered' })
    else done.set(entry.personRef, { kind: 'entered' })
  }
  for (const { entry } of waiting) {
    if (!entry?.personRef) continue
    done.set(entry.personRef, entry.kind === 'visit' ? { kind: 'visited', outcome: entry.outcome } : { kind: 'entered' })
  }
  return done
}

export const ListScreen = ({ station, shown, bundle, onEnter }: ListProps) => {
  const { t } = useWords()
  const [typed, setTyped] = useState('')
  const [community, setCommunity] = useState('')
  const [state, setState] = useState<'open' | 'done'>('open')
  const [length, setLength] = useState(PAGE)
  const [open, setOpen] = useState<string | null>(null)
  const words = useDeferredValue(typed.normalize('NFKC').trim().toLowerCase())
  const done = useMemo(() => doneBy(shown), [shown])
  const found = useMemo(
    () =>
      bundle.people.filter(
        person =>
          (state === 'open') === !(done.has(person.personRef) || person.visit) &&
          (community === '' || person.community === community) &&
          (words === '' || person.name.toLowerCase().includes(words) || (person.address ?? '').toLowerCase().includes(words)),
      ),
    [bundle, done, state, community, words],
  )
  const places = new Map(bundle.communities.map(({ code, name }) => [code, name]))
  return (
    <>
      <h1>{t('list.title')}</h1>
      <Field label={t('list.search')}>
        {props => (
          <input
            {...props}
            type="search"
            value={typed}
            onChange={event => {
              setTyped(event.target.value)
              setLength(PAGE)
            }}
            autoComplete="off"
          />
        )}
      </Field>
      {bundle.communities.length > 1 ? (
        <Field label={t('list.community')}>
          {props => (
            <select {...props} value={community} onChange={event => setCommunity(event.target.value)}>
              <option value="">{t('list.all')}</option>
              {bundle.communities.map(one => (
                <option key={one.code} value={one.code}>
                  {one.name}
                </option>
              ))}
            </select>
          )}
        </Field>
      ) : null}
      <fieldset className="row segments" aria-label={t('list.state')}>
        {(['open', 'done'] as const).map(one => (
          <button key={one} type="button" aria-pressed={state === one} onClick={() => setState(one)}>
            {t(`list.${one}`)}
          </button>
        ))}
      </fieldset>
      <p className="soft" role="status">
        {t('list.count', { count: found.length })}
      </p>
      {found.length === 0 ? <p className="sheet">{t(state === 'open' ? 'list.none' : 'list.noneDone')}</p> : null}
      <ul className="people">
        {found.slice(0, length).map(person => (
          <PersonRow
            key={person.personRef}
            person={person}
            place={places.get(person.community) ?? ''}
            done={done.get(person.personRef)}
            open={open === person.personRef}
            onOpen={() => setOpen(open === person.personRef ? null : person.personRef)}
            onVisit={outcome => void station.visit(person, outcome)}
            onRegister={() =>
              onEnter({
                personRef: person.personRef,
                draft: {
                  name: person.name,
                  community: places.has(person.community) ? person.community : '',
                  hukou: person.migrant ? 'outside' : 'here',
                },
              })
            }
          />
        ))}
      </ul>
      {found.length > length ? (
        <button type="button" onClick={() => setLength(length + PAGE)}>
          {t('list.more', { count: found.length - length })}
        </button>
      ) : null}
    </>
  )
}

interface PersonProps {
  person: Person
  place: string
  done: Done | undefined
  open: boolean
  onOpen: () => void
  onVisit: (outcome: Outcome) => void
  onRegister: () => void
}

const PersonRow = ({ person, place, done, open, onOpen, onVisit, onRegister }: PersonProps) => {
  const { t } = useWords()
  const visited = done?.kind === 'visited' ? done.outcome : done ? null : person.visit?.outcome
  return (
    <li className="sheet person">
      <button type="button" className="person-head" aria-expanded={open} onClick={onOpen}>
        <span>
          <strong>{person.name}</strong>{' '}
          <span className="soft">
            {person.sex ? t(`sex.${person.sex}`) : ''} {t('list.born', { year: person.birthYear })}
            {person.migrant ? ` · ${t('list.migrant')}` : ''}
          </span>
        </span>
        {done?.kind === 'registered' ? <Mark tone="registered">{t('list.registered')}</Mark> : null}
        {done?.kind === 'entered' ? <Mark tone="review">{t('list.entered')}</Mark> : null}
        {visited ? <Mark tone="quiet">{t(`outcome.${visited}`)}</Mark> : null}
        <span className="address">{person.address ?? place}</span>
        {person.maskedPhone ? <span className="soft">{person.maskedPhone}</span> : null}
      </button>
      {open ? (
        <div className="person-body">
          <button type="button" className="main-button" onClick={onRegister}>
            {t('list.register')}
          </button>
          <fieldset className="outcomes">
            <legend>{t('list.visit')}</legend>
            {OUTCOMES.map(outcome => (
              <button key={outcome} type="button" aria-pressed={visited === outcome} onClick={() => onVisit(outcome)}>
                {t(`outcome.${outcome}`)}
              </button>
            ))}
          </fieldset>
        </div>
      ) : null}
    </li>
  )
}
