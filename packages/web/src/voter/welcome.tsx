/** Before anyone is signed in: what this is, until when, and the way in. */
import { useTranslation } from 'react-i18next'
import { useText } from '../i18n/portal.ts'
import type { Logins } from './api/index.ts'
import { loginUrl } from './api/index.ts'
import type { Parameters } from './host/index.ts'
import { Notice } from './ui/index.ts'

interface Shown {
  readonly logins: Logins | null
  readonly said: Parameters['login']
  /** Where a log-in comes back to. */
  readonly to: string
}

export const Welcome = ({ logins, said, to }: Shown) => {
  const { t } = useTranslation('voter')
  const text = useText()
  const options = logins?.options ?? []
  return (
    <div className="welcome">
      <p className="eyebrow">{t('welcome.who')}</p>
      <h1>{t('welcome.title')}</h1>
      <p className="lead">{t('welcome.what')}</p>
      {said ? (
        <Notice tone="bad" title={t(`login.${said}`)}>
          <p>{t(`login.${said}Next`)}</p>
        </Notice>
      ) : null}
      {options.length === 0 ? (
        <Notice tone="wait" title={t('login.none')}>
          <p>{t('login.noneNext')}</p>
        </Notice>
      ) : (
        <div className="actions">
          {options.map((option, at) => (
            <a key={option.id} className={at === 0 ? 'button primary' : 'button'} href={loginUrl(option.id, to)}>
              {t('login.with', { name: text(option.name) })}
            </a>
          ))}
          <p className="soft">{logins?.demo ? t('login.demo') : t('login.why')}</p>
        </div>
      )}
      <ol className="three">
        <li>
          <strong>{t('steps.who')}</strong> {t('welcome.who1')}
        </li>
        <li>
          <strong>{t('steps.where')}</strong> {t('welcome.where1')}
        </li>
        <li>
          <strong>{t('steps.confirm')}</strong> {t('welcome.confirm1')}
        </li>
      </ol>
      <dl className="facts">
        <dt>{t('welcome.mayTitle')}</dt>
        <dd>{t('welcome.may')}</dd>
        <dt>{t('welcome.untilTitle')}</dt>
        <dd>{t('welcome.until')}</dd>
        <dt>{t('welcome.elseTitle')}</dt>
        <dd>{t('welcome.else')}</dd>
      </dl>
    </div>
  )
}
