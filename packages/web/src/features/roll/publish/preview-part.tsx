/** The preview that waits: people and entries, each district with who comes and goes, open cases, and the confirmation by a second person. */
import { NotificationOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Modal } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { type Job, newRequestId, publishRoll, type RollPreview, type SecondGiven } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { Failed } from '../../../ui/failed.tsx'
import { Figure, formatCount, formatMoment, Records, useErrorWords } from '../../../ui/index.ts'
import { SecondOfficer, useMay } from '../../access/index.ts'
import { JobProgress } from '../progress/index.ts'
import { GlyphChoices } from './glyph-choices.tsx'
import { PreviewEntries } from './preview-entries.tsx'

type District = RollPreview['districts'][number]

const PUBLISHING = (electionId: string) => `mingce.publishing.${electionId}`

interface Props {
  preview: RollPreview
  electionId: string
  electionName: string
}

export const PreviewPart = ({ preview, electionId, electionName }: Props) => {
  const { t } = useTranslation('roll')
  const { language } = useLanguage()
  const sum = (of: (district: District) => number) => preview.districts.reduce((total, district) => total + of(district), 0)
  const cases = sum(({ cases }) => cases.waiting + cases.standing + cases.objections) + preview.objectionsElsewhere
  return (
    <section className="gap" aria-label={t('preview.title')}>
      <h3>{t('preview.title')}</h3>
      <p className="soft">
        {t('preview.by', { name: preview.preparedBy, at: formatMoment(preview.preparedAt, language), id: preview.id })}
      </p>
      <div className="figures">
        <Figure label={t('preview.people')} value={formatCount(preview.people, language)} note={t('preview.peopleNote')} />
        <Figure label={t('preview.entries')} value={formatCount(preview.entries, language)} note={t('preview.entriesNote')} />
        <Figure
          label={t('preview.cases')}
          value={formatCount(cases, language)}
          note={t('preview.casesNote')}
          tone={cases > 0 ? 'review' : 'quiet'}
        />
      </div>
      {preview.leftOff > 0 ? (
        <Alert type="warning" showIcon className="gap" title={t('preview.leftOff', { count: preview.leftOff })} />
      ) : null}
      {preview.undecided > 0 ? (
        <Alert
          type="warning"
          showIcon
          className="gap"
          title={t('preview.undecided', { count: preview.undecided })}
          description={<Link to={`/elections/${electionId}/electorate`}>{t('preview.toElectorate')}</Link>}
        />
      ) : null}
      {preview.withoutPlace > 0 ? (
        <Alert
          type="warning"
          showIcon
          className="gap"
          title={t('preview.withoutPlace', { count: preview.withoutPlace })}
          description={<Link to={`/elections/${electionId}/voting-places`}>{t('preview.toPlaces')}</Link>}
        />
      ) : null}
      {preview.lateReason ? <p>{t('preview.lateReason', { reason: preview.lateReason })}</p> : null}
      <Districts electionId={electionId} preview={preview} />
      <GlyphChoices electionId={electionId} preview={preview} />
      <Confirmation preview={preview} electionId={electionId} electionName={electionName} />
    </section>
  )
}

