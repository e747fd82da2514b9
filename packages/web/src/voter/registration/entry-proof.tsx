/** The proof of the voter's own entry: fetched, checked here, shown with the checksum that posters print, and saved as a file. */
import { spelled } from '@mingce/domain/roll'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type EntryProofs, readProofs, useLoad } from '../api/index.ts'
import { hashOf } from '../host/index.ts'
import { Failure, Loading, Notice, Sheet } from '../ui/index.ts'
import { findFault } from './entry-proof-check.ts'

/** Saves the proof as the server sent it, so that it can be checked elsewhere. */
const saveFile = (name: string, proofs: EntryProofs): void => {
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(proofs, null, 2)}\n`], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

export default function EntryProofView({ electionId }: { electionId: string }) {
  const { t } = useTranslation('voter')
  const { data, error, again } = useLoad(readProofs, electionId)
  return (
    <Sheet title={t('proof.title')}>
      {error === undefined ? null : <Failure error={error} retry={again} />}
      {data || error !== undefined ? null : <Loading />}
      {data ? <Checked electionId={electionId} proofs={data} /> : null}
    </Sheet>
  )
}

const Checked = ({ electionId, proofs }: { electionId: string; proofs: EntryProofs }) => {
  const { t } = useTranslation('voter')
  const fault = useMemo(() => findFault(proofs), [proofs])
  return (
    <>
      {fault === null ? (
        <Notice tone="good" title={t('proof.holds')}>
          <p>
            {t('proof.how')} {t('proof.compare')}
          </p>
        </Notice>
      ) : (
        <Notice tone="bad" title={t('proof.fails')}>
          <p>
            {t('proof.failsNext')} <a href={hashOf('object', electionId)}>{t('view.object')}</a>
          </p>
        </Notice>
      )}
      {proofs.proofs.map(({ version, entry, district, root }) => (
        <dl key={`${entry.level} ${district.code}`} className="summary">
          <dt>{t(entry.level === 'county' ? 'district.county' : 'district.township')}</dt>
          <dd>{t('mine.listed', { version, number: entry.number, district: district.name })}</dd>
          {entry.group ? (
            <>
              <dt>{t('district.group')}</dt>
              <dd>{entry.group}</dd>
            </>
          ) : null}
          <dt>{t('proof.name')}</dt>
          <dd>{entry.name}</dd>
          <dt>{t('proof.root')}</dt>
          <dd>
            <code>{spelled(root)}</code>
          </dd>
        </dl>
      ))}
      <p className="soft">{t('proof.saved')}</p>
      <div className="actions row">
        <button type="button" className="button" onClick={() => saveFile(`mingce-proof-${electionId}.json`, proofs)}>
          {t('proof.save')}
        </button>
      </div>
    </>
  )
}
