/** Catches a part that could not be fetched or that broke, so that the rest of the page stays. */
import { Component, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

const Broken = () => {
  const { t } = useTranslation('voter')
  return (
    <div className="notice bad" role="alert">
      <p className="notice-title">{t('error.part')}</p>
      <p>{t('error.partNext')}</p>
      <button type="button" className="button" onClick={() => location.reload()}>
        {t('reload')}
      </button>
    </div>
  )
}

export class Guard extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }
  static getDerivedStateFromError() {
    return { broken: true }
  }
  override render() {
    return this.state.broken ? <Broken /> : this.props.children
  }
}
