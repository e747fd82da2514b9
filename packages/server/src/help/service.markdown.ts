/** Answers are written in Markdown and shown as HTML: made here, once, so that no page has to be trusted with cleaning it. */
import { Marked } from 'marked'
import sanitizeHtml from 'sanitize-html'

const marked = new Marked({ gfm: true, breaks: true, async: false })

/** Headings of an answer stand below the page's own. */
const LOWER = { h1: 'h3', h2: 'h3', h5: 'h4', h6: 'h4' }

/**
 * HTML of an answer: paragraphs, lists, emphasis, tables, headings of the third and fourth level, and links to pages, telephone numbers and
 * mail. Nothing else of what was written becomes markup; its text stays.
 */
export const htmlOf = (markdown: string): string =>
  sanitizeHtml(marked.parse(markdown, { async: false }), {
    allowedTags: [
      ...['p', 'br', 'strong', 'em', 'b', 'i', 'code', 'blockquote', 'ul', 'ol', 'li', 'h3', 'h4', 'a'],
      ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
    ],
    allowedAttributes: { a: ['href'] },
    allowedSchemes: ['http', 'https', 'tel', 'mailto'],
    allowProtocolRelative: false,
    transformTags: LOWER,
  }).trim()
