/** The manual inside the console: the reader's own part first, searchable by heading and text. */
import './manual.css'
import { MANUALS } from 'virtual:mingce-manual'
import { Input } from 'antd'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation, useParams, useSearchParams } from 'react-router'
import { useLanguage, useText } from '../../../i18n/index.ts'
import { Nothing, Page, Sheet } from '../../../ui/index.ts'
import { RichText } from '../../../ui/rich-text.tsx'
import { useSession } from '../../access/index.ts'
import { Player } from '../player.tsx'
import { isOwn, orderFor } from './order.ts'
import { searchManual } from './search.ts'
import type { Manual, Section } from './section.ts'

const addressOf = (manual: Manual, section?: Section): string =>
  `/help/manual/${manual.name}${section ? `#${encodeURIComponent(section.anchor)}` : ''}`

const ManualPage = () => {
  const { t } = useTranslation('help')
  const text = useText()
  const { language } = useLanguage()
  const { data: session } = useSession()
  const { name } = useParams()
  const [search, setSearch] = useSearchParams()
  const query = search.get('q') ?? ''
  const shown = language === 'en' ? 'en' : 'zh'
  const manuals = orderFor(
    session?.role,
    MANUALS.map(one => one.name),
  ).flatMap(each => MANUALS.filter(one => one.name === each))
  const manual = manuals.find(one => one.name === name)
  const { hash } = useLocation()
  // Here and not further down: the page's own heading takes the focus first.
  useEffect(() => {
    if (!manual || hash.length < 2) return
    const heading = document.getElementById(decodeURIComponent(hash.slice(1)))
    heading?.scrollIntoView()
    heading?.focus({ preventScroll: true })
  }, [hash, manual])
  return (
    <Page title={manual ? text(manual.title) : t('manual.title')} lead={t('manual.lead')}>
      <Input.Search
        className="manual-search"
        allowClear
        aria-label={t('manual.search')}
        placeholder={t('manual.search')}
        value={query}
        onChange={({ target }) => setSearch(target.value ? { q: target.value } : {}, { replace: true })}
      />
      {query.trim() !== '' ? (
        <Hits manuals={manuals} query={query} />
      ) : manual ? (
        <OneManual manual={manual} language={shown} />
      ) : name !== undefined ? (
        <Nothing title={t('manual.unknown')} />
      ) : null}
      <Sheet title={t(manual ? 'manual.others' : 'manual.all')}>
        <ul className="manual-list">
          {manuals
            .filter(one => one !== manual)
            .map(one => (
              <li key={one.name}>
                <Link to={addressOf(one)}>{text(one.title)}</Link>
                {isOwn(session?.role, one.name) ? <span className="soft"> {t('manual.own')}</span> : null}
              </li>
            ))}
        </ul>
      </Sheet>
    </Page>
  )
}

const Hits = ({ manuals, query }: { manuals: readonly Manual[]; query: string }) => {
  const { t } = useTranslation('help')
  const text = useText()
  const { language } = useLanguage()
  const hits = searchManual(manuals, query, language === 'en' ? 'en' : 'zh')
  return (
    <Sheet title={t('manual.found', { count: hits.length })}>
      {hits.length === 0 ? <Nothing title={t('manual.nothing')} /> : null}
      <ul className="manual-hits">
        {hits.map(({ manual, section, before, found, after }) => (
          <li key={`${manual.name}#${section.anchor}`} lang={section.language}>
            <Link to={addressOf(manual, section)}>{section.heading}</Link> <span className="soft">{text(manual.title)}</span>
            <p>
              {before}
              {found ? <mark>{found}</mark> : null}
              {after}
            </p>
          </li>
        ))}
      </ul>
    </Sheet>
  )
}

const OneManual = ({ manual, language }: { manual: Manual; language: 'zh' | 'en' }) => {
  const { t } = useTranslation('help')
  // The part in the reader's language first; the other one stays, since one of them may say more.
  const sections = [
    ...manual.sections.filter(one => one.language === language),
    ...manual.sections.filter(one => one.language !== language),
  ]
  const listed = sections.filter(({ level }) => level > 1)
  return (
    <>
      <nav aria-label={t('manual.contents')} className="manual-contents">
        <ul>
          {listed.map(section => (
            <li key={section.anchor} className={`manual-level-${section.level}`} lang={section.language}>
              <Link to={addressOf(manual, section)}>{section.heading}</Link>
            </li>
          ))}
        </ul>
      </nav>
      <article className="sheet manual">
        {sections.map(section => (
          <section key={section.anchor} lang={section.language}>
            {section.level > 1 ? <SectionHeading section={section} /> : null}
            <RichText html={section.html} />
            {section.videos.map(video => (
              <Player
                key={video.src}
                video={{
                  ...video,
                  id: video.src,
                  description: { zh: '', en: '' },
                  captions: [...video.captions],
                  poster: null,
                }}
              />
            ))}
          </section>
        ))}
      </article>
    </>
  )
}

const SectionHeading = ({ section }: { section: Section }): ReactNode => {
  const Heading = section.level === 2 ? 'h2' : 'h3'
  return (
    <Heading id={section.anchor} tabIndex={-1}>
      {section.heading}
    </Heading>
  )
}

export default ManualPage
