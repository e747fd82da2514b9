/** Sets the seats of one congress. The same rules as on the server show each step while one types. */
import { allocateSeats, minorityShare, seatsFor } from '@mingce/domain/district'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Drawer, Input, InputNumber, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Congress, newRequestId, setSeats } from '../../../api/index.ts'
import { useLanguage, useText } from '../../../i18n/index.ts'
import { Failed } from '../../../ui/failed.tsx'
import { Field } from '../../../ui/field.tsx'
import { formatDay, formatSeries } from '../../../ui/index.ts'
import { Minorities, SeatSteps, ShareTable } from './seats-tables.tsx'

interface SeatFormProps {
  readonly electionId: string
  readonly congress: Congress
  readonly onClose: () => void
}

/** Lines of a name and a number, as one pastes them from a table: `回族 16000`. */
const readPeoples = (text: string) =>
  text.split('\n').flatMap(line => {
    const match = /^\s*(\S.*?)[\s\p{P}]+(\d[\d,]*)\s*$/u.exec(line)
    return match ? [{ name: match[1] ?? '', population: Number((match[2] ?? '').replaceAll(',', '')) }] : []
  })

export const SeatForm = ({ electionId, congress, onClose }: SeatFormProps) => {
  const { t } = useTranslation(['election', 'ui'])
  const { language } = useLanguage()
  const text = useText()
  const queries = useQueryClient()
  const { decision, allocation } = congress
  // Only a base that knows every area says how many people there are in all.
  const { base } = congress
  const known = congress.areas.some(area => area.people !== null)
  const inAll = congress.areas.every(area => area.people !== null)
    ? congress.areas.reduce((all, area) => all + (area.people ?? 0), 0)
    : null
  const [population, setPopulation] = useState<number | null>(decision?.population ?? (known ? inAll : null))
  const [source, setSource] = useState<'hukou' | 'resident'>(decision?.source ?? 'hukou')
  const [populationOn, setPopulationOn] = useState(
    decision?.populationOn ?? (decision || !known || inAll === null ? '' : (base?.asOf ?? '')),
  )
  const [extra, setExtra] = useState<number>((decision?.extra ?? 0) / 10)
  const [fewer, setFewer] = useState<number | null>(decision?.fewer ?? null)
  const [document, setDocument] = useState(decision?.document ?? '')
  const [areas, setAreas] = useState<{ code: string; name: string; population: number | null }[]>(() =>
    allocation
      ? allocation.allotments.map(({ code, name, population: people }) => ({ code, name, population: people }))
      : congress.areas.map(({ code, name, people }) => ({ code, name, population: people })),
  )
  const [lots, setLots] = useState(
    formatSeries(
      (decision?.lots ?? []).map(code => allocation?.allotments.find(one => one.code === code)?.name ?? code),
      language,
    ),
  )
  const [peoples, setPeoples] = useState((decision?.minorities ?? []).map(one => `${one.name} ${one.population}`).join('\n'))

  const seats = population === null ? null : seatsFor(congress.level, population, extra / 100)
  const counted = areas.flatMap(area =>
    area.population === null || area.name.trim() === '' ? [] : [{ ...area, name: area.name.trim(), population: area.population }],
  )
  const lotCodes = lots
    .split(/[\p{P}\s]+/u)
    .flatMap(name => counted.find(area => area.name === name || area.code === name)?.code ?? [])
  const total = seats?.ok ? (seats.value.mayBeFewer && fewer !== null ? fewer : seats.value.total) : 0
  const shared = seats?.ok && counted.length > 0 ? allocateSeats(total, counted, lotCodes) : null
  const minorities = readPeoples(peoples)
  const shares =
    population === null
      ? []
      : minorities.flatMap(one => {
          const share = minorityShare(population, one.population, total)
          return share.ok ? [{ ...one, ...share.value }] : []
        })
  const sum = counted.reduce((all, area) => all + area.population, 0)
  const save = useMutation({
    mutationFn: () =>
      setSeats(
        electionId,
        {
          level: congress.level,
          areaCode: congress.areaCode,
          population: population ?? 0,
          source,
          ...(populationOn ? { populationOn } : {}),
          extra: extra / 100,
          ...(seats?.ok && seats.value.mayBeFewer && fewer !== null ? { fewer } : {}),
          document: document.trim(),
          areas: counted,
          lots: lotCodes,
          minorities,
        },
        newRequestId(),
      ),
    onSuccess: data => {
      queries.setQueryData(['seats', electionId], data)
      onClose()
    },
  })
  const takeBase = () => {
    if (inAll !== null) {
      setPopulation(inAll)
      setPopulationOn(base?.asOf ?? '')
    }
    const people = new Map(congress.areas.map(area => [area.code, area.people]))
    setAreas(rows => rows.map(row => ({ ...row, population: people.get(row.code) ?? row.population })))
  }
  const patch = (at: number, change: Partial<(typeof areas)[number]>) =>
    setAreas(rows => rows.map((row, index) => (index === at ? { ...row, ...change } : row)))

  return (
    <Drawer
      open
      size={720}
      title={`${congress.areaName} · ${t(`ui:level.${congress.level}`)}`}
      onClose={onClose}
      extra={
        <Button
          type="primary"
          loading={save.isPending}
          disabled={!seats?.ok || document.trim() === '' || (shared !== null && !shared.ok)}
          onClick={() => save.mutate()}
        >
          {t('seats.save')}
        </Button>
      }
    >
      <Failed error={save.error} />
      <div className="form-row gap">
        <Field label={t('seats.population')}>
          {id => <InputNumber id={id} className="wide" min={1} precision={0} value={population} onChange={setPopulation} />}
        </Field>
        <Field label={t('seats.populationOn')}>
          {id => <Input id={id} type="date" value={populationOn} onChange={event => setPopulationOn(event.target.value)} />}
        </Field>
        <Field label={t('seats.extra')}>
          {id => (
            <InputNumber
              id={id}
              className="wide"
              min={0}
              max={5}
              step={0.1}
              value={extra}
              onChange={value => setExtra(value ?? 0)}
            />
          )}
        </Field>
      </div>
      <Radio.Group
        className="gap"
        aria-label={t('seats.sourceLabel')}
        value={source}
        onChange={event => setSource(event.target.value)}
        options={(['hukou', 'resident'] as const).map(value => ({ value, label: t(`seats.source.${value}`) }))}
      />
      <Field className="gap" label={t('seats.document')}>
        {id => <Input id={id} maxLength={300} value={document} onChange={event => setDocument(event.target.value)} />}
      </Field>
      {seats && !seats.ok ? <Alert className="gap" type="error" showIcon title={text(seats.error.text)} /> : null}
      {seats?.ok ? (
        <>
          <SeatSteps seats={seats.value} fewer={seats.value.mayBeFewer ? fewer : null} />
          {seats.value.mayBeFewer ? (
            <Field className="gap" label={t('seats.fewer')}>
              {id => (
                <InputNumber id={id} className="wide" min={1} max={seats.value.base - 1} value={fewer} onChange={setFewer} />
              )}
            </Field>
          ) : null}
        </>
      ) : null}
      <h3 className="gap">{t('seats.shares')}</h3>
      {base && known ? (
        <p className="soft gap">
          {t('seats.fromBase', { day: base.asOf ? formatDay(base.asOf, language) : t('seats.noDay') })}{' '}
          {decision ? (
            <Button size="small" onClick={takeBase}>
              {t('seats.takeBase')}
            </Button>
          ) : null}
        </p>
      ) : null}
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
              onClick={() => setAreas(rows => rows.filter((_, index) => index !== at))}
            >
              {t('seats.removeArea')}
            </Button>
          </li>
        ))}
      </ul>
      <Button
        className="gap"
        onClick={() => setAreas(rows => [...rows, { code: `unit-${newRequestId().slice(0, 8)}`, name: '', population: null }])}
      >
        {t('seats.addUnit')}
      </Button>
      {population !== null && sum > 0 && sum !== population ? (
        <Alert className="gap" type="warning" showIcon title={t('seats.sumDiffers', { sum, population })} />
      ) : null}
      {shared && !shared.ok ? <Alert className="gap" type="error" showIcon title={text(shared.error.text)} /> : null}
      {shared?.ok ? (
        <>
          <ShareTable allocation={shared.value} />
          {shared.value.tied.length > 0 ? (
            <Field
              className="gap"
              label={t('seats.lots', {
                areas: formatSeries(
                  shared.value.tied.map(code => counted.find(area => area.code === code)?.name ?? code),
                  language,
                ),
              })}
            >
              {id => <Input id={id} value={lots} onChange={event => setLots(event.target.value)} />}
            </Field>
          ) : null}
        </>
      ) : null}
      <Field className="gap" label={t('seats.minorities')}>
        {id => <Input.TextArea id={id} rows={2} value={peoples} onChange={event => setPeoples(event.target.value)} />}
      </Field>
      <Minorities shares={shares} />
    </Drawer>
  )
}
