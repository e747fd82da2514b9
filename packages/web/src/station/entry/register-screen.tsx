/** Registering one person: paste what the card reader gave, say where and why, keep it. The phone judges before it keeps. */
import type { Text } from '@mingce/domain/result'
import { spellArticles } from '@mingce/domain/standards'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { DaySelects } from '../../ui/day-selects.tsx'
import { chinaToday } from '../../ui/format.ts'
import type { Bundle, Snapshot, Station } from '../shift/index.ts'
import { maskNumber } from '../shift/index.ts'
import { Choice, Field, Notice, Tick, useText, useWords } from '../ui/index.ts'
import { basesFor, type Checked, checkDraft, type Draft, EMPTY_DRAFT, fillFromCard, type Gap } from './draft.ts'
import type { Start } from './start.ts'

const yearNow = (): number => Number(chinaToday().slice(0, 4))

interface RegisterProps {
  station: Station
  shown: Snapshot
  bundle: Bundle
  start: Start
  onDone: () => void
}

/** Someone with that number was entered already and waits to be sent. */
const isWaiting = ({ waiting }: Snapshot, number: string): boolean =>
  waiting.some(
    ({ entry }) => entry?.kind === 'registration' && entry.registration.person.number.toUpperCase() === number.toUpperCase(),
  )

export const RegisterScreen = ({ station, shown, bundle, start, onDone }: RegisterProps) => {
  const { t } = useWords()
  const only = bundle.communities.length === 1 ? (bundle.communities[0]?.code ?? '') : ''
  const blank: Draft = { ...EMPTY_DRAFT, community: only }
  const [draft, setDraft] = useState<Draft>({ ...blank, ...start.draft })
  const [about, setAbout] = useState({ personRef: start.personRef, answersTo: start.answersTo })
  const [faults, setFaults] = useState<readonly string[]>([])
  const [asked, setAsked] = useState(false)
  const [kept, setKept] = useState<{ requestId: string; name: string } | null>(null)
  const [busy, setBusy] = useState(false)
  const head = useRef<HTMLHeadingElement>(null)
  const set = (change: Partial<Draft>) => {
    setDraft(before => ({ ...before, ...change }))
    setKept(null)
  }
  const { findings, gaps, registration } = checkDraft(
    draft,
    { ...bundle.election, rules: bundle.rules },
    shown.device?.channel ?? 'door',
    asksTownshipOf(bundle, draft.community),
  )
  const isDocument = draft.kind === 'document'
  // Nothing is called wrong before it was typed.
  const told = findings.filter(finding => asked || (finding.code !== 'identity.missing' && finding.code !== 'name.missing'))
  const gap = (field: Gap) => (asked && gaps.includes(field) ? t('form.needed') : undefined)
  const again = registration !== null && isWaiting(shown, registration.person.number)
  useEffect(() => {
    if (kept) head.current?.focus()
  }, [kept])

  const paste = (typed: string) => {
    if (typed.trim() === '') return
    const read = fillFromCard(draft, typed)
    setDraft(read.draft)
    setFaults(read.faults)
    setKept(null)
  }
  const keep = async (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!registration || busy) return
    setBusy(true)
    try {
      const { personRef, answersTo } = about
      const requestId = await station.register(registration, personRef, answersTo)
      setKept({ requestId, name: registration.person.name })
      setDraft({ ...blank, community: draft.community })
      setAbout({ personRef: null, answersTo: undefined })
      setFaults([])
      setAsked(false)
      onDone()
      window.scrollTo(0, 0)
    } finally {
      setBusy(false)
    }
  }

  return (
    <form onSubmit={keep} noValidate>
      <h1 ref={head} tabIndex={-1}>
        {t('form.title')}
      </h1>
      {kept ? <Kept kept={kept} shown={shown} /> : null}
      {asked && !registration ? <NotYet findings={findings} gaps={gaps} /> : null}
      <section className="sheet">
        {isDocument ? null : <CardField faults={faults} onRead={paste} />}
        <PersonFields draft={draft} findings={told} set={set} gap={gap} />
        <Tick
          label={t('form.noNumber')}
          checked={isDocument}
          onChange={on => {
            set({ kind: on ? 'document' : 'resident-id', number: '' })
            setFaults([])
          }}
        />
        {isDocument ? <DocumentFields draft={draft} set={set} gap={gap} /> : null}
      </section>
      <PlaceFields draft={draft} bundle={bundle} set={set} gap={gap} />
      <ContactFields draft={draft} set={set} gap={gap} />
      {again ? (
        <Notice tone="review" title={t('form.again', { number: maskNumber(registration.person.number) })}>
          {t('form.againNext')}
        </Notice>
      ) : null}
      <button type="submit" className="main-button" disabled={busy}>
        {t('form.keep')}
      </button>
    </form>
  )
}

