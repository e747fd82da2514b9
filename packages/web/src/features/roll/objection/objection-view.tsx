/** One objection: the objector's words, the registration it is about, what was done so far, and the next step. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newRequestId, type ObjectionDetail, type ObjectionStep, readObjection, stepObjection } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import words from '../../../i18n/zh/objections.json'
import { Article, chinaToday, Failure, formatDay, formatMoment, Loading, shortCommunity } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { ObjectionSteps } from './objection-steps.tsx'

type RegistrationWord = keyof typeof words.registration
const registrationWord = (status: string): RegistrationWord | null =>
  Object.hasOwn(words.registration, status) ? (status as RegistrationWord) : null
type EventWord = keyof typeof words.event
const eventWord = (kind: string): EventWord | null => (Object.hasOwn(words.event, kind) ? (kind as EventWord) : null)

interface ViewProps {
  electionId: string
  countyCode: string
  id: number
}

export const ObjectionView = ({ electionId, countyCode, id }: ViewProps) => {
  const queries = useQueryClient()
  const key = ['objection', electionId, countyCode, id]
  const one = useQuery({ queryKey: key, queryFn: () => readObjection(electionId, { countyCode, id }) })
  const step = useMutation({
    mutationFn: (next: ObjectionStep) => stepObjection(electionId, { countyCode, id }, next, newRequestId()),
    onSuccess: now => {
      queries.setQueryData(key, now)
      for (const other of ['objections', 'overview']) void queries.invalidateQueries({ queryKey: [other, electionId] })
    },
  })
  if (one.isPending) return <Loading rows={8} />
  if (one.isError) return <Failure error={one.error} retry={() => void one.refetch()} />
  return (
    <Shown
      key={`${one.data.state}-${one.data.events.length}`}
      one={one.data}
      busy={step.isPending}
      error={step.error}
      onStep={next => step.mutate(next)}
    />
  )
}

interface ShownProps {
  one: ObjectionDetail
  busy: boolean
  error: unknown
  onStep: (step: ObjectionStep) => void
}

const Shown = ({ one, busy, error, onStep }: ShownProps) => {
  const { t } = useTranslation('objections')
  const { language } = useLanguage()
  const may = useMay()
  const only = one.entries.length === 1 ? (one.entries[0]?.registrationId ?? null) : null
  const [entry, setEntry] = useState<number | null>(one.registrationId ?? only)
  const choosing = one.state === 'filed' && may('decide')
  const pairs: [string, string][] = [
    [t('field.objector'), one.objector ?? t('withheld')],
    [
      t('field.about'),
      `${t(`kind.${one.kind}`)} · ${one.subject === 'own' ? t('subject.own') : t('subject.other', { name: one.named })}`,
    ],
    ...(one.place ? [[t('detail.place'), one.place] as [string, string]] : []),
    [t('field.filed'), `${formatDay(one.filedOn, language)} · ${t(`via.${one.filedVia}`)}`],
    [t('detail.until'), formatDay(one.until, language)],
    [t('field.due'), formatDay(one.dueOn, language)],
    [t('detail.suitUntil'), formatDay(one.suitUntil, language)],
  ]
  return (
    <>
      {one.late && one.state === 'filed' ? (
        <Alert type="info" showIcon title={t('late')} description={t('lateNote', { day: formatDay(one.until, language) })} />
      ) : null}
      <section className="events" aria-label={t('detail.words')}>
        <header className="sheet-head">
          <h2>{t('detail.words')}</h2>
        </header>
        <p>{one.text}</p>
      </section>
      <dl className="pairs">
        {pairs.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Entries one={one} entry={entry} onChoose={choosing ? setEntry : undefined} />
      <DecisionOf one={one} />
      {error ? <Failure error={error} /> : null}
      {may('decide') ? <ObjectionSteps one={one} today={chinaToday()} busy={busy} entry={entry} onStep={onStep} /> : null}
      <section className="events" aria-label={t('detail.events')}>
        <header className="sheet-head">
          <h2>{t('detail.events')}</h2>
        </header>
        <ol>
          {one.events.map(event => {
            const word = eventWord(event.kind)
            return (
              <li key={`${event.at}-${event.kind}`}>
                <strong>{word ? t(`event.${word}`) : event.kind}</strong> {event.reason}
                <span className="soft">
                  {event.actor} · {formatMoment(event.at, language)}
                </span>
              </li>
            )
          })}
        </ol>
      </section>
    </>
  )
}

interface EntriesProps {
  one: ObjectionDetail
  entry: number | null
  /** Absent once the objection is decided, and for who may not decide. */
  onChoose: ((entry: number) => void) | undefined
}

/** The registrations that the objection may be about. */
const Entries = ({ one, entry, onChoose }: EntriesProps) => {
  const { t } = useTranslation('objections')
  return (
    <section className="events" aria-label={t('detail.entries')}>
      <header className="sheet-head">
        <h2>{t('detail.entries')}</h2>
      </header>
      {one.entries.length === 0 ? (
        <p className="soft">{t('detail.noEntries')}</p>
      ) : (
        <Radio.Group
          className="kinds"
          aria-label={t('detail.entriesNote')}
          disabled={!onChoose}
          value={entry}
          onChange={event => onChoose?.(event.target.value)}
        >
          {one.entries.map(candidate => (
            <Radio key={candidate.registrationId} value={candidate.registrationId}>
              <strong>{candidate.name}</strong>
              <Particulars of={candidate} />
            </Radio>
          ))}
        </Radio.Group>
      )}
    </section>
  )
}

const SEXES = { M: 'decide.male', F: 'decide.female' } as const

const Particulars = ({ of }: { of: ObjectionDetail['entries'][number] }) => {
  const { t } = useTranslation('objections')
  const word = registrationWord(of.status)
  const parts = [
    of.sex ? t(SEXES[of.sex]) : null,
    t('detail.born', { year: of.birthYear }),
    of.community ? shortCommunity(of.community.name) : null,
    of.voterGroup,
    word ? t(`registration.${word}`) : of.status,
  ]
  return <span className="soft">{parts.filter(Boolean).join(' · ')}</span>
}

/** The decision, and what a court said of it. */
const DecisionOf = ({ one }: { one: ObjectionDetail }) => {
  const { t } = useTranslation('objections')
  const { language } = useLanguage()
  if (!one.decision) return null
  return (
    <section className="events" aria-label={t(`decision.${one.decision}`)}>
      <header className="sheet-head">
        <h2>{t(`decision.${one.decision}`)}</h2>
      </header>
      <p>{one.reason}</p>
      <p className="soft">
        {one.article ? <Article article={one.article} /> : null} ·{' '}
        {t('detail.decided', { by: one.decidedBy, day: formatDay(one.decidedOn, language) })}
      </p>
      {one.court ? (
        <p>
          {one.court} {one.caseNumber} · {formatDay(one.suedOn, language)}
        </p>
      ) : null}
      {one.judgment ? (
        <p>
          {t(`judgment.${one.judgment}`)} · {one.judgmentNumber} · {formatDay(one.judgedOn, language)}
        </p>
      ) : null}
    </section>
  )
}
