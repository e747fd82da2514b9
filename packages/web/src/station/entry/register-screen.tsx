/** Registering one person: paste what the card reader gave, say where and why, keep it. The phone judges before it keeps. */

import type { Text } from '@mingce/domain/result'
import { spellArticles } from '@mingce/domain/standards'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Bundle, Snapshot, Station } from '../shift/index.ts'
import { maskNumber } from '../shift/index.ts'
import { Choice, Field, Notice, Tick, useText, useWords } from '../ui/index.ts'
import { basesFor, checkDraft, type Draft, EMPTY_DRAFT, fillFromCard } from './draft.ts'
import type { Start } from './start.ts'

interface RegisterProps {
  station: Station
  shown: Snapshot
  bundle: Bundle
  start: Start
  onDone: () => void
}

export const RegisterScreen = ({ station, shown, bundle, start, onDone }: RegisterProps) => {
  const { t } = useWords()
  const text = useText()
  const noteOf = ({ why, article }: { why: Text; article: string }) =>
    t('form.basisNote', { why: text(why), article: text(spellArticles(article)) })
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
  const { findings, gaps, registration } = checkDraft(draft, bundle.election, shown.device?.channel ?? 'door')
  const bases = basesFor(draft, bundle.election)
  const basis = bases.find(one => one.basis === draft.basis)
  const isDocument = draft.kind === 'document'
  // Nothing is called wrong before it was typed.
  const told = findings.filter(finding => asked || (finding.code !== 'identity.missing' && finding.code !== 'name.missing'))
  const ofName = told.filter(({ code }) => code.startsWith('name.'))
  const ofNumber = told.filter(({ code }) => !code.startsWith('name.'))
  const gap = (field: (typeof gaps)[number]) => (asked && gaps.includes(field) ? t('form.needed') : undefined)
  const again = shown.waiting.some(
    ({ entry }) =>
      entry?.kind === 'registration' &&
      registration &&
      entry.registration.person.number.toUpperCase() === registration.person.number.toUpperCase(),
  )
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
      {asked && !registration ? (
        <Notice tone="refused" title={t('form.notYet')} urgent>
          <ul>
            {[
              ...findings.filter(({ severity }) => severity === 'refused').map(({ title }) => text(title)),
              ...gaps.map(field => t(`gap.${field}`)),
            ].map(fault => (
              <li key={fault}>{fault}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <section className="sheet">
        {isDocument ? null : <CardField faults={faults} onRead={paste} />}
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
          label={isDocument ? t('form.documentNumber') : t('form.number')}
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
      <section className="sheet">
        <h2>{t('form.where')}</h2>
        <Field label={t('form.community')} error={gap('community')}>
          {props => (
            <select {...props} value={draft.community} onChange={event => set({ community: event.target.value })}>
              <option value="">{t('form.choose')}</option>
              {bundle.communities.map(one => (
                <option key={one.code} value={one.code}>
                  {one.name}
                </option>
              ))}
            </select>
          )}
        </Field>
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
          options={bases.map(one => ({
            value: one.basis,
            label: t(`basis.${one.basis}`),
            note: noteOf(one),
          }))}
        />
        {gap('basis') ? <p className="field-error">{t('gap.basis')}</p> : null}
        {basis && basis.asks.length > 0 ? (
          <fieldset className="ticks">
            <legend>{t('form.evidence')}</legend>
            {basis.asks.map(one => (
              <Tick
                key={one.evidence}
                label={
                  <>
                    {text(one.title)}
                    <small>{noteOf(one)}</small>
                  </>
                }
                checked={draft.evidence.includes(one.evidence)}
                onChange={on =>
                  set({
                    evidence: on ? [...draft.evidence, one.evidence] : draft.evidence.filter(other => other !== one.evidence),
                  })
                }
              />
            ))}
          </fieldset>
        ) : null}
        {draft.basis === 'work' || draft.basis === 'study' ? (
          <Field label={t(draft.basis === 'work' ? 'form.unit' : 'form.school')}>
            {props => (
              <input {...props} value={draft.unit} onChange={event => set({ unit: event.target.value })} maxLength={100} />
            )}
          </Field>
        ) : null}
      </section>
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
                <input
                  {...props}
                  value={draft.relation}
                  onChange={event => set({ relation: event.target.value })}
                  maxLength={20}
                />
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
      {again && registration ? (
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

interface DocumentProps {
  draft: Draft
  set: (change: Partial<Draft>) => void
  gap: (field: 'birthDate' | 'sex') => string | undefined
}

const DocumentFields = ({ draft, set, gap }: DocumentProps) => {
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
          <input {...props} type="date" value={draft.birthDate} onChange={event => set({ birthDate: event.target.value })} />
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
