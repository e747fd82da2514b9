/** Why something about an account was not done, and what to do next. */
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { useErrorWords } from '../../../ui/index.ts'
import { PasskeyStopped } from './passkey.ts'

export const Problem = ({ error }: { error: unknown }) => {
  const { t } = useTranslation('access')
  const words = useErrorWords()
  if (!error) return null
  const { title, next } =
    error instanceof PasskeyStopped ? { title: t('signIn.passkeyStopped'), next: t('signIn.passkeyStoppedNext') } : words(error)
  return <Alert type="error" showIcon role="alert" className="gap" title={title} description={next} />
}
