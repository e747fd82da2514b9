/** One import: its progress and, when it is done, where every row went. The page can be left and opened again. */
import { DownloadOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Progress } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { type Import, importReportUrl } from '../../../api/index.ts'
import { useLanguage, useText } from '../../../i18n/index.ts'
import {
  Failure,
  Figure,
  formatBytes,
  formatCount,
  formatMoment,
  Loading,
  Page,
  percent,
  Sheet,
  type Tone,
} from '../../../ui/index.ts'
import { useMay } from '../../access/index.ts'
import { FindingCounts } from '../check/index.ts'
import { HeldPanel } from './held-panel.tsx'
import { ImportState } from './import-list.tsx'
import { useImport } from './use-imports.ts'

const ImportPage = () => {
  const { t } = useTranslation('registration')
  const { language } = useLanguage()
  const text = useText()
  const { electionId = '', importId = '' } = useParams()
  const may = useMay()
  const queries = useQueryClient()
  const found = useImport(Number(importId))
  const state = found.data?.state
  const before = useRef(state)
  useEffect(() => {
    if (before.current && before.current !== state && state === 'done') {
      for (const key of ['overview', 'imports', 'reviews', 'refused', 'not-yet-registered'])
        void queries.invalidateQueries({ queryKey: [key] })
    }
    before.current = state
  }, [state, queries])

  if (found.isPending) return <Loading rows={8} />
  if (found.isError) {
    return (
      <Page title={t('import.one')}>
        <Failure error={found.error} retry={() => void found.refetch()} />
      </Page>
    )
  }
  const one = found.data
  return (
    <Page
      title={one.fileName}
      lead={
        <>
          {t(`import.kind.${one.kind}`)} · {one.startedBy} · {formatMoment(one.startedAt, language)}{' '}
          <ImportState state={one.state} />
        </>
      }
      actions={
        <>
          <Link to={`/elections/${electionId}/imports`}>{t('import.backToList')}</Link>
          {one.hasReport && may('import-registrations') ? (
            <Button type="primary" href={importReportUrl(one.id)} download icon={<DownloadOutlined aria-hidden />}>
              {t('result.report')}
            </Button>
          ) : null}
        </>
      }
    >
      {one.state === 'failed' ? (
        <Alert
          type="error"
          showIcon
          role="alert"
          className="gap"
          title={one.error ? text(one.error) : t('import.state.failed')}
          description={t('result.failedNext')}
        />
      ) : null}
      {one.state === 'reading' || one.state === 'deciding' ? <Running one={one} /> : null}
      {one.state === 'held' ? <HeldPanel one={one} /> : null}
      {one.notes.map(note => (
        <Alert key={note.en} type="info" showIcon className="gap" title={text(note)} />
      ))}
      {one.state === 'done' ? <Done one={one} electionId={electionId} /> : null}
    </Page>
  )
}

const Done = ({ one, electionId }: { one: Import; electionId: string }) => {
  const { t } = useTranslation('registration')
  return (
    <>
      <Sum one={one} electionId={electionId} />
      {one.reportDue ? <Alert type="warning" showIcon className="gap" title={t('result.reportDue')} /> : null}
      {one.hasReport && (one.refused ?? 0) > 0 ? (
        <Alert type="warning" showIcon className="gap" title={t('result.mend', { count: one.refused ?? 0 })} />
      ) : null}
      <Sheet title={t('findings.title')}>
        <FindingCounts findings={one.findings} electionId={electionId} />
      </Sheet>
    </>
  )
}

const Running = ({ one }: { one: Import }) => {
  const { t } = useTranslation('registration')
  const { language } = useLanguage()
  const progress = one.progress
  const share = progress ? percent(progress.bytesRead, progress.bytesTotal) : 0
  return (
    <Sheet>
      <div role="status" aria-live="polite">
        <p>
          <strong>{t(`import.state.${one.state === 'deciding' ? 'deciding' : 'reading'}`)}</strong>
          {progress
            ? ` · ${t('running.rows', { rows: formatCount(progress.rowsRead, language) })} · ${formatBytes(progress.bytesRead)} / ${formatBytes(progress.bytesTotal)}`
            : null}
        </p>
        <Progress
          percent={one.state === 'deciding' ? 100 : Math.floor(share)}
          status="active"
          showInfo={one.state === 'reading'}
          aria-label={t('running.label')}
        />
        <p className="soft">{t('running.leave')}</p>
      </div>
    </Sheet>
  )
}

/** rows = accepted + review + refused + unchanged, written as the sum it is. */
const Sum = ({ one, electionId }: { one: Import; electionId: string }) => {
  const { t } = useTranslation('registration')
  const { language } = useLanguage()
  const isRegistrations = one.kind === 'registrations'
  const parts: { key: 'accepted' | 'review' | 'refused' | 'unchanged'; tone: Tone; to?: string }[] = [
    { key: 'accepted', tone: 'registered' },
    { key: 'review', tone: 'review', ...(isRegistrations ? { to: `/elections/${electionId}/reviews` } : {}) },
    { key: 'refused', tone: 'refused', ...(isRegistrations ? { to: `/elections/${electionId}/refused` } : {}) },
    { key: 'unchanged', tone: 'quiet' },
  ]
  return (
    <section className="sum" aria-label={t('result.sum')}>
      <Figure label={t('import.rows')} value={formatCount(one.rows, language)} />
      {parts.map((part, at) => (
        <span key={part.key} className="sum-part">
          <span className="sum-sign" aria-hidden="true">
            {at === 0 ? '=' : '+'}
          </span>
          <Figure
            label={t(`import.${part.key}`)}
            value={formatCount(one[part.key], language)}
            tone={part.tone}
            to={one[part.key] ? part.to : undefined}
          />
        </span>
      ))}
    </section>
  )
}

export default ImportPage
