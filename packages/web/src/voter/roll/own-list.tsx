/** The published list of one's own district, page by page as it is posted; it opens where the reader stands. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDay } from '../../ui/format.ts'
import type { OwnList } from '../api/index.ts'
import { readOwnList, useLoad } from '../api/index.ts'
import { hashOf } from '../host/index.ts'
import { Back, Failure, Heading, Loading, useReader } from '../ui/index.ts'

/** What is asked for, as a query of the address: a new one is loaded anew. */
type Asked = Readonly<Partial<Record<'level' | 'version' | 'page', string>>>

const readKey = (key: string): Promise<OwnList> => {
  const [electionId, asked] = JSON.parse(key) as [string, Asked]
  return readOwnList(electionId, asked)
}

export default function OwnListView({ electionId, back }: { electionId: string; back: string }) {
  const { t } = useTranslation('voter')
  const [asked, setAsked] = useState<Asked>({})
  return (
    <>
      <Back to={back} />
      <Heading>{t('view.list')}</Heading>
      <p className="soft">{t('ownList.about')}</p>
      <Pages key={JSON.stringify(asked)} electionId={electionId} asked={asked} onAsk={setAsked} />
      <nav className="more" aria-label={t('mine.more')}>
        <a href={hashOf('object', electionId)}>{t('view.object')}</a>
      </nav>
    </>
  )
}

const Pages = ({ electionId, asked, onAsk }: { electionId: string; asked: Asked; onAsk: (asked: Asked) => void }) => {
  const { t } = useTranslation('voter')
  const { data, error, again } = useLoad(readKey, JSON.stringify([electionId, asked]))
  if (error !== undefined) return <Failure error={error} retry={again} />
  if (!data) return <Loading />
  const { level, version, page, pages } = data
  const at = (to: number) => onAsk({ level, version: String(version), page: String(to) })
  return (
    <>
      <Choice data={data} onAsk={onAsk} />
      <Entries data={data} />
      <nav className="actions row no-print" aria-label={t('ownList.page', { page: page + 1, pages })}>
        <button type="button" className="button" disabled={page === 0} onClick={() => at(page - 1)}>
          {t('ownList.previous')}
        </button>
        <span>{t('ownList.page', { page: page + 1, pages })}</span>
        <button type="button" className="button" disabled={page + 1 >= pages} onClick={() => at(page + 1)}>
          {t('ownList.next')}
        </button>
        {data.entries.some(one => one.own) ? null : (
          <button type="button" className="button" onClick={() => onAsk({ level })}>
            {t('ownList.own')}
          </button>
        )}
      </nav>
    </>
  )
}

/** Level and version, where there is more than one. */
const Choice = ({ data, onAsk }: { data: OwnList; onAsk: (asked: Asked) => void }) => {
  const { t } = useTranslation('voter')
  const { language } = useReader()
  const { level, levels, version, versions } = data
  const named = (one: OwnList['versions'][number]) =>
    t(`ownList.${one.kind}`, { version: one.version, day: formatDay(one.publishedOn, language), count: one.entries })
  const only = versions[0]
  return (
    <div className="no-print">
      {levels.length < 2 ? null : (
        <label className="field">
          {t('ownList.level')}
          <select value={level} onChange={event => onAsk({ level: event.target.value })}>
            {levels.map(one => (
              <option key={one} value={one}>
                {t(one === 'county' ? 'district.county' : 'district.township')}
              </option>
            ))}
          </select>
        </label>
      )}
      {versions.length < 2 ? (
        only ? (
          <p>{named(only)}</p>
        ) : null
      ) : (
        <label className="field">
          {t('ownList.version')}
          <select value={version} onChange={event => onAsk({ level, version: event.target.value })}>
            {versions.map(one => (
              <option key={one.version} value={one.version}>
                {named(one)}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  )
}

const Entries = ({ data }: { data: OwnList }) => {
  const { t } = useTranslation('voter')
  const hasMarks = data.entries.some(one => one.mark !== '')
  const hasGroups = data.entries.some(one => one.group !== '')
  return (
    <table className="own-list">
      <caption>{t('ownList.caption', { district: data.district, version: data.version })}</caption>
      <thead>
        <tr>
          {hasGroups ? <th scope="col">{t('district.group')}</th> : null}
          <th scope="col">{t('ownList.number')}</th>
          <th scope="col">{t('ownList.name')}</th>
          <th scope="col">{t('ownList.sex')}</th>
          {hasMarks ? <th scope="col">{t('ownList.mark')}</th> : null}
        </tr>
      </thead>
      <tbody>
        {data.entries.map(one => (
          <tr key={`${one.group} ${one.number} ${one.change}`} className={one.own ? 'own' : ''} aria-current={one.own}>
            {hasGroups ? <td>{one.group}</td> : null}
            <td>{one.number}</td>
            <td>
              {one.name} {one.own ? <span className="tag good">{t('ownList.me')}</span> : null}
              {one.change === 'listed' ? null : <span className="tag">{t(`ownList.change.${one.change}`)}</span>}
            </td>
            <td>{one.sex === 'M' || one.sex === 'F' ? t(`ownList.sexes.${one.sex}`) : one.sex}</td>
            {hasMarks ? <td>{one.mark}</td> : null}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
