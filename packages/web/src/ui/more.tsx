/** The end of a long list: load the next part, or say that this was all. */
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'

interface MoreProps {
  shown: number
  total?: number | undefined
  hasNext: boolean
  loading: boolean
  onMore: () => void
}

export const More = ({ shown, total, hasNext, loading, onMore }: MoreProps) => {
  const { t } = useTranslation('ui')
  if (shown === 0) return null
  return (
    <div className="more">
      <span>{total === undefined ? t('more.shown', { shown }) : t('more.shownOf', { shown, total })}</span>
      {hasNext ? (
        <Button onClick={onMore} loading={loading}>
          {t('more.load')}
        </Button>
      ) : null}
    </div>
  )
}