/** Does the committee decide by person in that community? A shift that was taken before the page was updated does not say. */
const asksTownshipOf = ({ communities }: Bundle, community: string): boolean =>
  communities.find(({ code }) => code === community)?.asksTownship ?? false

interface FieldsProps {
  draft: Draft
  set: (change: Partial<Draft>) => void
  /** What is said at a field that has to be filled in, once that was asked for. */
  gap: (field: Gap) => string | undefined
}

/** Why the registration cannot be kept yet. */
const NotYet = ({ findings, gaps }: Pick<Checked, 'findings' | 'gaps'>) => {
  const { t } = useWords()
  const text = useText()
  const faults = [
    ...findings.filter(({ severity }) => severity === 'refused').map(({ title }) => text(title)),
    ...gaps.map(field => t(`gap.${field}`)),
  ]
  return (
    <Notice tone="refused" title={t('form.notYet')} urgent>
      <ul>
        {faults.map(fault => (
          <li key={fault}>{fault}</li>
        ))}
      </ul>
    </Notice>
  )
}

/** Name and number, each with its findings. */
const PersonFields = ({ draft, findings, set, gap }: FieldsProps & Pick<Checked, 'findings'>) => {
  const { t } = useWords()
  const text = useText()
  const ofName = findings.filter(({ code }) => code.startsWith('name.'))
  const ofNumber = findings.filter(({ code }) => !code.startsWith('name.'))
  return (
    <>
      <Field label={t('form.name')} error={ofName.map(({ title }) => text(title)).join(' ') || undefined}>
        {props => (
          <input
            {...props}
            value={draft.name}
            onChange={event => set({ name: event.target.value })}
            autoComplete="off"
            maxLength={60}
          />
        )}
      </Field>
      <Field
        label={draft.kind === 'document' ? t('form.documentNumber') : t('form.number')}
        error={ofNumber.map(({ title, next }) => `${text(title)} ${text(next)}`).join(' ') || gap('number')}
      >
        {props => (
          <input
            {...props}
            className="number-input"
            value={draft.number}
            onChange={event => set({ number: event.target.value })}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={40}
          />
        )}
      </Field>
    </>
  )
}

