/** An article in the words of the reader: the data cite `EL 28`, a clerk reads the name of the law. */
import { spellArticles } from '@mingce/domain/standards'
import { useTranslation } from 'react-i18next'

/** Spells citations out in the reader's language. */
export const useArticleText = (): ((article: string) => string) => {
  const { i18n } = useTranslation('ui')
  return article => spellArticles(article)[i18n.language === 'en' ? 'en' : 'zh']
}

export const Article = ({ article }: { article: string }) => <span className="code">{useArticleText()(article)}</span>
