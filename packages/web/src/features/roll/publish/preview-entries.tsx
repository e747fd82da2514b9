/** Who comes, goes and changes in one district of the preview. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { Alert, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { type RollPreview, readPreviewEntries } from '../../../api/index.ts'
import { Failure, Loading, More, Records } from '../../../ui/index.ts'

interface Props {
  electionId: string
  preview: RollPreview
  district: RollPreview['districts'][number]
  onClose: () => void
}

export const PreviewEntries = ({ electionId, preview, district, onClose }: Props) => {
  const { t } = useTranslation(['roll', 'ui'])
  const found = useInfiniteQuery({
    queryKey: ['roll-preview-entries', electionId, preview.id, district.level, district.code],
    queryFn: ({ pageParam }) =>
      readPreviewEntries(electionId, { level: district.level, district: district.code, from: pageParam }),
    initialPageParam: 0,
    getNextPageParam: page => page.next ?? undefined,
    refetchOnWindowFocus: false,
  })
  const entries = found.data?.pages.flatMap(page => page.entries) ?? []
  return (
    <Modal open title={`${district.name} ${t(`ui:level.${district.level}`)}`} width={760} footer={null} onCancel={onClose}>
      {found.isPending ? (
        <Loading rows={6} />
      ) : found.isError ? (
        <Failure error={found.error} retry={() => void found.refetch()} />
      ) : (
        <>
          {found.data.pages.every(page => page.current) ? null : (
            <Alert
              type="warning"
              showIcon
              className="gap"
              title={t('preview.outdated')}
              description={t('preview.outdatedNext')}
            />
          )}
          <Records
            label={t('preview.whoIn', { name: district.name })}
            records={entries}
            keyOf={entry => `${entry.change}-${entry.group}-${entry.number}-${entry.registrationId}`}
            columns={[
              { key: 'change', title: t('preview.kind'), width: 90, render: entry => t(`change.${entry.change}`) },
              { key: 'name', title: t('preview.name'), heading: true, render: entry => <strong>{entry.name}</strong> },
              { key: 'group', title: t('preview.group'), optional: entry => !entry.group, render: entry => entry.group },
              { key: 'number', title: t('preview.number'), align: 'right', width: 80, render: entry => entry.number },
              { key: 'mark', title: t('preview.mark'), optional: entry => !entry.mark, render: entry => entry.mark },
            ]}
          />
          <More
            shown={entries.length}
            hasNext={found.hasNextPage}
            loading={found.isFetchingNextPage}
            onMore={() => void found.fetchNextPage()}
          />
        </>
      )}
    </Modal>
  )
}