/** Where the person votes, why there, and what is asked for that. */
const PlaceFields = ({ draft, bundle, set, gap }: FieldsProps & { bundle: Bundle }) => {
  const { t } = useWords()
  const text = useText()
  const bases = basesFor(draft, { ...bundle.election, rules: bundle.rules })
  const asks = bases.find(one => one.basis === draft.basis)?.asks ?? []
  const parts = bundle.communities.find(one => one.code === draft.community)?.parts ?? []
  const noteOf = ({ why, article }: { why: Text; article: string }) =>
    t('form.basisNote', { why: text(why), article: text(spellArticles(article)) })
  return (
    <section className="sheet">
      <h2>{t('form.where')}</h2>
      <Field label={t('form.community')} error={gap('community')}>
        {props => (
          <select
            {...props}
            value={draft.community}
            onChange={event => set({ community: event.target.value, electsTownship: '', part: '' })}
          >
            <option value="">{t('form.choose')}</option>
            {bundle.communities.map(one => (
              <option key={one.code} value={one.code}>
                {one.name}
              </option>
            ))}
          </select>
        )}
      </Field>
      {parts.length > 0 ? (
        <Field label={t('form.part')}>
          {props => (
            <select {...props} value={draft.part} onChange={event => set({ part: event.target.value })}>
              <option value="">{t('form.partUnsure')}</option>
              {parts.map(one => (
                <option key={one.part} value={one.part}>
                  {one.name}
                </option>
              ))}
            </select>
          )}
        </Field>
      ) : null}
      <Choice
        label={t('form.hukou')}
        value={draft.hukou}
        onChange={hukou => set({ hukou, basis: '', evidence: [] })}
        options={(['here', 'outside', 'unknown'] as const).map(value => ({ value, label: t(`hukou.${value}`) }))}
      />
      <Choice
        label={t('form.basis')}
        value={draft.basis}
        onChange={value => set({ basis: value, evidence: [] })}
        options={bases.map(one => ({ value: one.basis, label: t(`basis.${one.basis}`), note: noteOf(one) }))}
      />
      {gap('basis') ? <p className="field-error">{t('gap.basis')}</p> : null}
      {asks.length > 0 ? (
        <fieldset className="ticks">
          <legend>{t('form.evidence')}</legend>
          {asks.map(one => (
            <Tick
              key={one.evidence}
              label={
                <>
                  {text(one.title)}
                  <small>{noteOf(one)}</small>
                </>
              }
              checked={draft.evidence.includes(one.evidence)}
              onChange={on => {
                const others = draft.evidence.filter(other => other !== one.evidence)
                set({ evidence: on ? [...others, one.evidence] : others })
              }}
            />
          ))}
          {DATES.filter(([kind]) => asks.some(one => one.evidence === kind && one.by !== undefined)).map(([, name]) => (
            <Field key={name} label={t(`form.${name}`)}>
              {props => (
                <DaySelects
                  id={props.id}
                  label={t(`form.${name}`)}
                  words={{ year: t('day.year'), month: t('day.month'), day: t('day.day') }}
                  from={yearNow() - 60}
                  to={yearNow() + (name === 'contractUntil' ? 20 : 0)}
                  value={draft[name]}
                  onChange={day => set({ [name]: day })}
                />
              )}
            </Field>
          ))}
        </fieldset>
      ) : null}
      {asksTownshipOf(bundle, draft.community) ? (
        <>
          <Choice
            label={t('form.township')}
            value={draft.electsTownship}
            onChange={electsTownship => set({ electsTownship })}
            options={(['yes', 'no', 'unsure'] as const).map(value => ({ value, label: t(`township.${value}`) }))}
          />
          <p className="soft">{t('form.townshipNote')}</p>
        </>
      ) : null}
      {draft.basis === 'work' || draft.basis === 'study' ? (
        <Field label={t(draft.basis === 'work' ? 'form.unit' : 'form.school')}>
          {props => <input {...props} value={draft.unit} onChange={event => set({ unit: event.target.value })} maxLength={100} />}
        </Field>
      ) : null}
    </section>
  )
}

/** What dates prove is counted on election day. */
const DATES = [
  ['residence', 'livesHereSince'],
  ['contract', 'contractFrom'],
  ['contract', 'contractUntil'],
] as const

