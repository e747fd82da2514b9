/** Which real-name logins voters may use: `MINGCE_LOGINS`, a JSON array (docs/operations.md). */
import { fail, ok, type Result, type Text } from '@mingce/domain/result'
import { z } from 'zod'

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** Names and ID numbers come from there: https only, except on the same machine for a trial. */
const Issuer = z.url().refine(address => {
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname))
}, 'https')

export const LoginSettings = z.strictObject({
  /** In addresses: /api/voter/login/<id>, and the callback registered at the issuer, /api/voter/callback/<id>. */
  id: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
  /** On the button. */
  name: z.strictObject({ zh: z.string().min(1).max(40), en: z.string().min(1).max(60) }),
  issuer: Issuer,
  clientId: z.string().min(1),
  /** Without it this is a public client, protected by PKCE alone. */
  clientSecret: z.string().min(1).optional(),
  scopes: z.array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/)).default(['openid', 'profile']),
  /** The claims that hold the verified name and the ID number, in the ID token or at the user info address. */
  claims: z.strictObject({ name: z.string().min(1), number: z.string().min(1) }),
})
export type LoginSettings = z.infer<typeof LoginSettings>

const LoginList = z
  .array(LoginSettings)
  .refine(list => new Set(list.map(one => one.id)).size === list.length, { path: ['id'], message: 'twice' })

/** Reads the setting; an empty one means no login. An error names the place and never the value, which may be a secret. */
export const readLoginSettings = (json: string | undefined): Result<LoginSettings[], { readonly text: Text }> => {
  if (json === undefined || json.trim() === '') return ok([])
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return fail({ text: { zh: 'MINGCE_LOGINS 不是有效的 JSON', en: 'MINGCE_LOGINS is not valid JSON' } })
  }
  const read = LoginList.safeParse(value)
  if (read.success) return ok(read.data.map(one => ({ ...one, scopes: [...new Set(['openid', ...one.scopes])] })))
  const place = read.error.issues.map(({ path }) => path.join('.') || '[]').join(', ')
  return fail({
    text: {
      zh: `MINGCE_LOGINS 有误：${place}（写法见 docs/operations.md）`,
      en: `MINGCE_LOGINS is invalid at: ${place} (see docs/operations.md for the format)`,
    },
  })
}
