/** The clock of the server may be wrong: what it says, what it is judged by, and the confirmation that it is right. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Popconfirm } from 'antd'
import { useTranslation } from 'react-i18next'
import { confirmClock, readClock } from '../../api/index.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Failed } from '../../ui/failed.tsx'
import { formatMoment, Mark } from '../../ui/index.ts'

export const ClockDoubt = ({ electionId }: { electionId: string }) => {
  const { t } = useTranslation('report')
  const { language } = useLanguage()
  const queries = useQueryClient()
  const clock = useQuery({ queryKey: ['clock'], queryFn: readClock, staleTime: 0 })
  const confirm = useMutation({
    mutationFn: confirmClock,
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['clock'] }),
        queries.invalidateQueries({ queryKey: ['overview', electionId] }),
      ]),
  })
  const now = formatMoment(clock.data?.now, language)
  return (
    <>
      <Mark tone="refused">{t('clock.doubt')}</Mark>{' '}
      {t('clock.says', { now, last: formatMoment(clock.data?.lastRecord, language) })}{' '}
      <Popconfirm title={t('clock.ask', { now })} okText={t('clock.confirm')} onConfirm={() => confirm.mutate()}>
        <Button size="small" loading={confirm.isPending}>
          {t('clock.confirm')}
        </Button>
      </Popconfirm>
      <Failed error={confirm.error ?? clock.error} />
    </>
  )
}
