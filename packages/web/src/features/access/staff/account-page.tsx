/** One's own account: password, second factors, and where one is signed in. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { type Account, endOtherSessions, endSession, readAccount } from '../../../api/index.ts'
import { useLanguage } from '../../../i18n/index.ts'
import { Failure, formatMoment, Loading, Mark, Page, Records, Sheet } from '../../../ui/index.ts'
import { ACCOUNT_KEY, Problem, useSession } from '../session/index.ts'
import { deviceWords } from './devices.ts'
import { FactorsSheet } from './factors-sheet.tsx'
import { PasswordSheet } from './password-sheet.tsx'

const AccountPage = () => {
  const { t } = useTranslation('account')
  const session = useSession()
  const account = useQuery({ queryKey: ACCOUNT_KEY, queryFn: readAccount })
  const owes = session.data?.owes
  return (
    <Page title={t('own.title')} lead={t('own.lead')}>
      {owes ? (
        <Alert type="warning" showIcon className="gap" title={t('own.owesFactor')} description={t('own.owesFactorNext')} />
      ) : null}
      <PasswordSheet />
      {account.isPending ? (
        <Loading rows={6} />
      ) : account.isError ? (
        <Failure error={account.error} retry={() => void account.refetch()} />
      ) : (
        <>
          <FactorsSheet account={account.data} />
          <SessionsSheet account={account.data} />
        </>
      )}
    </Page>
  )
}

const WAYS = { totp: 'byTotp', 'backup-code': 'byCode', passkey: 'byPasskey' } as const

const SessionsSheet = ({ account: { sessions, sessionEnds } }: { account: Account }) => {
  const { t } = useTranslation('account')
  const { language } = useLanguage()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const end = useMutation({
    mutationFn: (id: string | null) => (id === null ? endOtherSessions() : endSession(id)),
    onSuccess: async () => {
      void message.success(t('sessions.ended'))
      await queries.invalidateQueries({ queryKey: ACCOUNT_KEY })
    },
  })
  const nameOf = (device: string | null) => deviceWords(device) ?? t('sessions.unknown')
  return (
    <Sheet
      title={t('sessions.title')}
      extra={sessions.length > 1 ? <Button onClick={() => end.mutate(null)}>{t('sessions.endOthers')}</Button> : null}
    >
      <p className="gap soft">{t('sessions.lead', { idle: sessionEnds.idleMinutes, hours: sessionEnds.hours })}</p>
      <Problem error={end.error} />
      <Records
        label={t('sessions.list')}
        records={sessions}
        keyOf={one => one.id}
        columns={[
          {
            key: 'device',
            title: t('sessions.device'),
            heading: true,
            render: one => (
              <>
                <strong>{nameOf(one.device)}</strong>{' '}
                {one.current ? <Mark tone="registered">{t('sessions.current')}</Mark> : null}
              </>
            ),
          },
          { key: 'since', title: t('sessions.since'), render: one => formatMoment(one.signedInAt, language) },
          { key: 'seen', title: t('sessions.seen'), render: one => formatMoment(one.lastSeenAt, language) },
          { key: 'address', title: t('sessions.address'), render: one => <span className="code">{one.address ?? '—'}</span> },
          {
            key: 'factor',
            title: t('sessions.factor'),
            render: one => t(`sessions.${one.secondFactor ? WAYS[one.secondFactor] : 'byPassword'}`),
          },
          {
            key: 'end',
            title: t('sessions.end'),
            width: 90,
            optional: one => one.current,
            render: one =>
              one.current ? null : (
                <Button
                  size="small"
                  aria-label={t('sessions.endLabel', { device: nameOf(one.device) })}
                  onClick={() => end.mutate(one.id)}
                >
                  {t('sessions.end')}
                </Button>
              ),
          },
        ]}
      />
    </Sheet>
  )
}

export default AccountPage
