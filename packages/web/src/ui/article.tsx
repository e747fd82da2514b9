/** An article in the words of the reader: the data says `EL 28`, a clerk reads 选举法第28条. */
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { parseArticles } from './article-names.ts'

export const Article = ({ article }: { article: string }) => {
  const { t } = useTranslation('ui')
  return (
    <span className="code" title={article}>
      {parseArticles(article).map((one, at) => (
        <Fragment key={one.text}>
          {at > 0 ? ' · ' : null}
          {one.law ? t('article.place', { law: t(`article.${one.law}`), number: one.number }) : one.text}
        </Fragment>
      ))}
    </span>
  )
}
