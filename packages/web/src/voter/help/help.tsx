/** Frequent questions and training videos, for anybody; a column that the server does not have yet is not shown. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useShownLanguage, useText } from '../../i18n/portal.ts'
import { RichText } from '../../ui/rich-text.tsx'
import type { Question, Video } from '../api/index.ts'
import { readQuestions, readVideos, useLoad } from '../api/index.ts'
import { Back, Failure, Heading, Loading, Sheet } from '../ui/index.ts'

const lengthOf = (seconds: number) => `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, '0')}`

const Questions = ({ questions }: { questions: readonly Question[] }) => {
  const { t } = useTranslation('voter')
  const sections = [...new Set(questions.map(question => question.section))]
  return (
    <>
      {sections.map(section => (
        <Sheet key={section} title={section === '' ? t('help.questions') : section}>
          {questions
            .filter(question => question.section === section)
            .map(question => (
              <details key={question.id}>
                <summary>{question.question}</summary>
                <RichText html={question.answerHtml} />
              </details>
            ))}
        </Sheet>
      ))}
    </>
  )
}

const Player = ({ video }: { video: Video }) => {
  const { t } = useTranslation('voter')
  const text = useText()
  const language = useShownLanguage()
  const [broken, setBroken] = useState(false)
  return (
    <figure className="video">
      <video
        controls
        preload="none"
        playsInline
        {...(video.poster ? { poster: video.poster } : {})}
        src={video.src}
        aria-label={text(video.title)}
        onError={() => setBroken(true)}
      >
        {video.captions.map(caption => (
          <track
            key={caption.lang}
            kind="captions"
            srcLang={caption.lang}
            src={caption.src}
            label={caption.lang}
            default={caption.lang.slice(0, 2) === language.slice(0, 2)}
          />
        ))}
      </video>
      <figcaption>
        {text(video.title)} <span className="soft">{lengthOf(video.seconds)}</span>
      </figcaption>
      {broken ? (
        <p role="alert" className="bad-text">
          {t('help.broken')}
        </p>
      ) : null}
    </figure>
  )
}

export default function HelpView({ back }: { back: string }) {
  const { t } = useTranslation('voter')
  const language = useShownLanguage()
  const questions = useLoad(readQuestions, language === 'en' ? 'en' : 'zh')
  const videos = useLoad(readVideos, 'videos')
  const isWaiting = (!questions.data && questions.error === undefined) || (!videos.data && videos.error === undefined)
  const isEmpty = !isWaiting && !questions.data?.length && !videos.data?.length
  return (
    <>
      <Back to={back} />
      <Heading>{t('view.help')}</Heading>
      <Sheet title={t('help.first')}>
        <p>{t('help.firstText')}</p>
      </Sheet>
      {isWaiting ? <Loading /> : null}
      {questions.data ? <Questions questions={questions.data} /> : null}
      {videos.data?.length ? (
        <Sheet title={t('help.videos')}>
          {videos.data.map(video => (
            <Player key={video.id} video={video} />
          ))}
        </Sheet>
      ) : null}
      {isEmpty && questions.error !== undefined ? (
        <Failure
          error={questions.error}
          retry={() => {
            questions.again()
            videos.again()
          }}
        />
      ) : null}
    </>
  )
}
