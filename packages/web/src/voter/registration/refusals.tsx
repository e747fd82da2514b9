/** What was refused, to be read again: the ground, the document, the article, and until when one may object. */
import { useTranslation } from 'react-i18next'
import { formatDay } from '../../ui/format.ts'
import { type MyRefusal, type ObjectionDays, readRefusals, useLoad } from '../api/index.ts'
import { hashOf } from '../host/index.ts'
import { Failure, Findings, Sheet, useReader } from '../ui/index.ts'

/** Until when one may object: counted from the publication, or said to be planned. */
export const ObjectionUntil = ({ days: { listOn, planned, until, movedFrom } }: { days: ObjectionDays }) => {
  const { t } = useTranslation('voter')
  const { language } = useReader()
  const day = (date: string) => formatDay(date, language)
  return (
    <p>
      {t(planned ? 'refusal.planned' : 'refusal.until', { list: day(listOn), until: day(until) })}
      {movedFrom ? ` ${t('refusal.moved', { day: day(movedFrom) })}` : null}
    </p>
  )
}

/** Refusals in one election; nothing is shown where there are none. */
export const Refusals = ({ electionId }: { electionId: string }) => {
  const { t } = useTranslation('voter')
  const { data, error, again } = useLoad(readRefusals, 'refusals')
  if (error !== undefined) return <Failure error={error} retry={again} />
  const mine = data?.filter(one => one.electionId === electionId) ?? []
  if (mine.length === 0) return null
  return (
    <Sheet title={t('refusal.title')}>
      {mine.map(one => (
        <Refusal key={`${one.kind} ${one.at}`} refusal={one} />
      ))}
    </Sheet>
  )
}

const Refusal = ({ refusal }: { refusal: MyRefusal }) => {
  const { t } = useTranslation('voter')
  const { language } = useReader()
  const { kind, at, grounds, reason, documents, objection } = refusal
  return (
    <article className="filed">
      <p className="finding-title">{t(`refusal.kind.${kind}`, { day: formatDay(at, language) })}</p>
      <Findings findings={grounds} />
      {reason ? <p>{t('refusal.reason', { reason })}</p> : null}
      {documents.map(({ authority, number, from, to }) => (
        <p key={`${authority} ${number}`}>
          {t('refusal.document', { authority, number })}{' '}
          {t(to === null ? 'refusal.open' : 'refusal.to', { from: formatDay(from, language), to: formatDay(to, language) })}
        </p>
      ))}
      <ObjectionUntil days={objection} />
      <p>
        <a href={hashOf('object', refusal.electionId)}>{t('answer.object')}</a>
      </p>
    </article>
  )
}
