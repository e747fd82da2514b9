/**
 * An issuer of real-name logins to try the portal with, by oidc-provider: one picks a made-up person, agrees, and is signed in. It lives
 * under the server's own address, so that it works wherever the portal does. Whoever reaches it can be any of its people: `mingce serve`
 * opens it to its own machine only.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import Provider, { type Configuration, interactionPolicy, type JWK } from 'oidc-provider'
import { DEMO_LOGIN_PATH, type DemoLogin, type DemoPerson } from './routes.ts'
import { consentPage, faultPage, PAGE_HEADERS, pickPage } from './service.pages.ts'
import { memoryAdapters } from './store.memory.ts'

export interface DemoLoginOptions {
  /** The address that people type: its origin is the issuer's. */
  readonly origin: string
  /** Origins of the server at which a login may begin and end, such as localhost beside 127.0.0.1; `origin` alone where not given. */
  readonly clientOrigins?: readonly string[]
  /** Asked each time the page is shown. */
  people(): Promise<readonly DemoPerson[]>
  /** For tests: where the claims are (`token` where not given), and changes of the issuer's configuration. */
  readonly claimsIn?: 'token' | 'userinfo'
  readonly configuration?: Configuration
}

/** The login's id in addresses. */
export const DEMO_LOGIN_ID = 'demo'
const CLIENT_ID = 'mingce'
const LONGEST_FORM = 2_000
const SECONDS = { code: 60, interaction: 600, session: 3_600 }

/** Asks who and whether each time: a demo is for trying both. */
const policy = () => {
  const prompts = interactionPolicy.base()
  const always = (name: 'login' | 'consent', needed: (result: Record<string, unknown>) => boolean) => {
    const check = new interactionPolicy.Check(`demo_${name}`, 'asked each time', ctx => needed(ctx.oidc.result ?? {}))
    prompts.get(name)?.checks.add(check)
  }
  always('login', result => result.login === undefined)
  always('consent', result => result.consent === undefined)
  return prompts
}

const signingKey = (): JWK => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { ...(privateKey.export({ format: 'jwk' }) as JWK), use: 'sig', alg: 'ES256', kid: randomBytes(8).toString('hex') }
}

const formOf = async (request: IncomingMessage): Promise<URLSearchParams> => {
  let text = ''
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > LONGEST_FORM) break
  }
  return new URLSearchParams(text)
}

/** Opens the issuer at `<origin>/demo-login`. Its keys and secrets are made anew and are nowhere else. */
export const openDemoLogin = async (options: DemoLoginOptions): Promise<DemoLogin> => {
  const { host, protocol } = new URL(options.origin)
  const issuer = `${options.origin}${DEMO_LOGIN_PATH}`
  const clientSecret = randomBytes(32).toString('base64url')
  const find = async (id: string) => (await options.people()).find(person => person.id === id)

  const provider = new Provider(issuer, {
    adapter: memoryAdapters(),
    clients: [
      {
        client_id: CLIENT_ID,
        client_secret: clientSecret,
        redirect_uris: (options.clientOrigins ?? [options.origin]).map(origin => `${origin}/api/voter/callback/${DEMO_LOGIN_ID}`),
        // The demo's own address may be plain http.
        application_type: protocol === 'https:' ? 'web' : 'native',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [signingKey()] },
    cookies: {
      keys: [randomBytes(32).toString('base64url')],
      names: { session: 'mingce_demo_session', interaction: 'mingce_demo_login', resume: 'mingce_demo_resume' },
    },
    claims: { openid: ['sub'], real_name: ['name', 'id_number'] },
    scopes: ['openid', 'real_name'],
    conformIdTokenClaims: options.claimsIn === 'userinfo',
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      resourceIndicators: { enabled: false },
    },
    interactions: { policy: policy(), url: (_, interaction) => `${DEMO_LOGIN_PATH}/choose/${interaction.uid}` },
    pkce: { required: () => true, methods: ['S256'] },
    ttl: {
      AuthorizationCode: SECONDS.code,
      AccessToken: SECONDS.code,
      IdToken: SECONDS.interaction,
      Interaction: SECONDS.interaction,
      Session: SECONDS.session,
      Grant: SECONDS.session,
    },
    findAccount: async (_, id) => {
      const person = await find(id)
      return person && { accountId: id, claims: async () => ({ sub: id, name: person.name, id_number: person.number }) }
    },
    renderError: ctx => {
      ctx.set({ ...PAGE_HEADERS })
      ctx.body = faultPage()
    },
    ...options.configuration,
  })
  // The address is settled, whatever a request says of it.
  provider.proxy = true
  const answer = provider.callback()

  const page = (response: ServerResponse, html: string, status = 200) => {
    response.writeHead(status, PAGE_HEADERS)
    response.end(html)
  }

  /** The two questions: who, and whether name and number may be told. */
  const choose = async (request: IncomingMessage, response: ServerResponse, action: string): Promise<void> => {
    const { prompt, session, params } = await provider.interactionDetails(request, response)
    const finish = (result: Parameters<typeof provider.interactionFinished>[2]) =>
      provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true })
    if (prompt.name === 'login') {
      if (request.method !== 'POST') return page(response, pickPage(action, await options.people()))
      const chosen = (await formOf(request)).get('person') ?? ''
      if (!(await find(chosen))) return page(response, pickPage(action, await options.people()), 422)
      return finish({ login: { accountId: chosen, remember: false } })
    }
    const accountId = session?.accountId
    const person = accountId === undefined ? undefined : await find(accountId)
    if (!person) return page(response, faultPage(), 410)
    if (request.method !== 'POST') return page(response, consentPage(action, person.name))
    if ((await formOf(request)).get('consent') !== 'yes')
      return finish({ error: 'access_denied', error_description: 'the person did not agree' })
    const grant = new provider.Grant({ accountId: person.id, clientId: String(params.client_id) })
    grant.addOIDCScope('openid real_name')
    return finish({ consent: { grantId: await grant.save() } })
  }

  return {
    settings: {
      id: DEMO_LOGIN_ID,
      name: { zh: '演示登录（虚构人员）', en: 'Demo login (fictitious people)' },
      issuer,
      clientId: CLIENT_ID,
      clientSecret,
      scopes: ['openid', 'real_name'],
      claims: { name: 'name', number: 'id_number' },
    },
    async handle(request, response) {
      const path = request.url ?? ''
      delete request.headers['x-forwarded-for']
      Object.assign(request.headers, { host, 'x-forwarded-host': host, 'x-forwarded-proto': protocol.slice(0, -1) })
      if (path.startsWith(`${DEMO_LOGIN_PATH}/choose/`)) {
        try {
          return await choose(request, response, path)
        } catch {
          // Its cookie is gone or its time is over; nothing of it is worth more than a new login.
          return page(response, faultPage(), 410)
        }
      }
      Object.assign(request, { originalUrl: path, url: path.slice(DEMO_LOGIN_PATH.length) || '/' })
      await answer(request, response)
    },
  }
}
