/** Sets the seats of one congress. The same rules as on the server show each step while one types. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Drawer, Input, InputNumber, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Congress, newRequestId, setSeats } from '../../../api/index.ts'
import { useLanguage, useText } from '../../../i18n/index.ts'
import { DayInput } from '../../../ui/day-input.tsx'
import { Failed } from '../../../ui/failed.tsx'
import { Field } from '../../../ui/field.tsx'
import { formatDay, formatSeries } from '../../../ui/index.ts'
import { newUnitCode, PasteAreas } from './paste-areas.tsx'
import { type Draft, type DraftArea, judgeDraft, peopleInAll, startDraft } from './seats-draft.ts'
import { Minorities, SeatSteps, ShareTable } from './seats-tables.tsx'

interface SeatFormProps {
  readonly electionId: string
  readonly congress: Congress
  readonly onClose: () => void
}

export const SeatForm = ({ electionId, congress, onClose }: SeatFormProps) => {
  const { t } = useTranslation(['election', 'ui'])
  const { language } = useLanguage()
  const queries = useQueryClient()
  const [draft, setDraft] = useState(() => startDraft(congress, names => formatSeries([...names], language)))
  const change = (next: Partial<Draft>) => setDraft(before => ({ ...before, ...next }))
  const judged = judgeDraft(congress.level, draft)
  const { seats, shared, fewer } = judged
  const save = useMutation({
    mutationFn: () =>
      setSeats(
        electionId,
        {
          level: congress.level,
          areaCode: congress.areaCode,
          population: draft.population ?? 0,
          source: draft.source,
          ...(draft.populationOn ? { populationOn: draft.populationOn } : {}),
          extra: draft.extra / 100,
          army: draft.army,
          ...(fewer === null ? {} : { fewer }),
          document: draft.document.trim(),
          areas: [...judged.counted],
          lots: [...judged.lots],
          minorities: [...judged.minorities],
        },
        newRequestId(),
      ),
    onSuccess: data => {
      queries.setQueryData(['seats', electionId], data)
      onClose()
    },
  })
  const isWrong = !seats?.ok || draft.document.trim() === '' || shared?.ok === false
  return (
    <Drawer
      open
      size={720}
      title={`${congress.areaName} · ${t(`ui:level.${congress.level}`)}`}
      onClose={onClose}
      extra={
        <Button type="primary" loading={save.isPending} disabled={isWrong} onClick={() => save.mutate()}>
          {t('seats.save')}
        </Button>
      }
    >
      <Failed error={save.error} />
      <PopulationFields level={congress.level} draft={draft} onChange={change} />
      <SeatNumber draft={draft} judged={judged} onChange={change} />
      <h3 className="gap">{t('seats.shares')}</h3>
      <FromBase congress={congress} draft={draft} onChange={change} />
      <Areas areas={draft.areas} onChange={areas => change({ areas })} />
      <Shares draft={draft} judged={judged} onChange={change} />
      <Field className="gap" label={t('seats.minorities')}>
        {id => (
          <Input.TextArea id={id} rows={2} value={draft.peoples} onChange={event => change({ peoples: event.target.value })} />
        )}
      </Field>
      <Minorities shares={judged.shares} />
    </Drawer>
  )
}

interface PartProps {
  readonly draft: Draft
  readonly onChange: (change: Partial<Draft>) => void
}

/** The people that the seats follow from, and the decision that sets them. */
const PopulationFields = ({ level, draft, onChange }: PartProps & { readonly level: Congress['level'] }) => {
  const { t } = useTranslation('election')
  return (
    <>
      <div className="form-row gap">
        <Field label={t('seats.population')}>
          {id => (
            <InputNumber
              id={id}
              className="wide"
              min={1}
              precision={0}
              value={draft.population}
              onChange={population => onChange({ population })}
            />
          )}
        </Field>
        <Field label={t('seats.populationOn')}>
          {id => <DayInput id={id} value={draft.populationOn} onChange={populationOn => onChange({ populationOn })} />}
        </Field>
        <Field label={t('seats.extra')}>
          {id => (
            <InputNumber
              id={id}
              className="wide"
              min={0}
              max={5}
              step={0.1}
              value={draft.extra}
              onChange={value => onChange({ extra: value ?? 0 })}
            />
          )}
        </Field>
        {level === 'county' ? (
          <Field label={t('seats.army')}>
            {id => (
              <InputNumber
                id={id}
                className="wide"
                min={0}
                precision={0}
                value={draft.army}
                onChange={value => onChange({ army: value ?? 0 })}
              />
            )}
          </Field>
        ) : null}
      </div>
      <Radio.Group
        className="gap"
        aria-label={t('seats.sourceLabel')}
        value={draft.source}
        onChange={event => onChange({ source: event.target.value })}
        options={(['hukou', 'resident'] as const).map(value => ({ value, label: t(`seats.source.${value}`) }))}
      />
      <Field className="gap" label={t('seats.document')}>
        {id => (
          <Input id={id} maxLength={300} value={draft.document} onChange={event => onChange({ document: event.target.value })} />
        )}
      </Field>
    </>
  )
}