/** Address and phone, and who speaks for the person. */
const ContactFields = ({ draft, set, gap }: FieldsProps) => {
  const { t } = useWords()
  return (
    <section className="sheet">
      <Field label={t('form.address')}>
        {props => (
          <input
            {...props}
            value={draft.address}
            onChange={event => set({ address: event.target.value })}
            autoComplete="off"
            maxLength={200}
          />
        )}
      </Field>
      <Field label={t('form.phone')} note={t('form.phoneNote')}>
        {props => (
          <input
            {...props}
            type="tel"
            value={draft.phone}
            onChange={event => set({ phone: event.target.value })}
            autoComplete="off"
            maxLength={40}
          />
        )}
      </Field>
      <Tick label={t('form.byFamily')} checked={draft.byFamily} onChange={byFamily => set({ byFamily })} />
      {draft.byFamily ? (
        <>
          <Field label={t('form.relation')} error={gap('relation')}>
            {props => (
              <input {...props} value={draft.relation} onChange={event => set({ relation: event.target.value })} maxLength={20} />
            )}
          </Field>
          <Field label={t('form.consent')} note={t('form.consentNote')}>
            {props => (
              <input
                {...props}
                value={draft.consentNote}
                onChange={event => set({ consentNote: event.target.value })}
                maxLength={200}
              />
            )}
          </Field>
        </>
      ) : null}
    </section>
  )
}

const CardField = ({ faults, onRead }: { faults: readonly string[]; onRead: (text: string) => void }) => {
  const { t } = useWords()
  const [typed, setTyped] = useState('')
  const words = faults.map(fault => t(`fault.${fault}` as 'fault.checksum')).join(' ')
  return (
    <Field label={t('form.card')} note={t('form.cardNote')} error={words || undefined}>
      {props => (
        <textarea
          {...props}
          rows={3}
          value={typed}
          autoComplete="off"
          spellCheck={false}
          onChange={event => {
            setTyped(event.target.value)
            onRead(event.target.value)
          }}
          onBlur={() => setTyped('')}
        />
      )}
    </Field>
  )
}

const DocumentFields = ({ draft, set, gap }: FieldsProps) => {
  const { t } = useWords()
  return (
    <>
      <Notice tone="review" title={t('document.two')}>
        {t('document.twoNext')}
      </Notice>
      <Field label={t('document.type')}>
        {props => (
          <select
            {...props}
            value={draft.documentType}
            onChange={event => set({ documentType: event.target.value as Draft['documentType'] })}
          >
            {(['passport', 'household-register', 'other'] as const).map(type => (
              <option key={type} value={type}>
                {t(`document.${type}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('document.birthDate')} error={gap('birthDate')}>
        {props => (
          <DaySelects
            id={props.id}
            describedBy={props['aria-describedby']}
            invalid={props['aria-invalid']}
            label={t('document.birthDate')}
            words={{ year: t('day.year'), month: t('day.month'), day: t('day.day') }}
            from={yearNow() - 120}
            to={yearNow()}
            value={draft.birthDate}
            onChange={birthDate => set({ birthDate })}
          />
        )}
      </Field>
      <Choice
        label={t('document.sex')}
        value={draft.sex}
        onChange={sex => set({ sex })}
        options={[
          { value: 'M', label: t('sex.M') },
          { value: 'F', label: t('sex.F') },
        ]}
      />
      {gap('sex') ? <p className="field-error">{gap('sex')}</p> : null}
    </>
  )
}

/** What became of the one just entered: kept here, or already answered. */
const Kept = ({ kept, shown }: { kept: { requestId: string; name: string }; shown: Snapshot }) => {
  const { t } = useWords()
  const answer = shown.answered.find(one => one.requestId === kept.requestId)
  if (!answer) {
    return (
      <Notice tone="review" title={t('kept.title', { name: kept.name })}>
        {t('kept.next')}
      </Notice>
    )
  }
  const outcome = answer.result.state === 'refused' ? 'refused' : (answer.result.answer?.outcome ?? 'received')
  const tone = outcome === 'registered' || outcome === 'already' ? 'registered' : outcome === 'refused' ? 'refused' : 'review'
  return (
    <Notice tone={tone} title={`${kept.name} · ${t(`answer.${outcome}`)}`} urgent>
      {tone === 'registered' ? null : t('kept.look')}
    </Notice>
  )
}
