/** Help for the office: frequent questions and training videos, as voters see them too. */
import { EditOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { readHelpQuestions, readHelpVideos } from '../../api/index.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Failure, Loading, Nothing, Page, Sheet } from '../../ui/index.ts'
import { RichText } from '../../ui/rich-text.tsx'
import { useMay } from '../access/index.ts'
import { Player } from './player.tsx'

const HelpPage = () => {
  const { t } = useTranslation('help')
  const { language } = useLanguage()
  const may = useMay()
  const shown = language === 'en' ? 'en' : 'zh'
  const questions = useQuery({ queryKey: ['help', 'questions', shown], queryFn: () => readHelpQuestions(shown) })
  const videos = useQuery({ queryKey: ['help', 'videos'], queryFn: readHelpVideos })
  const sections = [...new Set(questions.data?.map(({ section }) => section))]
  const edit = may('content') ? (
    <Link to="/help/edit">
      <Button icon={<EditOutlined aria-hidden />} tabIndex={-1}>
        {t('page.edit')}
      </Button>
    </Link>
  ) : null
  return (
    <Page title={t('page.title')} lead={t('page.lead')} actions={edit}>
      {questions.isPending || videos.isPending ? <Loading rows={8} /> : null}
      {questions.isError ? <Failure error={questions.error} retry={() => void questions.refetch()} /> : null}
      {videos.isError ? <Failure error={videos.error} retry={() => void videos.refetch()} /> : null}
      {questions.data?.length === 0 && videos.data?.length === 0 ? <Nothing title={t('page.none')} /> : null}
      {sections.map(section => (
        <Sheet key={section} title={section}>
          {questions.data
            ?.filter(question => question.section === section)
            .map(question => (
              <details key={question.id} className="help-question">
                <summary>{question.question}</summary>
                <RichText html={question.answerHtml} />
              </details>
            ))}
        </Sheet>
      ))}
      {videos.data && videos.data.length > 0 ? (
        <Sheet title={t('page.videos')}>
          <div className="help-videos">
            {videos.data.map(video => (
              <Player key={video.id} video={video} />
            ))}
          </div>
        </Sheet>
      ) : null}
    </Page>
  )
}

export default HelpPage
