/** Markdown becomes sanitized HTML, captions are checked, and file types are detected from content. */
import { expect, it } from 'vitest'
import { readCaptions } from './service.captions.ts'
import { pictureTypeOf, videoTypeOf } from './service.content.ts'
import { renderMarkdown } from './service.markdown.ts'

it('renders paragraphs, lists, emphasis, tables and links', () => {
  expect(renderMarkdown('# 年满十八\n\n**选举日**前满 18 周岁\n\n- 一\n- 二')).toBe(
    '<h3>年满十八</h3>\n<p><strong>选举日</strong>前满 18 周岁</p>\n<ul>\n<li>一</li>\n<li>二</li>\n</ul>',
  )
  expect(renderMarkdown('[登记站](/#stations) <tel:12345> [网](https://example.cn)')).toBe(
    '<p><a href="/#stations">登记站</a> <a href="tel:12345">tel:12345</a> <a href="https://example.cn">网</a></p>',
  )
  expect(renderMarkdown('|a|b|\n|-|-|\n|1|2|')).toContain('<td>1</td>')
})

it('removes markup that runs, loads or hides content', () => {
  for (const bad of [
    '<script>alert(1)</script>x',
    '<img src=x onerror=alert(1)>x',
    '![x](https://example.cn/pixel.png)x',
    '<iframe src="https://example.cn"></iframe>x',
    '<svg onload=alert(1)><a href="javascript:alert(1)">x</a></svg>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](//example.cn)',
    '<p style="position:fixed" class="a" onclick="alert(1)">x</p>',
    '<form action="/api"><button formaction="javascript:alert(1)">x</button></form>',
    '<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>x',
    '<!-- --!><img src=x onerror=alert(1)> -->x',
  ]) {
    const html = renderMarkdown(bad)
    expect(html).not.toMatch(
      /<(?:script|img|iframe|svg|form|button|style|math)|javascript:|data:|\son\w+=|\sstyle=|\sclass=|href="\/\//i,
    )
  }
  expect(renderMarkdown('1 < 2 & <b>3</b>')).toBe('<p>1 &lt; 2 &amp; <b>3</b></p>')
})

it('accepts captions that a browser can read, and reports the invalid line', () => {
  const good =
    '\uFEFFWEBVTT 登记\r\n\r\n1\r\n00:00.500 --> 00:02.000 line:0\r\n打开门户\r\n\r\n00:00:02.000 --> 01:00:04.000\r\n确认'
  expect(readCaptions(good)).toEqual({
    ok: true,
    value: 'WEBVTT 登记\n\n1\n00:00.500 --> 00:02.000 line:0\n打开门户\n\n00:00:02.000 --> 01:00:04.000\n确认',
  })
  const fault = (text: string) => {
    const read = readCaptions(text)
    return read.ok ? 'taken' : read.error.en
  }
  expect(fault('1\n00:00:01,000 --> 00:00:02,000\nSubRip')).toMatch(/line 1.*WEBVTT/)
  expect(fault('WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nx')).toMatch(/line 3.*times/)
  expect(fault('WEBVTT\n\n00:03.000 --> 00:02.000\nx')).toMatch(/line 3.*ends before/)
  expect(fault('WEBVTT\n\n00:03.000 --> 00:04.000\nx\n\n00:01.000 --> 00:02.000\nx')).toMatch(/line 6.*order/)
  expect(fault('WEBVTT\n\n')).toMatch(/no captions/)
})

it('detects a file type from the first bytes', () => {
  const of = (text: string) => Buffer.from(text, 'latin1')
  expect(videoTypeOf(of('\0\0\0\x20ftypisom'))).toBe('video/mp4')
  expect(videoTypeOf(of('\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm'))).toBe('video/webm')
  expect(videoTypeOf(of('\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x88matroska'))).toBeNull()
  for (const other of ['', '\x1a', '<html>', 'MZ', 'GIF89a']) {
    expect(videoTypeOf(of(other))).toBeNull()
    expect(pictureTypeOf(of(other))).toBeNull()
  }
  expect(pictureTypeOf(of('\x89PNG\r\n'))).toBe('image/png')
  expect(pictureTypeOf(of('\xff\xd8\xff\xe0'))).toBe('image/jpeg')
  expect(pictureTypeOf(of('RIFF\0\0\0\0WEBPVP8 '))).toBe('image/webp')
})
