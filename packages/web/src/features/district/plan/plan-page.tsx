/** The editor of a plan: its map, its districts with their figures, and its units. Every change is shown at once and can be undone. */
import { DownloadOutlined, PlusOutlined, UndoOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import {
  announcementOf,
  changePlan,
  type DistrictPlan,
  type DistrictPlanChange,
  newRequestId,
  readPlan,
  readPlanShapes,
  undoPlan,
} from '../../../api/index.ts'
import { useLanguage, useText } from '../../../i18n/index.ts'
import { Failed } from '../../../ui/failed.tsx'
import { Article, Failure, Figure, formatCount, Loading, Page, Sheet } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { drawingOf, PlanMap, placesOf } from '../map/index.ts'
import { CompareSheet } from './compare-sheet.tsx'
import { DistrictTable } from './district-table.tsx'
import { FreezeSheet } from './freeze-sheet.tsx'
import { MoveBar } from './move-bar.tsx'
import { ProposeForm } from './propose-form.tsx'
import { UnitTable } from './unit-table.tsx'
import { signedPercent } from './words.ts'
import './district.css'

const PlanPage = () => {
  const { t } = useTranslation(['district', 'ui'])
  const { electionId = '', planId = '' } = useParams()
  const plan = useQuery({
    queryKey: ['plan', electionId, planId],
    queryFn: () => readPlan(electionId, Number(planId)),
  })
  if (plan.isPending) return <Loading rows={10} />
  if (plan.isError)
    return (
      <Page title={t('plan')}>
        <Failure error={plan.error} retry={() => void plan.refetch()} />
      </Page>
    )
  return <Editor electionId={electionId} plan={plan.data} />
}

const Editor = ({ electionId, plan }: { electionId: string; plan: DistrictPlan }) => {
  const { t } = useTranslation(['district', 'ui'])
  const may = useMay()
  const queries = useQueryClient()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const mayChange = may('set-up') && plan.state === 'draft'
  const took = (changed: DistrictPlan) => {
    queries.setQueryData(['plan', electionId, String(plan.id)], changed)
    void queries.invalidateQueries({ queryKey: ['plans', electionId] })
  }
  const change = useMutation({
    mutationFn: (body: DistrictPlanChange) => changePlan(electionId, plan.id, body, newRequestId()),
    onSuccess: (changed, body) => {
      took(changed)
      if (body.kind === 'move' || body.kind === 'divide' || body.kind === 'join') setSelected(new Set())
    },
  })
  const undo = useMutation({ mutationFn: () => undoPlan(electionId, plan.id, newRequestId()), onSuccess: took })
  const error = change.error ?? undo.error
  const pick = (code: string) =>
    setSelected(before => {
      const next = new Set(before)
      if (!next.delete(code)) next.add(code)
      return next
    })
  const [last] = plan.steps
  const seed = plan.seed === null ? '' : ` · ${t('seedOf', { seed: plan.seed })}`

  return (
    <Page
      title={plan.name}
      lead={`${t(`levels.${plan.level}`)} · ${t(`states.${plan.state}`)}${seed}`}
      actions={
        <>
          {mayChange ? (
            <Button
              icon={<UndoOutlined aria-hidden />}
              disabled={!last}
              loading={undo.isPending}
              onClick={() => undo.mutate()}
              title={last ? t(`steps.${last.kind}`) : ''}
            >
              {t('undo')}
            </Button>
          ) : null}
          <Button icon={<DownloadOutlined aria-hidden />} href={announcementOf(electionId, plan.id)} download>
            {plan.state === 'frozen' ? t('announcement') : t('announcementDraft')}
          </Button>
        </>
      }
    >
      <Failed error={error} />
      <PlanFigures plan={plan} />
      <PlanWarnings plan={plan} />
      <div className="plan-desk">
        <MapSheet electionId={electionId} plan={plan} selected={selected} onPick={mayChange ? pick : () => undefined} />
        <Sheet
          title={t('districts')}
          extra={
            mayChange ? (
              <Button
                size="small"
                icon={<PlusOutlined aria-hidden />}
                onClick={() =>
                  change.mutate({
                    kind: 'add',
                    name: t('newDistrict', { number: Math.max(0, ...plan.districts.map(one => one.number)) + 1 }),
                    seats: 1,
                  })
                }
              >
                {t('addDistrict')}
              </Button>
            ) : null
          }
        >
          <DistrictTable plan={plan} mayChange={mayChange} onChange={change.mutate} />
        </Sheet>
      </div>
      <Sheet title={t('units')}>
        <UnitTable plan={plan} selected={selected} onSelect={setSelected} mayChange={mayChange} />
      </Sheet>
      {mayChange ? (
        <MoveBar
          plan={plan}
          selected={selected}
          moving={change.isPending}
          onMove={(units, district) => change.mutate({ kind: 'move', units, district })}
          onDivide={(kind, unit) => change.mutate({ kind, unit })}
        />
      ) : null}
      {mayChange ? <ProposeForm electionId={electionId} plan={plan} onDone={took} /> : null}
      <CompareSheet electionId={electionId} plan={plan} />
      {mayChange ? <FreezeSheet electionId={electionId} plan={plan} onDone={took} /> : null}
    </Page>
  )
}

const PlanFigures = ({ plan }: { plan: DistrictPlan }) => {
  const { t } = useTranslation('district')
  const { language } = useLanguage()
  return (
    <div className="figures gap" aria-live="polite">
      <Figure label={t('districts')} value={formatCount(plan.districtCount, language)} />
      <Figure
        label={t('seats')}
        value={formatCount(plan.seatsSet, language)}
        note={plan.seats === null ? undefined : t('seatsOf', { seats: plan.seats })}
      />
      <Figure label={t('mean')} value={formatCount(Math.round(plan.meanPerDeputy), language)} />
      <Figure
        label={t('maxDeviation')}
        value={signedPercent(plan.maxDeviation, '±')}
        tone={plan.warnings.some(one => one.code === 'district.deviation') ? 'review' : 'plain'}
      />
    </div>
  )
}

const PlanWarnings = ({ plan: { warnings } }: { plan: DistrictPlan }) => {
  const { t } = useTranslation('district')
  const text = useText()
  if (warnings.length === 0) return null
  return (
    <Alert
      type="warning"
      showIcon
      className="gap"
      title={t('warningsOf', { count: warnings.length })}
      description={
        <ul className="plan-warnings">
          {warnings.slice(0, 12).map(one => (
            <li key={`${one.code} ${one.district ?? ''}`}>
              {text(one.text)} {one.article ? <Article article={one.article} /> : null}
            </li>
          ))}
        </ul>
      }
    />
  )
}

interface MapSheetProps {
  electionId: string
  plan: DistrictPlan
  selected: ReadonlySet<string>
  onPick: (code: string) => void
}

const MapSheet = ({ electionId, plan, selected, onPick }: MapSheetProps) => {
  const { t } = useTranslation('district')
  const shapes = useQuery({
    queryKey: ['plan-shapes', electionId, plan.id],
    queryFn: () => readPlanShapes(electionId, plan.id),
    staleTime: Number.POSITIVE_INFINITY,
  })
  // Shapes are of one plan and never change: only the first look at the units places them.
  const drawing = useMemo(() => (shapes.data ? drawingOf(plan.units, shapes.data) : null), [shapes.data, plan.units])
  const places = useMemo(() => placesOf(plan.units, shapes.data ?? []), [plan.units, shapes.data])
  // A place whose parts are in several districts has the colour of none.
  const homes = useMemo(
    () =>
      new Map(
        [...places].map(([code, [first, ...others]]) => [
          code,
          first && others.every(unit => unit.district === first.district) ? first.district : null,
        ]),
      ),
    [places],
  )
  const chosen = new Set([...places].flatMap(([code, units]) => (units.some(unit => selected.has(unit.code)) ? [code] : [])))
  const districtNames = useMemo(() => new Map(plan.districts.map(one => [one.number, one.name])), [plan.districts])
  const sketch = plan.sketch || drawing?.sketch === true
  return (
    <Sheet title={t('map')} extra={sketch ? <strong className="plan-sketch">{t('sketch')}</strong> : null}>
      {drawing ? (
        <PlanMap
          drawing={drawing}
          homes={homes}
          districtNames={districtNames}
          selected={chosen}
          onPick={code => {
            for (const unit of places.get(code) ?? []) onPick(unit.code)
          }}
          label={t('mapLabel', { name: plan.name })}
        />
      ) : null}
      {shapes.isPending ? <Loading rows={6} /> : null}
      {drawing || shapes.isPending ? null : <p className="soft">{t('noMap')}</p>}
      {sketch ? <p className="soft">{t('sketchNote')}</p> : null}
    </Sheet>
  )
}

export default PlanPage
