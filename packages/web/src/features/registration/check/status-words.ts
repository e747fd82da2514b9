/** Words for the states of a registration and of a person in the population register. */
import { useTranslation } from 'react-i18next'
import words from '../../../i18n/zh/registration.json'

type StatusWord = keyof (typeof words)['status']
const isStatus = (status: string): status is StatusWord => Object.hasOwn(words.status, status)

export const useStatusWord = (): ((status: string) => string) => {
  const { t } = useTranslation('registration')
  return status => (isStatus(status) ? t(`status.${status}`) : status)
}
