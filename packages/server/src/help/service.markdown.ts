/** Converts answers from Markdown to safe HTML on the server, so that no page has to sanitise it. */
import { Marked } from 'marked'
import sanitizeHtml from 'sanitize-html'

const marked = new Marked({ gfm: true, breaks: true, async: false })

/** Headings of an answer are below the page's own in rank. */
const LOWER = { h1: 'h3', h2: 'h3', h5: 'h4', h6: 'h4' }

/**
 * The HTML of an answer: paragraphs, lists, emphasis, tables, headings of the third and fourth level, and links to pages, telephone numbers
 * and e-mail addresses. All other markup is removed, and its text is kept.
 */
export const renderMarkdown = (markdown: string): string =>
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
