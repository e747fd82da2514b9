/** The pages over made-up data instead of a server: `npm run dev:fixtures -w packages/web`. */
import { mergeConfig } from 'vite'
import base from '../vite.config.ts'
import { fixtureApi } from './fixture-api.ts'
import { voterApi } from './voter-api.ts'

export default mergeConfig({ ...base, server: {} }, { plugins: [voterApi(), fixtureApi()] })
