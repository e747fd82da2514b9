/** A page that is not there, and a page that broke. */
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useRouteError } from 'react-router'
import { Failure, Nothing, Page } from '../ui/index.ts'

export const NoSuchPage = () => {
  const { t } = useTranslation('office')
  return (
    <Page title={t('missing.title')}>
      <Nothing title={t('missing.next')}>
        <Link to="/elections">{t('missing.home')}</Link>
      </Nothing>
    </Page>
  )
}

export const Broken = () => {
  const { t } = useTranslation('office')
  const error = useRouteError()
  return (
    <Page title={t('broken.title')} actions={<Button onClick={() => window.location.reload()}>{t('broken.reload')}</Button>}>
      <Failure error={error} />
    </Page>
  )
}