interface JudgedProps extends PartProps {
  readonly judged: ReturnType<typeof judgeDraft>
}

/** The number of seats step by step; a small congress may have fewer. */
const SeatNumber = ({ draft, judged: { seats, fewer }, onChange }: JudgedProps) => {
  const { t } = useTranslation('election')
  const text = useText()
  if (!seats) return null
  if (!seats.ok) return <Alert className="gap" type="error" showIcon title={text(seats.error.text)} />
  const { base, mayBeFewer } = seats.value
  return (
    <>
      <SeatSteps seats={seats.value} fewer={fewer} />
      {mayBeFewer ? (
        <Field className="gap" label={t('seats.fewer')}>
          {id => (
            <InputNumber
              id={id}
              className="wide"
              min={1}
              max={base - 1}
              value={draft.fewer}
              onChange={value => onChange({ fewer: value })}
            />
          )}
        </Field>
      ) : null}
    </>
  )
}

/** Where the people of the areas come from; after a decision they can be taken from there anew. */
const FromBase = ({ congress, draft, onChange }: PartProps & { readonly congress: Congress }) => {
  const { t } = useTranslation('election')
  const { language } = useLanguage()
  const { base, decision } = congress
  if (!base || congress.areas.every(area => area.people === null)) return null
  const takeBase = () => {
    const inAll = peopleInAll(congress)
    const people = new Map(congress.areas.map(area => [area.code, area.people]))
    onChange({
      ...(inAll === null ? {} : { population: inAll, populationOn: base.asOf ?? '' }),
      areas: draft.areas.map(row => ({ ...row, population: people.get(row.code) ?? row.population })),
    })
  }
  return (
    <p className="soft gap">
      {t('seats.fromBase', { day: base.asOf ? formatDay(base.asOf, language) : t('seats.noDay') })}{' '}
      {decision ? (
        <Button size="small" onClick={takeBase}>
          {t('seats.takeBase')}
        </Button>
      ) : null}
    </p>
  )
}

interface AreasProps {
  readonly areas: readonly DraftArea[]
  readonly onChange: (areas: readonly DraftArea[]) => void
}

/** Areas and units that share the seats. */
const Areas = ({ areas, onChange }: AreasProps) => {
  const { t } = useTranslation('election')
  const patch = (at: number, change: Partial<DraftArea>) =>
    onChange(areas.map((row, index) => (index === at ? { ...row, ...change } : row)))
  return (
    <>
      <ul className="seat-areas gap">
        {areas.map((area, at) => (
          <li key={area.code}>
            <Input aria-label={t('seats.area')} value={area.name} onChange={event => patch(at, { name: event.target.value })} />
            <InputNumber
              aria-label={`${t('seats.population')} ${area.name}`}
              min={0}
              precision={0}
              value={area.population}
              onChange={value => patch(at, { population: value })}
            />
            <Button
              aria-label={`${t('seats.removeArea')} ${area.name}`}
              onClick={() => onChange(areas.filter((_, index) => index !== at))}
            >
              {t('seats.removeArea')}
            </Button>
          </li>
        ))}
      </ul>
      <Button className="gap" onClick={() => onChange([...areas, { code: newUnitCode(), name: '', population: null }])}>
        {t('seats.addUnit')}
      </Button>{' '}
      <PasteAreas areas={areas} onChange={onChange} />
    </>
  )
}

/** How the seats are shared, and the lot where areas are equal. */
const Shares = ({ draft, judged: { counted, shared, sum }, onChange }: JudgedProps) => {
  const { t } = useTranslation('election')
  const { language } = useLanguage()
  const text = useText()
  const { population } = draft
  const tied = shared?.ok ? shared.value.tied : []
  const tiedNames = tied.map(code => counted.find(area => area.code === code)?.name ?? code)
  return (
    <>
      {population !== null && sum > 0 && sum !== population ? (
        <Alert className="gap" type="warning" showIcon title={t('seats.sumDiffers', { sum, population })} />
      ) : null}
      {shared && !shared.ok ? <Alert className="gap" type="error" showIcon title={text(shared.error.text)} /> : null}
      {shared?.ok ? <ShareTable allocation={shared.value} /> : null}
      {tied.length > 0 ? (
        <Field className="gap" label={t('seats.lots', { areas: formatSeries(tiedNames, language) })}>
          {id => <Input id={id} value={draft.lots} onChange={event => onChange({ lots: event.target.value })} />}
        </Field>
      ) : null}
    </>
  )
}
