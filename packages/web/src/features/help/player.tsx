/** A training video with its captions, on a phone too. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HelpVideo } from '../../api/index.ts'
import { useLanguage, useText } from '../../i18n/index.ts'

/** Minutes and seconds as players show them: 1:05. */
export const lengthOf = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`

export const Player = ({ video }: { video: HelpVideo }) => {
  const { t } = useTranslation('help')
  const text = useText()
  const { language } = useLanguage()
  const [broken, setBroken] = useState(false)
  return (
    <figure className="help-video">
      <video
        controls
        playsInline
        preload="none"
        src={video.src}
        aria-label={text(video.title)}
        onError={() => setBroken(true)}
        {...(video.poster ? { poster: video.poster } : {})}
      >
        {video.captions.map(({ lang, src }) => (
          <track
            key={lang}
            kind="captions"
            srcLang={lang}
            src={src}
            label={t(`language.${lang}`)}
            default={language.startsWith(lang)}
          />
        ))}
      </video>
      <figcaption>
        <strong>{text(video.title)}</strong> <span className="soft">{lengthOf(video.seconds)}</span>
        {text(video.description) ? <p className="soft">{text(video.description)}</p> : null}
        {broken ? <p role="alert">{t('video.broken')}</p> : null}
      </figcaption>
    </figure>
  )
}
