/** The authorities that report people without the vote: the key that holds, and when each was last heard. */
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type AuthorityStanding, readAuthorities } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { Failure, formatMoment, Loading, Nothing, Records, Sheet } from '../../../ui/index.ts'

const KeyOf = ({ authority }: { authority: AuthorityStanding }) => {
  const { t } = useTranslation('disqualifications')
  const key = authority.keys.find(one => one.state === 'holds')
  if (!key)
    return (
      <>
        <strong>{t('noKey')}</strong>
        <br />
        <span className="soft">{t('noKeyNext')}</span>
      </>
    )
  return (
    <>
      {key.algorithm.toUpperCase()} <span className="code soft">{key.keyId}</span>
    </>
  )
}

export const AuthoritiesSheet = () => {
  const { t } = useTranslation('disqualifications')
  const { language } = useLanguage()
  const authorities = useQuery({ queryKey: ['authorities'], queryFn: readAuthorities })
  return (
    <Sheet title={t('authorities')}>
      {authorities.isPending ? (
        <Loading />
      ) : authorities.isError ? (
        <Failure error={authorities.error} retry={() => void authorities.refetch()} />
      ) : (
        <Records
          label={t('authorities')}
          records={authorities.data}
          keyOf={authority => authority.id}
          empty={
            <Nothing title={t('none')}>
              <p className="soft">{t('noneNext')}</p>
            </Nothing>
          }
          columns={[
            {
              key: 'name',
              title: t('name'),
              heading: true,
              render: authority => (
                <>
                  <strong>{authority.name}</strong> <span className="soft">{t(`kind.${authority.kind}`)}</span>
                </>
              ),
            },
            { key: 'key', title: t('key'), render: authority => <KeyOf authority={authority} /> },
            {
              key: 'last',
              title: t('last'),
              render: ({ last }) =>
                last === null ? (
                  t('never')
                ) : (
                  <>
                    {t('lastLine', { sequence: last.sequence })} · {formatMoment(String(last.receivedAt), language)}
                    <br />
                    <span className="soft">
                      {t('lastCounts', {
                        entries: last.entries,
                        added: last.added,
                        replaced: last.replaced,
                        withdrawn: last.withdrawn,
                        unchanged: last.unchanged,
                        refused: last.refused,
                      })}
                    </span>
                  </>
                ),
            },
            {
              key: 'findings',
              title: t('findings'),
              optional: ({ last }) => last === null,
              render: ({ last }) =>
                last === null ? '–' : t('findingsLine', { opened: last.findings.opened, withdrawn: last.findings.withdrawn }),
            },
          ]}
        />
      )}
    </Sheet>
  )
}
