/** The pages of the demo's issuer: choose a fictitious person, agree or not. Marked as a demo, in Chinese and English, without scripts. */
import type { Text } from '@mingce/domain/result'
import { maskResidentId } from '@mingce/domain/standards'
import type { DemoPerson } from './schema.ts'

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, sign => ENTITIES[sign] ?? '')
const both = ({ zh, en }: Text): string => `${escaped(zh)}<span lang="en">${escaped(en)}</span>`

const STYLE = `
*{box-sizing:border-box}
body{margin:0;background:#f4f5f7;color:#1c2430;font:16px/1.5 system-ui,"Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif}
.demo{background:#8a2d0a;color:#fff;padding:.6rem 1rem;text-align:center}
.demo span,h1 span,p span,button span{display:block;font-size:.8125rem;font-weight:400}
main{max-width:30rem;margin:0 auto;padding:1rem}
h1{font-size:1.25rem;margin:.25rem 0 .5rem}
p{margin:.5rem 0}
ul{list-style:none;margin:1rem 0;padding:0;display:grid;gap:.5rem}
button{width:100%;min-height:3rem;padding:.6rem .9rem;border:1px solid #7a8699;border-radius:.5rem;background:#fff;color:inherit;font:inherit;text-align:left;cursor:pointer}
button:hover{border-color:#124f9c}
button:focus-visible{outline:3px solid #124f9c;outline-offset:2px}
button b{font-weight:600;margin-right:.6rem}
button .number{display:inline;font-size:.875rem;font-family:ui-monospace,monospace;color:#45505f}
.main{background:#124f9c;border-color:#124f9c;color:#fff;text-align:center;font-weight:600}
.other{text-align:center;margin-top:.75rem}
`

/** No scripts, no images, no frames of other sites. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
}

const page = (title: Text, body: string): string => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escaped(title.zh)} · ${escaped(title.en)}</title><style>${STYLE}</style></head>
<body><div class="demo" role="note">${both({
  zh: '演示登录：以下都是虚构的人，与任何真实登录无关',
  en: 'Demo login: all people below are fictitious; this is not a real login',
})}</div>
<main><h1>${both(title)}</h1>${body}</main></body></html>`

/** Choose a person to sign in as. `action`: the address of the form. */
export const pickPage = (action: string, people: readonly DemoPerson[]): string =>
  page(
    { zh: '以谁的身份登录？', en: 'Who do you want to sign in as?' },
    people.length === 0
      ? `<p>${both({ zh: '这里还没有虚构的人。先运行 mingce demo。', en: 'There are no fictitious people here yet. Run mingce demo first.' })}</p>`
      : `<form method="post" action="${escaped(action)}"><ul>${people
          .map(
            person =>
              `<li><button name="person" value="${escaped(person.id)}"><b>${escaped(person.name)}</b><span class="number">${escaped(
                maskResidentId(person.number),
              )}</span>${`<span>${escaped(person.note.zh)} · <i lang="en">${escaped(person.note.en)}</i></span>`}</button></li>`,
          )
          .join('')}</ul></form>`,
  )

/** Agree that the electoral roll gets name and ID number, or refuse. */
export const consentPage = (action: string, name: string): string =>
  page(
    { zh: `${name}，同意提供实名信息？`, en: 'Share your verified name and ID number?' },
    `<p>${both({
      zh: '“名册”将得到您的姓名和公民身份号码，只用于选民登记。',
      en: 'Mingce will receive your name and ID number, and uses them only for voter registration.',
    })}</p><form method="post" action="${escaped(action)}"><button class="main" name="consent" value="yes">${both({
      zh: '同意并登录',
      en: 'Agree and sign in',
    })}</button><button class="other" name="consent" value="no">${both({ zh: '不同意', en: 'Do not agree' })}</button></form>`,
  )

/** The login has expired or is unknown. */
export const faultPage = (): string =>
  page(
    { zh: '这次登录已经结束', en: 'This login has ended' },
    `<p>${both({ zh: '请回到名册首页，重新登录。', en: 'Return to the home page of Mingce and sign in again.' })}</p><p><a href="/">名册 · Mingce</a></p>`,
  )
