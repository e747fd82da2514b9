/** A short tour of a screen, and the line that offers it on the first visit. Arrow keys go on and back, Escape ends it. */
import { Button, Tour } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ShownTour } from './use-tour.ts'

export const TourOffer = ({ tour }: { tour: ShownTour }) => {
  const { t } = useTranslation('help')
  if (!tour.offered || !tour.name) return null
  return (
    <aside className="tour-offer" aria-label={t('tour.offerLabel')}>
      <span>{t(`tour.${tour.name}.offer`)}</span>
      <Button size="small" type="primary" onClick={tour.start}>
        {t('tour.start')}
      </Button>
      <Button size="small" onClick={tour.end}>
        {t('tour.decline')}
      </Button>
    </aside>
  )
}

export const PageTour = ({ tour }: { tour: ShownTour }) => {
  const { t } = useTranslation('help')
  const [current, setCurrent] = useState(0)
  const { steps, name } = tour
  useEffect(() => {
    if (steps.length > 0) setCurrent(0)
  }, [steps])
  // Whoever works with the keyboard goes on from the step's own button.
  useEffect(() => {
    if (steps.length === 0 || current < 0) return
    const timer = setTimeout(() => document.querySelector<HTMLElement>('.ant-tour .ant-tour-next-btn')?.focus(), 120)
    return () => clearTimeout(timer)
  }, [steps, current])
  const [host, setHost] = useState<HTMLElement | null>(null)
  if (steps.length === 0 || !name) return null
  return (
    // In a landmark of its own, so that a screen reader can find what is said outside the page's.
    <section ref={setHost} aria-label={t('tour.offerLabel')}>
      {host ? (
        <Tour
          open
          getPopupContainer={() => host}
          current={current}
          onChange={setCurrent}
          onClose={tour.end}
          onFinish={tour.end}
          steps={steps.map(({ step, target }, at) => ({
            title: t(`tour.${name}.${step}.title` as 'tour.overview.progress.title'),
            description: t(`tour.${name}.${step}.text` as 'tour.overview.progress.text'),
            target,
            prevButtonProps: { children: t('tour.back') },
            nextButtonProps: { children: at === steps.length - 1 ? t('tour.done') : t('tour.next') },
          }))}
        />
      ) : null}
    </section>
  )
}
