/** All plans of an election's districts, and beginning a new one: from communities, from a file, or as a copy. */
import { PlusOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useParams } from 'react-router'
import { type DistrictPlanSummary, makePlan, newRequestId, readPlans, sendPlanFile } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { Failure, formatCount, formatMoment, Loading, Mark, Nothing, Page, Records, useErrorWords } from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { useElection } from '../../election/index.ts'
import { PartsSheet } from '../parts/index.ts'
import { signedPercent } from './words.ts'
import './district.css'

const PlansPage = () => {
  const { t } = useTranslation(['district', 'ui'])
  const { language } = useLanguage()
  const { electionId = '' } = useParams()
  const may = useMay()
  const plans = useQuery({ queryKey: ['plans', electionId], queryFn: () => readPlans(electionId) })
  const [asking, setAsking] = useState(false)
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        may('set-up') ? (
          <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setAsking(true)}>
            {t('new.open')}
          </Button>
        ) : null
      }
    >
      {plans.isPending ? (
        <Loading rows={6} />
      ) : plans.isError ? (
        <Failure error={plans.error} retry={() => void plans.refetch()} />
      ) : (
        <Records<DistrictPlanSummary>
          label={t('title')}
          records={plans.data}
          keyOf={plan => String(plan.id)}
          empty={
            <Nothing title={t('none')}>
              <p className="soft">{t('noneNext')}</p>
            </Nothing>
          }
          columns={[
            {
              key: 'name',
              title: t('plan'),
              heading: true,
              render: plan => (
                <Link to={`/elections/${electionId}/districts/${plan.id}`}>
                  {plan.name}
                  {plan.sketch ? ` · ${t('sketch')}` : ''}
                </Link>
              ),
            },
            { key: 'level', title: t('level'), render: plan => t(`levels.${plan.level}`) },
            {
              key: 'state',
              title: t('state'),
              render: plan => <Mark tone={plan.state === 'frozen' ? 'registered' : 'quiet'}>{t(`states.${plan.state}`)}</Mark>,
            },
            {
              key: 'districts',
              title: t('districts'),
              align: 'right',
              render: plan => formatCount(plan.districtCount, language),
            },
            { key: 'seats', title: t('seats'), align: 'right', render: plan => formatCount(plan.seatsSet, language) },
            { key: 'units', title: t('units'), align: 'right', render: plan => formatCount(plan.unitCount, language) },
            { key: 'max', title: t('maxDeviation'), align: 'right', render: plan => signedPercent(plan.maxDeviation, '±') },
            {
              key: 'warnings',
              title: t('warnings'),
              align: 'right',
              render: plan => formatCount(plan.warningCount, language),
            },
            {
              key: 'made',
              title: t('made'),
              render: plan => `${plan.madeBy} · ${formatMoment(String(plan.madeAt), language)}`,
            },
          ]}
        />
      )}
      <PartsSheet electionId={electionId} />
      {asking ? <NewPlan electionId={electionId} plans={plans.data ?? []} onClose={() => setAsking(false)} /> : null}
    </Page>
  )
}

const NewPlan = ({
  electionId,
  plans,
  onClose,
}: {
  electionId: string
  plans: readonly DistrictPlanSummary[]
  onClose: () => void
}) => {
  const { t } = useTranslation(['district', 'ui'])
  const navigate = useNavigate()
  const queries = useQueryClient()
  const words = useErrorWords()
  const election = useElection(electionId)
  const levels = election?.levels ?? ['county']
  const [level, setLevel] = useState(levels[0] ?? 'county')
  const [name, setName] = useState('')
  const [from, setFrom] = useState<'file' | 'communities' | 'copy'>('file')
  const [file, setFile] = useState<File | null>(null)
  const [basedOn, setBasedOn] = useState(plans[0]?.id)
  const make = useMutation({
    mutationFn: () =>
      from === 'file' && file
        ? sendPlanFile(electionId, level, name.trim(), file)
        : makePlan(
            electionId,
            from === 'copy' && basedOn ? { name: name.trim(), basedOn } : { name: name.trim(), level },
            newRequestId(),
          ),
    onSuccess: plan => {
      void queries.invalidateQueries({ queryKey: ['plans', electionId] })
      void navigate(`/elections/${electionId}/districts/${plan.id}`)
    },
  })
  const ready = name.trim() !== '' && (from !== 'file' || file !== null) && (from !== 'copy' || basedOn !== undefined)
  return (
    <Modal
      open
      title={t('new.title')}
      okText={t('new.make')}
      cancelText={t('ui:cancel')}
      okButtonProps={{ disabled: !ready, loading: make.isPending }}
      onOk={() => make.mutate()}
      onCancel={onClose}
    >
      <div className="plan-form">
        {make.error ? (
          <Alert type="error" showIcon role="alert" title={words(make.error).title} description={words(make.error).next} />
        ) : null}
        <label htmlFor="plan-name">
          <span>{t('new.name')}</span>
          <Input id="plan-name" value={name} maxLength={60} onChange={event => setName(event.target.value)} />
        </label>
        <fieldset>
          <legend>{t('new.from')}</legend>
          <Radio.Group value={from} onChange={event => setFrom(event.target.value)}>
            <Radio value="file">{t('new.file')}</Radio>
            <Radio value="communities">{t('new.communities')}</Radio>
            {plans.length > 0 ? <Radio value="copy">{t('new.copy')}</Radio> : null}
          </Radio.Group>
        </fieldset>
        {from === 'file' ? (
          <label>
            <span>{t('new.fileLabel')}</span>
            <input type="file" accept=".geojson,.json,.csv,.xlsx" onChange={event => setFile(event.target.files?.[0] ?? null)} />
            <span className="soft">{t('new.fileNote')}</span>
          </label>
        ) : null}
        {from === 'communities' ? <p className="soft">{t('new.communitiesNote')}</p> : null}
        {from === 'copy' ? (
          <label>
            <span>{t('new.copyOf')}</span>
            <select value={basedOn} onChange={event => setBasedOn(Number(event.target.value))}>
              {plans.map(plan => (
                <option key={plan.id} value={plan.id}>
                  {plan.name}
                </option>
              ))}
            </select>
          </label>
        ) : levels.length > 1 ? (
          <fieldset>
            <legend>{t('level')}</legend>
            <Radio.Group value={level} onChange={event => setLevel(event.target.value)}>
              {levels.map(one => (
                <Radio key={one} value={one}>
                  {t(`levels.${one}`)}
                </Radio>
              ))}
            </Radio.Group>
          </fieldset>
        ) : null}
      </div>
    </Modal>
  )
}

export default PlansPage