const Districts = ({ electionId, preview }: { electionId: string; preview: RollPreview }) => {
  const { t } = useTranslation(['roll', 'ui'])
  const { language } = useLanguage()
  const may = useMay()
  const [shown, setShown] = useState<District | null>(null)
  const count = (key: string, title: string, of: (district: District) => number) => ({
    key,
    title,
    align: 'right' as const,
    width: 80,
    render: (district: District) => formatCount(of(district), language),
  })
  return (
    <>
      <Records
        label={t('preview.districts')}
        records={preview.districts}
        keyOf={district => `${district.level}-${district.code}`}
        columns={[
          { key: 'name', title: t('districts.name'), heading: true, render: district => <strong>{district.name}</strong> },
          { key: 'level', title: t('districts.level'), width: 90, render: district => t(`ui:level.${district.level}`) },
          count('come', t('preview.come'), ({ listed, added }) => listed + added),
          count('go', t('preview.go'), ({ removed }) => removed),
          count('change', t('preview.change'), ({ corrected }) => corrected),
          {
            key: 'cases',
            title: t('preview.cases'),
            optional: ({ cases }) => cases.waiting + cases.standing + cases.objections === 0,
            render: ({ cases }) =>
              (['waiting', 'standing', 'objections'] as const)
                .filter(kind => cases[kind] > 0)
                .map(kind => t(`preview.${kind}`, { count: cases[kind] }))
                .join(' · '),
          },
          {
            key: 'who',
            title: '',
            width: 90,
            render: district =>
              may('publish') && district.listed + district.added + district.removed + district.corrected > 0 ? (
                <Button
                  type="link"
                  aria-label={t('preview.whoIn', { name: `${district.name} ${t(`ui:level.${district.level}`)}` })}
                  onClick={() => setShown(district)}
                >
                  {t('preview.who')}
                </Button>
              ) : null,
          },
        ]}
      />
      {shown ? (
        <PreviewEntries electionId={electionId} preview={preview} district={shown} onClose={() => setShown(null)} />
      ) : null}
    </>
  )
}

const Confirmation = ({ preview, electionId, electionName }: Props) => {
  const { t } = useTranslation(['roll', 'ui'])
  const queries = useQueryClient()
  const { message } = App.useApp()
  const words = useErrorWords()
  const may = useMay()
  const [asking, setAsking] = useState(false)
  const [jobId, setJobId] = useState(() => sessionStorage.getItem(PUBLISHING(electionId)))
  const requestId = useRef(newRequestId())
  const forget = () => {
    sessionStorage.removeItem(PUBLISHING(electionId))
    setJobId(null)
  }
  const publish = useMutation({
    mutationFn: (second: SecondGiven | undefined) => publishRoll(electionId, preview.id, requestId.current, second),
    onSuccess: started => {
      setAsking(false)
      sessionStorage.setItem(PUBLISHING(electionId), started.jobId)
      setJobId(started.jobId)
    },
    onError: () => {
      requestId.current = newRequestId()
    },
  })
  const ended = (job: Job) => {
    sessionStorage.removeItem(PUBLISHING(electionId))
    requestId.current = newRequestId()
    if (job.state !== 'done') return
    forget()
    void message.success(t('publish.done'))
    for (const key of ['rolls', 'overview', 'elections', 'roll-preview']) void queries.invalidateQueries({ queryKey: [key] })
  }
  if (!may('publish')) return null
  return (
    <>
      {preview.own ? (
        <>
          <Alert type="info" showIcon className="gap" title={t('preview.own')} description={t('preview.ownNext')} />
          <SecondOfficer
            kind="roll.publish"
            subject={`${electionId}/${preview.id}`}
            busy={publish.isPending || jobId !== null}
            onGiven={second => publish.mutate(second)}
          />
          <Failed error={publish.error} />
        </>
      ) : null}
      {jobId ? <JobProgress label={t('publish.running')} jobId={jobId} onEnd={ended} onClose={forget} /> : null}
      {preview.own ? null : (
        <div className="form-end">
          <Button
            type="primary"
            size="large"
            icon={<NotificationOutlined aria-hidden />}
            disabled={publish.isPending || jobId !== null}
            onClick={() => setAsking(true)}
          >
            {t(preview.kind === 'list' ? 'publish.button' : 'publish.buttonSupplement')}
          </Button>
        </div>
      )}
      <Modal
        open={asking}
        title={t('confirm.title')}
        okText={t('confirm.ok')}
        cancelText={t('ui:cancel')}
        okButtonProps={{ loading: publish.isPending }}
        onOk={() => publish.mutate(undefined)}
        onCancel={() => setAsking(false)}
      >
        <p>{t('confirm.what', { people: preview.people, entries: preview.entries, name: electionName })}</p>
        <p>{t('confirm.second', { name: preview.preparedBy })}</p>
        <p className="soft">{t('confirm.frozen')}</p>
        {publish.error ? (
          <Alert type="error" showIcon role="alert" title={words(publish.error).title} description={words(publish.error).next} />
        ) : null}
      </Modal>
    </>
  )
}
