/** One published version: its root, its districts, its files, and the proof. */
import {
  CheckCircleOutlined,
  CloseCircleOutlined,
  DownloadOutlined,
  PrinterOutlined,
  SafetyCertificateOutlined,
} from '@ant-design/icons'
import { useMutation, useQueries, useQuery } from '@tanstack/react-query'
import { Alert, Button, Collapse } from 'antd'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type Job,
  makeRollFiles,
  newRequestId,
  type RollVersion,
  readRollFiles,
  rollArchiveUrl,
  rollFileUrl,
  rollPostersUrl,
  verifyRoll,
} from '../../../api/index.ts'
import { useLanguage, useText } from '../../../i18n/index.ts'
import { Failure, formatBytes, formatCount, formatDay, groupedRoot, Loading, Nothing, Records, Sheet } from '../../../ui/index.ts'
import { JobProgress } from '../progress/index.ts'
import { Root } from './root.tsx'

const FAULTS_SHOWN = 50

export const VersionSheet = ({ electionId, version }: { electionId: string; version: RollVersion }) => {
  const { t } = useTranslation(['roll', 'ui'])
  const { language } = useLanguage()
  const text = useText()
  const verify = useMutation({ mutationFn: () => verifyRoll(electionId, version.version) })
  const isSupplement = version.kind === 'supplement'
  return (
    <Sheet
      title={t(isSupplement ? 'version.supplement' : 'version.list', { version: version.version })}
      extra={
        <Button icon={<SafetyCertificateOutlined aria-hidden />} loading={verify.isPending} onClick={() => verify.mutate()}>
          {t('verify.button')}
        </Button>
      }
    >
      <dl className="pairs wide-pairs">
        {version.people === null ? null : (
          <div>
            <dt>{t('version.people')}</dt>
            <dd>{formatCount(version.people, language)}</dd>
          </div>
        )}
        <div>
          <dt>{t('version.entries')}</dt>
          <dd>{formatCount(version.entries, language)}</dd>
        </div>
        <div>
          <dt>{t('version.published')}</dt>
          <dd>
            {formatDay(version.publishedOn, language)} · {version.publishedBy}
          </dd>
        </div>
        <div>
          <dt>{t('version.root')}</dt>
          <dd>
            <Root root={version.root} />
          </dd>
        </div>
        {version.lateReason ? (
          <div>
            <dt>{t('version.lateReason')}</dt>
            <dd>{version.lateReason}</dd>
          </div>
        ) : null}
      </dl>
      {verify.isError ? <Failure error={verify.error} /> : null}
      {verify.data ? (
        verify.data.ok && verify.data.root === version.root ? (
          <Alert
            type="success"
            showIcon
            icon={<CheckCircleOutlined aria-hidden />}
            role="status"
            className="gap"
            title={t('verify.ok', { count: verify.data.entries })}
            description={t('verify.okNote')}
          />
        ) : (
          <Alert
            type="error"
            showIcon
            icon={<CloseCircleOutlined aria-hidden />}
            role="alert"
            className="gap"
            title={t('verify.broken', { count: Math.max(1, verify.data.faults.length) })}
            description={
              <>
                {verify.data.root === version.root ? null : (
                  <p>{t('verify.otherRoot', { root: groupedRoot(verify.data.root) })}</p>
                )}
                <ol className="faults">
                  {verify.data.faults.slice(0, FAULTS_SHOWN).map(fault => (
                    <li key={JSON.stringify(fault)}>{text(fault.text)}</li>
                  ))}
                </ol>
                {verify.data.faults.length > FAULTS_SHOWN ? (
                  <p>{t('verify.more', { count: verify.data.faults.length - FAULTS_SHOWN })}</p>
                ) : null}
                <p>{t('verify.brokenNext')}</p>
              </>
            }
          />
        )
      ) : null}
      <Collapse
        items={[
          { key: 'files', label: t('files.title'), children: <Files electionId={electionId} version={version} /> },
          {
            key: 'districts',
            label: t('districts.title', { count: version.districts.length }),
            children: <Districts version={version} />,
          },
        ]}
      />
    </Sheet>
  )
}

