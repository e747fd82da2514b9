/** A removal that waits for a second officer: confirmed by another, or withdrawn. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { newRequestId, type RegisteredPerson, type SecondGiven, settleRemoval } from '../../../api/index.ts'
import { useLanguage, useText } from '../../../i18n/index.ts'
import { Failure, formatMoment, useArticleText } from '../../../ui/index.ts'
import { SecondOfficer } from '../../access/index.ts'

interface WaitingRemovalProps {
  readonly person: RegisteredPerson
  readonly mayDecide: boolean
  readonly onDone: (said: 'removed' | 'withdrawn') => void
}

export const WaitingRemoval = ({ person, mayDecide, onDone }: WaitingRemovalProps) => {
  const { t } = useTranslation('registration')
  const text = useText()
  const article = useArticleText()
  const { language } = useLanguage()
  const queries = useQueryClient()
  const settle = useMutation({
    mutationFn: ({ decision, second }: { decision: 'confirm' | 'withdraw'; second?: SecondGiven }) =>
      settleRemoval(person, decision, newRequestId(), second),
    onSuccess: async (_, { decision }) => {
      await queries.invalidateQueries()
      onDone(decision === 'confirm' ? 'removed' : 'withdrawn')
    },
  })
  const { removal } = person
  if (!removal) return null
  return (
    <>
      <Alert
        className="gap"
        type="warning"
        showIcon
        title={t('voter.waiting', {
          by: removal.askedBy,
          at: formatMoment(removal.askedAt, language),
          ground: text(removal.ground),
          article: article(removal.article),
          document: removal.documentNo,
        })}
        description={removal.own ? t('voter.ownNote') : null}
        action={
          mayDecide ? (
            <span className="stack">
              {removal.own ? null : (
                <Button danger type="primary" loading={settle.isPending} onClick={() => settle.mutate({ decision: 'confirm' })}>
                  {t('voter.confirm')}
                </Button>
              )}
              <Button onClick={() => settle.mutate({ decision: 'withdraw' })}>{t('voter.withdraw')}</Button>
            </span>
          ) : null
        }
      />
      {removal.own && mayDecide ? (
        <SecondOfficer
          kind="removal.confirm"
          subject={`${person.countyCode}/${person.registrationId}`}
          busy={settle.isPending}
          onGiven={second => settle.mutate({ decision: 'confirm', second })}
        />
      ) : null}
      {settle.error ? <Failure error={settle.error} /> : null}
    </>
  )
}
