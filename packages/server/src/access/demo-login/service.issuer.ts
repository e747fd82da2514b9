/**
 * An issuer of real-name logins for demos, by oidc-provider: one picks a fictitious person, agrees, and is signed in. It is served at the
 * server's own address, so that it works wherever the portal does. Anyone who reaches it can sign in as any of its people; so `mingce serve`
 * opens it only to its own machine.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import Provider, { type Configuration, interactionPolicy, type JWK } from 'oidc-provider'
import { DEMO_LOGIN_PATH, type DemoLogin, type DemoPerson } from './schema.ts'
import { consentPage, faultPage, PAGE_HEADERS, pickPage } from './service.pages.ts'
import { memoryAdapters } from './store.memory.ts'

export interface DemoLoginOptions {
  /** The address that people type: its origin is the issuer's. */
  readonly origin: string
  /** Origins of the server at which a login may begin and end, such as localhost beside 127.0.0.1; `origin` alone where not given. */
  readonly clientOrigins?: readonly string[]
  /** Called each time the page is shown. */
  people(): Promise<readonly DemoPerson[]>
  /** For tests: where the claims are (`token` where not given), and changes of the issuer's configuration. */
  readonly claimsIn?: 'token' | 'userinfo'
  readonly configuration?: Configuration
}

/** The login's id in addresses. */
const DEMO_LOGIN_ID = 'demo'
const CLIENT_ID = 'mingce'
const LONGEST_FORM = 2_000
const SECONDS = { code: 60, interaction: 600, session: 3_600 }

/** Asks both questions at every login, so that a demo shows both. */
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

const sendPage = (response: ServerResponse, html: string, status = 200): void => {
  response.writeHead(status, PAGE_HEADERS)
  response.end(html)
}

type Choice = (request: IncomingMessage, response: ServerResponse, action: string) => Promise<void>

/** The two questions of a login: as whom, and whether the server may have name and number. */
const openChoice = (provider: Provider, { people }: Pick<DemoLoginOptions, 'people'>): Choice => {
  const find = async (id: string | undefined) => (await people()).find(person => person.id === id)

  return async (request, response, action) => {
    const { prompt, session, params } = await provider.interactionDetails(request, response)
    const finish = (result: Parameters<typeof provider.interactionFinished>[2]) =>
      provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true })
    const form = request.method === 'POST' ? await formOf(request) : null

    const askPerson = async () => {
      const person = await find(form?.get('person') ?? '')
      if (!person) return sendPage(response, pickPage(action, await people()), form ? 422 : 200)
      return finish({ login: { accountId: person.id, remember: false } })
    }
    const askConsent = async () => {
      const person = await find(session?.accountId)
      if (!person) return sendPage(response, faultPage(), 410)
      if (!form) return sendPage(response, consentPage(action, person.name))
      if (form.get('consent') !== 'yes') return finish({ error: 'access_denied', error_description: 'the person did not agree' })
      const grant = new provider.Grant({ accountId: person.id, clientId: String(params.client_id) })
      grant.addOIDCScope('openid real_name')
      return finish({ consent: { grantId: await grant.save() } })
    }
    return prompt.name === 'login' ? askPerson() : askConsent()
  }
}

/** The issuer's configuration. Its keys and secrets are made anew at every start and stored nowhere. */
const configurationOf = (options: DemoLoginOptions, clientSecret: string): Configuration => {
  const find = async (id: string) => (await options.people()).find(person => person.id === id)
  return {
    adapter: memoryAdapters(),
    clients: [
      {
        client_id: CLIENT_ID,
        client_secret: clientSecret,
        redirect_uris: (options.clientOrigins ?? [options.origin]).map(origin => `${origin}/api/voter/callback/${DEMO_LOGIN_ID}`),
        // The demo's own address may be plain http.
        application_type: options.origin.startsWith('https:') ? 'web' : 'native',
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
  }
}

/** Opens the issuer at `<origin>/demo-login`. */
export const openDemoLogin = async (options: DemoLoginOptions): Promise<DemoLogin> => {
  const { host, protocol } = new URL(options.origin)
  const issuer = `${options.origin}${DEMO_LOGIN_PATH}`
  const clientSecret = randomBytes(32).toString('base64url')

  const provider = new Provider(issuer, configurationOf(options, clientSecret))
  // `handle` sets the headers of the address, whatever the request says.
  provider.proxy = true
  const answer = provider.callback()

  const choose = openChoice(provider, options)

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
          // The cookie is missing or the interaction has expired: the person has to sign in again.
          return sendPage(response, faultPage(), 410)
        }
      }
      Object.assign(request, { originalUrl: path, url: path.slice(DEMO_LOGIN_PATH.length) || '/' })
      await answer(request, response)
    },
  }
}