const Districts = ({ version }: { version: RollVersion }) => {
  const { t } = useTranslation(['roll', 'ui'])
  const { language } = useLanguage()
  return (
    <Records
      label={t('districts.title', { count: version.districts.length })}
      records={version.districts}
      keyOf={district => `${district.level}-${district.code}`}
      empty={<Nothing title={t('districts.none')} />}
      columns={[
        { key: 'name', title: t('districts.name'), heading: true, render: district => <strong>{district.name}</strong> },
        {
          key: 'level',
          title: t('districts.level'),
          width: 110,
          render: district => (isLevel(district.level) ? t(`ui:level.${district.level}`) : district.level),
        },
        {
          key: 'entries',
          title: t('version.entries'),
          align: 'right',
          width: 90,
          render: district => formatCount(district.entries, language),
        },
        { key: 'root', title: t('version.root'), render: district => <Root root={district.root} /> },
      ]}
    />
  )
}

const Files = ({ electionId, version: roll }: { electionId: string; version: RollVersion }) => {
  const { version } = roll
  const { t } = useTranslation(['roll', 'ui'])
  const { language } = useLanguage()
  const text = useText()
  const files = useQuery({ queryKey: ['roll-files', electionId, version], queryFn: () => readRollFiles(electionId, version) })
  if (files.isPending) return <Loading rows={2} />
  if (files.isError) return <Failure error={files.error} retry={() => void files.refetch()} />
  if (!files.data.ready) return <Unmade electionId={electionId} version={version} onMade={() => void files.refetch()} />
  const bytes = files.data.files.reduce((sum, file) => sum + file.bytes, 0)
  return (
    <>
      <Button type="primary" href={rollArchiveUrl(electionId, version)} icon={<DownloadOutlined aria-hidden />} download>
        {t('files.all', { size: formatBytes(bytes), number: formatCount(files.data.files.length, language) })}
      </Button>
      <p className="soft">{t('files.allNote')}</p>
      <Posters electionId={electionId} roll={roll} />
      <ul className="downloads">
        {files.data.files.map(file => (
          <li key={file.name}>
            <a href={rollFileUrl(electionId, version, file.name)} download>
              <DownloadOutlined aria-hidden /> {text(file.title)}
            </a>
            <span className="soft">
              {file.name} · {formatBytes(file.bytes)}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Posters to print: all that hang, or only those of the districts that a supplement changes. */
const Posters = ({ electionId, roll }: { electionId: string; roll: RollVersion }) => {
  const { t } = useTranslation('roll')
  const { version, kind, districts } = roll
  const changed = districts.filter(({ entries }) => entries > 0).length
  const earlier = useQueries({
    queries: Array.from({ length: version - 1 }, (_, at) => ({
      queryKey: ['roll-files', electionId, at + 1],
      queryFn: () => readRollFiles(electionId, at + 1),
    })),
  })
  const unmade = earlier.findIndex(({ data }) => data?.ready === false) + 1
  return (
    <>
      <p className="actions">
        <Button
          href={rollPostersUrl(electionId, version, 'all')}
          icon={<PrinterOutlined aria-hidden />}
          disabled={unmade > 0}
          download
        >
          {t('files.printAll')}
        </Button>
        {kind === 'supplement' ? (
          <Button href={rollPostersUrl(electionId, version, 'changed')} icon={<PrinterOutlined aria-hidden />} download>
            {t('files.printChanged', { count: changed })}
          </Button>
        ) : null}
      </p>
      {unmade > 0 ? <p className="soft">{t('files.printUnmade', { version: unmade })}</p> : null}
      <p className="soft">{t(kind === 'supplement' ? 'files.printNote' : 'files.printListNote', { count: changed })}</p>
    </>
  )
}

/** Files that are being made, or are gone: a job makes them, also when the page is closed. */
const Unmade = ({ electionId, version, onMade }: { electionId: string; version: number; onMade: () => void }) => {
  const { t } = useTranslation(['roll', 'ui'])
  const requestId = useRef(newRequestId())
  const make = useMutation({ mutationFn: () => makeRollFiles(electionId, version, requestId.current) })
  const ended = (job: Job) => {
    if (job.state === 'done') onMade()
  }
  const again = () => {
    requestId.current = newRequestId()
    make.reset()
  }
  if (make.data) return <JobProgress label={t('step.writing')} jobId={make.data.jobId} onEnd={ended} onClose={again} />
  return (
    <>
      {make.isError ? <Failure error={make.error} /> : null}
      <p>{t('files.unmade')}</p>
      <Button type="primary" loading={make.isPending} onClick={() => make.mutate()}>
        {t('files.make')}
      </Button>
    </>
  )
}

const isLevel = (level: string): level is 'county' | 'township' => level === 'county' || level === 'township'
